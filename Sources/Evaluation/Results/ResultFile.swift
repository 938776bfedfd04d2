import Files
import Glibc
import JSONText
public import SystemPackage

/// A file of results, a line for each sample, to which what comes next is added: who evaluates the same samples again goes on
/// where an earlier evaluation stopped.
public struct ResultFile {
    private struct Place: Hashable {
        var task: String
        var number: Int
    }

    private let file: FileDescriptor
    private let path: FilePath
    private var known: [Place: String] = [:]
    /// What the results say together that were in it when it was opened.
    public private(set) var tally = PassTally()
    /// Whether its last line was torn and was taken away.
    public private(set) var isRepaired = false

    /// Opens the file at `path`, which is made if there is none, and reads what is in it. Whoever has opened it keeps others from
    /// writing to it. Waits for the disk.
    /// - Throws: `Errno`; ``RecordError`` if it holds something else, or another evaluation writes to it.
    public init(_ path: FilePath) throws {
        self.path = path
        file = try FileDescriptor.open(
            path, .readWrite, options: [.create, .closeOnExec], permissions: [.ownerReadWrite, .groupRead, .otherRead])
        do {
            guard flock(file.rawValue, LOCK_EX | LOCK_NB) == 0 else {
                throw RecordError("another evaluation writes to \(path); wait for it, or name another --output")
            }
            try read()
        } catch {
            try file.close()
            throw error
        }
    }

    /// Closes the file.
    public func close() throws {
        // Closing alone would not do: a program that is being started has a copy until it is executed, and with it the lock.
        _ = flock(file.rawValue, LOCK_UN)
        try file.close()
    }

    /// Whether the result of a sample is in it.
    /// - Throws: ``RecordError`` if that of another program is, in the same place.
    public func isKnown(_ sample: Sample) throws -> Bool {
        guard let digest = known[Place(task: sample.task, number: sample.number)] else { return false }
        guard digest == sample.digest else {
            throw RecordError(
                "\(path) has a result of another program for sample \(sample.number) of \(sample.task); name another "
                    + "--output, or remove it")
        }
        return true
    }

    /// Adds a result. Waits for the disk.
    public func add(_ result: SampleResult) throws {
        _ = try file.writeAll(Array((result.record.text + "\n").utf8))
    }

    private mutating func read() throws {
        var lines = LineReader(file, limit: 64 << 20)
        var end: Int64 = 0
        while let line = try lines.next() {
            guard line.isEnded else {
                // What an evaluation was writing when it was killed.
                guard ftruncate(file.rawValue, Int(line.offset)) == 0 else { throw Errno(rawValue: errno) }
                isRepaired = true
                break
            }
            end = line.offset + Int64(line.bytes?.count ?? 0) + 1
            guard !line.isBlank else { continue }
            do {
                try take(KnownResult(try JSONTree.record(line.bytes ?? [])))
            } catch {
                throw RecordError("line \(line.number) of \(path): \(error); name another --output")
            }
        }
        _ = try file.seek(offset: end, from: .start)
    }

    private mutating func take(_ result: KnownResult) {
        guard !result.isJudgeError else { return }
        known[Place(task: result.task, number: result.number)] = result.digest
        tally.count(result.task, isPassed: result.isPassed, accepted: result.accepted, tests: result.tests)
    }
}
