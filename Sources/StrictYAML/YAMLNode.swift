public import Units

/// A value in a YAML document, which knows its place and its name for error messages.
public struct YAMLNode: Sendable {
    indirect enum Content: Sendable {
        /// Only a plain scalar, one without quotes, can be null, a number or a truth value.
        case scalar(String, isPlain: Bool)
        case sequence([YAMLNode])
        case mapping([YAMLMapping.Entry])
    }

    let content: Content
    /// The file's name in error messages.
    public let file: String
    /// The line it starts on, from 1.
    public let line: Int
    /// The keys that lead here, `limits.memory` or `authors[0]`; empty for the document itself.
    public let name: String

    /// Whether nothing is there: an empty value, `~` or `null`.
    public var isNull: Bool {
        guard case .scalar(let text, isPlain: true) = content else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(text)
    }

    /// Whether it is a mapping; then ``mapping()`` does not fail.
    public var isMapping: Bool {
        if case .mapping = content { true } else { false }
    }

    /// Whether it is a list; then ``sequence()`` does not fail.
    public var isSequence: Bool {
        if case .sequence = content { true } else { false }
    }

    /// An error about this value: `message` continues its name, as in `"limits.memory" must be positive`.
    public func error(_ message: String) -> Diagnostic {
        Diagnostic(file: file, line: line, message: (name.isEmpty ? "the document" : "\"\(name)\"") + " " + message)
    }

    func mismatch(_ expected: String) -> Diagnostic {
        error("must be \(expected), not \(shown)")
    }

    private var shown: String {
        switch content {
        case .scalar where isNull: "empty"
        case .scalar(let text, let isPlain): isPlain ? Self.shorten(text) : "the text \"\(Self.shorten(text))\""
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }

    private static func shorten(_ text: String) -> String {
        let line = text.prefix { !$0.isNewline }.prefix(40)
        return line.count < text.count ? line + "…" : text
    }
}

extension YAMLNode {
    /// The text as written, quotes removed; also of what looks like a number or truth value.
    public func string() throws(Diagnostic) -> String {
        guard case .scalar(let text, _) = content, !isNull else { throw mismatch("text") }
        return text
    }

    /// An integer: decimal, `0x` or `0o`. Leading zeros are refused, because YAML 1.1 and 1.2 read them differently.
    public func integer(in range: ClosedRange<Int> = .min ... .max) throws(Diagnostic) -> Int {
        guard case .scalar(let text, isPlain: true) = content, let value = Self.parseInteger(text) else {
            throw mismatch("an integer")
        }
        guard range.contains(value) else {
            let bounds =
                range.upperBound == .max ? "\(range.lowerBound) or more" : "\(range.lowerBound) to \(range.upperBound)"
            throw mismatch(bounds)
        }
        return value
    }

    /// A finite decimal number: `2`, `0.5`, `1e-6`.
    public func double() throws(Diagnostic) -> Double {
        guard case .scalar(let text, isPlain: true) = content, let value = Self.parseDouble(text) else {
            throw mismatch("a number")
        }
        return value
    }

    /// `true` or `false`, or YAML 1.1's `yes`, `no`, `on`, `off`.
    public func boolean() throws(Diagnostic) -> Bool {
        guard case .scalar(let text, isPlain: true) = content else { throw mismatch("true or false") }
        switch text {
        case "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON": return true
        case "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF": return false
        default: throw mismatch("true or false")
        }
    }

    /// One of the enumeration's raw values; the error lists them.
    public func choice<Choice: RawRepresentable & CaseIterable>(
        _ type: Choice.Type = Choice.self
    ) throws(Diagnostic) -> Choice where Choice.RawValue == String {
        if case .scalar(let text, _) = content, let choice = Choice(rawValue: text) { return choice }
        throw mismatch(Choice.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: " or "))
    }

    /// The elements of a list.
    public func sequence() throws(Diagnostic) -> [YAMLNode] {
        guard case .sequence(let nodes) = content else { throw mismatch("a list") }
        return nodes
    }

    /// The texts of a list, or the one text that stands in its place.
    public func strings() throws(Diagnostic) -> [String] {
        guard case .sequence(let nodes) = content else {
            guard case .scalar(let text, _) = content, !isNull else { throw mismatch("text or a list of texts") }
            return [text]
        }
        var texts: [String] = []
        for node in nodes { texts.append(try node.string()) }
        return texts
    }

    /// The keys and values of a mapping.
    public func mapping() throws(Diagnostic) -> YAMLMapping {
        guard case .mapping(let entries) = content else { throw mismatch("a mapping of keys to values") }
        return YAMLMapping(node: self, entries: entries)
    }

    private static func parseInteger(_ text: String) -> Int? {
        let isNegative = text.hasPrefix("-")
        let digits = text.hasPrefix("-") || text.hasPrefix("+") ? text.dropFirst() : text[...]
        guard digits.first?.isHexDigit == true else { return nil }
        let sign = isNegative ? "-" : ""
        if digits.hasPrefix("0x") { return parseDigits(digits.dropFirst(2), sign: sign, radix: 16) }
        if digits.hasPrefix("0o") { return parseDigits(digits.dropFirst(2), sign: sign, radix: 8) }
        guard digits == "0" || digits.first != "0" else { return nil }
        return parseDigits(digits, sign: sign, radix: 10)
    }

    private static func parseDigits(_ digits: Substring, sign: String, radix: Int) -> Int? {
        digits.first?.isHexDigit == true ? Int(sign + digits, radix: radix) : nil
    }

    private static func parseDouble(_ text: String) -> Double? {
        let isDecimal = text.utf8.allSatisfy { byte in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "+-.eE".utf8.contains(byte)
        }
        guard isDecimal, let value = Double(text), value.isFinite else { return nil }
        return value
    }
}
