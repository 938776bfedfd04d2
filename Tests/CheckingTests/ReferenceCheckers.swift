/// Some native checkers once more, as plainly as possible: whole texts are split and compared.
enum ReferenceCheckers {
    typealias Checker = @Sendable (_ output: [UInt8], _ answer: [UInt8]) -> Bool

    static let all: [String: Checker] = [
        "testlib.wcmp": { words($0, " \t\n\r") == words($1, " \t\n\r") },
        "cms.whitediff": { trimmed(lines($0).map { words($0) }) == trimmed(lines($1).map { words($0) }) },
        "dmoj.unordered": { words($0).sorted(by: isBefore) == words($1).sorted(by: isBefore) },
        "dmoj.sorted": { sortedLines($0) == sortedLines($1) },
        "dmoj.easy": { letters($0) == letters($1) },
        "qduoj.md5": { rightTrimmed($0) == rightTrimmed($1) },
        "judge0.strip": { judge0($0) == judge0($1) },
        "hydro.strict": { hydro($0) == hydro($1) },
        "syzoj.default": { $0.contains(0) || $1.contains(0) ? $0 == $1 : indented($0) == indented($1) },
    ]

    private static let blanks = " \t\n\u{B}\u{C}\r"

    private static func words(_ text: [UInt8], _ blanks: String = blanks) -> [[UInt8]] {
        text.split { blanks.utf8.contains($0) }.map(Array.init)
    }

    private static func lines(_ text: [UInt8]) -> [[UInt8]] {
        text.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
    }

    private static func trimmed(_ lines: [[[UInt8]]]) -> [[[UInt8]]] {
        Array(lines.reversed().drop { $0.isEmpty }.reversed())
    }

    private static func sortedLines(_ text: [UInt8]) -> [[UInt8]] {
        text.split { "\r\n".utf8.contains($0) }.map { Array(words(Array($0)).joined(separator: [0x20])) }
            .sorted(by: isBefore)
    }

    private static func letters(_ text: [UInt8]) -> [UInt8] {
        text.filter { !blanks.utf8.contains($0) }.map { $0 &- 0x41 < 26 ? $0 + 0x20 : $0 }.sorted()
    }

    private static func rightTrimmed(_ text: [UInt8], _ blanks: String = blanks) -> [UInt8] {
        Array(text.reversed().drop { blanks.utf8.contains($0) }.reversed())
    }

    private static func judge0(_ text: [UInt8]) -> [UInt8] {
        let lines = lines(text).map { rightTrimmed($0, blanks + "\0") }
        return rightTrimmed(Array(lines.joined(separator: [0x0A])))
    }

    private static func hydro(_ text: [UInt8]) -> [[UInt8]] {
        var lines = lines(text)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines.map { rightTrimmed($0, "\r") }
    }

    private static func indented(_ text: [UInt8]) -> [[[UInt8]]] {
        lines(text).map { line in
            let words = words(line)
            let isIndented = line.first.map { blanks.utf8.contains($0) } ?? false
            return words.isEmpty ? [] : (isIndented ? [[]] : []) + words
        }.filter { !$0.isEmpty }
    }

    private static func isBefore(_ first: [UInt8], _ second: [UInt8]) -> Bool {
        first.lexicographicallyPrecedes(second)
    }
}
