import Sandbox
import Synchronization
import SystemPackage

/// What is read of files, once for all runs that need it: test inputs, judge's answers. What was not used for longest is let go
/// when all together grow too large.
final class SharedFiles<Value: Sendable>: Sendable {
    private struct Entry {
        var value: Value
        var size: Int
        var lastUse: Int
    }

    private struct State {
        var entries: [FilePath: Entry] = [:]
        var clock = 0
        var total = 0

        mutating func use(_ path: FilePath) -> Value? {
            clock += 1
            entries[path]?.lastUse = clock
            return entries[path]?.value
        }

        mutating func add(_ value: Value, size: Int, at path: FilePath, limit: Int) {
            guard entries[path] == nil, size <= limit else { return }
            entries[path] = Entry(value: value, size: size, lastUse: clock)
            total += size
            while total > limit, let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }) {
                total -= oldest.value.size
                entries[oldest.key] = nil
            }
        }
    }

    private let limit: Int
    private let read: @Sendable (FilePath) throws -> (value: Value, size: Int)
    private let state = Mutex(State())

    /// Keeps at most `limit` bytes besides what runs hold themselves.
    /// - Parameter read: gives what is kept of a file, and its size in bytes.
    init(limit: Int = 256 << 20, read: @escaping @Sendable (FilePath) throws -> (value: Value, size: Int)) {
        self.limit = limit
        self.read = read
    }

    /// What is kept of the file at `path`.
    /// - Throws: what reading it throws.
    func value(at path: FilePath) throws -> Value {
        if let known = state.withLock({ $0.use(path) }) { return known }
        // Read outside of the lock: two runs may read one file twice, but none waits for another's file.
        let (value, size) = try read(path)
        state.withLock { $0.add(value, size: size, at: path, limit: limit) }
        return value
    }
}

extension SharedFiles<InputFile> {
    /// Files that runs read as standard input, in `directory`.
    static func inputs(in directory: FilePath) -> SharedFiles<InputFile> {
        SharedFiles { path in
            let file = try InputFile(copying: path, to: directory)
            return (file, file.size)
        }
    }
}

extension SharedFiles<[UInt8]> {
    /// Files that outputs are compared with.
    static func answers() -> SharedFiles<[UInt8]> {
        SharedFiles { path in
            let bytes = try path.contents()
            return (bytes, bytes.count)
        }
    }
}
