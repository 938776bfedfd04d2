internal import Coordinator
internal import FoundationEssentials
internal import Kernel
internal import Units

/// Contests themselves: made, edited, shown.
extension Contests {
    static let path = "api/v1/contests"
    static let read: Action = "contests.read"

    var contestRoutes: [Route] {
        let one = Self.path + "/{id}"
        return [
            Route(.get, Self.path, ContestList.read, "The contests that there are, the latest first.") {
                try await ContestList(contests: self).answer($0)
            },
            Route(.post, Self.path, CreateContest.action, "Makes a contest.") { try await self.create($0) },
            Route(.get, one, Self.read, "A contest.") { request in
                let id = try request.id(of: "contest")
                let contest = try await self.contest(id, for: request.actor)
                var answer = ContestAnswers.Contest(
                    id, contest, try await self.roster(id), for: request.actor.person,
                    isJudge: self.judges(contest, id, request.actor), at: self.now)
                answer.seesBalloons = self.services.allows(
                    request.actor, Self.seeBalloons, to: contest.subject(id))
                return try RouteAnswer(answer)
            },
            Route(.put, one, EditContest.action, "Has a contest otherwise.") { try await self.edit($0) },
            Route(.get, one + "/problems", Self.read, "A contest's problems; none before its start.") {
                try await self.problems($0)
            },
        ]
    }

    private func create(_ request: RouteRequest) async throws -> RouteAnswer {
        try services.require(request.actor, CreateContest.action, to: Subject())
        let body: ContestBody = try request.decoded()
        let id = request.newID(of: "contest")
        var details = try body.details()
        details.problems = try await pinned(body.problems ?? [], old: [], for: request.actor)
        details.accessCodeSha256 = ContestBody.digest(try Self.code(body.accessCode ?? ""), of: id)
        let done = try await commands.perform(
            CreateContest(contest: id, details: details), by: request.actor, request.command)
        return try RouteAnswer(
            ContestAnswers.Made(id: "\(id)"), .created(at: "\(Self.path)/\(id)"), position: done.position)
    }

    private func edit(_ request: RouteRequest) async throws -> RouteAnswer {
        let id = try request.id(of: "contest")
        let contest = try await contest(id, for: request.actor)
        try services.require(request.actor, EditContest.action, to: contest.subject(id))
        let body: ContestBody = try request.decoded()
        var details = try body.details()
        details.problems = try await pinned(body.problems ?? [], old: contest.details.problems, for: request.actor)
        details.accessCodeSha256 =
            try body.accessCode.map { code throws(DomainError) in ContestBody.digest(try Self.code(code), of: id) }
            ?? contest.details.accessCodeSha256
        let done = try await commands.perform(
            EditContest(contest: id, details: details), by: request.actor, request.command)
        return RouteAnswer(position: done.position)
    }

    private static func code(_ code: String) throws(DomainError) -> String {
        try ContestText.line(code, "accessCode", 0...200)
    }

    /// Whether somebody sees the problems now: where each has a time of their own, not before that has begun.
    func seesProblems(of id: EntityID, _ contest: Contest, _ actor: Actor) async throws -> Bool {
        if now >= contest.problemsSeen || judges(contest, id, actor) { return true }
        guard now >= contest.timeline.start, let person = actor.person else { return false }
        let roster = try await roster(id)
        return roster.places[person].flatMap { roster.windows[$0] } != nil
    }

    private func problems(_ request: RouteRequest) async throws -> RouteAnswer {
        let id = try request.id(of: "contest")
        let contest = try await contest(id, for: request.actor)
        let isSeen = try await seesProblems(of: id, contest, request.actor)
        let problems = isSeen ? contest.details.problems : []
        return try RouteAnswer(
            ContestAnswers.Problems(problems: problems.map { .init($0, in: contest.timeline) }))
    }
}
