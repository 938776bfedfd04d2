import Files
import Synchronization
import SystemPackage
import Units

/// A directory with contents that are all there, and what was made of them. Whoever uses them keeps a reference.
final class CachedDirectory<Value: Sendable>: Sendable {
    /// The directory.
    let path: FilePath
    /// What it takes.
    let size: ByteCount
    /// What was made of the contents.
    let value: Value
    private let isOwned: Atomic<Bool>

    /// The directory at `path`; if it is the cache's own, it is removed with the last reference.
    init(path: FilePath, size: ByteCount, value: Value, isOwned: Bool = true) {
        self.path = path
        self.size = size
        self.value = value
        self.isOwned = Atomic(isOwned)
    }

    /// The same directory with another value; this one is not to be used any more.
    func with<Other>(_ value: Other) -> CachedDirectory<Other> {
        let wasOwned = isOwned.exchange(false, ordering: .relaxed)
        return CachedDirectory<Other>(path: path, size: size, value: value, isOwned: wasOwned)
    }

    deinit {
        guard isOwned.load(ordering: .relaxed) else { return }
        // What resists is removed at the next start, like all that a killed worker leaves.
        _ = try? path.removeTree()
    }
}
