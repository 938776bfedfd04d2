internal import Coordinator
internal import Events
internal import Kernel
internal import Storage
internal import SwiftProtobuf
internal import Units

/// What one person has handed in within a day: what the stream of the person's tries adds up to.
struct DailyTries: Aggregate {
    static let prefix = "submissions-tries"
    static let day = Duration.seconds(24 * 3600)

    private(set) var tries: [(submission: String, at: Timestamp)] = []

    init() {}

    mutating func apply(_ event: Event) throws(StorageError) {
        guard let spent = try event.unpackedIfHeld(TrySpent.self) else { return }
        let at = Timestamp(nanoseconds: spent.atNs)
        tries.removeAll { $0.at + Self.day <= at }
        tries.append((spent.submission, at))
    }

    /// Those within the day before `now`, the oldest first.
    func recent(at now: Timestamp) -> [Timestamp] { tries.map(\.at).filter { $0 + Self.day > now } }
}

/// Counts a submission among those that somebody makes within a day, once.
struct SpendTry: Command {
    static let action: Action = "submissions.spend-try"

    var person: EntityID
    var submission: EntityID
    var limit: Int

    var stream: StreamName { get throws(StorageError) { try person.stream(DailyTries.prefix) } }

    func subject(in tries: DailyTries) -> Subject { Subject(owners: [person]) }

    func decide(_ tries: DailyTries, _ context: CommandContext) throws(DomainError) -> Decision {
        let name = "\(submission)"
        guard !tries.tries.contains(where: { $0.submission == name }) else { return Decision() }
        let recent = tries.recent(at: context.now)
        guard recent.count < limit else {
            guard limit > 0 else { throw DomainError(.forbidden, "you may not hand anything in") }
            // When so many are over that one more fits.
            let wait = recent[recent.count - limit] + DailyTries.day - context.now
            throw DomainError(
                .exhausted, "you have handed in \(recent.count) programs within a day, and may hand in \(limit)",
                advice: "wait, and hand in again", retryAfter: wait)
        }
        return try Decision(TrySpent.with { ($0.submission, $0.atNs) = (name, context.now.nanoseconds) })
    }
}
