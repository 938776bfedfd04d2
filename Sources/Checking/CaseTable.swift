internal import Files
public import SystemPackage

/// A table of checker cases: what each checker must say of an output.
///
/// Tab-separated lines under the header `checker args judge_answer contestant_output expected`; in every field `\n`,
/// `\t`, `\r`, `\v`, `\f`, `\\` and `\xNN` stand for bytes. `args` are split at spaces; `expected` is a verdict, `AC`,
/// `WA`, `PE` or `JE`, as the checker's home has it: `FAIL(JE)` for testlib and `IE(JE)` for DMOJ, `POINTS 0.5` for points,
/// `AC points 2.5/10` for a part of ten, and a list behind it for words of its own, `WA ["…"]`.
public struct CaseTable: Sendable {
    /// One line of the table.
    public struct Row: Hashable, Sendable {
        /// Its line in the file, from 1.
        public var line: Int
        /// The checker's name, such as `icpc-2025-09`.
        public var checker: String
        /// The checker's arguments.
        public var arguments: [String]
        /// The judge's answer.
        public var answer: [UInt8]
        /// The output to check.
        public var output: [UInt8]
        /// What the checker must say.
        public var expected: String
    }

    /// The rows, in the file's order.
    public let rows: [Row]

    private static let columns = ["checker", "args", "judge_answer", "contestant_output", "expected"]

    /// Reads a table from a file's bytes. Empty lines are passed over.
    /// - Throws: ``CheckingError`` with ``CheckingError/Code/badTable`` naming the first line that cannot be read.
    public init(parsing text: [UInt8]) throws(CheckingError) {
        var rows: [Row] = []
        var hasHeader = false
        var number = 0
        for var line in text.split(separator: 0x0A, omittingEmptySubsequences: false) {
            number += 1
            if line.last == 0x0D { line.removeLast() }
            if line.isEmpty { continue }
            let fields = line.split(separator: 0x09, omittingEmptySubsequences: false)
            if hasHeader {
                rows.append(try Self.row(fields, line: number))
            } else {
                let names = fields.map { String(decoding: $0, as: UTF8.self) }
                guard names == Self.columns else {
                    throw .badTable(number, "the first line must name the columns: " + Self.columnList)
                }
                hasHeader = true
            }
        }
        guard hasHeader else { throw .badTable(1, "the table is empty; it must begin with the columns' names") }
        self.rows = rows
    }

    /// Reads a table from a file.
    /// - Throws: `Errno` if the file cannot be read, ``CheckingError`` if it is no table.
    public init(path: FilePath) throws {
        try self.init(parsing: try path.contents())
    }

    private static var columnList: String {
        columns.joined(separator: ", ") + ", with tabs between them"
    }

    private static func row(_ fields: [ArraySlice<UInt8>], line: Int) throws(CheckingError) -> Row {
        guard fields.count == columns.count else {
            throw .badTable(line, "\(fields.count) fields instead of \(columns.count): " + columnList)
        }
        var values: [[UInt8]] = []
        for (field, name) in zip(fields, columns) { values.append(try unescaped(field, name, line: line)) }
        let texts = values.map { String(decoding: $0, as: UTF8.self) }
        guard !texts[0].isEmpty, !texts[4].isEmpty else {
            throw .badTable(line, "checker and expected must not be empty")
        }
        let arguments = texts[1].split(separator: " ").map(String.init)
        return Row(
            line: line, checker: texts[0], arguments: arguments, answer: values[2], output: values[3],
            expected: texts[4])
    }

    private static func unescaped(
        _ field: ArraySlice<UInt8>, _ column: String, line: Int
    ) throws(CheckingError) -> [UInt8] {
        var (result, rest) = ([UInt8](), field)
        while let byte = rest.popFirst() {
            guard byte == 0x5C else {
                result.append(byte)
                continue
            }
            guard let value = escape(&rest) else {
                throw .badTable(
                    line, "a backslash in \(column) must be followed by n, t, r, v, f, \\ or x and two hex digits")
            }
            result.append(value)
        }
        return result
    }

    /// The byte that an escape stands for, its backslash already read; nil if it is none.
    private static func escape(_ rest: inout ArraySlice<UInt8>) -> UInt8? {
        switch rest.popFirst() {
        case UInt8(ascii: "n"): return 0x0A
        case UInt8(ascii: "t"): return 0x09
        case UInt8(ascii: "r"): return 0x0D
        case UInt8(ascii: "v"): return 0x0B
        case UInt8(ascii: "f"): return 0x0C
        case UInt8(ascii: "\\"): return 0x5C
        case UInt8(ascii: "x"):
            guard let high = rest.popFirst().flatMap(hexValue), let low = rest.popFirst().flatMap(hexValue) else {
                return nil
            }
            return high << 4 | low
        default: return nil
        }
    }

    private static func hexValue(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x41...0x46: digit - 0x37
        case 0x61...0x66: digit - 0x57
        default: nil
        }
    }
}

extension CheckingError {
    fileprivate static func badTable(_ line: Int, _ message: String) -> CheckingError {
        CheckingError(.badTable, "line \(line): \(message)")
    }
}
