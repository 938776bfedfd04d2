public import Units

/// One TOML document, read strictly, as the same nodes as a YAML document: whoever reads settings asks both alike.
///
/// All of TOML 1.0 is read but dates and times, and numbers that are not decimal or finite. A number loses the `_` between its
/// digits. Messages have file and line.
public struct TOMLDocument: Sendable {
    /// The outermost table.
    public let root: YAMLNode

    /// Reads `bytes`, which must be UTF-8 and no more than ``YAMLDocument/sizeLimit``; `file` is for error messages.
    /// - Throws: ``Diagnostic`` with the line where reading ended.
    public init(bytes: [UInt8], file: String) throws(Diagnostic) {
        let text = try SourceText(bytes: bytes, file: file).text
        var tables = TOMLTables(file: file)
        var scanner = TOMLScanner(Array(text.utf8), file: file)
        while scanner.skipToStatement() {
            if scanner.take("[[") {
                let keys = try scanner.keys()
                try scanner.expect("]]", "a table's name")
                try tables.open(keys, inArray: true, line: scanner.line)
            } else if scanner.take("[") {
                let keys = try scanner.keys()
                try scanner.expect("]", "a table's name")
                try tables.open(keys, inArray: false, line: scanner.line)
            } else {
                let line = scanner.line
                let keys = try scanner.keys()
                try scanner.expect("=", "a key")
                try tables.set(keys, to: try scanner.value(depth: 0), line: line)
            }
            try scanner.endLine()
        }
        root = tables.node
    }
}

/// A value of a TOML document without its place.
indirect enum TOMLValue {
    case text(String)
    /// A number or a truth value, as YAML writes it.
    case plain(String)
    case array([(value: TOMLValue, line: Int)])
    case table([(keys: [String], value: TOMLValue, line: Int)])
}

/// The tables of a document while it is read.
private struct TOMLTables {
    /// What a key stands for.
    private final class Table {
        var entries: [(key: String, line: Int, item: Item)] = []
        var places: [String: Int] = [:]
        /// Whether more keys may be added: not to one that was written in braces.
        var isClosed = false
        /// Whether a header has named it: it may not do so again.
        var isNamed = false
        let line: Int

        init(line: Int) {
            self.line = line
        }

        func add(_ key: String, _ item: Item, line: Int) {
            places[key] = entries.count
            entries.append((key, line, item))
        }

        subscript(key: String) -> Item? { places[key].map { entries[$0].item } }
    }

    private enum Item {
        case value(TOMLValue)
        case table(Table)
        /// The tables of `[[…]]`.
        case tables([Table])
    }

    private let file: String
    private let root = Table(line: 1)
    private var current: Table

    init(file: String) {
        self.file = file
        current = root
    }

    /// Goes on in the table of `[keys]`, or in a new one of `[[keys]]`.
    mutating func open(_ keys: [String], inArray: Bool, line: Int) throws(Diagnostic) {
        guard let last = keys.last else { return }
        let outer = try table(at: keys.dropLast(), in: root, line: line)
        let table = Table(line: line)
        switch outer[last] {
        case nil: outer.add(last, inArray ? .tables([table]) : .table(table), line: line)
        case .tables(let tables) where inArray:
            if let place = outer.places[last] { outer.entries[place].item = .tables(tables + [table]) }
        case .table(let known) where !inArray && !known.isNamed && !known.isClosed:
            known.isNamed = true
            current = known
            return
        default: throw twice(last, line)
        }
        table.isNamed = true
        current = table
    }

    mutating func set(_ keys: [String], to value: TOMLValue, line: Int) throws(Diagnostic) {
        try set(keys, to: value, in: current, line: line)
    }

    private func set(_ keys: [String], to value: TOMLValue, in table: Table, line: Int) throws(Diagnostic) {
        guard let last = keys.last else { return }
        let table = try self.table(at: keys.dropLast(), in: table, line: line)
        guard table[last] == nil else { throw twice(last, line) }
        guard case .table(let entries) = value else { return table.add(last, .value(value), line: line) }
        let inner = Table(line: line)
        for entry in entries { try set(entry.keys, to: entry.value, in: inner, line: entry.line) }
        inner.isClosed = true
        table.add(last, .table(inner), line: line)
    }

    /// The table that the keys lead to, made where it is not there.
    private func table(at keys: ArraySlice<String>, in start: Table, line: Int) throws(Diagnostic) -> Table {
        var table = start
        for key in keys {
            switch table[key] {
            case nil:
                let inner = Table(line: line)
                table.add(key, .table(inner), line: line)
                table = inner
            case .table(let inner) where !inner.isClosed: table = inner
            case .tables(let tables): table = tables.last ?? table
            default: throw twice(key, line)
            }
        }
        return table
    }

    private func twice(_ key: String, _ line: Int) -> Diagnostic {
        Diagnostic(file: file, line: line, message: "the key \"\(key)\" stands twice; remove one")
    }

    /// All of it, as nodes.
    var node: YAMLNode { node(of: root, called: "") }

    private func node(of table: Table, called name: String) -> YAMLNode {
        let entries = table.entries.map { entry in
            let path = name.isEmpty ? entry.key : "\(name).\(entry.key)"
            return YAMLMapping.Entry(
                key: entry.key, line: entry.line, value: node(of: entry.item, called: path, line: entry.line))
        }
        return YAMLNode(content: .mapping(entries), file: file, line: table.line, name: name)
    }

    private func node(of item: Item, called name: String, line: Int) -> YAMLNode {
        switch item {
        case .table(let table): return node(of: table, called: name)
        case .tables(let tables):
            let nodes = tables.enumerated().map { node(of: $1, called: "\(name)[\($0)]") }
            return YAMLNode(content: .sequence(nodes), file: file, line: line, name: name)
        case .value(let value): return node(of: value, called: name, line: line)
        }
    }

    private func node(of value: TOMLValue, called name: String, line: Int) -> YAMLNode {
        let content: YAMLNode.Content =
            switch value {
            case .text(let text): .scalar(text, isPlain: false)
            case .plain(let text): .scalar(text, isPlain: true)
            case .array(let values):
                .sequence(
                    values.enumerated().map { node(of: $1.value, called: "\(name)[\($0)]", line: $1.line) })
            // In lists; elsewhere ``set(_:to:in:line:)`` has made a table of it.
            case .table(let entries):
                .mapping(
                    entries.map { entry in
                        let key = entry.keys.joined(separator: ".")
                        return YAMLMapping.Entry(
                            key: key, line: entry.line,
                            value: node(of: entry.value, called: "\(name).\(key)", line: entry.line))
                    })
            }
        return YAMLNode(content: content, file: file, line: line, name: name)
    }
}
