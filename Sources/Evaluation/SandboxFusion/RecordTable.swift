import Files
public import JSONText
public import SystemPackage

/// The rows of a file, an object a line, read when they are needed: only where each one lies is kept.
public final class RecordTable: Sendable {
    /// The most of a file's bad lines that are told.
    private static let mostBadLines = 100

    /// How its rows are judged: by what the first one looks like.
    public let set: SandboxFusionSet
    /// What its rows are called, a text or a number each, in their order.
    public let ids: [JSONTree]

    private let index: RecordIndex<JSONTree>

    /// Looks through the file at `path`, which is not to change as long as this is there. Waits for the disk.
    /// - Throws: `Errno` if the file cannot be read; ``RecordError`` if no row of it can be judged.
    public init(_ path: FilePath) throws {
        var found: SandboxFusionSet?
        index = try RecordIndex(path, mostBadLines: Self.mostBadLines) { row, _ in
            guard let id = SandboxFusionPrompt.id(of: row) else { throw RecordError("the row has no \"id\"") }
            found = found ?? SandboxFusionSet(recognizing: row)
            guard found != nil else { throw RecordError("no data set that is evaluated here has such rows") }
            return (Self.key(id), id)
        }
        guard let set = found else {
            throw RecordError("\(path) has no row of a data set that is evaluated here; take it out of the folder")
        }
        self.set = set
        let index = index
        ids = index.names.compactMap { index[$0]?.mark }.sorted(by: Self.isBefore)
    }

    /// The lines that are no rows.
    public var badLines: [BadLine] { index.badLines }

    /// Numbers by their size, then texts.
    private static func isBefore(_ first: JSONTree, _ second: JSONTree) -> Bool {
        switch (first.double, second.double) {
        case (let first?, let second?): first < second
        case (_?, nil): true
        case (nil, _?): false
        default: (first.string ?? "") < (second.string ?? "")
        }
    }

    /// What a name is found by: a number and the text of its digits are the same.
    private static func key(_ id: JSONTree) -> String { id.string ?? id.text }

    /// The row of that name; nil if there is none. Waits for the disk.
    /// - Throws: `Errno`; ``RecordError`` if the file was changed meanwhile.
    public func row(_ id: JSONTree) throws -> JSONTree? {
        guard let place = index[Self.key(id)] else { return nil }
        return try index.read(place) { $0 }.value
    }
}

/// The tables of a folder: each file `NAME.jsonl` is the data set `NAME`.
public struct RecordTables: Sendable {
    /// What SandboxFusion's own files begin with, which is no part of a data set's name.
    private static let prefix = "code_eval_"

    private let tables: [String: RecordTable]
    /// What in the folder could not be used.
    public let problems: [String]

    /// None.
    public init() {
        (tables, problems) = ([:], [])
    }

    /// Those in `folder`. Waits for the disk.
    /// - Throws: `Errno` if the folder cannot be read.
    public init(_ folder: FilePath) throws {
        var tables: [String: RecordTable] = [:]
        var problems: [String] = []
        for file in try folder.names().sorted() where file.hasSuffix(".jsonl") {
            let name = file.dropLast(6)
            do {
                let table = try RecordTable(folder.appending(file))
                problems += table.badLines.map(\.description)
                tables[String(name.hasPrefix(Self.prefix) ? name.dropFirst(Self.prefix.count) : name)] = table
            } catch let error as RecordError {
                problems.append(error.reason)
            }
        }
        (self.tables, self.problems) = (tables, problems)
    }

    /// The data sets' names.
    public var names: [String] { tables.keys.sorted() }

    /// The table of that data set; nil if there is none.
    public subscript(name: String) -> RecordTable? { tables[name] }
}
