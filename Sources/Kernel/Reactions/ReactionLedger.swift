internal import Coordinator
internal import Events
internal import Storage
internal import Units

/// How far reactions are, what failed, and which coordinator does them: what the stream `platform-reactions` adds up to. A pure
/// value.
struct ReactionLedger: Aggregate {
    static let stream = "platform-reactions"

    struct Letter: Hashable, Sendable {
        var reaction: String
        var position: LogPosition
    }

    /// The coordinator that does them, and until when.
    private(set) var owner: (number: UInt64, until: Timestamp)?
    /// How far each reaction is.
    private(set) var progress: [String: ReactionProgress] = [:]
    /// What failed, and waits for an admin.
    private(set) var dead: [Letter: DeadLetter] = [:]
    /// What an admin wants tried again.
    private(set) var again: [Letter: DeadLetter] = [:]

    /// All entries up to there were reacted to.
    var done: [String: LogPosition] { progress.mapValues(\.done) }

    mutating func apply(_ event: Event) throws(StorageError) {
        switch event.type {
        case ReactionsClaimed.persistedType:
            let claim: ReactionsClaimed = try event.unpacked()
            owner = (claim.owner, Timestamp(nanoseconds: claim.untilNs))
        case ReactionAdvanced.persistedType:
            let advance: ReactionAdvanced = try event.unpacked()
            progress[advance.reaction] = ReactionProgress(advance, after: progress[advance.reaction])
        case ReactionFailed.persistedType:
            let failure: ReactionFailed = try event.unpacked()
            let letter = Letter(reaction: failure.reaction, position: LogPosition(failure.position))
            again[letter] = nil
            dead[letter] = DeadLetter(
                reaction: failure.reaction, position: letter.position, stream: failure.stream, reason: failure.reason,
                attempts: Int(failure.attempts))
        case DeadLetterSettled.persistedType:
            let settled: DeadLetterSettled = try event.unpacked()
            let letter = Letter(reaction: settled.reaction, position: LogPosition(settled.position))
            let known = dead.removeValue(forKey: letter) ?? again.removeValue(forKey: letter)
            again[letter] = settled.way == .triedAgain ? known : nil
        default: break
        }
    }
}

/// What an admin wants done with a reaction that failed.
enum DeadLetterWay: Hashable, Sendable {
    case triedAgain
    case dropped
}

/// Has a reaction that failed tried again, or dropped.
struct SettleDeadLetter: Command {
    static let action: Action = "platform.settle-dead-letter"
    static let permit = Permit(action, .role(.admin))

    var letter: ReactionLedger.Letter
    var way: DeadLetterWay

    var stream: StreamName { get throws(StorageError) { try StreamName(ReactionLedger.stream) } }

    func decide(_ ledger: ReactionLedger, _ context: CommandContext) throws(DomainError) -> Decision {
        guard ledger.dead[letter] != nil else {
            throw DomainError(
                .notFound,
                "there is no dead letter of \(letter.reaction) for the entry at position \(letter.position.number)")
        }
        var settled = DeadLetterSettled()
        (settled.reaction, settled.position) = (letter.reaction, letter.position.number)
        settled.way =
            switch way {
            case .triedAgain: .triedAgain
            case .dropped: .dropped
            }
        return try Decision(settled)
    }
}
