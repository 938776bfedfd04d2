import Concurrency
import Files
import JSONText
import Synchronization
public import SystemPackage

/// The tasks of a file of records, read when they are needed: only where each one lies is kept.
public final class TaskFile: Sendable {
    /// The most that one line may have.
    public static let mostBytes = 512 << 20
    /// How much of records read lately is kept, as they are in the file.
    private static let kept: Int64 = 256 << 20

    private struct Place: Sendable {
        var offset: Int64
        var length: Int
        var line: Int
        var format: RecordFormat
    }

    /// The file's path.
    public let path: FilePath
    /// The tasks' names, in the file's order.
    public let names: [String]
    /// The lines that are no records.
    public let badLines: [BadLine]
    /// How many programs the records bring, and how many they say are right.
    public let counts: (samples: Int, references: Int)

    private let file: FileDescriptor
    private let places: [String: Place]
    private let read = Mutex(RecentlyUsed<String, EvaluationTask>())

    /// Looks through the file at `path`, which is not to change as long as this is there. Waits for the disk.
    /// - Parameters:
    ///   - path: the file.
    ///   - format: how its records are written; nil: each says it by its keys.
    /// - Throws: `Errno` if the file cannot be read.
    public init(_ path: FilePath, format: RecordFormat? = nil) throws {
        self.path = path
        file = try FileDescriptor.open(path, .readOnly, options: [.closeOnExec])
        var scan = Scan(name: path.lastComponent?.string ?? path.string, format: format)
        do {
            var lines = LineReader(file, limit: Self.mostBytes)
            while let line = try lines.next() { scan.take(line) }
        } catch {
            try file.close()
            throw error
        }
        (names, places, badLines, counts) = (scan.names, scan.places, scan.badLines, scan.counts)
    }

    deinit {
        // Nothing was written that could be lost.
        try? file.close()
    }

    /// Whether there is a task of that name.
    public func contains(_ name: String) -> Bool { places[name] != nil }

    /// The task of that name; nil if there is none. Waits for the disk.
    /// - Throws: `Errno`; ``RecordError`` if the file was changed meanwhile.
    public func task(_ name: String) throws -> EvaluationTask? {
        guard let place = places[name] else { return nil }
        if let known = read.withLock({ $0.use(name) }) { return known }
        let bytes = try file.read(place.length, at: place.offset)
        let task: EvaluationTask
        do {
            task = try place.format.task(try JSONTree(parsing: bytes), line: place.line)
        } catch {
            throw RecordError("line \(place.line) of \(path) was changed while it was in use: \(error)")
        }
        let removed = read.withLock { read in
            read.add(task, size: Int64(place.length), for: name)
            return read.trim(to: Self.kept, count: .max)
        }
        withExtendedLifetime(removed) {}
        return task
    }

    /// What is found in the file, line by line.
    private struct Scan {
        /// So many bad lines are told; a file of another kind has no more to say.
        static let mostBadLines = 1000

        let name: String
        let format: RecordFormat?
        var names: [String] = []
        var places: [String: Place] = [:]
        var badLines: [BadLine] = []
        var counts = (samples: 0, references: 0)

        mutating func take(_ line: LineReader.Line) {
            guard !line.isBlank else { return }
            do {
                guard let bytes = line.bytes else {
                    throw RecordError("the line has more than \(TaskFile.mostBytes >> 20) MiB")
                }
                let record = try TaskFile.object(bytes)
                guard let format = format ?? RecordFormat(recognizing: record) else {
                    throw RecordError("no data set has such records; name one with --dataset")
                }
                let task = try format.task(record, line: line.number)
                let place = Place(offset: line.offset, length: bytes.count, line: line.number, format: format)
                if let other = places.updateValue(place, forKey: task.id) {
                    places[task.id] = other
                    throw RecordError("line \(other.line) has a task called \(task.id), too; give each its own name")
                }
                names.append(task.id)
                counts.samples += task.samples.count
                counts.references += task.references.count
            } catch {
                guard badLines.count < Self.mostBadLines else { return }
                badLines.append(BadLine(file: name, line: line.number, reason: "\(error)"))
            }
        }
    }

    /// The object on a line, or why there is none.
    static func object(_ bytes: [UInt8]) throws(RecordError) -> JSONTree {
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
