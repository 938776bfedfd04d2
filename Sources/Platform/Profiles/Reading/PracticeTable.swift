internal import Events
internal import Kernel
internal import Storage
internal import Submissions
internal import Views

/// What people have solved for practice, and which of them say something of themselves.
///
/// What is handed in in contests counts in contests only: here it could tell what a frozen board hides.
enum PracticeTable {
    static let name = "profiles"
    static let day: Int64 = 86_400_000_000_000

    static let view = ViewDeclaration(
        name: name, version: 1, streams: .anyOf([.prefixed("\(Profile.prefix)-"), .prefixed("submissions-")]),
        schema: [
            """
            CREATE TABLE profiles_tries (
                id TEXT PRIMARY KEY, person TEXT NOT NULL, problem TEXT NOT NULL, language TEXT NOT NULL,
                verdict TEXT NOT NULL, received INTEGER NOT NULL, generation INTEGER NOT NULL
            ) STRICT
            """,
            "CREATE INDEX profiles_tries_by_person ON profiles_tries (person, problem)",
            """
            CREATE TABLE profiles_solved (
                person TEXT NOT NULL, problem TEXT NOT NULL, first INTEGER NOT NULL, PRIMARY KEY (person, problem)
            ) STRICT, WITHOUT ROWID
            """,
            """
            CREATE TABLE profiles_counts (
                person TEXT PRIMARY KEY, solved INTEGER NOT NULL, last INTEGER NOT NULL
            ) STRICT, WITHOUT ROWID
            """,
            "CREATE INDEX profiles_counts_by_rank ON profiles_counts (solved DESC, last, person)",
            """
            CREATE TABLE profiles_named (person TEXT PRIMARY KEY, position INTEGER NOT NULL) STRICT, WITHOUT ROWID
            """,
            "CREATE INDEX profiles_named_by_position ON profiles_named (position)",
        ]
    ) { entry, writer in
        if let person = Profile.person(entry.stream) { return try apply(entry, of: "\(person)", writer) }
        guard let id = EntityID(entry.stream.text.dropFirst("submissions-".count)) else { return }
        for event in entry.events { try apply(event, of: "\(id)", writer) }
    }

    /// Who shows a name can be searched for by it: the name itself does not stand here.
    private static func apply(_ entry: LogEntry, of person: String, _ writer: borrowing ViewWriter) throws {
        for event in entry.events {
            guard let changed = try event.unpackedIfHeld(ProfileChanged.self) else { continue }
            try writer.execute("DELETE FROM profiles_named WHERE person = \(person)")
            guard changed.public.contains("displayName") else { continue }
            let position = Int64(clamping: entry.position.number)
            try writer.execute("INSERT INTO profiles_named (person, position) VALUES (\(person), \(position))")
        }
    }

    private static func apply(_ event: Event, of id: String, _ writer: borrowing ViewWriter) throws {
        switch event.type {
        case SubmissionReceived.persistedType:
            let received: SubmissionReceived = try event.unpacked()
            guard received.contest.isEmpty else { return }
            try writer.execute(
                """
                INSERT INTO profiles_tries (id, person, problem, language, verdict, received, generation)
                VALUES (\(id), \(received.author), \(received.problem), '', '', \(received.atNs), 1)
                """)
        case JudgementRecorded.persistedType:
            let judged: JudgementRecorded = try event.unpacked()
            try writer.execute(
                """
                UPDATE profiles_tries SET verdict = \(judged.verdict), language = \(judged.language)
                WHERE id = \(id) AND generation = \(judged.generation)
                """)
            try count(id, writer)
        case RejudgingWanted.persistedType:
            let wanted: RejudgingWanted = try event.unpacked()
            try writer.execute("UPDATE profiles_tries SET generation = \(wanted.generation) WHERE id = \(id)")
        case SubmissionDeleted.persistedType:
            try writer.execute("UPDATE profiles_tries SET verdict = '' WHERE id = \(id)")
            try count(id, writer)
            try writer.execute("DELETE FROM profiles_tries WHERE id = \(id)")
        default: break
        }
    }

    /// Whether the problem of a submission is solved by its author, and how many are.
    private static func count(_ id: String, _ writer: borrowing ViewWriter) throws {
        guard let row = try writer.first("SELECT person, problem FROM profiles_tries WHERE id = \(id)") else { return }
        let (person, problem): (String, String) = (try row.get(0), try row.get(1))
        try writer.execute("DELETE FROM profiles_solved WHERE person = \(person) AND problem = \(problem)")
        try writer.execute(
            """
            INSERT INTO profiles_solved (person, problem, first)
            SELECT person, problem, min(received) FROM profiles_tries
            WHERE person = \(person) AND problem = \(problem) AND verdict = 'AC' GROUP BY person, problem
            """)
        try writer.execute("DELETE FROM profiles_counts WHERE person = \(person)")
        try writer.execute(
            """
            INSERT INTO profiles_counts (person, solved, last)
            SELECT person, count(*), max(first) FROM profiles_solved WHERE person = \(person) GROUP BY person
            """)
    }
}
