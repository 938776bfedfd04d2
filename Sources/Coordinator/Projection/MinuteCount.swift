/// How often something happened in the last minute. Pure: time comes from outside, as a duration since any moment.
struct MinuteCount: Sendable {
    private var seconds = [Int](repeating: 0, count: 60)
    private var newest: Int64 = 0

    /// Counts `count` more.
    mutating func add(_ count: Int = 1, at time: Duration) {
        advance(to: time)
        seconds[Int(newest % 60)] += count
    }

    /// How often since a minute before `time`.
    mutating func sum(at time: Duration) -> Int {
        advance(to: time)
        return seconds.reduce(0, +)
    }

    private mutating func advance(to time: Duration) {
        let now = max(time.components.seconds, 0)
        guard now > newest else { return }
        for second in (max(newest, now - 60) + 1)...now { seconds[Int(second % 60)] = 0 }
        newest = now
    }
}
