internal import Events
internal import Kernel
internal import Storage
internal import Views

/// The submissions that there are, and the sets of them that are judged anew, to be listed.
enum SubmissionTable {
    static let name = "submissions"

    static let view = ViewDeclaration(
        name: name, version: 2, streams: .prefixed(SubmissionStream.prefix + "-"),
        schema: [
            """
            CREATE TABLE submissions (
                id TEXT PRIMARY KEY, author TEXT NOT NULL, problem TEXT NOT NULL, contest TEXT, participant TEXT NOT NULL,
                received INTEGER NOT NULL, language TEXT NOT NULL, verdict TEXT NOT NULL, score TEXT NOT NULL,
                generation INTEGER NOT NULL, fleet INTEGER, rejudging TEXT NOT NULL, failed INTEGER NOT NULL
            ) STRICT
            """,
            "CREATE INDEX submissions_by_author ON submissions (author, received, id)",
            "CREATE INDEX submissions_by_problem ON submissions (problem, received, id)",
            "CREATE INDEX submissions_by_contest ON submissions (contest, received, id) WHERE contest IS NOT NULL",
            "CREATE INDEX submissions_by_failure ON submissions (received, id) WHERE failed",
        ] + RejudgingTable.schema
    ) { entry, writer in
        if let id = SubmissionStream.id(entry.stream) {
            for event in entry.events { try apply(event, of: "\(id)", writer) }
        } else if let id = RejudgingStream.id(entry.stream) {
            for event in entry.events { try RejudgingTable.apply(event, of: "\(id)", writer) }
        }
    }

    private static func apply(_ event: Event, of id: String, _ writer: borrowing ViewWriter) throws {
        switch event.type {
        case SubmissionReceived.persistedType:
            let received: SubmissionReceived = try event.unpacked()
            let contest: String? = received.contest.isEmpty ? nil : received.contest
            try writer.execute(
                """
                INSERT INTO submissions (id, author, problem, contest, participant, received, language, verdict, score,
                    generation, fleet, rejudging, failed)
                VALUES (\(id), \(received.author), \(received.problem), \(contest), \(received.participant),
                    \(received.atNs), \(received.language), '', '', 1, NULL, '', 0)
                """)
        case JudgementRecorded.persistedType:
            let judged: JudgementRecorded = try event.unpacked()
            try writer.execute(
                """
                UPDATE submissions SET verdict = \(judged.verdict), score = \(judged.score),
                    language = \(judged.language), fleet = \(judged.fleetGeneration), failed = 0
                WHERE id = \(id) AND generation = \(judged.generation) AND rejudging = \(judged.rejudging)
                """)
        case JudgingFailed.persistedType:
            let failed: JudgingFailed = try event.unpacked()
            guard !failed.refused else { return }
            try writer.execute(
                "UPDATE submissions SET failed = 1 WHERE id = \(id) AND generation = \(failed.generation)")
        case RejudgingWanted.persistedType:
            let wanted: RejudgingWanted = try event.unpacked()
            try writer.execute(
                """
                UPDATE submissions SET generation = \(wanted.generation), fleet = NULL, rejudging = \(wanted.rejudging),
                    failed = 0
                WHERE id = \(id)
                """)
            if !wanted.rejudging.isEmpty { try RejudgingTable.tell(id, of: wanted.rejudging, writer) }
        case SubmissionDeleted.persistedType: try writer.execute("DELETE FROM submissions WHERE id = \(id)")
        default: break
        }
    }
}
