/// How a submission's test cases are timed, where the time limit was found by running accepted submissions: that limit
/// depends on the machine, and must not hide what a package says of its submissions. Where a package gives its limit, all
/// of these are the same.
public enum TimeAllowance: Hashable, Sendable, CaseIterable {
    /// The limit counts, and a run is stopped at it.
    case limit
    /// The limit counts, and a run goes on to the safety margin, so that it is known by how much it is too slow.
    case measured
    /// The safety margin is the limit.
    case margin

    /// How a submission is judged first of which that is `expected`.
    public init(firstFor expected: ExpectedResult) {
        self = expected.verdicts.contains(.timeLimit) ? .measured : .limit
    }
}

/// The CPU time of a test case.
public struct AllowedTime: Hashable, Sendable {
    /// The most that is not too much.
    public var limit: Duration
    /// Up to where a run that is late goes on; nil: a little above the limit.
    public var stop: Duration?

    /// So much time.
    public init(limit: Duration, stop: Duration? = nil) {
        self.limit = limit
        self.stop = stop
    }
}

/// A problem's CPU time limit and what follows from it, for this machine's judge and for a fleet's. A pure value.
public struct TimePolicy: Hashable, Sendable {
    /// The limit.
    public let limit: Duration
    /// How it was found; nil: the package or the user gives it.
    public let estimate: TimeLimitEstimate?

    /// A limit that somebody gives.
    public init(limit: Duration) {
        self.limit = limit
        estimate = nil
    }

    /// A limit that was found.
    public init(_ estimate: TimeLimitEstimate) {
        limit = estimate.limit
        self.estimate = estimate
    }

    /// The time of each test case of a submission that is judged under `allowance`.
    /// - Parameter most: what no program is given more of beyond the limit; nil: there is no such bound.
    public func time(_ allowance: TimeAllowance, atMost most: Duration? = nil) -> AllowedTime {
        guard let estimate else { return AllowedTime(limit: limit) }
        let margin = max(limit, min(estimate.margin, most ?? estimate.margin))
        return switch allowance {
        case .limit: AllowedTime(limit: limit)
        case .measured: AllowedTime(limit: limit, stop: margin)
        case .margin: AllowedTime(limit: margin)
        }
    }
}
