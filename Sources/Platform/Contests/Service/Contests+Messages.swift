internal import Coordinator
internal import Kernel
internal import Units

/// Questions, answers and announcements.
extension Contests {
    /// By what judges sort questions.
    struct QuestionLabels: Sendable {
        var queue, category: String
        var isAnswered: Bool
    }

    private struct Asking: Decodable, Sendable {
        var text: String
        var problem, category: String?
    }
    private struct Answering: Decodable, Sendable {
        var text: String
        var isToAll: Bool?
    }
    private struct Queueing: Decodable, Sendable { var queue: String }
    private struct Announcing: Decodable, Sendable {
        private static let most = 1000

        var text: String
        var problem: String?
        /// For whom it is; left out: for everybody.
        var participants: [String]?

        /// For whom it is, each of whom takes part.
        /// - Throws: `DomainError` (`invalid`, `notFound`).
        func recipients(in roster: Roster) throws(DomainError) -> Set<EntityID> {
            guard let participants else { return [] }
            guard (1...Self.most).contains(participants.count) else {
                throw ContestText.wrong("participants", "has 1 to \(Self.most) ids; leave it out to tell everybody")
            }
            var found: Set<EntityID> = []
            for text in participants {
                guard let id = EntityID(text), roster.participants[id] != nil else {
                    throw ContestRefusal.noParticipant
                }
                found.insert(id)
            }
            return found
        }
    }

    var messageRoutes: [Route] {
        let one = Self.path + "/{id}"
        let question = one + "/clarifications/{clarification}"
        return [
            Route(.get, one + "/clarifications", Self.read, "Questions and announcements, the latest first.") {
                try await self.list($0)
            },
            Route(.post, one + "/clarifications", AskQuestion.action, "Asks the organisers something.") {
                try await self.ask($0)
            },
            Route(.post, question + "/answer", HandleQuestion.action, "Answers one who asked, or all.") { request in
                let body: Answering = try request.decoded()
                let text = try ContestText.text(body.text, "text", 1...8192)
                return try await self.handle(.answer(text, isToAll: body.isToAll ?? false), request)
            },
            Route(.post, question + "/claim", HandleQuestion.action, "Sees to a question.") {
                try await self.handle(.claim, $0)
            },
            Route(.post, question + "/release", HandleQuestion.action, "Leaves a question to others.") {
                try await self.handle(.release, $0)
            },
            Route(.post, question + "/queue", HandleQuestion.action, "Puts a question into a queue.") { request in
                let body: Queueing = try request.decoded()
                let queue = try ContestText.line(body.queue, "queue", 0...64)
                return try await self.handle(.queue(queue), request)
            },
            Route(
                .post, one + "/announcements", Announce.action,
                "Tells everybody something, or some of those who take part."
            ) {
                try await self.announce($0)
            },
        ]
    }

    /// As whom somebody reads a contest's messages.
    func messageEye(_ actor: Actor, _ id: EntityID, _ contest: Contest) async throws -> MessageEye {
        if judges(contest, id, actor) { return .judge }
        guard let person = actor.person, let place = try await roster(id).places[person] else { return .open }
        return .participant(place, person: person)
    }

    private func list(_ request: RouteRequest) async throws -> RouteAnswer {
        let id = try request.id(of: "contest")
        let contest = try await contest(id, for: request.actor)
        let cursor = request.query["cursor"]
        guard let place = Int(cursor ?? "0"), place >= 0 else {
            throw DomainError(.invalid, "the cursor is not one that this list ended with")
        }
        let eye = try await messageEye(request.actor, id, contest)
        let (queue, category) = (request.query["queue"], request.query["category"])
        let isOpen = request.query["unanswered"] == "true"
        let isJudge = judges(contest, id, request.actor)
        let answer = MessageAnswers(
            try await messages(id), for: eye, from: place, limit: try ContestList.limit(request.query["limit"]),
            showsProblems: try await seesProblems(of: id, contest, request.actor)
        ) { _, labels in
            (queue.map { !isJudge || $0 == labels.queue } ?? true) && (category.map { $0 == labels.category } ?? true)
                && (!isOpen || !labels.isAnswered)
        }
        return try RouteAnswer(answer)
    }

    private func ask(_ request: RouteRequest) async throws -> RouteAnswer {
        let id = try request.id(of: "contest")
        let contest = try await contest(id, for: request.actor)
        guard let person = request.actor.person, let participant = try await roster(id).places[person] else {
            throw DomainError(.forbidden, "only those who take part ask questions", advice: "join the contest first")
        }
        guard !contest.details.isWithoutQuestions else {
            throw DomainError(.wrongState, "no questions are taken in this contest")
        }
        guard contest.finalized == nil else { throw ContestRefusal.finalized }
        let body: Asking = try request.decoded()
        let isSeen = try await seesProblems(of: id, contest, request.actor)
        let question = request.newID(of: "clarification")
        let command = AskQuestion(
            contest: id, owner: contest.subject(id), id: question, participant: participant,
            problem: try Self.problem(body.problem, isSeen ? contest : Contest()),
            category: try ContestText.line(
                body.category.flatMap { $0.isEmpty ? nil : $0 } ?? "general", "category", 1...64),
            text: try ContestText.text(body.text, "text", 1...4096))
        let done = try await commands.perform(command, by: request.actor, request.command)
        return try RouteAnswer(
            ContestAnswers.Made(id: "\(question)"), .created(at: "\(Self.path)/\(id)/clarifications/\(question)"),
            position: done.position)
    }

    private static func problem(_ text: String?, _ contest: Contest) throws(DomainError) -> EntityID? {
        guard let text, !text.isEmpty else { return nil }
        guard let id = EntityID(text), contest.details.problem(id) != nil else { throw ContestRefusal.noProblem }
        return id
    }

    private func handle(_ handling: HandleQuestion.Handling, _ request: RouteRequest) async throws -> RouteAnswer {
        let id = try request.id(of: "contest")
        let contest = try await contest(id, for: request.actor)
        let command = HandleQuestion(
            contest: id, owner: contest.subject(id), id: try request.id("clarification", of: "question"),
            handling: handling)
        let done = try await commands.perform(command, by: request.actor, request.command)
        return RouteAnswer(position: done.position)
    }

    private func announce(_ request: RouteRequest) async throws -> RouteAnswer {
        let id = try request.id(of: "contest")
        let contest = try await contest(id, for: request.actor)
        let body: Announcing = try request.decoded()
        let announcement = request.newID(of: "announcement")
        let command = Announce(
            contest: id, owner: contest.subject(id), id: announcement, problem: try Self.problem(body.problem, contest),
            text: try ContestText.text(body.text, "text", 1...8192),
            participants: try body.recipients(in: try await roster(id)))
        let done = try await commands.perform(command, by: request.actor, request.command)
        return try RouteAnswer(ContestAnswers.Made(id: "\(announcement)"), position: done.position)
    }
}
