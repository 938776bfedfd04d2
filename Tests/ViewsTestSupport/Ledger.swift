import Events
public import Storage
import TestSupport
public import Views

/// Accounts that are opened, paid into, renamed and closed: what views are made of in tests, and the same thing added up in
/// memory, as simply as it can be said.
public struct Ledger: Sendable {
    /// An account.
    public struct Account: Hashable, Sendable {
        /// What it is called.
        public var name: String
        /// What it has.
        public var balance: Int
        /// How often something was paid.
        public var payments: Int

        /// An account as it is.
        public init(name: String, balance: Int, payments: Int) {
            (self.name, self.balance, self.payments) = (name, balance, payments)
        }
    }

    /// By their streams.
    public private(set) var accounts: [String: Account] = [:]
    /// How often each type of event was seen, whatever its stream.
    public private(set) var types: [String: Int] = [:]

    /// What these entries add up to.
    public init(_ entries: some Sequence<LogEntry>) {
        for entry in entries {
            for event in entry.events {
                types[event.type, default: 0] += 1
                if entry.stream.text.hasPrefix("account-") { apply(event, to: entry.stream.text) }
            }
        }
    }

    private mutating func apply(_ event: Event, to id: String) {
        let text = String(decoding: event.payload, as: UTF8.self)
        switch event.type {
        case "opened": accounts[id] = Account(name: text, balance: 0, payments: 0)
        case "renamed": accounts[id]?.name = text
        case "paid":
            accounts[id]?.balance += Int(text) ?? 0
            accounts[id]?.payments += 1
        case "closed": accounts[id] = nil
        default: break
        }
    }

    private static let words = [
        "alpha", "Beta", "gamma", "élan", "O'Brien", "\"quoted\"", "日本語", "naïve", "=1+1", "x,y", "a\nb", "-5", "",
    ]

    /// Random events: some on accounts, some on other streams.
    public static func events(_ count: Int, seed: UInt64) throws -> [(stream: StreamName, event: Event)] {
        var random = SeededGenerator(seed: seed)
        return try (0..<count).map { _ in
            guard !random.chance(1, in: 10) else {
                return (try StreamName("other-\(random.below(5))"), Event(type: "noise", payload: []))
            }
            let stream = try StreamName("account-\(random.below(40))")
            let name = (0...random.below(4)).map { _ in words[random.below(words.count)] }.joined(separator: " ")
            let event =
                switch random.below(10) {
                case 0...2: Event(type: "opened", payload: Array(name.utf8))
                case 3: Event(type: "renamed", payload: Array(name.utf8))
                case 4: Event(type: "closed", payload: [])
                default: Event(type: "paid", payload: Array("\(random.below(2000) - 1000)".utf8))
                }
            return (stream, event)
        }
    }

    // MARK: Views

    /// The accounts, with a search for their names.
    public static func accounts(version: UInt32 = 1, extraColumn: Bool = false) -> ViewDeclaration {
        ViewDeclaration(
            name: "accounts", version: version, streams: .prefixed("account-"),
            schema: [
                """
                CREATE TABLE accounts (
                    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, balance INTEGER NOT NULL,
                    payments INTEGER NOT NULL\(extraColumn ? ", extra TEXT" : "")
                ) STRICT
                """,
                "CREATE INDEX accounts_by_balance ON accounts (balance, id)",
                "CREATE VIRTUAL TABLE accounts_search USING fts5(name, content='accounts', content_rowid='number')",
                """
                CREATE TRIGGER accounts_added AFTER INSERT ON accounts BEGIN
                    INSERT INTO accounts_search (rowid, name) VALUES (new.number, new.name);
                END;
                CREATE TRIGGER accounts_removed AFTER DELETE ON accounts BEGIN
                    INSERT INTO accounts_search (accounts_search, rowid, name) VALUES ('delete', old.number, old.name);
                END;
                CREATE TRIGGER accounts_renamed AFTER UPDATE OF name ON accounts BEGIN
                    INSERT INTO accounts_search (accounts_search, rowid, name) VALUES ('delete', old.number, old.name);
                    INSERT INTO accounts_search (rowid, name) VALUES (new.number, new.name);
                END;
                """,
            ],
            decode: { entry in (id: entry.stream.text, events: entry.events) },
            apply: { change, writer in
                for event in change.events { try apply(event, to: change.id, writer) }
            })
    }

    private static func apply(_ event: Event, to id: String, _ writer: borrowing ViewWriter) throws {
        let text = String(decoding: event.payload, as: UTF8.self)
        switch event.type {
        case "opened":
            try writer.execute("DELETE FROM accounts WHERE id = \(id)")
            try writer.execute("INSERT INTO accounts (id, name, balance, payments) VALUES (\(id), \(text), 0, 0)")
        case "renamed": try writer.execute("UPDATE accounts SET name = \(text) WHERE id = \(id)")
        case "paid":
            guard let amount = Int(text) else {
                throw StorageError(.corrupted, stage: "read a payment", reason: "\(text) is no amount")
            }
            // Read and written again, so that reading is tried, too.
            guard let row = try writer.first("SELECT balance FROM accounts WHERE id = \(id)") else { return }
            let balance: Int = try row.get("balance")
            try writer.execute(
                "UPDATE accounts SET balance = \(balance + amount), payments = payments + 1 WHERE id = \(id)")
        case "closed": try writer.execute("DELETE FROM accounts WHERE id = \(id)")
        default: break
        }
    }

    /// How often each type was seen, on all streams.
    public static func activity(version: UInt32 = 1, applied: @escaping @Sendable (LogEntry) -> Void = { _ in })
        -> ViewDeclaration
    {
        ViewDeclaration(
            name: "activity", version: version, streams: .any,
            schema: [
                "CREATE TABLE activity_types (type TEXT PRIMARY KEY, count INTEGER NOT NULL) STRICT, WITHOUT ROWID"
            ],
            apply: { entry, writer in
                applied(entry)
                for event in entry.events {
                    try writer.execute(
                        """
                        INSERT INTO activity_types VALUES (\(event.type), 1)
                        ON CONFLICT (type) DO UPDATE SET count = count + 1
                        """)
                }
            })
    }

    /// Every entry as it was: a view that grows.
    public static func archive() -> ViewDeclaration {
        ViewDeclaration(
            name: "archive", version: 1, streams: .any,
            schema: ["CREATE TABLE archive (position INTEGER PRIMARY KEY, stream TEXT NOT NULL, types TEXT NOT NULL)"],
            apply: { entry, writer in
                let types = entry.events.map(\.type).joined(separator: " ")
                try writer.execute(
                    "INSERT INTO archive VALUES (\(Int(entry.position.number)), \(entry.stream.text), \(types))")
            })
    }

    /// What the views of a store have.
    public static func read(_ scope: ViewScope, atLeast position: LogPosition?) async throws -> (
        accounts: [String: Account], types: [String: Int], position: LogPosition
    ) {
        try await scope.read(atLeast: position) { reader in
            var accounts: [String: Account] = [:]
            for row in try reader.rows("SELECT * FROM accounts") {
                accounts[try row.get("id")] = Account(
                    name: try row.get("name"), balance: try row.get("balance"), payments: try row.get("payments"))
            }
            var types: [String: Int] = [:]
            for row in try reader.rows("SELECT * FROM activity_types") {
                types[try row.get("type")] = try row.get("count")
            }
            return (accounts, types, reader.position)
        }
    }

    /// All tables of the views as bytes, those of the search index, too.
    public static func dump(_ scope: ViewScope) async throws -> [UInt8] {
        let tables = [
            "accounts", "activity_types", "accounts_search_data", "accounts_search_idx", "accounts_search_docsize",
        ]
        var bytes: [UInt8] = []
        for table in tables {
            bytes += Array("\(table)\n".utf8)
            // The names are this function's own.
            try await scope.export(SQL(stringLiteral: "SELECT * FROM \(table) ORDER BY 1, 2"), as: .jsonLines) {
                bytes += $0
            }
        }
        return bytes
    }
}
