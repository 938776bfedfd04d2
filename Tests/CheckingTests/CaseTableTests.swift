import Checking
import SystemPackage
import TestSupport
import Testing

@Suite struct CaseTableTests {
    static let folder = FilePath(#filePath).removingLastComponent().removingLastComponent()
        .removingLastComponent().appending("Testcases/checkers")
    static let defaultValidator = folder.appending("default-validator.tsv")
    static let tables = ["default-validator.tsv", "testlib.tsv", "dmoj.tsv", "other-judges.tsv"]

    private func table(_ text: String) throws(CheckingError) -> CaseTable {
        try CaseTable(parsing: Array(text.utf8))
    }

    private let header = "checker\targs\tjudge_answer\tcontestant_output\texpected\n"

    @Test(arguments: tables) func everyCaseComesOutAsTheOriginalsSay(name: String) throws {
        let report = try CaseTable(path: Self.folder.appending(name)).report()
        #expect(report.differing.map(\.description) == [])
        #expect(report.unsupported == [:])
    }

    @Test func everyCheckerHasCasesThatItAcceptsAndOthers() throws {
        let rows = try Self.tables.flatMap { try CaseTable(path: Self.folder.appending($0)).rows }
        let expectations = Dictionary(grouping: rows, by: \.checker).mapValues { $0.map(\.expected) }
        for name in NativeChecker.names {
            let own = expectations[name] ?? []
            let accepted = own.count { $0.hasPrefix("AC") || $0.hasPrefix("POINTS") }
            #expect(accepted >= 3 && own.count - accepted >= 3, "\(name): \(accepted) of \(own.count)")
        }
    }

    @Test func everyCaseComesOutTheSameByteByByte() throws {
        for row in try CaseTable(path: Self.defaultValidator).rows {
            let dialect = try #require(Dialect(rawValue: row.checker))
            guard let validator = try? DefaultValidator(dialect: dialect, arguments: row.arguments) else { continue }
            var comparison = validator.comparison(with: row.answer)
            for byte in row.output { comparison.feed([byte]) }
            let whole = validator.check(output: row.output, answer: row.answer)
            #expect(comparison.finish() == whole, "line \(row.line)")
        }
    }

    @Test func escapesStandForBytes() throws {
        let row = try #require(try table(header + #"x\#ta  b\#t\n\t\r\v\f\\\x00\xfF\#t\#tAC"#).rows.first)
        #expect(row.answer == [10, 9, 13, 11, 12, 92, 0, 255])
        #expect(row.output == [])
        #expect(row.arguments == ["a", "b"])
        #expect(row.line == 2)
    }

    @Test func rowsOfUnknownCheckersAreCountedApart() throws {
        let report = try table(
            header + "spoj.words\t\ta\ta\tAC\n\nicpc-2025-09\t\ta\tb\tAC\r\nspoj.words\t\ta\tb\tWA\n"
        ).report()
        #expect(report.unsupported == ["spoj.words": 2])
        #expect(report.checked == 1)
        #expect(report.agreeing == 0)
        #expect(report.differing.map(\.row.line) == [4])
        #expect(
            report.differing.first?.description
                == #"line 4: icpc-2025-09: expected AC, got WA: line 1, column 1: expected "a", got "b""#)
    }

    @Test(arguments: [
        ("", "line 1: "), ("\n\n", "line 1: "), ("checker\targs\n", "line 1: "), ("\u{1}\u{2}\n", "line 1: "),
        ("HEADa\t\tb\tc\n", "line 2: 4 fields instead of 5"),
        ("HEAD\na\t\tb\tc\tAC\td\n", "line 3: 6 fields instead of 5"),
        ("HEADa\t\t\\q\tc\tAC\n", "line 2: a backslash in judge_answer"),
        ("HEADa\t\tb\tc\\\tAC\n", "line 2: a backslash in contestant_output"),
        ("HEADa\t\tb\t\\x4\tAC\n", "line 2: a backslash in contestant_output"),
        ("HEADa\t\\x4g\tb\tc\tAC\n", "line 2: a backslash in args"),
        ("HEAD\t\tb\tc\tAC\n", "line 2: checker and expected"),
        ("HEADx\t\tb\tc\t\n", "line 2: checker and expected"),
    ])
    func unreadableLinesAreNamed(text: String, message: String) {
        let text = text.hasPrefix("HEAD") ? header + text.dropFirst(4) : text
        let error = #expect(throws: CheckingError.self) { try table(text) }
        #expect(error?.message.hasPrefix(message) == true, "\(error?.message ?? "")")
    }

    @Test func randomBytesNeverTrap() {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<2000 {
            let alphabet = Array("\\x0n\t\n\r a".utf8) + [0, 255]
            let bytes = (0..<random.below(60)).map { _ in alphabet[random.below(alphabet.count)] }
            let table = try? CaseTable(parsing: Array(header.utf8) + bytes)
            #expect((table?.report().checked ?? 0) == 0)
        }
    }
}
