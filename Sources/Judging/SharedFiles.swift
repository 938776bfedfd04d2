import Concurrency
import Sandbox
import Synchronization
import SystemPackage

/// What is read of files, once for all runs that need it: test inputs, judge's answers. What was not used for longest is let go
/// when all together grow too large.
final class SharedFiles<Value: Sendable>: Sendable {
    private let limit: Int
    private let read: @Sendable (FilePath) throws -> (value: Value, size: Int)
    private let values = Mutex(RecentlyUsed<FilePath, Value>())

    /// Keeps at most `limit` bytes besides what runs hold themselves.
    /// - Parameter read: gives what is kept of a file, and its size in bytes.
    init(limit: Int = 256 << 20, read: @escaping @Sendable (FilePath) throws -> (value: Value, size: Int)) {
        self.limit = limit
        self.read = read
    }

    /// What is kept of the file at `path`.
    /// - Throws: what reading it throws.
    func value(at path: FilePath) throws -> Value {
        if let known = values.withLock({ $0.use(path) }) { return known }
        // Read outside of the lock: two runs may read one file twice, but none waits for another's file.
        let (value, size) = try read(path)
        guard size <= limit else { return value }
        // What is let go of may remove its file: not while others wait for the lock.
        let removed = values.withLock { values in
            values.add(value, size: Int64(size), for: path)
            return values.trim(to: Int64(limit), count: .max)
        }
        withExtendedLifetime(removed) {}
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
