import Foundation
import Kernel
import KernelTestSupport
import Synchronization
import Testing

@testable import Pages

/// What the script of a board's page reads.
@Suite("The rows of a board")
struct BoardRowsTests {
    private static let cells: [(cell: String, icpc: String, points: String)] = [
        (#""judged":2,"pending":0,"isSolved":true,"isFirst":true,"points":"100","time":57"#, "!2:57", "100/2"),
        (#""judged":3,"pending":0,"isSolved":false,"points":"0""#, "-3", "0/3"),
        (#""judged":3,"pending":1,"isSolved":false,"points":"0""#, "?3:1", "?3:1"),
        // What somebody has is not gone while they wait for something else.
        (#""judged":1,"pending":1,"isSolved":true,"points":"100","time":5"#, "+1:5", "100/1"),
        (#""judged":1,"pending":2,"isSolved":false,"points":"40""#, "?1:2", "40/1"),
        (#""judged":0,"pending":0,"isSolved":false,"points":"0""#, "", ""),
    ]

    private static func board(_ format: String, _ more: String = "", rows: String = "") -> [String: String] {
        var answers = SiteAnswers.all
        answers["GET api/v1/contests/{id}/leaderboard"] =
            #"{"title":"T","phase":"running","format":"\#(format)","problems":[{"id":"7","label":"A"}],"rows":[\#(rows)]\#(more)}"#
        return answers
    }

    private struct Row: Decodable {
        var id, name, score, penalty: String
        var own: Bool
        var cells: [String]
    }
    private struct Board: Decodable {
        var rows: [Row]
        var timeName: String
    }

    private static func rows(_ answers: [String: String]) async throws -> Board {
        let api = try await FakeAPI(answers, store: try TestStore(), sent: Sent())
        guard case .data(let bytes, _) = try await api.ask(.get, "contests/{id}/board.json", ["id": "5"]) else {
            throw CancellationError()
        }
        return try JSONDecoder().decode(Board.self, from: Data(bytes))
    }

    @Test("have cells that say what is known, also while something waits", arguments: ["icpc", "ioi"])
    func cells(format: String) async throws {
        for (cell, icpc, points) in Self.cells {
            let row = #"{"participant":"1","cells":[{"problem":"7",\#(cell)}]}"#
            let board = try await Self.rows(Self.board(format, rows: row))
            #expect(board.rows.first?.cells == [format == "icpc" ? icpc : points], "\(cell)")
        }
    }

    @Test("have beside the score what the rules count")
    func times() async throws {
        for (format, name, time) in [
            ("icpc", "Time", "4530"), ("atcoder", "Time", "75:30"), ("codeforces", "Hacks", "+1 −2"),
            ("ioi", "Solved", "3"), ("ecoo", "Solved", "3"), ("homework", "Solved", "3"),
        ] {
            let row =
                #"{"participant":"1","solved":3,"points":"300","time":4530,"hacks":{"successful":1,"unsuccessful":2},"cells":[]}"#
            let board = try await Self.rows(Self.board(format, rows: row))
            #expect(board.timeName == name && board.rows.first?.penalty == time, "\(format)")
        }
    }

    @Test("have the reader's own with all that they may know, and nobody else's")
    func own() async throws {
        let rows = (1...3).map { #"{"participant":"\#($0)","name":"n\#($0)","solved":0,"time":0,"cells":[]}"# }
        let own = #","version":"v","own":{"participant":"2","solved":5,"time":9,"cells":[]}"#
        let board = try await Self.rows(Self.board("icpc", own, rows: rows.joined(separator: ",")))
        #expect(board.rows.map(\.id) == ["1", "2", "3"] && board.rows.map(\.own) == [false, true, false])
        #expect(board.rows.map(\.score) == ["0", "5", "0"] && board.rows[1].name == "n2")
    }

    /// Rows that many ask for, and how often they were made.
    private final class Asked: Sendable {
        private let shared = SharedRows()
        private let made = Mutex(0)

        var count: Int { made.withLock { $0 } }

        func ask(_ key: SharedRows.Key, got: String?) async throws -> String {
            try await shared.rows(of: key) {
                let count = self.made.withLock { made in
                    made += 1
                    return made
                }
                return (SharedRows.Rows(texts: ["\(key.contest) \(got ?? "-") \(count)"], places: [:]), got)
            }.text(with: nil)
        }
    }

    @Test("are made once for all who ask for a version, and kept only if they are of it")
    func shared() async throws {
        let asked = Asked()
        func ask(_ contest: String, _ wanted: String, isJudges: Bool = false, got: String?) async throws -> String {
            try await asked.ask(.init(contest: contest, isJudges: isJudges, version: wanted), got: got)
        }
        #expect(try await ask("a", "1", got: "1") == "a 1 1")
        #expect(try await ask("a", "1", got: "1") == "a 1 1")
        // What judges see is another thing.
        #expect(try await ask("a", "1", isJudges: true, got: "1") == "a 1 2")
        #expect(try await ask("b", "1", got: "1") == "b 1 3")
        // Of a board that moved on meanwhile nothing is kept under the old version.
        #expect(try await ask("a", "2", got: "3") == "a 3 4")
        #expect(try await ask("a", "2", got: "2") == "a 2 5")
        // All at once ask for one thing.
        let before = asked.count
        let texts = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<50 {
                group.addTask { try await asked.ask(.init(contest: "c", isJudges: false, version: "1"), got: "1") }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(texts.count == 1 && asked.count == before + 1)
    }

    @Test("of a board with another one's text in a reader's own place change that alone")
    func text() {
        let rows = SharedRows.Rows(texts: ["a", "b", "c"], places: [:])
        #expect(rows.text(with: nil) == "a,b,c")
        #expect(rows.text(with: (1, "x")) == "a,x,c")
        #expect(rows.text(with: (7, "x")) == "a,b,c")
    }

    @Test(
        "have scores to two places, of which the script makes no tries",
        arguments: [
            ("100", "100"), ("100/3", "33.33"), ("3/2", "1.5"), ("200/3", "66.67"), ("-1/3", "-0.33"), ("1/50", "0.02"),
            ("1999/1000", "2"), ("", ""), ("x/y", "x/y"), ("1/0", "1/0"), ("1/2/3", "1/2/3"),
        ])
    func fractions(exact: String, shown: String) async throws {
        #expect(Shown.points(exact) == shown)
        let row = #"{"participant":"1","points":"\#(exact)","cells":[{"problem":"7","judged":2,"points":"\#(exact)"}]}"#
        let board = try await Self.rows(Self.board("codeforces", rows: row))
        #expect(board.rows.first?.score == shown && board.rows.first?.cells == [shown + "/2"])
    }
}
