import Concurrency
import Synchronization
public import SystemPackage

/// The tasks of a file of records, read when they are needed: only where each one lies is kept.
public final class TaskFile: Sendable {
    /// How much of records read lately is kept, as they are in the file.
    private static let kept: Int64 = 256 << 20
    /// So many bad lines are told; a file of another kind has no more to say.
    private static let mostBadLines = 1000

    /// What is known of a task that is not read.
    private struct Mark: Sendable {
        var format: RecordFormat
        var samples, references: Int
    }

    /// How many programs the records bring, and how many they say are right.
    public let counts: (samples: Int, references: Int)

    private let index: RecordIndex<Mark>
    private let read = Mutex(RecentlyUsed<String, EvaluationTask>())

    /// Looks through the file at `path`, which is not to change as long as this is there. Waits for the disk.
    /// - Parameters:
    ///   - path: the file.
    ///   - format: how its records are written; nil: each says it by its keys.
    /// - Throws: `Errno` if the file cannot be read.
    public init(_ path: FilePath, format: RecordFormat? = nil) throws {
        let index = try RecordIndex<Mark>(path, mostBadLines: Self.mostBadLines) { record, line in
            guard let format = format ?? RecordFormat(recognizing: record) else {
                throw RecordError("no data set has such records; name one with --dataset")
            }
            let task = try format.task(record, line: line)
            let mark = Mark(format: format, samples: task.samples.count, references: task.references.count)
            return (task.id, mark)
        }
        counts = index.names.reduce(into: (0, 0)) { counts, name in
            counts.0 += index[name]?.mark.samples ?? 0
            counts.1 += index[name]?.mark.references ?? 0
        }
        self.index = index
    }

    /// The file's path.
    public var path: FilePath { index.path }
    /// The tasks' names, in the file's order.
    public var names: [String] { index.names }
    /// The lines that are no records.
    public var badLines: [BadLine] { index.badLines }

    /// Whether there is a task of that name.
    public func contains(_ name: String) -> Bool { index[name] != nil }

    /// The task of that name; nil if there is none. Waits for the disk.
    /// - Throws: `Errno`; ``RecordError`` if the file was changed meanwhile.
    public func task(_ name: String) throws -> EvaluationTask? {
        guard let place = index[name] else { return nil }
        if let known = read.withLock({ $0.use(name) }) { return known }
        let (task, size) = try index.read(place) { try place.mark.format.task($0, line: place.line) }
        let removed = read.withLock { read in
            read.add(task, size: size, for: name)
            return read.trim(to: Self.kept, count: .max)
        }
        withExtendedLifetime(removed) {}
        return task
    }
}
