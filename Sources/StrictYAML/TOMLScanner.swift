import Units

/// The bytes of a TOML document, taken from front to back.
struct TOMLScanner {
    private static let quote = UInt8(ascii: "\"")
    private static let apostrophe = UInt8(ascii: "'")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let backslash = UInt8(ascii: "\\")
    /// The most values of a document.
    private static let valueLimit = 100_000

    private let file: String
    private let bytes: [UInt8]
    private var position = 0
    private var values = 0
    /// The line of the next byte, from 1.
    private(set) var line = 1

    init(_ bytes: [UInt8], file: String) {
        self.bytes = bytes
        self.file = file
    }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private func error(_ message: String) -> Diagnostic { Diagnostic(file: file, line: line, message: message) }

    private mutating func advance(by count: Int) {
        for byte in bytes[position..<position + count] where byte == Self.lineFeed { line += 1 }
        position += count
    }

    /// Takes `text` if it comes next.
    mutating func take(_ text: String) -> Bool {
        guard bytes[position...].starts(with: text.utf8) else { return false }
        advance(by: text.utf8.count)
        return true
    }

    /// Takes `text`, which stands behind `what`.
    mutating func expect(_ text: String, _ what: String) throws(Diagnostic) {
        skipBlanks()
        guard take(text) else { throw error("not TOML: \"\(text)\" has to stand behind \(what)") }
    }

    private mutating func skipBlanks() {
        while next == UInt8(ascii: " ") || next == UInt8(ascii: "\t") { position += 1 }
    }

    private mutating func skipComment() {
        guard next == UInt8(ascii: "#") else { return }
        position = bytes[position...].firstIndex(of: Self.lineFeed) ?? bytes.count
    }

    /// Passes over blanks, comments and ends of lines.
    private mutating func skipLines() {
        while true {
            skipBlanks()
            skipComment()
            guard take("\n") || take("\r\n") else { return }
        }
    }

    /// Goes to the next statement; false at the end.
    mutating func skipToStatement() -> Bool {
        skipLines()
        return next != nil
    }

    /// A statement has to end here.
    mutating func endLine() throws(Diagnostic) {
        skipBlanks()
        skipComment()
        guard next == nil || take("\n") || take("\r\n") else {
            throw error("not TOML: something stands behind the end of a value or of a table's name")
        }
    }

    /// Keys with dots between them.
    mutating func keys() throws(Diagnostic) -> [String] {
        var keys: [String] = []
        repeat {
            guard keys.count < YAMLDocument.depthLimit else { throw error("more than \(keys.count) keys with dots") }
            skipBlanks()
            keys.append(try key())
            skipBlanks()
        } while take(".")
        return keys
    }

    private mutating func key() throws(Diagnostic) -> String {
        if next == Self.quote || next == Self.apostrophe { return try text() }
        let name = bytes[position...].prefix(while: Self.isKeyPart)
        guard !name.isEmpty else { throw error("not TOML: a key is missing here") }
        position += name.count
        return String(decoding: name, as: UTF8.self)
    }

    /// A value.
    mutating func value(depth: Int) throws(Diagnostic) -> TOMLValue {
        guard depth < YAMLDocument.depthLimit else { throw error("nested deeper than \(depth) levels") }
        values += 1
        guard values <= Self.valueLimit else { throw error("more than \(Self.valueLimit) values; make it smaller") }
        skipBlanks()
        switch next {
        case Self.quote, Self.apostrophe: return .text(try text())
        case UInt8(ascii: "["): return try array(depth)
        case UInt8(ascii: "{"): return try table(depth)
        default: return try plain()
        }
    }

    private mutating func array(_ depth: Int) throws(Diagnostic) -> TOMLValue {
        advance(by: 1)
        var elements: [(value: TOMLValue, line: Int)] = []
        while true {
            skipLines()
            if take("]") { return .array(elements) }
            let start = line
            elements.append((try value(depth: depth + 1), start))
            skipLines()
            if take("]") { return .array(elements) }
            guard take(",") else { throw error("not TOML: \",\" or \"]\" is missing in a list") }
        }
    }

    private mutating func table(_ depth: Int) throws(Diagnostic) -> TOMLValue {
        advance(by: 1)
        var entries: [(keys: [String], value: TOMLValue, line: Int)] = []
        skipBlanks()
        if take("}") { return .table(entries) }
        while true {
            let keys = try keys()
            guard !entries.contains(where: { $0.keys == keys }) else {
                throw error("the key \"\(keys.joined(separator: "."))\" stands twice; remove one")
            }
            try expect("=", "a key")
            entries.append((keys, try value(depth: depth + 1), line))
            skipBlanks()
            if take("}") { return .table(entries) }
            guard take(",") else { throw error("not TOML: \",\" or \"}\" is missing in a table in braces") }
        }
    }

    /// A number or a truth value.
    private mutating func plain() throws(Diagnostic) -> TOMLValue {
        let word = bytes[position...].prefix {
            Self.isKeyPart($0) || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: ".")
        }
        let text = String(decoding: word, as: UTF8.self)
        guard text == "true" || text == "false" || Self.isNumber(Array(word)) else {
            throw error("\"\(text.prefix(40))\" is no text in quotes, decimal number, true, false, list or table")
        }
        position += word.count
        return .plain(text.replacing("_", with: ""))
    }

    /// A text in quotes.
    private mutating func text() throws(Diagnostic) -> String {
        for mark in ["\"\"\"", "'''"] where take(mark) {
            if !take("\n") { _ = take("\r\n") }
            return try text(upTo: mark, isOneLine: false)
        }
        let mark = next == Self.quote ? "\"" : "'"
        advance(by: 1)
        return try text(upTo: mark, isOneLine: true)
    }

    private mutating func text(upTo mark: String, isOneLine: Bool) throws(Diagnostic) -> String {
        var text: [UInt8] = []
        let hasEscapes = mark.utf8.first == Self.quote
        while let byte = next {
            if take(mark) {
                // Up to two more marks may stand before the end of a text of several lines.
                while !isOneLine, text.count < bytes.count, next == mark.utf8.first {
                    text.append(mark.utf8.first ?? 0)
                    position += 1
                }
                return String(decoding: text, as: UTF8.self)
            }
            guard !isOneLine || byte != Self.lineFeed else { break }
            if hasEscapes, byte == Self.backslash {
                advance(by: 1)
                text += try escaped(isOneLine: isOneLine)
            } else {
                text.append(byte)
                advance(by: 1)
            }
        }
        throw error("the text has no end; close it with \(mark)")
    }

    /// What stands behind a backslash.
    private mutating func escaped(isOneLine: Bool) throws(Diagnostic) -> [UInt8] {
        let simple: [UInt8: UInt8] = [
            UInt8(ascii: "n"): 0x0A, UInt8(ascii: "t"): 0x09, UInt8(ascii: "r"): 0x0D, UInt8(ascii: "b"): 0x08,
            UInt8(ascii: "f"): 0x0C, Self.quote: Self.quote, Self.backslash: Self.backslash,
        ]
        if let byte = next.flatMap({ simple[$0] }) {
            advance(by: 1)
            return [byte]
        }
        for (mark, count) in [("u", 4), ("U", 8)] where take(mark) {
            let digits = bytes[position...].prefix(count)
            guard digits.count == count, let code = UInt32(String(decoding: digits, as: UTF8.self), radix: 16),
                let scalar = Unicode.Scalar(code)
            else { break }
            position += count
            return Array(String(Character(scalar)).utf8)
        }
        if !isOneLine {
            let start = line
            skipSpace()
            if line > start { return [] }
        }
        throw error("not TOML: the backslash stands before something that it does not go with; write \\\\")
    }

    private mutating func skipSpace() {
        let count = bytes[position...].prefix { $0 == 0x20 || (0x09...0x0D).contains($0) }.count
        advance(by: count)
    }

    private static func isKeyPart(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    /// Whether `word` is a decimal number: digits with single `_` between them, a fraction, an exponent.
    private static func isNumber(_ word: [UInt8]) -> Bool {
        var rest = word[...]
        func sign() {
            if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
        }
        func digits() -> Bool {
            let digits = rest.prefix { isDigit($0) || $0 == UInt8(ascii: "_") }
            rest = rest.dropFirst(digits.count)
            return digits.split(separator: UInt8(ascii: "_"), omittingEmptySubsequences: false).allSatisfy {
                !$0.isEmpty
            }
        }
        sign()
        guard digits() else { return false }
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            guard digits() else { return false }
        }
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            rest = rest.dropFirst()
            sign()
            guard digits() else { return false }
        }
        return rest.isEmpty
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
