import Events
import Storage
import TestSupport
import Testing
import Views
import ViewsTestSupport

/// Searching for what people write.
struct SearchTests {
    private static let texts = [
        "Shortest path in a graph", "Longest path", "The shortest job first", "Graphs and trees", "C++ and \"quotes\"",
        "Café naïve", "日本 語", "mark \u{1}x\u{2} me", "NOT AND OR NEAR", "<b>bold</b> path",
    ]

    private static let view = ViewDeclaration(
        name: "docs", version: 1, streams: .any,
        schema: [
            "CREATE VIRTUAL TABLE docs_search USING fts5(kind UNINDEXED, text, tokenize = 'unicode61 remove_diacritics 2')"
        ],
        apply: { entry, writer in
            let number = Int(entry.position.number)
            try writer.execute(
                """
                INSERT INTO docs_search (rowid, kind, text)
                VALUES (\(number), \(number % 2 == 0 ? "even" : "odd"), \(texts[number - 1]))
                """)
        })

    private static func running(
        _ body: @escaping @Sendable @concurrent (ViewScope) async throws -> Void
    ) async throws {
        let folder = try ViewsFolder()
        let log = MemoryLog(try texts.map { _ in (try StreamName("s"), Event(type: "t", payload: [])) })
        try await folder.running([view], log) { store in
            let scope = try store.scope(["docs"])
            _ = try await scope.read(atLeast: LogPosition(UInt64(texts.count))) { $0.position }
            try await body(scope)
        }
    }

    private static func search(_ text: String, completes: Bool = false) -> ViewSearch {
        var search = ViewSearch(
            SearchWords(text, completesLast: completes), in: "docs_search", columns: "docs_search.rowid")
        search.highlighted = 1
        return search
    }

    @Test(.timeLimit(.minutes(1)))
    func wordsPhrasesAndExclusionsFindWhatTheySay() async throws {
        let cases: [(text: String, completes: Bool, found: Set<Int>)] = [
            ("path", false, [1, 2, 10]), ("PATH shortest", false, [1]), ("shortest", false, [1, 3]),
            ("\"shortest path\"", false, [1]), ("\"path shortest\"", false, []), ("path -shortest", false, [2, 10]),
            ("path -\"longest path\"", false, [1, 10]), ("gra", false, []), ("gra", true, [1, 4]), ("gra ", true, []),
            ("path gra", true, [1]), ("cafe", false, [6]), ("CAFÉ", false, [6]), ("c++", false, [5]),
            ("not and or near", false, [9]), ("NOT", false, [9]), ("-path", false, []), ("", false, []),
            ("***", false, []), ("\"\"", false, []), ("\"path", false, [1, 2, 10]), ("日本", false, [7]),
            ("path AND longest", false, []), ("text:path", false, []), ("\u{201e}shortest path\u{201d}", false, [1]),
        ]
        try await Self.running { scope in
            for (text, completes, expected) in cases {
                let found = try await scope.read {
                    try $0.matches(of: Self.search(text, completes: completes), atMost: 50).map {
                        try $0.row.get(0, as: Int.self)
                    }
                }
                #expect(Set(found) == expected, "\(text)")
            }
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func noTextIsAnError() async throws {
        let parts = [
            "\"", "*", "-", "(", ")", ":", "^", "+", "AND", "OR", "NOT", "NEAR(", "path", "{", "}", "'", "\\", "\0",
            "\u{1}",
            "é", "日", "🏴", " ", "  ", ",", "\u{301}", "\u{d7ff}", "\u{fffd}", "\u{10ffff}", "x", "docs_search", ";",
            "--", "²",
        ]
        try await Self.running { scope in
            try await scope.read(within: .seconds(55)) { reader in
                var random = SeededGenerator(seed: 1)
                for number in 0..<10_000 {
                    let text =
                        number % 2 == 0
                        ? (0..<random.below(12)).map { _ in parts[random.below(parts.count)] }.joined()
                        : String(decoding: random.bytes(random.below(40)), as: UTF8.self)
                    let search = Self.search(text, completes: random.chance(1, in: 2))
                    #expect(throws: Never.self, "\(text.debugDescription)") {
                        _ = try reader.matches(of: search, atMost: 3)
                    }
                }
                let long = Self.search(String(repeating: "path \"", count: 100_000))
                _ = try reader.matches(of: long, atMost: 3)
                _ = try reader.matches(of: Self.search(String(repeating: "x", count: 1_000_000)), atMost: 3)
            }
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func whatWasFoundIsShownAsRangesOfTheVeryText() async throws {
        let cases: [(text: String, number: Int, pieces: [String])] = [
            ("path", 2, ["Longest ", "[path]"]), ("shortest graph", 1, ["[Shortest]", " path in a ", "[graph]"]),
            ("cafe", 6, ["[Café]", " naïve"]), ("x", 8, ["mark \u{1}", "[x]", "\u{2} me"]),
            ("path", 10, ["<b>bold</b> ", "[path]"]),
        ]
        try await Self.running { scope in
            for (text, number, pieces) in cases {
                let found = try await scope.read { try $0.matches(of: Self.search(text), atMost: 50) }
                let match = try #require(found.first { $0.row.values == [.integer(Int64(number))] }?.text)
                #expect(match.pieces.map { $0.isMatch ? "[\($0.text)]" : $0.text } == pieces)
                #expect(match.text == Self.texts[number - 1])
                for (range, piece) in zip(match.ranges, match.pieces.filter(\.isMatch)) {
                    #expect(Array(Array(match.text.utf8)[range]) == Array(piece.text.utf8))
                }
            }
            var search = Self.search("graph")
            search.excerpt = 2
            let excerpt = search
            let found = try await scope.read { try $0.matches(of: excerpt, atMost: 50) }
            #expect(found.first?.text?.pieces.map(\.text) == ["…a ", "graph"])
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func facetsCountWhatWasFound() async throws {
        try await Self.running { scope in
            let found = try await scope.read { try $0.facets(of: "kind", in: Self.search("path"), atMost: 9) }
            #expect(found == [ViewFacet(value: .text("even"), count: 2), ViewFacet(value: .text("odd"), count: 1)])
            let list = ViewList(columns: "rowid", from: "docs_search", order: [.ascending("rowid")])
            let all = try await scope.read { try $0.facets(of: "kind", in: list, atMost: 1) }
            #expect(all == [ViewFacet(value: .text("even"), count: 5)])
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func aFilterAndATableThatIsNoneAreKeptApartFromTheWords() async throws {
        try await Self.running { scope in
            var search = Self.search("path")
            search.filter = "kind = \("odd") OR kind = \("none")"
            let filtered = search
            let found = try await scope.read { try $0.matches(of: filtered, atMost: 9) }
            #expect(found.count == 1)
            var other = Self.search("path")
            other.table = "docs_search\" UNION SELECT name, sql FROM sqlite_schema --"
            let wrong = other
            let error = await #expect(throws: ViewError.self) {
                try await scope.read { try $0.matches(of: wrong, atMost: 9) }
            }
            #expect(error?.code == .refused)
        }
    }
}
