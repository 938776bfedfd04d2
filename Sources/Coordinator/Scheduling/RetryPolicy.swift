/// What becomes of a job that could not be done.
public struct RetryPolicy: Hashable, Sendable {
    /// How often a job is tried.
    public var mostDeliveries: Int
    /// The delay before the second try; it doubles with each.
    public var firstDelay: Duration
    /// No delay is longer.
    public var longestDelay: Duration

    /// Three tries, after 1 s and 2 s, more or less.
    public init(
        mostDeliveries: Int = 3, firstDelay: Duration = .seconds(1), longestDelay: Duration = .seconds(60)
    ) {
        self.mostDeliveries = mostDeliveries
        self.firstDelay = firstDelay
        self.longestDelay = longestDelay
    }

    /// What is to be done with a job after its last try failed.
    public enum Decision: Hashable, Sendable {
        /// It is tried again after this delay.
        case retry(after: Duration)
        /// It becomes a dead letter.
        case bury
    }

    /// What is to be done after the try with the number `delivery` (1: the first) failed.
    ///
    /// Delays differ by up to a half either way, so that what failed together does not come back together.
    public func decision(
        after delivery: Int, using generator: inout some RandomNumberGenerator
    ) -> Decision {
        guard delivery < mostDeliveries else { return .bury }
        let factor = Double(sign: .plus, exponent: min(delivery - 1, 30), significand: 1)
        let delay = min(firstDelay * factor, longestDelay)
        return .retry(after: delay * Double.random(in: 0.5...1.5, using: &generator))
    }
}
