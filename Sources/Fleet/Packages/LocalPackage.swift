internal import Concurrency
public import PackageFiles
public import SystemPackage
public import Wire

/// A package's folder on this machine, ready to be sent: its tree, and where the contents are.
public struct LocalPackage: Sendable {
    /// As many problems are told; whoever made more made all of them in the same way.
    private static let problemLimit = 20

    /// All files.
    public let tree: FileManifest
    /// Where each content of the tree is; of several files of one content, one.
    public let contents: [Verdict_V1_BlobRef: FilePath]
    /// What is odd and therefore left out, though nobody judges by it: one line each.
    public let warnings: [String]

    /// Lists the folder as all readers of packages do (`PackageListing`), and hashes all files in it.
    ///
    /// Symbolic links are sent as what they lead to; the executable bit is the owner's. Files are read off the cooperative
    /// threads; cancelling the task stops that.
    /// - Throws: ``FileManifestError``, with everything that is wrong up to 20 things; `CancellationError`.
    public static func read(_ folder: FilePath) async throws -> LocalPackage {
        try await read(try await BlockingWork.run { _ in try list(folder) })
    }

    /// Hashes all files of a folder that was listed before, off the cooperative threads; cancelling the task stops that.
    /// - Throws: ``FileManifestError``; `CancellationError`.
    public static func read(_ directory: PackageDirectory) async throws -> LocalPackage {
        try await BlockingWork.run { isCancelled in
            try refuseErrors(directory.listing)
            var files: [Verdict_V1_FileRef] = []
            var contents: [Verdict_V1_BlobRef: FilePath] = [:]
            for (path, file) in directory.listing.files {
                let place = directory.path(of: file)
                var reference = Verdict_V1_FileRef()
                reference.path = path
                reference.content = try hash(place, isCancelled)
                reference.executable = file.isExecutable
                files.append(reference)
                contents[reference.content] = place
            }
            return LocalPackage(
                tree: try FileManifest(files: files), contents: contents,
                warnings: directory.listing.findings.map(\.description))
        }
    }

    private static func list(_ folder: FilePath) throws(FileManifestError) -> PackageDirectory {
        do throws(PackageFolderError) {
            return try PackageDirectory(folder)
        } catch {
            throw FileManifestError(error.code == .tooLarge ? .tooLarge : .unreadable, "\(error)")
        }
    }

    private static func refuseErrors(_ listing: PackageListing) throws(FileManifestError) {
        let errors = listing.findings.filter(\.isError)
        guard errors.isEmpty else {
            throw FileManifestError(.odd, errors.prefix(problemLimit).map(\.description))
        }
    }

    private static func hash(_ path: FilePath, _ isCancelled: () -> Bool) throws -> Verdict_V1_BlobRef {
        var hasher = ContentHasher()
        do {
            let reader = try FileReader(path)
            while let piece = try reader.next(upTo: 1 << 20) {
                if isCancelled() { throw CancellationError() }
                hasher.add(piece)
            }
        } catch let error as Errno {
            throw FileManifestError(.unreadable, "\(path) cannot be read: \(error); allow reading it")
        }
        return hasher.content
    }
}
