internal import Coordinator
internal import Events
internal import Kernel
internal import Storage
internal import Units

/// A question that a participant asked.
struct Question: Hashable, Sendable {
    var id: EntityID
    var person: EntityID
    var participant: EntityID
    /// What it is about; nil: nothing of one problem.
    var problem: EntityID?
    var category: String
    var text: String
    var asked: Timestamp
    /// Which of the judges sees to it.
    var claimedBy: String?
    /// In which of the judges' queues it is.
    var queue = ""
    var answer: Answer?

    struct Answer: Hashable, Sendable {
        var text: String
        /// Whether everybody sees it.
        var isToAll: Bool
        var at: Timestamp
    }
}

/// What organisers told everybody, or some of those who take part.
struct Announcement: Hashable, Sendable {
    var id: EntityID
    var problem: EntityID?
    var text: String
    var at: Timestamp
    /// For whom it is; none: for everybody.
    var participants: Set<EntityID> = []
}

/// What was asked, answered and announced: what the messages' stream adds up to. A pure value.
struct Messages: Aggregate {
    /// In the order that they were asked.
    private(set) var questions: [Question] = []
    private(set) var announcements: [Announcement] = []
    private var places: [EntityID: Int] = [:]

    /// How many there are of both.
    var count: Int { questions.count + announcements.count }

    /// How many questions nobody has answered.
    var unanswered: Int { questions.count { $0.answer == nil } }

    /// The question of that id; nil if there is none.
    func question(_ id: EntityID) -> Question? { places[id].map { questions[$0] } }

    /// How many questions of somebody's nobody has answered.
    func unanswered(of person: EntityID) -> Int { questions.count { $0.person == person && $0.answer == nil } }

    mutating func apply(_ event: Event) throws(StorageError) {
        switch event.type {
        case QuestionAsked.persistedType: ask(try event.unpacked())
        case QuestionClaimed.persistedType:
            let claimed: QuestionClaimed = try event.unpacked()
            edit(claimed.id) { $0.claimedBy = claimed.by.isEmpty ? nil : claimed.by }
        case QuestionQueued.persistedType:
            let queued: QuestionQueued = try event.unpacked()
            edit(queued.id) { $0.queue = queued.queue }
        case QuestionAnswered.persistedType:
            let answered: QuestionAnswered = try event.unpacked()
            edit(answered.id) {
                $0.answer = Question.Answer(
                    text: answered.text, isToAll: answered.isToAll, at: Timestamp(nanoseconds: answered.atNs))
            }
        case AnnouncementMade.persistedType:
            let made: AnnouncementMade = try event.unpacked()
            guard let id = EntityID(made.id) else { return }
            announcements.append(
                Announcement(
                    id: id, problem: EntityID(made.problem), text: made.text,
                    at: Timestamp(nanoseconds: made.atNs),
                    participants: Set(made.participants.compactMap(EntityID.init))))
        default: break
        }
    }

    private mutating func ask(_ asked: QuestionAsked) {
        guard let id = EntityID(asked.id), let person = EntityID(asked.person),
            let participant = EntityID(asked.participant)
        else { return }
        places[id] = questions.count
        questions.append(
            Question(
                id: id, person: person, participant: participant, problem: EntityID(asked.problem),
                category: asked.category, text: asked.text, asked: Timestamp(nanoseconds: asked.atNs)))
    }

    private mutating func edit(_ id: String, _ body: (inout Question) -> Void) {
        guard let id = EntityID(id), let place = places[id] else { return }
        body(&questions[place])
    }
}
