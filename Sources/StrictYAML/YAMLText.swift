/// A value to be written as YAML.
///
/// What is written means the same by YAML 1.1 and 1.2: a text that a parser could take for a number, a date or a truth value
/// stands in quotation marks.
public indirect enum YAMLText: Hashable, Sendable {
    /// A key of a mapping and its value.
    public struct Entry: Hashable, Sendable {
        /// The key.
        public var key: String
        /// The value.
        public var value: YAMLText

        /// A key and its value.
        public init(_ key: String, _ value: YAMLText) {
            self.key = key
            self.value = value
        }
    }

    /// A text, whatever it looks like.
    case text(String)
    /// A number or a truth value, as it is written.
    case literal(String)
    /// A list.
    case list([YAMLText])
    /// A mapping, in that order.
    case mapping([Entry])

    /// A whole number.
    public static func number(_ value: some BinaryInteger) -> YAMLText { .literal("\(value)") }

    /// A truth value.
    public static func flag(_ value: Bool) -> YAMLText { .literal("\(value)") }

    /// A list of texts.
    public static func texts(_ values: [String]) -> YAMLText { .list(values.map { .text($0) }) }

    /// A document that has this value, with the end of its last line. Mappings have a line for each key; what is in a list
    /// stands in one line.
    public var document: String {
        guard case .mapping(let entries) = self, !entries.isEmpty else { return inline + "\n" }
        return Self.lines(entries, indent: "").joined()
    }

    /// The value as JSON, which is YAML, too, in one line.
    public var json: String {
        switch self {
        case .text(let text): Self.escaped(text)
        case .literal(let text): text
        case .list(let values): "[" + values.map(\.json).joined(separator: ", ") + "]"
        case .mapping(let entries):
            "{" + entries.map { "\(Self.escaped($0.key)): \($0.value.json)" }.joined(separator: ", ") + "}"
        }
    }

    private static func lines(_ entries: [Entry], indent: String) -> [String] {
        entries.flatMap { entry -> [String] in
            let key = indent + quoted(entry.key) + ":"
            guard case .mapping(let inner) = entry.value, !inner.isEmpty else {
                return ["\(key) \(entry.value.inline)\n"]
            }
            return ["\(key)\n"] + lines(inner, indent: indent + "  ")
        }
    }

    /// The value in one line.
    private var inline: String {
        switch self {
        case .text(let text): Self.quoted(text)
        case .literal(let text): text
        case .list(let values): "[" + values.map(\.inline).joined(separator: ", ") + "]"
        case .mapping(let entries):
            "{" + entries.map { "\(Self.quoted($0.key)): \($0.value.inline)" }.joined(separator: ", ") + "}"
        }
    }

    /// Words that YAML 1.1 has for truth values and for nothing.
    private static let reserved: Set<String> = ["y", "n", "yes", "no", "true", "false", "on", "off", "null"]

    /// The text, in quotation marks if it could be read as something else.
    private static func quoted(_ text: String) -> String {
        isPlain(text) ? text : escaped(text)
    }

    /// The text in quotation marks.
    private static func escaped(_ text: String) -> String {
        "\"" + text.unicodeScalars.map(escaped).joined() + "\""
    }

    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.utf8.first, isLetter(first), text.utf8.last != UInt8(ascii: " ") else { return false }
        let others = "_-./+() ".utf8
        let isSafe = text.utf8.allSatisfy { byte in
            isLetter(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || others.contains(byte)
        }
        return isSafe && !reserved.contains(text.lowercased())
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    /// A character within quotation marks: what no document may have, or what would end the line, is written by its number.
    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\"": return "\\\""
        case "\\": return "\\\\"
        case "\n": return "\\n"
        case "\t": return "\\t"
        default: break
        }
        let isUnprintable =
            switch scalar.value {
            case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF: true
            default: false
            }
        guard isUnprintable else { return String(scalar) }
        let digits = String(scalar.value, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
}
