import Events
import Foundation
import Storage
import Views

/// Two views of a log of submissions, such as a platform has.
enum BenchViews {
    /// What an entry says to the list.
    private enum ListChange: Sendable {
        case accepted(id: String, tenant: String, language: String, contest: String, at: Int64)
        case judged(id: String, verdict: Int)
    }

    /// The list of submissions: a row each, found by contest and time.
    static let list = ViewDeclaration(
        name: "submissions", version: 1, streams: .prefixed("submission-"),
        schema: [
            """
            CREATE TABLE submissions (
                id TEXT PRIMARY KEY, tenant TEXT NOT NULL, language TEXT NOT NULL, contest TEXT NOT NULL,
                accepted_at INTEGER NOT NULL, verdict INTEGER
            ) STRICT
            """,
            "CREATE INDEX submissions_by_contest ON submissions (contest, accepted_at)",
        ],
        decode: { entry -> ListChange? in
            for event in entry.events.reversed() {
                if let judged = try event.unpackedIfHeld(SubmissionJudged.self) {
                    return .judged(id: entry.stream.text, verdict: judged.verdict.rawValue)
                }
                if let accepted = try event.unpackedIfHeld(SubmissionAccepted.self) {
                    return .accepted(
                        id: entry.stream.text, tenant: accepted.tenant, language: accepted.language,
                        contest: accepted.contest, at: entry.recordedAt)
                }
            }
            return nil
        },
        apply: { change, writer in
            switch change {
            case .accepted(let id, let tenant, let language, let contest, let time):
                try writer.execute(
                    """
                    INSERT INTO submissions (id, tenant, language, contest, accepted_at)
                    VALUES (\(id), \(tenant), \(language), \(contest), \(time))
                    """)
            case .judged(let id, let verdict):
                try writer.execute("UPDATE submissions SET verdict = \(verdict) WHERE id = \(id)")
            }
        })

    /// How much each tenant has sent, each worker has built, and how often each verdict was given.
    static let statistics = ViewDeclaration(
        name: "statistics", version: 1, streams: .prefixed("submission-"),
        schema: [
            """
            CREATE TABLE statistics (
                kind TEXT NOT NULL, name TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (kind, name)
            ) STRICT, WITHOUT ROWID
            """
        ],
        decode: { entry -> [(kind: String, name: String)]? in
            try entry.events.compactMap { event in
                if let accepted = try event.unpackedIfHeld(SubmissionAccepted.self) {
                    return ("tenant", accepted.tenant)
                }
                if let built = try event.unpackedIfHeld(SubmissionBuilt.self) { return ("builder", built.worker) }
                if let judged = try event.unpackedIfHeld(SubmissionJudged.self) {
                    return ("verdict", String(judged.verdict.rawValue))
                }
                return nil
            }
        },
        apply: { counted, writer in
            for (kind, name) in counted {
                try writer.execute(
                    """
                    INSERT INTO statistics (kind, name, count) VALUES (\(kind), \(name), 1)
                    ON CONFLICT (kind, name) DO UPDATE SET count = count + 1
                    """)
            }
        })

    static let all = [list, statistics]
}
