public import Storage
public import TestSupport

/// What a process writes that is killed meanwhile: known again by its name alone.
public enum ChurnContent {
    /// The lanes that its jobs wait in.
    public static let lanes = (0..<2).map { JobLane(priority: UInt8($0), tenant: "churn", requirement: "cpp") }

    /// The events of a stream's entry of that number, from 0.
    public static func events(_ stream: String, _ number: Int) -> [Event] {
        var random = SeededGenerator(seed: stream.utf8.reduce(UInt64(number)) { $0 &* 31 &+ UInt64($1) })
        return (0...(number % 3)).map { Event(type: "churn.\($0)", payload: random.bytes(number * 37 % 2000)) }
    }

    /// What the contents of one author in one round follow from.
    public static func contents(round: UInt64, author: Int) -> SeededGenerator {
        SeededGenerator(seed: round << 8 + 100 + UInt64(author))
    }

    /// The next content.
    public static func content(_ random: inout SeededGenerator) -> [UInt8] {
        random.bytes(Int.random(in: 0..<1_500_000, using: &random))
    }

    /// The job of that id.
    public static func job(_ id: String) -> Job {
        var random = SeededGenerator(seed: id.utf8.reduce(0) { $0 &* 31 &+ UInt64($1) })
        let lane = lanes[Int.random(in: 0..<2, using: &random)]
        return Job(id: id, lane: lane, payload: random.bytes(Int.random(in: 0..<3000, using: &random)))
    }
}
