/// How often things happened in the last minute, to the second.
struct MinuteCounts<Key: Hashable & Sendable>: Sendable {
    private static var seconds: Int { 60 }

    private var buckets: [[Key: Int]] = Array(repeating: [:], count: seconds)
    /// The second that was counted in last.
    private var newest = 0

    /// Counts that something happened.
    mutating func count(_ key: Key, _ times: Int = 1, at now: Duration) {
        advance(to: now)
        buckets[newest % Self.seconds][key, default: 0] += times
    }

    /// How often each thing happened in the minute before `now`.
    mutating func totals(at now: Duration) -> [Key: Int] {
        advance(to: now)
        return buckets.reduce(into: [:]) { totals, bucket in
            totals.merge(bucket, uniquingKeysWith: +)
        }
    }

    private mutating func advance(to now: Duration) {
        let second = Int(now.components.seconds)
        guard second > newest else { return }
        for passed in max(newest + 1, second - Self.seconds + 1)...second { buckets[passed % Self.seconds] = [:] }
        newest = second
    }
}
