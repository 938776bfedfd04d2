import Foundation
import Testing

@testable import Judging

/// Which line of a failed program's standard error is shown.
@Suite struct LastWordsTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Testcases/last-words")

    private static func line(_ text: String) -> String { LastWords.line(of: Array(text.utf8)) }

    @Test func everyRuntimesErrorIsFound() throws {
        let table = try String(contentsOf: Self.folder.appending(path: "expected.tsv"), encoding: .utf8)
        let rows = table.split(separator: "\n").map { $0.split(separator: "\t") }
        let texts = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).filter {
            $0.hasSuffix(".txt")
        }
        #expect(Set(texts) == Set(rows.map { "\($0[0]).txt" }))
        for row in rows {
            let text = try Data(contentsOf: Self.folder.appending(path: "\(row[0]).txt"))
            #expect(LastWords.line(of: Array(text)) == row[1], "\(row[0])")
            // What the program itself wrote before changes nothing.
            #expect(LastWords.line(of: Array("debug: x = 3\nTrace\n".utf8) + Array(text)) == row[1], "\(row[0])")
        }
    }

    @Test(arguments: [
        ("", ""), ("\n \n", ""), ("a\nb\n", "b"), ("a\n  b\n", "a"), ("  b\n", "b"), ("panic: \n", "panic:"),
        ("Unhandled Exception:\n", "Unhandled Exception:"), ("Node.js v20\n", "Node.js v20"), ("grüße\n", "grüße"),
        ("error\nexit status 2", "error"),
    ])
    func whateverIsThereIsShown(_ text: String, _ expected: String) {
        #expect(Self.line(text) == expected)
    }

    @Test func aLongLineIsCutBetweenCharacters() {
        let line = Self.line("x" + String(repeating: "é", count: 500))
        #expect(line == "x" + String(repeating: "é", count: 99) + "…")
    }
}
