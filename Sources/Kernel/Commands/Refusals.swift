internal import Concurrency
internal import Coordinator
internal import Events
internal import Logging
internal import RateLimits
internal import Storage
internal import Synchronization
internal import Units

/// Writes down what somebody who is known wanted done and was refused, among the commands that were done: what, who and why.
///
/// The reason is a word, and never what the answer says, in which anything may stand. Nothing is written of somebody who is
/// not known, of what only reads, and of requests that are wrong whoever sends them. Of each person so many an hour are written, and
/// of all together, so that nobody can fill the log; how many were left out stands in the next one.
///
/// Whoever is refused is told when that is written, or after ``patience``: see ``settled()``. So what a killed process loses is
/// what nobody was told yet, and what came while the store did not answer: ``room`` at most.
final class Refusals: Sendable {
    static let stream = "audit-refusals"
    /// How many are written down an hour.
    static let most = (ofOne: 30, ofAll: 600)
    /// How many tries to show who one is that failed are, at one thing and at all.
    static let mostProofs = (ofOne: 10, ofAll: 300)
    /// How many wait to be written down.
    static let room = 256
    /// How long an answer waits for what is written down.
    static let patience = Duration.milliseconds(500)
    private struct State {
        var waiting: [CommandRecorded] = []
        var leftOut: UInt64 = 0
        var isWriting = false
        /// How many must be written down before answers go out.
        var awaited: UInt64 = 0
    }
    private let limits: WindowLimits
    private let clock: any PlatformClock
    private let state = Mutex(State())
    /// How many were taken, and how many of them are written down.
    private let (taken, written) = (Threshold(), Threshold())

    init(_ clock: any PlatformClock) {
        self.clock = clock
        let hour = Duration.seconds(3600)
        limits = WindowLimits(
            [
                "one": SlidingWindow(Self.most.ofOne, within: hour),
                "all": SlidingWindow(Self.most.ofAll, within: hour),
                "one proof": SlidingWindow(Self.mostProofs.ofOne, within: hour),
                "all proofs": SlidingWindow(Self.mostProofs.ofAll, within: hour),
            ], now: { clock.steady.nanoseconds })
    }

    /// Takes note that something was refused; it is written down soon.
    /// - Parameters:
    ///   - error: what the answer was.
    ///   - action: what was wanted.
    ///   - actor: who wanted it.
    ///   - stream: what it was to be done to; nil where nobody knows.
    ///   - request: what the request is called.
    func note(
        _ error: DomainError, _ action: Action, by actor: Actor, to stream: StreamName? = nil, request: String = ""
    ) {
        guard Self.isKnown(actor), let reason = Self.reason(error.code) else { return }
        let subject = RateSubject("actor", "\(actor.identity)")
        add(
            record(reason, action, actor, stream, request),
            within: [("one", subject), ("all", RateSubject("all", ""))], isAwaited: true)
    }

    /// Takes note that somebody, known or not, could not show who they are. No answer waits for that: it would take longer where
    /// there is somebody than where there is nobody.
    /// - Parameters:
    ///   - action: what was wanted.
    ///   - actor: who wanted it.
    ///   - stream: whose they said to be.
    func noteProof(_ action: Action, by actor: Actor, of stream: StreamName) {
        let subject = RateSubject("proof", stream.text)
        add(
            record("forbidden", action, actor, stream, ""),
            within: [("one proof", subject), ("all proofs", RateSubject("all", ""))], isAwaited: false)
    }

    private func record(
        _ reason: String, _ action: Action, _ actor: Actor, _ stream: StreamName?, _ request: String
    ) -> CommandRecorded {
        var record = CommandRecorded()
        (record.action, record.actor, record.refusal) = (action.rawValue, actor.identity.description, reason)
        (record.session, record.address) = (actor.session ?? "", actor.address ?? "")
        (record.atNs, record.requestID) = (clock.now.nanoseconds, request)
        record.refusedStream = stream?.text ?? ""
        return record
    }

    private func add(
        _ record: CommandRecorded, within rules: [(rule: WindowLimits.Rule, subject: RateSubject)], isAwaited: Bool
    ) {
        guard limits.take(rules).isAllowed else { return state.withLock { $0.leftOut += 1 } }
        state.withLock { state in
            var record = record
            // It stands in the next one that finds room.
            guard state.waiting.count < Self.room else { return state.leftOut += 1 }
            (record.leftOut, state.leftOut) = (state.leftOut, 0)
            state.waiting.append(record)
            taken.increase()
            if isAwaited { state.awaited = taken.number }
        }
    }

    /// Timers and reactions are refused what they try for good reasons, again and again; and strangers are anybody.
    private static func isKnown(_ actor: Actor) -> Bool {
        switch actor.identity {
        case .person, .program: true
        case .anybody, .platform: false
        }
    }

    /// What stands in the record; nil for what is no refusal: a mistake in the request, a race, an outage.
    static func reason(_ code: DomainError.Code) -> String? {
        switch code {
        case .forbidden: "forbidden"
        case .notFound: "notFound"
        case .alreadyExists: "alreadyExists"
        case .wrongState: "wrongState"
        case .exhausted: "exhausted"
        case .invalid, .conflict, .unavailable, .cancelled, .damaged, .failed: nil
        }
    }

    // MARK: Writing

    /// Returns when all is written down that was refused up to now: at once, where nothing waits. It is not waited for longer than
    /// ``patience``, nor where nobody writes.
    func settled() async {
        let (number, isWriting) = state.withLock { ($0.awaited, $0.isWriting) }
        guard written.number < number, isWriting else { return }
        // Whoever has gone, or has waited long enough, is answered.
        _ = try? await firstToEnd {
            try await self.written.wait(for: number)
        } or: {
            try await self.clock.sleep(for: Self.patience)
        }
    }

    /// Writes down what was refused, until the task is cancelled, and then what still waits. While the store does not answer it
    /// waits: what was refused is then written late, and rather twice than not at all.
    /// - Throws: `StorageError` if it cannot go on; `CancellationError`.
    func run(on log: any EventLog, _ logger: Logger) async throws {
        state.withLock { $0.isWriting = true }
        defer { state.withLock { $0.isWriting = false } }
        do {
            while true {
                try await taken.wait(for: written.number + 1)
                try await writeFirst(to: log, logger)
            }
        } catch is CancellationError {
            // Nobody ends this; the store is there until the platform has ended.
            await Task { await writeRest(to: log, logger) }.value
            throw CancellationError()
        }
    }

    private func writeFirst(to log: any EventLog, _ logger: Logger) async throws {
        while true {
            do throws(StorageError) {
                _ = try await append(to: log)
                return
            } catch {
                try Task.checkCancellation()
                guard error.isOutage else { throw error }
                logger.warning("cannot write down what was refused; trying again", metadata: ["error": "\(error)"])
            }
            try await Task.sleep(for: .seconds(1))
        }
    }

    private func writeRest(to log: any EventLog, _ logger: Logger) async {
        do throws(StorageError) {
            while try await append(to: log) {}
        } catch {
            let count = state.withLock { $0.waiting.count }
            logger.warning(
                "what was refused last is not written down", metadata: ["count": "\(count)", "error": "\(error)"])
        }
    }

    /// Appends the first that waits, each as an entry of its own: the audit has an entry's last record.
    /// - Returns: false if none waits.
    private func append(to log: any EventLog) async throws(StorageError) -> Bool {
        guard let record = state.withLock({ $0.waiting.first }) else { return false }
        _ = try await log.append([try Event(record)], to: try StreamName(Self.stream), expecting: .anything)
        state.withLock { _ = $0.waiting.removeFirst() }
        written.increase()
        return true
    }
}
