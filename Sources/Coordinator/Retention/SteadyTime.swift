import Units

/// The time by which something is let go for good: the machine's own, but for a step ahead, which is not believed before it has
/// lasted for a day. So a clock that was set wrong for some hours costs nothing that cannot come back. A pure value.
struct SteadyTime: Sendable {
    /// How far ahead is no step: clocks are slewed, and machines are busy.
    private static let tolerance = Duration.seconds(60)
    /// How long a step ahead has to last.
    private static let patience = Duration.seconds(86_400)

    private struct Reading {
        /// Nanoseconds since 1970 (UTC).
        var time: Int64
        /// What a clock showed then that never jumps.
        var moment: Duration
    }

    /// The last one that was believed.
    private var believed: Reading?
    /// Since when the machine's time is not believed.
    private var doubtedSince: Duration?

    /// Nothing was read yet: the first time is believed.
    init() {}

    /// The time to go by, in nanoseconds since 1970 (UTC).
    /// - Parameters:
    ///   - time: what the machine says that it is, in nanoseconds since 1970 (UTC).
    ///   - moment: what a clock shows that never jumps.
    mutating func read(_ time: Int64, at moment: Duration) -> Int64 {
        if let believed, let doubted = doubted(time, at: moment, since: believed) { return doubted }
        believed = Reading(time: time, moment: moment)
        doubtedSince = nil
        return time
    }

    /// What it should be instead; nil if `time` is to be believed.
    private mutating func doubted(_ time: Int64, at moment: Duration, since believed: Reading) -> Int64? {
        let expected = believed.time + (moment - believed.moment).nanoseconds
        guard time > expected + Self.tolerance.nanoseconds else { return nil }
        let since = doubtedSince ?? moment
        doubtedSince = since
        return moment - since < Self.patience ? expected : nil
    }
}

/// Where ``SteadyTime`` reads.
struct TimeSources: Sendable {
    /// A clock that never jumps.
    var clock = MonotonicClock.continuous
    /// Nanoseconds since 1970 (UTC).
    var wallClock: @Sendable () -> Int64 = { SystemTime.now }
}

extension SteadyTime {
    /// The time to go by now.
    mutating func now(by sources: TimeSources) -> Int64 { read(sources.wallClock(), at: sources.clock.now()) }
}
