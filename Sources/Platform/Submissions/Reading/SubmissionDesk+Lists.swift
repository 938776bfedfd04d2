package import Coordinator
package import Kernel
package import Storage
internal import Views

/// Which submissions are wanted.
package struct SubmissionQuery: Sendable {
    /// Whose; nil: everybody's.
    package var author: EntityID?
    /// For which problem; nil: for any.
    package var problem: EntityID?
    /// With which verdict, in short; nil: with any, and without.
    package var verdict: String?
    /// In which language; nil: in any.
    package var language: String?
    /// How many at most.
    package var limit = 50
    /// Behind which page.
    package var cursor: String?
    /// What the answer must have: a read behind a write.
    package var seen: LogPosition?

    /// All submissions.
    package init() {}

    /// What a request's query asks for.
    /// - Throws: `DomainError` (`invalid`).
    package init(_ request: RouteRequest) throws(DomainError) {
        (verdict, language) = (request.query["verdict"], request.query["language"])
        (limit, cursor, seen) = (try request.limit(), request.query["cursor"], request.seen)
    }
}

extension SubmissionDesk {
    /// How often the table is asked for one page, of which the caller may see little.
    private static let mostReads = 10

    /// A page of submissions, the newest first, of which somebody sees at least that they are there. One whose verdict they
    /// do not see is in no list of a verdict or a language: so a list tells nothing that its rows do not.
    /// - Throws: `DomainError`.
    package func list(_ query: SubmissionQuery, for actor: Actor) async throws -> SubmissionPage {
        var page = SubmissionPage(submissions: [], next: query.cursor)
        var problems: [EntityID: Bool] = [:]
        for _ in 0..<Self.mostReads {
            let ids = try await rows(query, after: page.next, atMost: query.limit - page.submissions.count)
            for id in ids.found {
                // Deleted since.
                guard let facts = try await known(id),
                    let shown = try await shown(facts, query, to: actor, &problems)
                else { continue }
                page.submissions.append(shown)
            }
            page.next = ids.next
            guard page.next != nil, page.submissions.count < query.limit else { break }
        }
        return page
    }

    private typealias Known = (submission: Submission, facts: SubmissionFacts)

    private func known(_ id: EntityID) async throws -> Known? {
        let submission = try await submission(id)
        return submission.facts(id).map { (submission, $0) }
    }

    /// What is shown of a submission in a list; nil: nothing.
    private func shown(
        _ known: Known, _ query: SubmissionQuery, to actor: Actor, _ problems: inout [EntityID: Bool]
    ) async throws -> SubmissionSummary? {
        let sight = try await sight(of: known.facts, for: actor, &problems)
        guard sight.isThere else { return nil }
        let summary = Self.summary(known.submission, known.facts, sight)
        // By what they are shown, and never by what is there.
        if let verdict = query.verdict, summary.verdict != verdict { return nil }
        if let language = query.language, summary.language != language { return nil }
        return summary
    }

    private func rows(
        _ query: SubmissionQuery, after cursor: String?, atMost limit: Int
    ) async throws -> (found: [EntityID], next: String?) {
        var list = ViewList(
            columns: "id", from: "submissions", order: [.descending("received"), .descending("id")])
        var filters: [SQL] = []
        if let author = query.author { filters.append("author = \("\(author)")") }
        if let problem = query.problem { filters.append("problem = \("\(problem)")") }
        // In a contest they may be hidden: there each is looked at.
        if let verdict = query.verdict { filters.append("(contest IS NOT NULL OR verdict = \(verdict))") }
        if let language = query.language { filters.append("(contest IS NOT NULL OR language = \(language))") }
        if !filters.isEmpty { list.filter = SQL(filters, separator: " AND ") }
        let page = try await services.views.read(SubmissionTable.name, atLeast: query.seen) { [list] reader in
            try reader.page(of: list, atMost: limit, after: cursor)
        }
        return (try Self.ids(page.rows), page.next)
    }

    /// A page of those that could not be judged, the newest first.
    /// - Parameters:
    ///   - limit: how many at most.
    ///   - cursor: behind which page; nil: from the first.
    ///   - seen: what the answer must have.
    /// - Throws: `DomainError`.
    package func failed(atMost limit: Int, after cursor: String?, seen: LogPosition?) async throws -> SubmissionPage {
        let read = try await services.views.read(SubmissionTable.name, atLeast: seen) { reader in
            var list = ViewList(
                columns: "id", from: "submissions", order: [.descending("received"), .descending("id")])
            list.filter = "failed"
            return try reader.page(of: list, atMost: limit, after: cursor)
        }
        var page = SubmissionPage(submissions: [], next: read.next)
        for id in try Self.ids(read.rows) {
            guard let (submission, facts) = try await known(id) else { continue }
            page.submissions.append(
                Self.summary(submission, facts, Sight(view: .everything, isAuthor: false)))
        }
        return page
    }

    private static func ids(_ rows: [ViewRow]) throws -> [EntityID] {
        var ids: [EntityID] = []
        for row in rows { if let id = EntityID(try row.get("id", as: String.self)) { ids.append(id) } }
        return ids
    }
}
