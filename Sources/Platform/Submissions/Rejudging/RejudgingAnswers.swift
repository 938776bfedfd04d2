internal import Kernel
internal import Storage
internal import Units
internal import Views

/// What clients get of sets that are judged anew. The names of fields are the API's.
enum RejudgingAnswers {
    /// A set of a list.
    struct Listed: Encodable, Sendable {
        var id, by, reason, openedAt, stage: String
    }
    struct List: Encodable, Sendable {
        var rejudgings: [Listed]
        var next: String?
    }

    /// What was made.
    struct Made: Encodable, Sendable {
        var id: String
        /// How many are judged anew, and how many of those that were chosen are not, for they are not judged yet.
        var submissions, leftOut: Int
    }

    /// How many had one verdict, and were found to have another one, or the same.
    struct Cell: Encodable, Sendable {
        var from, to: String
        var count: Int
    }

    /// A set: how far it is, and what is different.
    struct One: Encodable, Sendable {
        var id, contest, by, reason, openedAt, stage: String
        /// How many there are, were judged anew, could not be.
        var submissions, judged, failed: Int
        /// Of how many something else was found, and how many would not be accepted any more.
        var changed, lost: Int
        /// How many were judged again since the set was made, or deleted: they are passed over.
        var overtaken: Int
        /// By the verdict that counted, and by the one that was found.
        var matrix: [Cell]
    }

    /// A submission of a set.
    struct Submission: Encodable, Sendable {
        var id: String
        /// How far it is: `waiting`, `judged`, `failed`, `applied`, or passed over: `overtaken`, `deleted`.
        var state: String
        /// What counted when the set was made, and what was found.
        var from, to, fromScore, toScore: String
        var isChanged: Bool
        /// Why it could not be judged anew.
        var reason: String?
        var problem, participant, author, receivedAt: String?
    }
    struct Submissions: Encodable, Sendable {
        var submissions: [Submission]
        var next: String?
    }
}

extension RejudgingAnswers.Listed {
    static let columns: SQL = "id, opener, reason, opened, stage"

    init(_ row: ViewRow) throws(ViewError) {
        (id, by, reason) = (try row.get("id"), try row.get("opener"), try row.get("reason"))
        openedAt = "\(Timestamp(nanoseconds: try row.get("opened")))"
        stage = try row.get("stage")
    }
}

extension RejudgingAnswers.One {
    /// What a set's rows say.
    static func numbers(of id: String) -> SQL {
        """
        SELECT COUNT(*) AS submissions, COALESCE(SUM(r.verdict <> ''), 0) AS judged,
            COALESCE(SUM(r.verdict = '' AND r.reason <> ''), 0) AS failed,
            COALESCE(SUM(\(RejudgingTable.isOther)), 0) AS changed,
            COALESCE(SUM(r.was = 'AC' AND r.verdict NOT IN ('', 'AC')), 0) AS lost,
            COALESCE(SUM((\(RejudgingTable.state)) IN ('overtaken', 'deleted')), 0) AS overtaken
        FROM \(RejudgingTable.joined) WHERE r.rejudging = \(id)
        """
    }

    static func matrix(of id: String) -> SQL {
        """
        SELECT was, verdict, COUNT(*) AS count FROM submissions_rejudged
        WHERE rejudging = \(id) AND verdict <> '' GROUP BY was, verdict ORDER BY was, verdict
        """
    }

    init(_ listed: RejudgingAnswers.Listed, in contest: EntityID, _ numbers: ViewRow, _ cells: [ViewRow])
        throws(ViewError)
    {
        (id, self.contest, by, reason) = (listed.id, "\(contest)", listed.by, listed.reason)
        (openedAt, stage) = (listed.openedAt, listed.stage)
        (submissions, judged) = (try numbers.get("submissions"), try numbers.get("judged"))
        (failed, changed) = (try numbers.get("failed"), try numbers.get("changed"))
        (lost, overtaken) = (try numbers.get("lost"), try numbers.get("overtaken"))
        matrix = []
        for cell in cells {
            matrix.append(
                .init(from: try cell.get("was"), to: try cell.get("verdict"), count: try cell.get("count")))
        }
    }
}

extension RejudgingAnswers.Submission {
    static let columns: SQL = """
        r.submission, r.was, r.was_score, r.verdict, r.score, r.reason, \(RejudgingTable.state) AS state,
            \(RejudgingTable.isOther) AS other, s.problem, s.participant, s.author, s.received
        """

    init(_ row: ViewRow) throws(ViewError) {
        (id, state) = (try row.get("submission"), try row.get("state"))
        (from, to) = (try row.get("was"), try row.get("verdict"))
        (fromScore, toScore) = (try row.get("was_score"), try row.get("score"))
        isChanged = try row.get("other")
        let reason: String = try row.get("reason")
        self.reason = reason.isEmpty ? nil : reason
        (problem, participant, author) = (try row.get("problem"), try row.get("participant"), try row.get("author"))
        receivedAt = try row.get("received", as: Int64?.self).map { "\(Timestamp(nanoseconds: $0))" }
    }
}
