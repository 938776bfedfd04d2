import Units

/// A time limit found by running the accepted submissions, as legacy packages want it.
public struct TimeLimitEstimate: Hashable, Sendable {
    /// The CPU time of the slowest submission that bounds the limit from below, as accepted ones do, on its slowest test case.
    public var slowest: Duration
    /// That submission's path.
    public var submission: String
    /// The limit: the least multiple of a resolution (one second as a rule) that is `slowest × multiplier` or more, at least
    /// one such.
    public var limit: Duration
    /// What a submission that is to be too slow should exceed: the limit × the safety margin.
    public var margin: Duration

    /// The estimate from the slowest run of `submission`.
    public init(
        slowest: Duration, submission: String, multiplier: Double, safetyMargin: Double,
        resolution: Duration = .seconds(1)
    ) {
        let steps = max(1, (slowest.inSeconds * multiplier / resolution.inSeconds).rounded(.up))
        let seconds = steps * resolution.inSeconds
        self.init(
            slowest: slowest, submission: submission, limit: .decimalSeconds(seconds),
            margin: .decimalSeconds(seconds * max(1, safetyMargin)))
    }

    /// An estimate that was made before.
    public init(slowest: Duration, submission: String, limit: Duration, margin: Duration) {
        self.slowest = slowest
        self.submission = submission
        self.limit = limit
        self.margin = margin
    }

    /// A warning if a too slow submission's slowest run (`slowest`) is too slow only by a little; nil otherwise.
    public func warning(forSlowest slowest: Duration) -> String? {
        guard slowest > limit, slowest < margin else { return nil }
        return "its slowest run took \(slowest.secondsText): over the limit of \(limit.secondsText), but not over the "
            + "safety margin of \(margin.secondsText); a faster machine may accept it"
    }

    /// A warning of a submission that has to fail with `verdict`, but is too slow for that on a test case.
    public func warning(forStoppedAt test: String?, _ verdict: Verdict) -> String {
        "over the time limit of \(limit.secondsText)\(test.map { " on \($0)" } ?? ""); \(verdict.rawValue) only with the "
            + "safety margin of \(margin.secondsText)"
    }
}
