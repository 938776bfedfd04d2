public import SystemPackage
public import Wire

/// A package's folder on this machine, ready to be sent: its tree, and where the contents are.
public struct LocalPackage: Sendable {
    /// All files.
    public let tree: PackageTree
    /// Where each content of the tree is; of several files of one content, one.
    public let contents: [Verdict_V1_BlobRef: FilePath]
    /// What is left out, as packages are read: hidden files and folders but `.timelimit`, and `__pycache__`.
    public let skipped: [String]

    /// Reads the folder and hashes all files in it.
    ///
    /// Symbolic links are followed inside the folder only, and sent as what they lead to; the executable bit is the
    /// owner's. Files are read off the cooperative threads; cancelling the task stops that.
    /// - Throws: ``PackageTreeError``, with everything that is wrong up to 20 things; `CancellationError`.
    public static func read(_ folder: FilePath) async throws -> LocalPackage {
        try await BlockingWork.run { isCancelled in
            var walk = try PackageWalk(folder, isCancelled: isCancelled)
            try walk.readAll()
            return LocalPackage(
                tree: try PackageTree(files: walk.files), contents: walk.contents, skipped: walk.skipped)
        }
    }
}
