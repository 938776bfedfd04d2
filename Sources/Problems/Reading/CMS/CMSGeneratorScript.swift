import PackageFiles
import StrictYAML
import Units

/// `gen/GEN`: a line for each test, which is what the generator is called with, and comments that begin subtasks.
///
///     # ST: 30
///     10 20 1
///     # COPY: gen/by_hand.txt
struct CMSGeneratorScript {
    /// Where a test comes from.
    enum Source: Hashable {
        /// The generator is called with these words.
        case arguments([String])
        /// It is a copy of the file at this path.
        case copy(String)
    }

    /// A test.
    struct Line {
        var source: Source
        /// The line of the file, from 1.
        var number: Int
    }

    /// A subtask, and how many tests it has.
    struct Subtask {
        var points: Int
        var tests: Int
    }

    private static let file = "gen/GEN"

    /// Whether there is such a file.
    let isThere: Bool
    /// The tests, in order.
    private(set) var lines: [Line] = []
    /// The subtasks, in order; empty: there are none.
    private(set) var subtasks: [Subtask] = []

    /// Reads what the package has of it.
    init(_ package: LoadedPackage, _ findings: Findings) {
        guard let entry = package.child("gen")?.child("GEN"), let file = entry.file,
            package.contents[file.path] != nil
        else {
            isThere = false
            return
        }
        isThere = true
        let text = findings.collect { () throws(Diagnostic) -> String? in
            let bytes = try package.settings(entry, atMost: YAMLDocument.sizeLimit, findings)
            if let text = String(validating: bytes, as: UTF8.self) { return text }
            throw Diagnostic(file: Self.file, message: "not UTF-8; save the file as UTF-8")
        }
        guard let text else { return }
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() { read(line, index + 1, findings) }
    }

    private mutating func read(_ line: Substring, _ number: Int, _ findings: Findings) {
        let parts = line.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let test = parts[0].split(whereSeparator: \.isWhitespace).map { String($0) }
        let comment = (parts.count > 1 ? parts[1] : "").drop(while: \.isWhitespace)
        func rest(behind word: String) -> String? {
            guard comment.hasPrefix(word) else { return nil }
            let rest = comment.dropFirst(word.count).drop(while: \.isWhitespace)
            return String(rest.reversed().drop(while: \.isWhitespace).reversed())
        }
        let (copy, points) = (rest(behind: "COPY:"), rest(behind: "ST:"))
        guard [!test.isEmpty, copy != nil, points != nil].count(where: \.self) <= 1 else {
            findings.error(Self.file, line: number, "a test and a command in one line; write two lines")
            return
        }
        if let points {
            guard let points = Int(points), points >= 0 else {
                return findings.error(Self.file, line: number, "\"ST:\" needs a whole number of points, from 0 on")
            }
            if subtasks.isEmpty, !lines.isEmpty {
                findings.error(Self.file, line: number, "tests stand before the first subtask; move them behind it")
            }
            subtasks.append(Subtask(points: points, tests: 0))
        } else if copy != nil || !test.isEmpty {
            lines.append(Line(source: copy.map { .copy($0) } ?? .arguments(test), number: number))
            if !subtasks.isEmpty { subtasks[subtasks.count - 1].tests += 1 }
        }
    }
}
