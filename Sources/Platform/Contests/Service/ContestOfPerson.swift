internal import Hacks
package import Kernel
package import Units

/// What a contest keeps of a person, as they get it when they ask for what is kept.
package struct ContestOfPerson: Sendable {
    /// A question of theirs.
    package struct Question: Sendable {
        package var asked: Timestamp
        package var category, text: String
        package var answer: String?
    }

    /// A hack of theirs, and what came of it.
    package struct Hack: Sendable {
        package var received: Timestamp
        package var submission: EntityID
        package var state: String
    }

    package var id: EntityID
    package var title: String
    package var start: Timestamp
    /// As whom they take part, or took part alone; nil: not at all by now.
    package var participant: EntityID?
    package var division: String
    package var questions: [Question]
    package var hacks: [Hack]
}

extension ContestOfPerson {
    /// Nil if the contest keeps nothing of them.
    init?(_ id: EntityID, _ known: KnownContest, of person: EntityID) {
        let participant = known.roster.places[person] ?? known.roster.virtuals[person]?.participant
        let questions = known.messages.questions.filter { $0.person == person }
        let hacks = known.hacks.hacks.filter { $0.person == person }
        guard participant != nil || !questions.isEmpty || !hacks.isEmpty else { return nil }
        self.init(
            id: id, title: known.contest.details.title, start: known.contest.timeline.start, participant: participant,
            division: participant.flatMap { known.roster.participants[$0]?.division } ?? "",
            questions: questions.map {
                Question(asked: $0.asked, category: $0.category, text: $0.text, answer: $0.answer?.text)
            },
            hacks: hacks.map { Hack(received: $0.received, submission: $0.submission, state: $0.state) })
    }
}

extension Contests {
    /// The contests in which somebody takes part, or asked or hacked something, the first to begin first.
    package func contests(of person: EntityID) -> [ContestOfPerson] {
        index.compactMap { ContestOfPerson($0, $1, of: person) }
    }
}
