internal import Coordinator
internal import Events
internal import Kernel
internal import Units

/// Balloons, for those who bring them: a runner sees them, and nothing else of a contest.
extension Contests {
    static let readBalloons: Action = "contests.read-balloons"
    static let watchBalloons: Action = "contests.watch-balloons"
    /// The question whether somebody sees a contest's balloons.
    static let seeBalloons: Action = "contests.see-balloons"

    var balloonRoutes: [Route] {
        let all = Self.path + "/{id}/balloons"
        return [
            Route(.get, all, Self.readBalloons, "The balloons, in the order in which they were earned.") { request in
                let (id, contest) = try await self.balloonContest(request)
                var part = BalloonPage.Part()
                (part.limit, part.isTodo) = (try request.limit(), request.query["todo"] == "true")
                if let cursor = request.query["cursor"] {
                    guard let number = Int(cursor), number >= 0 else {
                        throw DomainError(.invalid, "the cursor is not one that this list ended with")
                    }
                    part.last = number
                }
                return try RouteAnswer(try await self.balloons(id, contest, part).answer)
            },
            Route(.post, all + "/{balloon}/deliver", DeliverBalloon.action, "Says that a balloon was brought.") {
                try await self.deliver($0, isThere: true)
            },
            Route(.post, all + "/{balloon}/return", DeliverBalloon.action, "Says that a balloon is not there.") {
                try await self.deliver($0, isThere: false)
            },
        ]
    }

    /// What those who bring balloons watch: those that are to be brought, or fetched back.
    var balloonTopic: Topic {
        Topic("contests/{id}/balloons", Self.watchBalloons) { parameters in
            let id = parameters["id"] ?? ""
            return .anyOf(
                [ContestStream.contests, ContestStream.rosters, ContestStream.balloons].map { .named("\($0)-\(id)") }
                    + [.prefixed("submissions-")])
        } show: { request, _ in
            // Who brings balloons everywhere may ask for any.
            guard let (id, contest) = try await self.known(request.parameters) else { return .nothing }
            let part = BalloonPage.Part(limit: 200, isTodo: true)
            let (answer, rest) = try await self.balloons(id, contest, part)
            return try Topic.Content(answer, rest: rest)
        }
    }

    /// The contest of a request's path, for those who see its balloons, also where all else of it is hidden from them.
    private func balloonContest(_ request: RouteRequest) async throws -> (EntityID, Contest) {
        let id = try request.id(of: "contest")
        let contest: Contest = try await commands.state(of: id.stream(ContestStream.contests))
        if contest.isCreated, services.allows(request.actor, Self.seeBalloons, to: contest.subject(id)) {
            return (id, contest)
        }
        let seen = try await self.contest(id, for: request.actor)
        try services.require(request.actor, Self.seeBalloons, to: seen.subject(id))
        return (id, seen)
    }

    private func balloons(
        _ id: EntityID, _ contest: Contest, _ part: BalloonPage.Part
    ) async throws -> (answer: BalloonsAnswer, rest: Int) {
        guard let page = index.read(id, { BalloonPage($0, part) }) else {
            throw DomainError(
                .unavailable, "the board is not made yet", advice: "try again", retryAfter: .seconds(1))
        }
        let names = try await names.names(of: page.participants)
        return (BalloonsAnswer(page, id, contest, names), page.rest)
    }

    private func deliver(_ request: RouteRequest, isThere: Bool) async throws -> RouteAnswer {
        let (id, contest) = try await balloonContest(request)
        guard let number = Int(request.parameter("balloon")),
            let balloon = index.read(id, { $0.balloons.balloon(number) }) ?? nil
        else { throw DomainError(.notFound, "there is no balloon of that number") }
        let done = try await commands.perform(
            DeliverBalloon(contest: id, owner: contest.subject(id), balloon: balloon, isThere: isThere),
            by: request.actor, request.command)
        return RouteAnswer(position: done.position)
    }
}
