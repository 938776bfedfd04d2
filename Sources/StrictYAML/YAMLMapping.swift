public import Units

/// The keys and values of a mapping, in the order of the file.
public struct YAMLMapping: Sendable {
    struct Entry: Sendable {
        var key: String
        var line: Int
        var value: YAMLNode
    }

    /// The mapping as a value, for errors about the whole.
    public let node: YAMLNode
    private let entries: [Entry]
    private let positions: [String: Int]

    init(node: YAMLNode, entries: [Entry]) {
        self.node = node
        self.entries = entries
        self.positions = Dictionary(entries.enumerated().map { ($1.key, $0) }) { first, _ in first }
    }

    /// The keys in the order of the file, those without a value among them.
    public var keys: [String] { entries.map(\.key) }

    /// The value of `key`; nil if the key is absent or has no value.
    public subscript(key: String) -> YAMLNode? {
        guard let position = positions[key], !entries[position].value.isNull else { return nil }
        return entries[position].value
    }

    /// The line on which `key` stands, from 1.
    public func line(of key: String) -> Int? {
        positions[key].map { entries[$0].line }
    }

    /// Refuses the first key that is not in `known`, and names the one it may be a misspelling of.
    public func allow(_ known: [String]) throws(Diagnostic) {
        guard let entry = unknownEntries(known).first else { return }
        throw unknownKeyError(entry, known: known)
    }

    /// As ``allow(_:)-([String])``, with the keys written one by one.
    public func allow(_ known: String...) throws(Diagnostic) {
        try allow(known)
    }

    /// All keys that are not in `known`, as errors, for readers that only warn about them.
    public func unknownKeys(allowing known: [String]) -> [Diagnostic] {
        unknownEntries(known).map { unknownKeyError($0, known: known) }
    }

    /// The value of `key`, which must be there.
    public func value(_ key: String) throws(Diagnostic) -> YAMLNode {
        if let value = self[key] { return value }
        let within = node.name.isEmpty ? "" : " in \"\(node.name)\""
        guard let line = line(of: key) else {
            throw Diagnostic(file: node.file, line: node.line, message: "the key \"\(key)\" is missing\(within)")
        }
        throw Diagnostic(file: node.file, line: line, message: "the key \"\(key)\" has no value\(within)")
    }

    private func unknownEntries(_ known: [String]) -> [Entry] {
        entries.filter { !known.contains($0.key) }
    }

    private func unknownKeyError(_ entry: Entry, known: [String]) -> Diagnostic {
        let within = node.name.isEmpty ? "" : " in \"\(node.name)\""
        let advice = Spelling.nearest(to: entry.key, among: known).map { " (did you mean \"\($0)\"?)" } ?? ""
        return Diagnostic(file: node.file, line: entry.line, message: "unknown key \"\(entry.key)\"\(within)\(advice)")
    }
}

extension YAMLMapping {
    /// The text of `key`, which must be there; see ``YAMLNode/string()``.
    public func string(_ key: String) throws(Diagnostic) -> String { try value(key).string() }

    /// The integer of `key`, which must be there; see ``YAMLNode/integer(in:)``.
    public func integer(_ key: String, in range: ClosedRange<Int> = .min ... .max) throws(Diagnostic) -> Int {
        try value(key).integer(in: range)
    }

    /// The number of `key`, which must be there; see ``YAMLNode/double()``.
    public func double(_ key: String) throws(Diagnostic) -> Double { try value(key).double() }

    /// The truth value of `key`, which must be there; see ``YAMLNode/boolean()``.
    public func boolean(_ key: String) throws(Diagnostic) -> Bool { try value(key).boolean() }

    /// The elements of `key`, which must be there; see ``YAMLNode/sequence()``.
    public func sequence(_ key: String) throws(Diagnostic) -> [YAMLNode] { try value(key).sequence() }

    /// The texts of `key`, which must be there; see ``YAMLNode/strings()``.
    public func strings(_ key: String) throws(Diagnostic) -> [String] { try value(key).strings() }

    /// The mapping of `key`, which must be there; see ``YAMLNode/mapping()``.
    public func mapping(_ key: String) throws(Diagnostic) -> YAMLMapping { try value(key).mapping() }
}
