internal import Coordinator
internal import Kernel
internal import Storage
internal import Units

/// A command that changes what was asked and said.
protocol MessageCommand: Command where State == Messages {
    var contest: EntityID { get }
    /// Whose the contest is.
    var owner: Subject { get }
}

extension MessageCommand {
    /// How many messages a contest has.
    static var most: Int { 20_000 }

    var stream: StreamName { get throws(StorageError) { try contest.stream(ContestStream.messages) } }

    func subject(in state: Messages) -> Subject { owner }

    /// Asks that there is room for one more.
    func requireRoom(in messages: Messages) throws(DomainError) {
        guard messages.count < Self.most else {
            throw DomainError(.exhausted, "a contest has at most \(Self.most) messages")
        }
    }
}

/// Asks the organisers something.
struct AskQuestion: MessageCommand {
    static let action: Action = "contests.ask"
    private static let mostOpen = 20

    var contest: EntityID
    var owner: Subject
    var id: EntityID
    var participant: EntityID
    var problem: EntityID?
    var category: String
    var text: String

    func decide(_ messages: Messages, _ context: CommandContext) throws(DomainError) -> Decision {
        guard let person = context.actor.person else { throw ContestRefusal.onlyPeople }
        guard messages.question(id) == nil else {
            throw DomainError(.conflict, "this idempotency key was another request's", advice: "take a new key")
        }
        guard messages.unanswered(of: person) < Self.mostOpen else {
            throw DomainError(
                .exhausted, "\(Self.mostOpen) of your questions are not answered", advice: "wait for an answer")
        }
        try requireRoom(in: messages)
        var asked = QuestionAsked()
        (asked.id, asked.person, asked.participant) = ("\(id)", "\(person)", "\(participant)")
        asked.problem = problem.map { "\($0)" } ?? ""
        (asked.category, asked.text, asked.atNs) = (category, text, context.now.nanoseconds)
        return try Decision(asked)
    }
}

/// What a judge does with a question.
struct HandleQuestion: MessageCommand {
    static let action: Action = "contests.answer"

    /// What is done.
    enum Handling: Hashable, Sendable {
        case claim
        case release
        case queue(String)
        case answer(String, isToAll: Bool)
    }

    var contest: EntityID
    var owner: Subject
    var id: EntityID
    var handling: Handling

    func decide(_ messages: Messages, _ context: CommandContext) throws(DomainError) -> Decision {
        guard let question = messages.question(id) else { throw ContestRefusal.noQuestion }
        let judge = context.actor.identity.description
        switch handling {
        case .claim:
            guard question.claimedBy != judge else { return Decision() }
            guard question.claimedBy == nil else {
                throw DomainError(.wrongState, "another judge sees to this question")
            }
            return try claimed(judge)
        case .release:
            guard question.claimedBy != nil else { return Decision() }
            return try claimed("")
        case .queue(let queue):
            guard question.queue != queue else { return Decision() }
            var queued = QuestionQueued()
            (queued.id, queued.queue) = ("\(id)", queue)
            return try Decision(queued)
        case .answer(let text, let isToAll):
            var answered = QuestionAnswered()
            (answered.id, answered.text, answered.by) = ("\(id)", text, judge)
            (answered.isToAll, answered.atNs) = (isToAll, context.now.nanoseconds)
            return try Decision(answered)
        }
    }

    private func claimed(_ judge: String) throws(DomainError) -> Decision {
        var claimed = QuestionClaimed()
        (claimed.id, claimed.by) = ("\(id)", judge)
        return try Decision(claimed)
    }
}

/// Tells everybody something, or some of those who take part.
struct Announce: MessageCommand {
    static let action: Action = "contests.announce"

    var contest: EntityID
    var owner: Subject
    var id: EntityID
    var problem: EntityID?
    var text: String
    /// For whom it is; none: for everybody.
    var participants: Set<EntityID>

    func decide(_ messages: Messages, _ context: CommandContext) throws(DomainError) -> Decision {
        guard !messages.announcements.contains(where: { $0.id == id }) else { return Decision() }
        try requireRoom(in: messages)
        var made = AnnouncementMade()
        (made.id, made.by) = ("\(id)", context.actor.identity.description)
        made.problem = problem.map { "\($0)" } ?? ""
        (made.text, made.atNs) = (text, context.now.nanoseconds)
        made.participants = participants.map { "\($0)" }.sorted()
        return try Decision(made)
    }
}
