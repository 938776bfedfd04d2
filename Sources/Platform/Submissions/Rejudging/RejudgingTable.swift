internal import Events
internal import Kernel
internal import Storage
internal import Views

/// The sets of submissions that are judged anew, and what came of each of their submissions: tables of the view of submissions.
enum RejudgingTable {
    static let schema = [
        """
        CREATE TABLE submissions_rejudgings (
            id TEXT PRIMARY KEY, contest TEXT NOT NULL, opener TEXT NOT NULL, reason TEXT NOT NULL, opened INTEGER NOT NULL,
            stage TEXT NOT NULL
        ) STRICT
        """,
        "CREATE INDEX submissions_rejudgings_by_contest ON submissions_rejudgings (contest, opened, id)",
        """
        CREATE TABLE submissions_rejudged (
            rejudging TEXT NOT NULL, submission TEXT NOT NULL, place INTEGER NOT NULL, generation INTEGER NOT NULL,
            fleet INTEGER NOT NULL, was TEXT NOT NULL, was_score TEXT NOT NULL, verdict TEXT NOT NULL, score TEXT NOT NULL,
            reason TEXT NOT NULL, counts INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (rejudging, submission)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE UNIQUE INDEX submissions_rejudged_by_place ON submissions_rejudged (rejudging, place)",
    ]

    /// The submissions of sets, with what they are now.
    static let joined: SQL = "submissions_rejudged AS r LEFT JOIN submissions AS s ON s.id = r.submission"

    /// How far a submission of a set is: in the words of the API.
    static let state: SQL = """
        CASE WHEN r.counts THEN 'applied' WHEN s.id IS NULL THEN 'deleted'
            WHEN s.generation <> r.generation OR s.fleet IS NOT r.fleet THEN 'overtaken'
            WHEN r.verdict <> '' THEN 'judged' WHEN r.reason <> '' THEN 'failed' ELSE 'waiting' END
        """

    /// Whether something else was found than what counted.
    static let isOther: SQL = "(r.verdict <> '' AND (r.verdict <> r.was OR r.score <> r.was_score))"

    /// Something happened to a set.
    static func apply(_ event: Event, of id: String, _ writer: borrowing ViewWriter) throws {
        switch event.type {
        case RejudgingOpened.persistedType: try open(try event.unpacked(), id, writer)
        case JudgedAnew.persistedType:
            let judged: JudgedAnew = try event.unpacked()
            try writer.execute(
                """
                UPDATE submissions_rejudged SET verdict = \(judged.judgement.verdict), score = \(judged.judgement.score),
                    reason = ''
                WHERE rejudging = \(id) AND submission = \(judged.submission)
                """)
        case NotJudgedAnew.persistedType:
            let failed: NotJudgedAnew = try event.unpacked()
            try writer.execute(
                """
                UPDATE submissions_rejudged SET reason = \(failed.reason)
                WHERE rejudging = \(id) AND submission = \(failed.submission)
                """)
        case RejudgingApplied.persistedType: try stand(id, .applying, writer)
        case RejudgingFinished.persistedType: try stand(id, .applied, writer)
        case RejudgingCancelled.persistedType: try stand(id, .cancelled, writer)
        default: break
        }
    }

    /// A submission has the judgement that a set has found.
    static func tell(_ submission: String, of id: String, _ writer: borrowing ViewWriter) throws {
        try writer.execute(
            "UPDATE submissions_rejudged SET counts = 1 WHERE rejudging = \(id) AND submission = \(submission)")
    }

    private static func stand(_ id: String, _ stage: Rejudging.Stage, _ writer: borrowing ViewWriter) throws {
        try writer.execute("UPDATE submissions_rejudgings SET stage = \(stage.rawValue) WHERE id = \(id)")
    }

    private static func open(_ opened: RejudgingOpened, _ id: String, _ writer: borrowing ViewWriter) throws {
        try writer.execute(
            """
            INSERT INTO submissions_rejudgings (id, contest, opener, reason, opened, stage)
            VALUES (\(id), \(opened.contest), \(opened.by), \(opened.reason), \(opened.atNs),
                \(Rejudging.Stage.open.rawValue))
            """)
        for (place, submission) in opened.submissions.enumerated() {
            try writer.execute(
                """
                INSERT OR IGNORE INTO submissions_rejudged
                    (rejudging, submission, place, generation, fleet, was, was_score, verdict, score, reason)
                VALUES (\(id), \(submission.id), \(place), \(submission.generation), \(submission.fleetGeneration),
                    \(submission.verdict), COALESCE((SELECT score FROM submissions WHERE id = \(submission.id)), ''), '', '',
                    '')
                """)
        }
    }
}
