/// A clock for time-outs and rates, which never jumps.
public struct MonotonicClock: Sendable {
    /// The time since a fixed moment.
    public let now: @Sendable () -> Duration
    /// Sleeps until then; throws if the task is cancelled.
    public let sleep: @Sendable (_ until: Duration) async throws -> Void

    /// Measures with `clock`; tests give one that they move.
    public init<Base: Clock>(_ clock: Base) where Base.Duration == Duration {
        let origin = clock.now
        now = { origin.duration(to: clock.now) }
        sleep = { try await clock.sleep(until: origin.advanced(by: $0), tolerance: nil) }
    }

    /// The machine's clock, which goes on while it sleeps.
    public static let continuous = MonotonicClock(ContinuousClock())
}

/// When a job was enqueued, as its payload says. It is only used to show how long jobs wait.
struct EnqueueTime: Sendable {
    /// Nanoseconds since 1970 (UTC).
    var nanoseconds: Int64

    init(nanoseconds: Int64) {
        self.nanoseconds = nanoseconds
    }

    /// The time in a payload; nil if there is none.
    init?(_ payload: [UInt8]) {
        guard payload.count == 8 else { return nil }
        nanoseconds = payload.reduce(0) { $0 << 8 | Int64($1) }
    }

    var payload: [UInt8] {
        stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: nanoseconds >> $0) }
    }
}
