internal import NIOCore

/// So many of something a second, and so many at once.
public struct Rate: Hashable, Sendable {
    /// How many a second, for ever.
    public var perSecond: Double
    /// How many at once, after a while without any.
    public var burst: Double

    /// A rate from its parts, both above 0.
    public init(perSecond: Double, burst: Double) {
        self.perSecond = perSecond
        self.burst = burst
    }
}

/// Holds something to a ``Rate``. Pure: time comes from outside.
struct TokenBucket {
    private let rate: Rate
    private var level: Double
    private var updated: NIODeadline

    /// A full bucket.
    init(_ rate: Rate, now: NIODeadline) {
        self.rate = rate
        level = rate.burst
        updated = now
    }

    /// Takes one if there is one; else says how long until there is.
    mutating func take(now: NIODeadline) -> Duration? {
        refill(now)
        guard level < 1 else {
            level -= 1
            return nil
        }
        return .nanoseconds(Int64((1 - level) / rate.perSecond * 1e9))
    }

    /// Takes `count` in any case; says how long to take no more, where the bucket went empty.
    mutating func spend(_ count: Int, now: NIODeadline) -> Duration? {
        refill(now)
        level -= Double(count)
        return level >= 0 ? nil : .nanoseconds(Int64(min(-level / rate.perSecond, 3600) * 1e9))
    }

    /// Nothing was taken for so long that a new bucket would be the same.
    mutating func isFull(now: NIODeadline) -> Bool {
        refill(now)
        return level >= rate.burst
    }

    private mutating func refill(_ now: NIODeadline) {
        // A clock that goes backwards gives nothing and takes nothing.
        if now > updated {
            level = min(rate.burst, level + Double((now - updated).nanoseconds) / 1e9 * rate.perSecond)
        }
        updated = now
    }
}
