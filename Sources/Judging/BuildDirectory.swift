import Files
import SystemPackage

/// A directory of the judge's own with what came of a build, removed with the last reference. Whoever uses what lies in it keeps
/// one.
final class BuildDirectory: Sendable {
    /// The directory.
    let path: FilePath

    /// The directory at `path`, which belongs to nobody else.
    init(_ path: FilePath) {
        self.path = path
    }

    deinit {
        // What resists is removed with the executor's store, which it lies in.
        try? path.removeTree()
    }
}
