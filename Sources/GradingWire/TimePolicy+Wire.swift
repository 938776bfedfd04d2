public import Grading
import Units
public import Wire

extension TimeAllowance {
    /// What messages call `message`; nil for what later versions may add.
    public init?(_ message: Verdict_V1_TimeAllowance) {
        switch message {
        case .unspecified: self = .limit
        case .measured: self = .measured
        case .margin: self = .margin
        case .UNRECOGNIZED: return nil
        }
    }

    /// As messages have it.
    public var message: Verdict_V1_TimeAllowance {
        switch self {
        case .limit: .unspecified
        case .measured: .measured
        case .margin: .margin
        }
    }
}

extension TimeLimitEstimate {
    /// What `limits` say of how they were found; nil if they say nothing.
    public init?(_ limits: Verdict_V1_TestLimits) {
        guard limits.hasEstimate else { return nil }
        self.init(limits.estimate)
    }

    /// What `message` says.
    public init(_ message: Verdict_V1_TimeLimitEstimate) {
        self.init(
            slowest: Duration(bounded: message.slowestNs), submission: message.submission,
            limit: Duration(bounded: message.limitNs), margin: Duration(bounded: message.marginNs))
    }

    /// As messages have it.
    public var message: Verdict_V1_TimeLimitEstimate {
        var message = Verdict_V1_TimeLimitEstimate()
        message.limitNs = UInt64(clamping: limit.nanoseconds)
        message.marginNs = UInt64(clamping: margin.nanoseconds)
        message.slowestNs = UInt64(clamping: slowest.nanoseconds)
        message.submission = submission
        return message
    }
}

extension AllowedTime {
    /// The time that `limits` give.
    public init(_ limits: Verdict_V1_TestLimits) {
        self.init(
            limit: Duration(bounded: limits.cpuTimeNs),
            stop: limits.cpuStopNs > 0 ? Duration(bounded: limits.cpuStopNs) : nil)
    }
}

extension Verdict_V1_TestLimits {
    /// The limits of a submission's test cases that are timed by `allowance`, of a package with these limits. An allowance
    /// that this version does not know is the limit's.
    /// - Parameter most: what no program is given more of beyond the limit; nil: there is no such bound.
    public func timed(by allowance: Verdict_V1_TimeAllowance, atMost most: Duration? = nil) -> Verdict_V1_TestLimits {
        guard let estimate = TimeLimitEstimate(self) else { return self }
        let time = TimePolicy(estimate).time(TimeAllowance(allowance) ?? .limit, atMost: most)
        var limits = self
        limits.cpuTimeNs = UInt64(clamping: time.limit.nanoseconds)
        limits.cpuStopNs = UInt64(clamping: time.stop?.nanoseconds ?? 0)
        return limits
    }
}
