internal import Events
internal import Kernel
internal import Storage
internal import Views

/// The problems as tables: to be listed, counted and searched.
enum LibraryView {
    static let name = "library"
    /// The states, as the table has them.
    static let (draft, published, deleted) = (0, 1, 2)

    static let declaration = ViewDeclaration(
        name: name, version: 1, streams: .prefixed(LibraryProblem.streams + "-"),
        schema: [
            """
            CREATE TABLE library (
                number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, owner TEXT NOT NULL, state INTEGER NOT NULL,
                title TEXT NOT NULL, package_title TEXT NOT NULL, given_title TEXT NOT NULL, difficulty INTEGER NOT NULL,
                made INTEGER NOT NULL, published INTEGER NOT NULL, version INTEGER NOT NULL
            ) STRICT
            """,
            "CREATE INDEX library_by_time ON library (state, made, number)",
            """
            CREATE TABLE library_labels (
                kind TEXT NOT NULL, label TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (kind, label, number)
            ) STRICT, WITHOUT ROWID
            """,
            "CREATE INDEX library_labels_by_number ON library_labels (number)",
            """
            CREATE VIRTUAL TABLE library_search
            USING fts5(title, labels, body, tokenize = 'unicode61 remove_diacritics 2')
            """,
            "CREATE VIRTUAL TABLE library_titles USING fts5(title, tokenize = 'unicode61 remove_diacritics 2')",
        ]
    ) { entry, writer in
        guard let id = EntityID(entry.stream.text.dropFirst(LibraryProblem.streams.count + 1)) else { return }
        for event in entry.events { try apply(event, at: entry.position, to: "\(id)", writer) }
    }

    private static func apply(
        _ event: Event, at position: LogPosition, to id: String, _ writer: borrowing ViewWriter
    ) throws {
        if let made = try event.unpackedIfHeld(ProblemMade.self) {
            let number = Int64(clamping: position.number)
            try writer.execute(
                """
                INSERT INTO library VALUES (\(number), \(id), \(made.owner), \(draft), '', '', '', 0, \(made.atNs), 0, 0)
                """)
            try writer.execute("INSERT INTO library_search (rowid, title, labels, body) VALUES (\(number), '', '', '')")
            try writer.execute("INSERT INTO library_titles (rowid, title) VALUES (\(number), '')")
        } else if let number: Int64 = try writer.first("SELECT number FROM library WHERE id = \(id)")?.get(0) {
            try change(number, by: event, writer)
        }
    }

    private static func change(_ number: Int64, by event: Event, _ writer: borrowing ViewWriter) throws {
        switch event.type {
        case VersionAdded.persistedType:
            let added: VersionAdded = try event.unpacked()
            let title = added.titles.mainTitle ?? "untitled"
            try writer.execute(
                "UPDATE library SET package_title = \(title), version = \(added.number) WHERE number = \(number)")
            try writer.execute("UPDATE library_search SET body = \(added.words) WHERE rowid = \(number)")
            try retitle(number, writer)
        case ProblemDescribed.persistedType: try describe(number, try event.unpacked(), writer)
        case ProblemPublished.persistedType:
            let published: ProblemPublished = try event.unpacked()
            try writer.execute(
                "UPDATE library SET state = \(self.published), published = \(published.atNs) WHERE number = \(number)")
        case ProblemWithdrawn.persistedType:
            try writer.execute("UPDATE library SET state = \(draft), published = 0 WHERE number = \(number)")
        case ProblemDeleted.persistedType:
            try writer.execute("UPDATE library SET state = \(deleted) WHERE number = \(number)")
            try writer.execute("DELETE FROM library_labels WHERE number = \(number)")
            try writer.execute("DELETE FROM library_search WHERE rowid = \(number)")
            try writer.execute("DELETE FROM library_titles WHERE rowid = \(number)")
        default: break
        }
    }

    private static func describe(
        _ number: Int64, _ described: ProblemDescribed, _ writer: borrowing ViewWriter
    ) throws {
        try writer.execute(
            """
            UPDATE library SET given_title = \(described.title), difficulty = \(described.difficulty)
            WHERE number = \(number)
            """)
        try writer.execute("DELETE FROM library_labels WHERE number = \(number)")
        for (kind, labels) in [("category", described.categories), ("tag", described.tags)] {
            for label in labels {
                try writer.execute("INSERT OR IGNORE INTO library_labels VALUES (\(kind), \(label), \(number))")
            }
        }
        let labels = (described.categories + described.tags).joined(separator: ", ")
        try writer.execute("UPDATE library_search SET labels = \(labels) WHERE rowid = \(number)")
        try retitle(number, writer)
    }

    /// A title that somebody has given counts, or else the package's.
    private static func retitle(_ number: Int64, _ writer: borrowing ViewWriter) throws {
        try writer.execute(
            "UPDATE library SET title = iif(given_title <> '', given_title, package_title) WHERE number = \(number)")
        let title: SQL = "(SELECT title FROM library WHERE number = \(number))"
        try writer.execute("UPDATE library_search SET title = \(title) WHERE rowid = \(number)")
        try writer.execute("UPDATE library_titles SET title = \(title) WHERE rowid = \(number)")
    }
}
