/// How long whoever gave a wrong password has to wait before the next try: a second, then twice as long each time. Nobody is
/// locked out: that would let strangers lock out others. Pure.
package struct AttemptDelay: Hashable, Sendable {
    /// The longest delay, in seconds.
    package static let longest: Int64 = 900
    /// After so many quiet seconds, all is forgotten.
    package static let memory: Int64 = 24 * 3600

    /// How many tries may fail before there is a delay: where many people share an address, some mistype.
    private let free: Int
    private var failures = 0
    private var last: Int64 = 0

    /// Nothing failed yet.
    /// - Parameter free: how many tries may fail without a delay.
    package init(free: Int = 0) {
        self.free = free
    }

    /// A try failed.
    /// - Parameter time: seconds since 1970 (UTC).
    package mutating func fail(at time: Int64) {
        if time - last > Self.memory { failures = 0 }
        failures += 1
        last = max(last, time)
    }

    /// How many seconds are left until the next try; 0: none.
    /// - Parameter time: seconds since 1970 (UTC).
    package func left(at time: Int64) -> Int64 {
        let counted = failures - free
        guard counted > 0, time - last <= Self.memory else { return 0 }
        let delay = counted > 10 ? Self.longest : min(Self.longest, 1 << Int64(counted - 1))
        return max(0, last + delay - time)
    }
}
