internal import Coordinator
internal import Events
internal import FoundationEssentials
internal import Kernel
internal import Storage
internal import Views

/// What those who judge a contest see of its sets that are judged anew.
extension SubmissionDesk {
    /// The contest of a request's path, for those who judge it.
    /// - Throws: `DomainError`: `notFound` if they may not know of it; `forbidden` if they do not judge it.
    func judgedContest(_ request: RouteRequest) async throws -> JudgedContest {
        let contest = try await contests.judged(try request.id(of: "contest"), for: request.actor)
        try services.require(request.actor, SubmissionPermits.seeRejudgings, to: contest.subject)
        return contest
    }

    /// A page of a contest's sets, the latest first.
    func rejudgings(_ request: RouteRequest) async throws -> RouteAnswer {
        let contest = try await judgedContest(request)
        let (limit, cursor) = (try request.limit(), request.query["cursor"])
        let page = try await services.views.read(SubmissionTable.name, atLeast: request.seen) { reader in
            var list = ViewList(
                columns: RejudgingAnswers.Listed.columns, from: "submissions_rejudgings",
                order: [.descending("opened"), .descending("id")])
            list.filter = "contest = \("\(contest.id)")"
            return try reader.page(of: list, atMost: limit, after: cursor)
        }
        return try RouteAnswer(
            RejudgingAnswers.List(
                rejudgings: try page.rows.map { try RejudgingAnswers.Listed($0) }, next: page.next))
    }

    /// A set of a contest: how far it is, and what is different.
    /// - Throws: `DomainError` (`notFound`).
    func one(_ id: EntityID, of contest: EntityID, seen: LogPosition?) async throws -> RejudgingAnswers.One {
        try await services.views.read(SubmissionTable.name, atLeast: seen) { reader in
            guard
                let row = try reader.first(
                    """
                    SELECT \(RejudgingAnswers.Listed.columns) FROM submissions_rejudgings
                    WHERE id = \("\(id)") AND contest = \("\(contest)")
                    """), let numbers = try reader.first(RejudgingAnswers.One.numbers(of: "\(id)"))
            else { throw DomainError.noRejudging }
            return try RejudgingAnswers.One(
                try RejudgingAnswers.Listed(row), in: contest, numbers,
                try reader.rows(RejudgingAnswers.One.matrix(of: "\(id)")))
        }
    }

    /// A page of a set's submissions, in the order in which they were received: `only` says which.
    func rejudged(_ request: RouteRequest) async throws -> RouteAnswer {
        let contest = try await judgedContest(request)
        let id = try request.id("rejudging", of: "rejudging")
        _ = try await one(id, of: contest.id, seen: request.seen)
        let (limit, cursor) = (try request.limit(), request.query["cursor"])
        let only: SQL
        switch request.query["only"] {
        case nil, "all": only = "1"
        case "changed": only = RejudgingTable.isOther
        case "lost": only = "(r.was = 'AC' AND r.verdict NOT IN ('', 'AC'))"
        case "failed": only = "(r.verdict = '' AND r.reason <> '')"
        case "overtaken": only = "(\(RejudgingTable.state)) IN ('overtaken', 'deleted')"
        default: throw DomainError(.invalid, "only is all, changed, lost, failed or overtaken")
        }
        let page = try await services.views.read(SubmissionTable.name, atLeast: request.seen) { reader in
            var list = ViewList(
                columns: RejudgingAnswers.Submission.columns, from: RejudgingTable.joined,
                order: [.ascending("r.place")])
            list.filter = "r.rejudging = \("\(id)") AND \(only)"
            return try reader.page(of: list, atMost: limit, after: cursor)
        }
        return try RouteAnswer(
            RejudgingAnswers.Submissions(
                submissions: try page.rows.map { try RejudgingAnswers.Submission($0) }, next: page.next))
    }

    /// What people who judge a contest watch of a set.
    var rejudgingTopic: Topic {
        var topic = Topic("contests/{id}/rejudgings/{rejudging}", SubmissionPermits.watchRejudging) { parameters in
            .oneOf(["\(RejudgingStream.prefix)-\(parameters["rejudging"] ?? "")"])
        } show: { request, position in
            // Who judges everything may ask for any.
            guard let contest = EntityID(request.parameters["id"] ?? ""),
                let id = EntityID(request.parameters["rejudging"] ?? "")
            else { return .nothing }
            do {
                return try Topic.Content(try await self.one(id, of: contest, seen: position))
            } catch let error as DomainError where error.code == .notFound {
                return .nothing
            }
        }
        topic.subject = { parameters in
            // One that is not there is as if somebody else judged it.
            guard let id = EntityID(parameters["id"] ?? "") else { return Subject() }
            do {
                return try await self.contests.judged(id, for: nil).subject
            } catch let error as DomainError where error.code == .notFound {
                return Subject()
            }
        }
        topic.audience = { _ in "judges" }
        return topic
    }
}
