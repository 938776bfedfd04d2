import Events
import Storage
import Testing
import Views
import ViewsTestSupport

/// A view has its own tables, and nothing else.
struct RightsTests {
    private static let schema = "CREATE TABLE mine (id INTEGER PRIMARY KEY, text TEXT)"

    @Test(arguments: [
        "CREATE TABLE theirs (id)", "CREATE TABLE minefield (id)", "CREATE TABLE views_more (id)",
        "CREATE INDEX mine_index ON accounts (name)", "CREATE INDEX other ON mine (text)",
        "CREATE TRIGGER mine_trigger AFTER INSERT ON accounts BEGIN SELECT 1; END",
        "CREATE VIEW other AS SELECT 1", "CREATE TEMP TABLE mine_temp (id)", "DROP TABLE accounts",
        "DELETE FROM accounts", "UPDATE views_state SET position = 0", "ATTACH '/tmp/x' AS mine",
        "PRAGMA user_version = 5", "ALTER TABLE accounts ADD COLUMN x", "VACUUM INTO '/tmp/x'", "ANALYZE", "COMMIT",
        "CREATE TABLE mine_copy AS SELECT * FROM accounts", "CREATE VIRTUAL TABLE mine_words USING fts5vocab(x, row)",
        "INSERT INTO sqlite_schema VALUES (1, 2, 3, 4, 5)", "CREATE TABLE mine_x (a DEFAULT (random()))  nonsense",
        "SELECT load_extension('x')", "not SQL at all", "CREATE TABLE \"mine\" (id)",
    ])
    func aSchemaThatTouchesWhatIsNotItsOwnIsRefused(_ statement: String) async throws {
        let folder = try ViewsFolder()
        let mine = ViewDeclaration(
            name: "mine", version: 1, streams: .any, schema: [Self.schema, statement], apply: { _, _ in })
        let error = await #expect(throws: ViewError.self) {
            try await folder.open([Ledger.accounts(), mine], MemoryLog()).close()
        }
        #expect(error?.code == .badDeclaration, "\(statement): \(error.map { "\($0)" } ?? "")")
    }

    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            "INSERT INTO accounts VALUES (1, 'x', 'y', 0, 0)", "DELETE FROM accounts", "SELECT name FROM accounts",
            "SELECT count(*) FROM accounts", "INSERT INTO mine (text) SELECT name FROM accounts",
            "UPDATE views_state SET position = 0", "CREATE TABLE mine_more (id)", "DROP TABLE mine",
            "PRAGMA synchronous = OFF", "COMMIT", "SAVEPOINT x", "ATTACH '/tmp/x' AS y", "SELECT random()",
            "INSERT INTO mine (text) VALUES (current_timestamp)", "SELECT * FROM sqlite_schema",
            "WITH accounts_x AS (SELECT name FROM accounts) SELECT * FROM accounts_x",
            "DELETE FROM mine; DELETE FROM accounts",
            "INSERT INTO mine (id, text) VALUES (1, 'a'), (1, 'b')",
        ] as [SQL])
    func anEntryThatChangesWhatIsNotItsOwnCannotBeApplied(_ statement: SQL) async throws {
        let folder = try ViewsFolder()
        let mine = ViewDeclaration(
            name: "mine", version: 1, streams: .any, schema: [Self.schema],
            apply: { _, writer in
                try writer.execute(statement)
            })
        let log = MemoryLog(try Ledger.events(10, seed: 1))
        await #expect(throws: (any Error).self) {
            try await folder.running([Ledger.accounts(), mine], log) { _ in try await Task.sleep(for: .seconds(60)) }
        }
        let store = try await folder.open([Ledger.accounts(), mine], log)
        #expect(store.position == .start)
        try await store.close()
    }

    @Test(.timeLimit(.minutes(1)))
    func aReaderReadsItsViewsOnlyAndChangesNothing() async throws {
        let folder = try ViewsFolder()
        let log = MemoryLog(try Ledger.events(100, seed: 1))
        let refused: [SQL] = [
            "SELECT * FROM accounts", "SELECT count(*) FROM accounts", "SELECT count(*) FROM ACCOUNTS",
            "SELECT count(*) FROM views_state", "SELECT count(*) FROM sqlite_schema",
            "SELECT * FROM accounts_search_data",
            "SELECT count(*) FROM accounts_search", "DELETE FROM activity_types", "PRAGMA query_only = OFF",
            "SELECT * FROM pragma_table_list", "SELECT type FROM activity_types; SELECT 1", "", "  ", "-- nothing",
            "SELECT (SELECT name FROM accounts LIMIT 1) FROM activity_types", "ATTACH ':memory:' AS x", "COMMIT",
            "SELECT * FROM dbstat", "SELECT load_extension('x')",
        ]
        let allowed: [SQL] = [
            "SELECT count(*) FROM activity_types", "SELECT random()",
            "WITH t AS (SELECT type FROM activity_types) SELECT count(*) FROM t",
            "SELECT value FROM json_each('[1,2]')", "SELECT count(*) FROM (SELECT 1)",
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9) SELECT sum(i) FROM n",
        ]
        try await folder.running([Ledger.accounts(), Ledger.activity()], log) { store in
            try await expectLedger(store, log)
            let scope = try store.scope(["activity"])
            for sql in refused {
                let error = await #expect(throws: ViewError.self, "\(sql)") {
                    try await scope.read { try $0.rows(sql) }
                }
                #expect(error?.code == .refused, "\(sql): \(error.map { "\($0)" } ?? "")")
            }
            for sql in allowed { #expect(try await scope.read { try $0.rows(sql) }.count > 0) }
            // The other one's statement is not run again for somebody who may not.
            let all: SQL = "SELECT id FROM accounts"
            _ = try await store.scope(["accounts"]).read { try $0.rows(all) }
            await #expect(throws: ViewError.self) { try await scope.read { try $0.rows(all) } }
        }
    }

    @Test(arguments: [
        ["a", "a"], ["a", "a_b"], ["views"], ["views_x"], ["sqlite_x"], ["A"], [""], ["a b"], ["1a"], ["_a"], ["a\""],
        [String(repeating: "a", count: 65)],
    ])
    func namesThatAreNoneOrNotClearAreRefused(_ names: [String]) async throws {
        let folder = try ViewsFolder()
        let views = names.map { ViewDeclaration(name: $0, version: 1, streams: .any, schema: [], apply: { _, _ in }) }
        let error = await #expect(throws: ViewError.self) { try await folder.open(views, MemoryLog()).close() }
        #expect(error?.code == .badDeclaration)
    }
}
