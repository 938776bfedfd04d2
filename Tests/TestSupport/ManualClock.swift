import Synchronization

/// A clock that a test moves.
public final class ManualClock: Clock {
    /// So long after the clock was made.
    public struct Instant: InstantProtocol {
        /// How long after that.
        public var offset: Duration
        /// The moment that much later.
        public func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        /// How long it is until another one.
        public func duration(to other: Instant) -> Duration { other.offset - offset }
        /// Orders moments by time.
        public static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    private struct State {
        var now = Instant(offset: .zero)
        var sleepers: [Int: (deadline: Instant, continuation: CheckedContinuation<Void, any Error>)] = [:]
        var next = 0
    }

    private let state = Mutex(State())

    /// A clock that stands still until it is moved.
    public init() {}

    /// What it shows.
    public var now: Instant { state.withLock { $0.now } }
    /// The shortest time that it tells.
    public var minimumResolution: Duration { .nanoseconds(1) }

    /// Returns when it was moved to `deadline` or beyond.
    public func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        let id = state.withLock { state in
            state.next += 1
            return state.next
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let goesOn: Result<Void, any Error>? = state.withLock { state in
                    guard !Task.isCancelled else { return .failure(CancellationError()) }
                    guard state.now < deadline else { return .success(()) }
                    state.sleepers[id] = (deadline, continuation)
                    return nil
                }
                if let goesOn { continuation.resume(with: goesOn) }
            }
        } onCancel: {
            let sleeper = state.withLock { $0.sleepers.removeValue(forKey: id) }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }

    /// Until when each task sleeps.
    public var deadlines: [Instant] { state.withLock { $0.sleepers.values.map(\.deadline) } }

    /// Moves the clock and wakes who slept until then.
    public func advance(by duration: Duration) {
        let woken = state.withLock { state in
            state.now = state.now.advanced(by: duration)
            let due = state.sleepers.filter { $0.value.deadline <= state.now }
            for id in due.keys { state.sleepers[id] = nil }
            return due.values.map(\.continuation)
        }
        for continuation in woken { continuation.resume() }
    }
}
