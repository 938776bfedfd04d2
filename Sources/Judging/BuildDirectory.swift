import Synchronization
import SystemPackage

/// A directory of the judge's own with what came of a build. Whoever uses what lies in it keeps a reference.
final class BuildDirectory: Sendable {
    /// The directory.
    let path: FilePath
    private let isGivenUp = Atomic(false)

    /// The directory at `path`, which belongs to nobody else.
    init(_ path: FilePath) {
        self.path = path
    }

    /// It is not to be found any more: it is removed with the last reference.
    func giveUp() {
        isGivenUp.store(true, ordering: .relaxed)
    }

    deinit {
        guard isGivenUp.load(ordering: .relaxed) else { return }
        // What resists is removed with the executor's store, which it lies in.
        try? path.removeTree()
    }
}
