public import RateLimits
internal import Units

/// How often something may be asked for. Each coordinator counts for itself; what is counted over days stands in the log.
public struct RateLimit: Sendable {
    /// Whose requests are counted together.
    public enum Subject: Hashable, Sendable {
        /// Those of one person, or of one program; of who is not known, those of one address.
        case asker
        /// Those of one address: of IPv6, of one /64 network.
        case address
        /// All for one thing: what the parameter of that name in the route's path names, such as a contest. Only for what all may
        /// whom the permissions let ask: whoever may not do it to that thing is counted as well, and would keep others from it.
        case parameter(String)
    }

    /// What is asked for.
    public var action: Action
    /// Whose requests are counted together.
    public var subject: Subject
    /// How many, within how long.
    public var window: SlidingWindow

    /// `action` may be asked for so often.
    public init(_ action: Action, by subject: Subject, _ most: Int, within time: Duration) {
        (self.action, self.subject, window) = (action, subject, SlidingWindow(most, within: time))
    }
}
