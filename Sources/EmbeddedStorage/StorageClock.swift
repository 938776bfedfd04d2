/// The clock that leases and delays are measured with: one that goes on evenly and is never set.
public struct StorageClock: Sendable {
    /// How long it is since a moment that stays the same.
    let now: @Sendable () -> Duration
    /// Sleeps until then.
    let sleep: @Sendable (_ until: Duration) async throws -> Void

    /// Measures with `clock`; tests give one that they move.
    public init<Base: Clock>(_ clock: Base) where Base.Duration == Duration {
        let origin = clock.now
        now = { origin.duration(to: clock.now) }
        sleep = { try await clock.sleep(until: origin.advanced(by: $0), tolerance: nil) }
    }

    /// The machine's clock, which goes on while it sleeps.
    public static let continuous = StorageClock(ContinuousClock())

    /// `duration`, or ten years if that is longer: what a clock can still sleep.
    static func bounded(_ duration: Duration) -> Duration { min(duration, .seconds(10 * 365 * 86_400)) }
}
