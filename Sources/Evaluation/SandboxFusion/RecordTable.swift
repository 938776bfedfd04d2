import Files
public import JSONText
public import SystemPackage

/// The rows of a file, an object a line, read when they are needed: only where each one lies is kept.
public final class RecordTable: Sendable {
    /// The most rows of a file, and the most of its bad lines that are told.
    private static let (mostRows, mostBadLines) = (10_000_000, 100)

    private struct Place: Sendable {
        var offset: Int64
        var length: Int
        var line: Int
    }

    /// How its rows are judged: by what the first one looks like.
    public let set: SandboxFusionSet
    /// What its rows are called, a text or a number each, in their order.
    public let ids: [JSONTree]
    /// The lines that are no rows.
    public let badLines: [BadLine]

    private let path: FilePath
    private let file: FileDescriptor
    private let places: [String: Place]

    /// Looks through the file at `path`, which is not to change as long as this is there. Waits for the disk.
    /// - Throws: `Errno` if the file cannot be read; ``RecordError`` if no row of it can be judged.
    public init(_ path: FilePath) throws {
        self.path = path
        file = try FileDescriptor.open(path, .readOnly, options: [.closeOnExec])
        do {
            let scan = try Scan(file, name: path.lastComponent?.string ?? path.string)
            guard let set = scan.set else {
                throw RecordError("\(path) has no row of a data set that is evaluated here; take it out of the folder")
            }
            self.set = set
            (badLines, places) = (scan.badLines, scan.places)
            ids = scan.ids.sorted(by: Self.isBefore)
        } catch {
            try file.close()
            throw error
        }
    }

    deinit {
        // Nothing was written that could be lost.
        try? file.close()
    }

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
        guard let place = places[Self.key(id)] else { return nil }
        do {
            return try TaskFile.object(try file.read(place.length, at: place.offset))
        } catch let error as RecordError {
            throw RecordError("line \(place.line) of \(path) was changed while it was in use: \(error)")
        }
    }

    /// What is found in the file, line by line.
    private struct Scan {
        var set: SandboxFusionSet?
        var ids: [JSONTree] = []
        var places: [String: Place] = [:]
        var badLines: [BadLine] = []

        init(_ file: FileDescriptor, name: String) throws {
            var lines = LineReader(file, limit: TaskFile.mostBytes)
            while let line = try lines.next() {
                guard !line.isBlank else { continue }
                do throws(RecordError) {
                    try take(line)
                } catch {
                    guard badLines.count < RecordTable.mostBadLines else { continue }
                    badLines.append(BadLine(file: name, line: line.number, reason: error.reason))
                }
            }
        }

        private mutating func take(_ line: LineReader.Line) throws(RecordError) {
            guard let bytes = line.bytes else { throw RecordError("the line is too long") }
            let row = try TaskFile.object(bytes)
            guard let id = SandboxFusionPrompt.id(of: row) else { throw RecordError("the row has no \"id\"") }
            guard let set = set ?? SandboxFusionSet(recognizing: row) else {
                throw RecordError("no data set that is evaluated here has such rows")
            }
            guard ids.count < RecordTable.mostRows else { throw RecordError("the file has too many rows") }
            let place = Place(offset: line.offset, length: bytes.count, line: line.number)
            guard places[RecordTable.key(id)] == nil else { throw RecordError("another row is called so, too") }
            self.set = set
            places[RecordTable.key(id)] = place
            ids.append(id)
        }
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
