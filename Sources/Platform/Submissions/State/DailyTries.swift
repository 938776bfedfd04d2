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
        guard !isSpent(in: tries) else { return Decision() }
        if let refusal = refusal(in: tries, at: context.now) { throw refusal }
        return try Decision(
            TrySpent.with { ($0.submission, $0.atNs) = ("\(submission)", context.now.nanoseconds) })
    }

    private func isSpent(in tries: DailyTries) -> Bool {
        let name = "\(submission)"
        return tries.tries.contains { $0.submission == name }
    }

    /// Why it cannot be counted; nil: it can, or was.
    func refusal(in tries: DailyTries, at now: Timestamp) -> DomainError? {
        let recent = tries.recent(at: now)
        guard recent.count >= limit, !isSpent(in: tries) else { return nil }
        guard limit > 0 else { return DomainError(.forbidden, "you may not hand anything in") }
        // When so many are over that one more fits.
        let wait = recent[recent.count - limit] + DailyTries.day - now
        return DomainError(
            .exhausted, "you have handed in \(recent.count) programs within a day, and may hand in \(limit)",
            advice: "wait, and hand in again", retryAfter: wait)
    }
}
