import Files
import JSONText
import SystemPackage

/// Where in a file each of its named records lies, an object a line: they are read when they are needed. With each stands
/// what is to be known of it without reading.
final class RecordIndex<Mark: Sendable>: Sendable {
    /// A record.
    struct Place: Sendable {
        fileprivate var offset: Int64
        fileprivate var length: Int
        /// The number of its line, from 1.
        var line: Int
        /// What is known of it.
        var mark: Mark
    }

    /// The file.
    let path: FilePath
    /// The records' names, in the file's order.
    let names: [String]
    /// The lines that are no records; not all of them where there are very many.
    let badLines: [BadLine]

    private let file: FileDescriptor
    private let places: [String: Place]

    /// Looks through the file at `path`, which is not to change as long as this is there. Waits for the disk.
    /// - Parameters:
    ///   - path: the file.
    ///   - most: how many of its bad lines are told.
    ///   - recognize: what the object on a line is called, and what is to be known of it; throws why it is no record.
    /// - Throws: `Errno` if the file cannot be read.
    init(
        _ path: FilePath, mostBadLines most: Int,
        recognize: (JSONTree, _ line: Int) throws -> (name: String, mark: Mark)
    ) throws {
        self.path = path
        file = try FileDescriptor.open(path, .readOnly, options: [.closeOnExec])
        var (names, places): ([String], [String: Place]) = ([], [:])
        var badLines: [BadLine] = []
        do {
            var lines = LineReader(file, limit: RecordLimits.mostBytes)
            while let line = try lines.next() {
                guard !line.isBlank else { continue }
                do {
                    let (name, place) = try Self.place(line, recognize)
                    if let other = places[name] {
                        throw RecordError("line \(other.line) is called \(name), too; give each its own name")
                    }
                    guard names.count < RecordLimits.mostRecords else {
                        throw RecordError("the file has more than \(RecordLimits.mostRecords) records; split it")
                    }
                    places[name] = place
                    names.append(name)
                } catch {
                    guard badLines.count < most else { continue }
                    badLines.append(
                        BadLine(
                            file: path.lastComponent?.string ?? path.string, line: line.number, reason: "\(error)"))
                }
            }
        } catch {
            try file.close()
            throw error
        }
        (self.names, self.places, self.badLines) = (names, places, badLines)
    }

    deinit {
        // Nothing was written that could be lost.
        try? file.close()
    }

    private static func place(
        _ line: LineReader.Line, _ recognize: (JSONTree, Int) throws -> (name: String, mark: Mark)
    ) throws -> (String, Place) {
        guard let bytes = line.bytes else {
            throw RecordError("the line has more than \(RecordLimits.mostBytes >> 20) MiB")
        }
        let (name, mark) = try recognize(try JSONTree.record(bytes), line.number)
        return (name, Place(offset: line.offset, length: bytes.count, line: line.number, mark: mark))
    }

    /// Where the record of that name lies; nil if there is none.
    subscript(name: String) -> Place? { places[name] }

    /// What `make` makes of the object at a place, and how many bytes it has. Waits for the disk.
    /// - Throws: `Errno`; ``RecordError`` if the file was changed meanwhile.
    func read<Value>(
        _ place: Place, _ make: (JSONTree) throws -> Value
    ) throws -> (value: Value, size: Int64) {
        let bytes = try file.read(place.length, at: place.offset)
        do {
            return (try make(try JSONTree.record(bytes)), Int64(place.length))
        } catch {
            throw RecordError("line \(place.line) of \(path) was changed while it was in use: \(error)")
        }
    }
}

/// What files of records may have.
enum RecordLimits {
    /// The most bytes of a line.
    static let mostBytes = 512 << 20
    /// The most records of a file.
    static let mostRecords = 10_000_000
}

extension JSONTree {
    /// The object on a line, or why there is none.
    static func record(_ bytes: [UInt8]) throws(RecordError) -> JSONTree {
        if bytes.starts(with: [0x1F, 0x8B]) { throw RecordError("the file is compressed; unpack it with gunzip") }
        do {
            let value = try JSONTree(parsing: bytes)
            guard value.members != nil else { throw RecordError("it is \(value.kind), and should be an object") }
            return value
        } catch let error as RecordError {
            throw error
        } catch {
            throw RecordError("it is no JSON: \(error)")
        }
    }
}
