internal import Coordinator
internal import Kernel
internal import Units

/// Tokens, as CMS has them: each shows all that came of one of one's submissions, and has it count.
extension Contests {
    static let readTokens: Action = "contests.read-tokens"

    private struct Spending: Decodable, Sendable { var submission: String }

    /// What somebody has.
    struct TokensAnswer: Encodable, Sendable {
        struct Problem: Encodable, Sendable {
            var problem: String
            /// Left out: any number.
            var left: Int?
        }

        /// For all problems together; left out: any number.
        var left: Int?
        /// How long one has to wait before the next.
        var waitSeconds: Int64
        var problems: [Problem]
        /// The submissions on which one was spent.
        var spent: [String]
    }

    var tokenRoutes: [Route] {
        let all = Self.path + "/{id}/tokens"
        return [
            Route(.get, all, Self.readTokens, "The tokens that one has.") { try await self.tokens($0) },
            Route(.post, all, SpendToken.action, "Spends a token on one of one's submissions.") {
                try await self.spend($0)
            },
        ]
    }

    /// Who takes part as what, and since when.
    private func taking(
        part actor: Actor, in id: EntityID, _ contest: Contest
    ) async throws -> (participant: EntityID, beginning: Timestamp, end: Timestamp) {
        guard let person = actor.person else { throw ContestRefusal.onlyPeople }
        let roster = try await roster(id)
        guard let place = roster.places[person], !contest.disqualified.contains(place) else {
            throw DomainError(.forbidden, "you do not take part in this contest", advice: "join it first")
        }
        let entrant = contest.entrant(place, roster)
        guard let beginning = entrant.beginning(in: contest.timeline), beginning <= now else {
            throw DomainError(.wrongState, "your time has not begun")
        }
        return (place, beginning, entrant.end(in: contest.timeline))
    }

    /// The tokens that were spent in a contest.
    func spentTokens(_ id: EntityID) async throws -> TokenList {
        try await commands.state(of: id.stream(ContestStream.tokens))
    }

    private func tokens(_ request: RouteRequest) async throws -> RouteAnswer {
        let id = try request.id(of: "contest")
        let contest = try await contest(id, for: request.actor)
        let own = try await taking(part: request.actor, in: id, contest)
        let spent = try await spentTokens(id)
        let elapsed = contest.timeline.elapsed(at: min(now, own.end), from: own.beginning)
        let times = spent.times(of: own.participant)
        let rules = contest.details.tokenRules
        return try RouteAnswer(
            TokensAnswer(
                left: rules.left(at: elapsed, spent: times),
                waitSeconds: rules.wait(at: elapsed, spent: times).whole(1),
                problems: contest.details.problems.map { problem in
                    let times = EntityID(problem.problem).map { spent.times(of: own.participant, for: $0) } ?? []
                    return .init(problem: problem.problem, left: problem.tokenRules.left(at: elapsed, spent: times))
                },
                spent: (spent.spent[own.participant] ?? []).map { "\($0.submission)" }))
    }

    private func spend(_ request: RouteRequest) async throws -> RouteAnswer {
        let id = try request.id(of: "contest")
        let contest = try await contest(id, for: request.actor)
        let own = try await taking(part: request.actor, in: id, contest)
        let body: Spending = try request.decoded()
        guard now < own.end else { throw DomainError(.wrongState, "the contest is over for you") }
        guard let submission = EntityID(body.submission),
            let place = index.read(id, { $0.board.attempt(submission) }) ?? nil, place.participant == own.participant,
            let problem = contest.details.problem(place.problem)
        else { throw DomainError(.notFound, "you have no submission of that id in this contest") }
        let command = SpendToken(
            contest: id, participant: own.participant, submission: submission, problem: place.problem,
            rules: (contest.details.tokenRules, problem.tokenRules), beginning: own.beginning,
            timeline: contest.timeline)
        let done = try await commands.perform(command, by: request.actor, request.command)
        return RouteAnswer(position: done.position)
    }
}
