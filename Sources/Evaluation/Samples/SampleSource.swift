import Files
import JSONText
import Synchronization
public import SystemPackage

/// Where the programs to be evaluated come from, one after the other.
public final class SampleSource: Sendable {
    /// What comes next.
    public enum Item: Hashable, Sendable {
        /// A program.
        case sample(Sample)
        /// A line that holds none.
        case badLine(BadLine)
    }

    /// The most that a line of a file of samples may have.
    public static let mostBytes = 64 << 20

    private struct State {
        var origin: Origin
        var waiting: [Item] = []
        var numbers: [String: Int] = [:]
    }

    private enum Origin {
        case file(LineReader, name: String)
        case records(ArraySlice<String>, references: Bool)
    }

    private let tasks: TaskFile
    private let file: FileDescriptor?
    private let state: Mutex<State>

    /// The samples of the file at `path`, for tasks of `tasks`.
    /// - Throws: `Errno` if it cannot be read.
    public init(file path: FilePath, for tasks: TaskFile) throws {
        self.tasks = tasks
        let file = try FileDescriptor.open(path, .readOnly, options: [.closeOnExec])
        self.file = file
        let reader = LineReader(file, limit: Self.mostBytes)
        state = Mutex(State(origin: .file(reader, name: path.lastComponent?.string ?? path.string)))
    }

    /// The programs that the records of `tasks` bring.
    /// - Parameter references: whether it is those that the records say are right.
    public init(recordsOf tasks: TaskFile, references: Bool) {
        self.tasks = tasks
        file = nil
        state = Mutex(State(origin: .records(tasks.names[...], references: references)))
    }

    deinit {
        // Nothing was written that could be lost.
        try? file?.close()
    }

    /// How many lines a file of samples has, as far as its line feeds tell. Waits for the disk.
    public static func lineCount(of path: FilePath) throws -> Int {
        let file = try FileDescriptor.open(path, .readOnly, options: [.closeOnExec])
        return try file.closeAfter {
            var count = 0
            while true {
                let piece = try file.read(1 << 20)
                count += piece.count { $0 == UInt8(ascii: "\n") }
                if piece.count < 1 << 20 { return count }
            }
        }
    }

    /// The next ones, at most `count`; none at the end. Waits for the disk.
    /// - Throws: `Errno`; ``RecordError`` if the file of tasks was changed.
    public func next(_ count: Int) throws -> [Item] {
        try state.withLock { state in
            while state.waiting.count < count, try fill(&state) {}
            let items = Array(state.waiting.prefix(count))
            state.waiting.removeFirst(items.count)
            return items
        }
    }

    /// Reads what comes next; false at the end.
    private func fill(_ state: inout State) throws -> Bool {
        switch state.origin {
        case .file(var reader, let name):
            let line = try reader.next()
            state.origin = .file(reader, name: name)
            guard let line else { return false }
            guard !line.isBlank else { return true }
            do {
                guard let bytes = line.bytes else {
                    throw RecordError("the line has more than \(Self.mostBytes >> 20) MiB")
                }
                let (task, candidates) = try Sample.candidates(try JSONTree.record(bytes))
                guard tasks.contains(task) else { throw RecordError("there is no task called \(task)") }
                add(candidates, of: task, to: &state)
            } catch let error as RecordError {
                state.waiting.append(.badLine(BadLine(file: name, line: line.number, reason: error.reason)))
            }
        case .records(var names, let references):
            guard let name = names.popFirst() else { return false }
            state.origin = .records(names, references: references)
            guard let task = try tasks.task(name) else { return true }
            add(references ? task.references : task.samples, of: name, to: &state)
        }
        return true
    }

    private func add(_ candidates: [Candidate], of task: String, to state: inout State) {
        for candidate in candidates {
            let number = state.numbers[task, default: 0]
            state.numbers[task] = number + 1
            state.waiting.append(.sample(Sample(task: task, number: number, candidate: candidate)))
        }
    }
}
