/// A file of `key = value` lines, as PHP's `parse_ini_string` reads it: sections do not matter, `;` begins a comment,
/// values may stand in quotes.
struct INIFile {
    struct Entry {
        var key: String
        var value: String
        var line: Int
    }

    private(set) var entries: [Entry] = []

    /// - Parameter needed: the key that matters; what is wrong with lines that begin otherwise is only odd.
    init(_ text: String, file: String, needed: String, findings: Findings) {
        func complain(_ message: String, _ index: Int, _ line: Substring) {
            if line.hasPrefix(needed) {
                findings.error(file, line: index + 1, message)
            } else {
                findings.warn(file, line: index + 1, message)
            }
        }
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let line = Self.trim(line)
            if line.isEmpty || line.hasPrefix(";") || line.hasPrefix("#") || line.hasPrefix("[") { continue }
            guard let equals = line.firstIndex(of: "="), equals > line.startIndex else {
                let shown = line.prefix(40)
                complain("\"\(shown)\" is no \"key = value\"; correct or remove it", index, line)
                continue
            }
            guard let value = Self.value(Self.trim(line[line.index(after: equals)...])) else {
                complain("the quoted value does not end; add the quotation mark", index, line)
                continue
            }
            entries.append(Entry(key: String(Self.trim(line[..<equals])), value: value, line: index + 1))
        }
    }

    private static func value(_ text: Substring) -> String? {
        guard let quote = text.first, quote == "\"" || quote == "'" else {
            return String(trim(text.prefix { $0 != ";" }))
        }
        let rest = text.dropFirst()
        return rest.firstIndex(of: quote).map { String(rest[..<$0]) }
    }

    private static func trim(_ text: some StringProtocol) -> Substring {
        let start = Substring(text.drop(while: \.isWhitespace))
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return start[...last]
    }
}
