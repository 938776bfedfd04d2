internal import Concurrency
internal import Units
public import Wire

extension VerdictClient {
    /// Everything that has happened to a submission and then each thing as it happens, to the end of its judgement; goes on
    /// after a lost connection where it was. Events without a number may then come again.
    ///
    ///     for try await event in client.follow(id) {
    ///         switch event.event {
    ///         case .testFinished(let test): print(test.result.name, test.result.verdict)
    ///         case .judged(let judgement): print(judgement.verdict)
    ///         default: break
    ///         }
    ///     }
    ///
    /// Ends, or fails with `WireError`, once; who stops reading ends the call. Who reads slowly misses nothing, and costs no
    /// memory: the coordinator waits.
    /// - Parameter number: begin after the event of that number; 0: with the first.
    public func follow(
        _ id: String, after number: UInt64 = 0
    ) -> AsyncThrowingStream<Verdict_V1_FollowResponse, any Error> {
        stream(of: Verdict_V1_FollowResponse.self) { [wire, options] tell in
            var request = Verdict_V1_FollowRequest()
            request.id = id
            request.after = number
            var retrying = Retrying(options)
            while true {
                let before = request.after
                do {
                    try await wire.call(JudgeMethods.follow, request) { events in
                        for try await event in events {
                            if event.number > request.after { request.after = event.number }
                            try await tell(event)
                        }
                    }
                    return
                } catch let error as WireError {
                    if request.after > before { retrying.succeeded() }
                    try await retrying.wait(after: error, isIdempotent: true)
                }
            }
        }
    }

    /// What the fleet does, again each time `interval` has passed; goes on after a lost connection. For admins. Who reads
    /// too slowly misses old ones.
    /// - Parameter interval: at least 0.1 s.
    public func watch(every interval: Duration) -> AsyncThrowingStream<Verdict_V1_Overview, any Error> {
        stream(of: Verdict_V1_Overview.self, buffering: .bufferingNewest(4)) { [wire, options] tell in
            var request = Verdict_V1_WatchRequest()
            request.intervalNs = UInt64(clamping: max(interval, .milliseconds(100)).nanoseconds)
            var retrying = Retrying(options)
            while true {
                var isAnswered = false
                do {
                    try await wire.call(AdminMethods.watch, request) { overviews in
                        for try await overview in overviews {
                            isAnswered = true
                            tell(overview)
                        }
                    }
                    return
                } catch let error as WireError {
                    if isAnswered { retrying.succeeded() }
                    try await retrying.wait(after: error, isIdempotent: true)
                }
            }
        }
    }

    /// All that `work` tells, while somebody reads it: it waits for whoever reads slowly.
    private func stream<Element: Sendable>(
        of _: Element.Type,
        _ work: @escaping @Sendable (_ tell: @Sendable (Element) async throws -> Void) async throws -> Void
    ) -> AsyncThrowingStream<Element, any Error> {
        let following = Following(work)
        return AsyncThrowingStream { try await following.channel.next() }
    }

    /// What `work` tells, while somebody reads it; who reads slowly misses what `buffering` gives up.
    func stream<Element: Sendable>(
        of _: Element.Type,
        buffering: AsyncThrowingStream<Element, any Error>.Continuation.BufferingPolicy,
        _ work: @escaping @Sendable (_ tell: @Sendable (Element) -> Void) async throws -> Void
    ) -> AsyncThrowingStream<Element, any Error> {
        AsyncThrowingStream(bufferingPolicy: buffering) { continuation in
            let task = Task {
                do {
                    try await work { continuation.yield($0) }
                    continuation.finish()
                } catch {
                    continuation.finish(throwing: error)
                }
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }
}

/// Work that goes on while somebody has this, and what it tells.
private final class Following<Element: Sendable>: Sendable {
    let channel = BoundedChannel<Element>(room: 32)
    private let task: Task<Void, Never>

    init(_ work: @escaping @Sendable (_ tell: @Sendable (Element) async throws -> Void) async throws -> Void) {
        task = Task { [channel] in
            do {
                try await work { try await channel.send($0) }
                channel.finish()
            } catch {
                channel.finish(.failure(error))
            }
        }
    }

    deinit {
        task.cancel()
    }
}
