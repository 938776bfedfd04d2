internal import Cryptography
internal import FoundationEssentials
public import PackageFiles
internal import SwiftProtobuf
public import Units
public import Wire

/// The files of a problem package, or of an artifact, with their hashes, checked, as one content. Its hash names the package.
///
/// There is one encoding of a tree, and only that is taken: files ordered by the bytes of their paths, each once, none the
/// directory of another's.
///
///     let package = try await LocalPackage.read("sum")
///     let same = try FileManifest(decoding: package.tree.encoded)
public struct FileManifest: Hashable, Sendable {
    /// The most files of a package; of its folders see ``TreeLimits``.
    public static let fileLimit = TreeLimits.files
    /// The most bytes of an encoded tree.
    public static let encodedLimit = ByteCount.mebibytes(64)
    /// The most that all files of a package may have together.
    public static let sizeLimit = TreeLimits.size

    /// The files, ordered by path.
    public let files: [Verdict_V1_FileRef]
    /// The tree as a content.
    public let encoded: [UInt8]
    /// The package's name among packages.
    public let id: PackageID
    /// The size of all files together.
    public let size: ByteCount

    /// The tree as messages refer to it.
    public var content: Verdict_V1_BlobRef {
        var content = Verdict_V1_BlobRef()
        content.hash = id.data
        content.size = UInt64(encoded.count)
        return content
    }

    /// The tree of these files, in any order.
    /// - Throws: ``FileManifestError``: `invalid`, `tooLarge`.
    public init(files: [Verdict_V1_FileRef]) throws(FileManifestError) {
        let sorted = files.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
        let plain = Self.plain(sorted)
        let encoded: [UInt8]
        do {
            encoded = try plain.serializedBytes()
        } catch {
            throw FileManifestError(
                .invalid, "the list of files cannot be encoded: \(error); name fewer or other files")
        }
        try self.init(checked: plain.files, encoded: encoded)
    }

    /// Reads what another program sent.
    /// - Throws: ``FileManifestError``: `invalid`, with everything that is wrong up to 20 things; `tooLarge`.
    public init(decoding bytes: [UInt8]) throws(FileManifestError) {
        guard bytes.count <= Self.encodedLimit.bytes else {
            throw FileManifestError(
                .tooLarge, "the package's list of files has more than \(Self.encodedLimit); split the package")
        }
        // Before anything is made of them: an empty file takes two bytes there and a hundred here.
        try TreeEncoding.check(bytes, fileLimit: Self.fileLimit)
        let tree: Verdict_V1_Tree
        let encoded: [UInt8]
        do {
            tree = Self.plain(try Verdict_V1_Tree(serializedBytes: bytes).files)
            encoded = try tree.serializedBytes()
        } catch {
            throw FileManifestError(.invalid, "this is no package's list of files: \(error); send a verdict.v1.Tree")
        }
        guard encoded == bytes else {
            throw FileManifestError(
                .invalid,
                "the list of files is not in its one encoding, or of a newer version; encode its fields in order, and "
                    + "nothing else")
        }
        try self.init(checked: tree.files, encoded: bytes)
    }

    /// The tree of these files without fields of newer versions, which would be kept.
    private static func plain(_ files: [Verdict_V1_FileRef]) -> Verdict_V1_Tree {
        var tree = Verdict_V1_Tree()
        tree.files = files.map { file in
            var known = Verdict_V1_FileRef()
            known.path = file.path
            known.content.hash = file.content.hash
            known.content.size = file.content.size
            known.executable = file.executable
            return known
        }
        return tree
    }

    private init(checked files: [Verdict_V1_FileRef], encoded: [UInt8]) throws(FileManifestError) {
        guard files.count <= Self.fileLimit, encoded.count <= Self.encodedLimit.bytes else {
            throw FileManifestError(
                .tooLarge,
                "the package has more than \(Self.fileLimit) files, or their list more than \(Self.encodedLimit); "
                    + "split the package")
        }
        var checks = TreeChecks(sizeLimit: Self.sizeLimit)
        for file in files { checks.add(file) }
        guard checks.problems.isEmpty else { throw FileManifestError(.invalid, checks.problems) }
        guard let id = PackageID(bytes: Array(SHA256.hash(encoded))) else {
            throw FileManifestError(.invalid, "SHA-256 has another length than 32 bytes; report this")
        }
        self.files = files
        self.encoded = encoded
        self.id = id
        size = checks.size
    }
}

extension FileManifest {
    /// The package as readers see it, with the hash of each file.
    /// - Parameter name: what it is called.
    public func listing(name: String) -> PackageListing {
        PackageListing(
            name: name,
            files: files.compactMap { file in
                // All are paths: the tree is checked.
                TreePath(file.path).map { path in
                    PackageFile(
                        path: path, size: ByteCount(Int64(clamping: file.content.size)), isExecutable: file.executable,
                        hash: Array(file.content.hash))
                }
            })
    }
}
