import Sandbox
import Synchronization
import SystemPackage

/// Test inputs, each read once and shared by all runs that need it; those not used for longest are let go when all
/// together grow too large.
final class TestInputs: Sendable {
    private struct Entry {
        var file: InputFile
        var lastUse: Int
    }

    private struct State {
        var entries: [FilePath: Entry] = [:]
        var clock = 0
        var total = 0

        mutating func use(_ path: FilePath) -> InputFile? {
            clock += 1
            entries[path]?.lastUse = clock
            return entries[path]?.file
        }

        mutating func add(_ file: InputFile, at path: FilePath, limit: Int) {
            guard entries[path] == nil, file.size <= limit else { return }
            entries[path] = Entry(file: file, lastUse: clock)
            total += file.size
            while total > limit, let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }) {
                total -= oldest.value.file.size
                entries[oldest.key] = nil
            }
        }
    }

    private let directory: FilePath
    private let limit: Int
    private let state = Mutex(State())

    /// Keeps at most `limit` bytes besides what runs hold themselves.
    init(in directory: FilePath, limit: Int = 256 << 20) {
        self.directory = directory
        self.limit = limit
    }

    /// The input at `path`.
    func file(at path: FilePath) throws -> InputFile {
        if let known = state.withLock({ $0.use(path) }) { return known }
        // Read outside of the lock: two runs may read one file twice, but none waits for another's file.
        let file = try InputFile(copying: path, to: directory)
        state.withLock { $0.add(file, at: path, limit: limit) }
        return file
    }
}
