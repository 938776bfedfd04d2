internal import Coordinator
internal import FoundationEssentials
internal import Kernel
internal import Storage
internal import SwiftProtobuf
internal import Views

/// What those who judge a contest do with sets of its submissions.
extension SubmissionDesk {
    private static let sets = "api/v1/contests/{id}/rejudgings"

    private struct Applying: Decodable { var takesAcceptedAway: Bool? }

    var rejudgingRoutes: [Route] {
        let (one, read) = (Self.sets + "/{rejudging}", SubmissionPermits.readRejudgings)
        return [
            Route(.get, Self.sets, read, "The sets of a contest's submissions that are judged anew, the latest first.")
            {
                try await self.rejudgings($0)
            },
            Route(
                .post, Self.sets, OpenRejudging.action,
                "Has submissions of a contest judged anew; what counts stays until that is applied."
            ) { try await self.openRejudging($0) },
            Route(.get, one, read, "A set that is judged anew: how far it is, and which verdicts are different.") {
                let contest = try await self.judgedContest($0)
                let id = try $0.id("rejudging", of: "rejudging")
                return try RouteAnswer(try await self.one(id, of: contest.id, seen: $0.seen))
            },
            Route(.get, one + "/submissions", read, "The submissions of a set, with what counted and what was found.") {
                try await self.rejudged($0)
            },
            Route(.get, one + "/board", read, "What is otherwise on the board once what was found counts.") {
                let contest = try await self.judgedContest($0)
                let id = try $0.id("rejudging", of: "rejudging")
                guard try await self.rejudging(id).contest == contest.id else { throw DomainError.noRejudging }
                return try RouteAnswer(try await self.contests.shift(by: id, in: contest.id))
            },
            Route(.post, one + "/apply", ApplyRejudging.action, "Has what was found count, all at once.") { request in
                let body: Applying = request.body.isEmpty ? Applying() : try request.decoded()
                return try await self.decide(request) { id, contest in
                    ApplyRejudging(
                        id: id, owner: contest.subject, contest: contest,
                        takesAcceptedAway: body.takesAcceptedAway ?? false)
                }
            },
            Route(.post, one + "/cancel", CancelRejudging.action, "Leaves all as it is.") { request in
                try await self.decide(request) { CancelRejudging(id: $0, owner: $1.subject, contest: $1) }
            },
        ]
    }

    private func decide(
        _ request: RouteRequest, _ command: (EntityID, JudgedContest) -> some RejudgingCommand
    ) async throws -> RouteAnswer {
        let contest = try await judgedContest(request)
        let id = try request.id("rejudging", of: "rejudging")
        let done = try await services.commands.perform(command(id, contest), by: request.actor, request.command)
        return RouteAnswer(.accepted, position: done.position)
    }

    private func openRejudging(_ request: RouteRequest) async throws -> RouteAnswer {
        let contest = try await judgedContest(request)
        let choice: RejudgingChoice = request.body.isEmpty ? RejudgingChoice() : try request.decoded()
        var opened = RejudgingOpened()
        (opened.contest, opened.reason) = ("\(contest.id)", try choice.checkedReason())
        opened.problems = contest.problems.map { problem in
            .with {
                ($0.problem, $0.version) = ("\(problem.id)", problem.version)
                $0.package = Data(problem.package.bytes)
            }
        }
        let id = request.newID(of: "rejudging")
        let leftOut: Int
        (opened.submissions, leftOut) = try await chosen(
            try choice.filter(in: contest), in: contest, isNew: try await rejudging(id).contest == nil,
            seen: request.seen)
        let done = try await services.commands.perform(
            OpenRejudging(id: id, owner: contest.subject, contest: contest, opened: opened), by: request.actor,
            request.command)
        return try RouteAnswer(
            RejudgingAnswers.Made(id: "\(id)", submissions: done.state.entries.count, leftOut: leftOut),
            .created(at: "api/v1/contests/\(contest.id)/rejudgings/\(id)"), position: done.position)
    }

    /// The submissions that a filter chooses, and how many of them are not judged yet.
    private func chosen(
        _ filter: SQL, in contest: JudgedContest, isNew: Bool, seen: LogPosition?
    ) async throws -> (submissions: [RejudgedSubmission], leftOut: Int) {
        let options = options
        return try await services.views.read(SubmissionTable.name, atLeast: seen) { reader in
            let open = try reader.first(
                """
                SELECT COUNT(*) AS count FROM submissions_rejudgings
                WHERE contest = \("\(contest.id)") AND stage = \(Rejudging.Stage.open.rawValue)
                """)
            guard try !isNew || open?.get("count") ?? 0 < options.openRejudgings else {
                throw DomainError(
                    .exhausted, "\(options.openRejudgings) sets of this contest wait to be decided about",
                    advice: "apply or cancel one of them")
            }
            let counted = try reader.first(
                """
                SELECT COUNT(fleet) AS judged, COUNT(*) AS total FROM submissions WHERE \(filter)
                """)
            let (judged, total): (Int, Int) = (try counted?.get("judged") ?? 0, try counted?.get("total") ?? 0)
            guard judged <= options.rejudgedTogether else {
                throw DomainError(
                    .invalid,
                    "\(judged) submissions are chosen, and at most \(options.rejudgedTogether) are judged anew together",
                    advice: "choose by problem, language or time, and make several sets")
            }
            let rows = try reader.rows(
                """
                SELECT id, generation, fleet, verdict FROM submissions WHERE fleet IS NOT NULL AND \(filter)
                ORDER BY received, id
                """, atMost: options.rejudgedTogether)
            return (try rows.map { try RejudgedSubmission($0) }, total - judged)
        }
    }
}

extension RejudgedSubmission {
    fileprivate init(_ row: ViewRow) throws {
        self.init()
        (id, verdict) = (try row.get("id"), try row.get("verdict"))
        (generation, fleetGeneration) = (try row.get("generation"), try row.get("fleet"))
    }
}
