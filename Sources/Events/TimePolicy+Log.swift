public import Grading
import Units

extension TimeAllowance {
    /// What the log calls `logged`; nil for what later versions may add.
    public init?(_ logged: LoggedTimeAllowance) {
        switch logged {
        case .unspecified: self = .limit
        case .measured: self = .measured
        case .margin: self = .margin
        case .UNRECOGNIZED: return nil
        }
    }
}

extension TimeLimitEstimate {
    /// What `limits` say of how they were found; nil if they say nothing.
    public init?(_ limits: LoggedTestLimits) {
        guard limits.hasEstimate else { return nil }
        let estimate = limits.estimate
        self.init(
            slowest: Duration(bounded: estimate.slowestNs), submission: estimate.submission,
            limit: Duration(bounded: estimate.limitNs), margin: Duration(bounded: estimate.marginNs))
    }
}

extension AllowedTime {
    /// The time that `limits` give.
    public init(_ limits: LoggedTestLimits) {
        self.init(
            limit: Duration(bounded: limits.cpuTimeNs),
            stop: limits.cpuStopNs > 0 ? Duration(bounded: limits.cpuStopNs) : nil)
    }
}

extension LoggedTestLimits {
    /// The limits of a submission's test cases that are timed by `allowance`, of a package with these limits. An allowance
    /// that this version does not know is the limit's.
    /// - Parameter most: what no program is given more of beyond the limit; nil: there is no such bound.
    public func timed(by allowance: LoggedTimeAllowance, atMost most: Duration? = nil) -> LoggedTestLimits {
        guard let estimate = TimeLimitEstimate(self) else { return self }
        let time = TimePolicy(estimate).time(TimeAllowance(allowance) ?? .limit, atMost: most)
        var limits = self
        limits.cpuTimeNs = UInt64(clamping: time.limit.nanoseconds)
        limits.cpuStopNs = UInt64(clamping: time.stop?.nanoseconds ?? 0)
        return limits
    }
}
