import Concurrency
import Files
import Fleet
import Glibc
import Judging
import SystemPackage
import Wire

/// What a compiler made, with its contents' hashes.
struct LocalArtifact: Sendable {
    /// The files, as others name them.
    let tree: FileManifest
    /// Where their contents are.
    let contents: [Verdict_V1_BlobRef: ContentSource]

    /// Reads and hashes all files of `artifact`.
    /// - Throws: `Errno`; `FileManifestError` for a name that cannot be sent.
    static func read(_ artifact: Artifact) async throws -> LocalArtifact {
        var files: [Verdict_V1_FileRef] = []
        var contents: [Verdict_V1_BlobRef: ContentSource] = [:]
        for name in artifact.files {
            let path = artifact.directory.pushing(FilePath(name))
            var file = Verdict_V1_FileRef()
            file.path = name
            (file.content, file.executable) = try await BlockingWork.run { _ in try Self.read(path) }
            files.append(file)
            contents[file.content] = .file(path)
            try Task.checkCancellation()
        }
        return LocalArtifact(tree: try FileManifest(files: files), contents: contents)
    }

    private static func read(_ path: FilePath) throws -> (Verdict_V1_BlobRef, isExecutable: Bool) {
        let descriptor = try FileDescriptor.open(path, .readOnly, options: [.closeOnExec, .noFollow])
        return try descriptor.closeAfter {
            var hasher = ContentHasher()
            while case let piece = try descriptor.read(1 << 18), !piece.isEmpty { hasher.add(piece) }
            var status = stat()
            guard unsafe fstat(descriptor.rawValue, &status) == 0 else { throw Errno(rawValue: errno) }
            return (hasher.content, status.st_mode & S_IXUSR != 0)
        }
    }
}
