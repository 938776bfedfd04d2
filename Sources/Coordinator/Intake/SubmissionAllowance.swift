/// How many submissions a tenant may bring now: so many in a minute, and as many at once. Pure: time comes from outside.
struct SubmissionAllowance: Sendable {
    private var level: Double
    private var updated: Duration

    /// All of a minute's may come at once.
    init(perMinute: UInt32, at time: Duration) {
        level = Double(perMinute)
        updated = time
    }

    /// Takes one if there is one; else says how long until there is.
    mutating func take(perMinute: UInt32, at time: Duration) -> Duration? {
        let rate = Double(perMinute) / 60
        level = min(Double(perMinute), level + max(0, (time - updated) / .seconds(1)) * rate)
        updated = max(updated, time)
        guard level < 1 else {
            level -= 1
            return nil
        }
        return .seconds((1 - level) / rate)
    }

    /// Gives back what was taken for nothing.
    mutating func giveBack() { level += 1 }
}
