public import SystemPackage

/// A package whose files lie in a folder of this machine: where that is, and what is in it.
public struct PackageDirectory: Sendable {
    /// The folder.
    public let root: FilePath
    /// What is in it.
    public let listing: PackageListing

    /// The folder `root`, whose files are known: somebody wrote them there.
    /// - Parameter root: absolute, without symbolic links.
    public init(root: FilePath, listing: PackageListing) {
        self.root = root
        self.listing = listing
    }

    /// Lists `folder` without opening any file. What is odd is among the listing's findings.
    ///
    /// Waits for the file system: not for the cooperative threads of a server.
    /// - Throws: ``PackageFolderError`` if there is no folder, no file in it, or too many.
    public init(_ folder: FilePath) throws(PackageFolderError) {
        try self.init(folder, called: folder, leftOut: [])
    }

    /// Lists `folder`, into which somebody has put the files of a package, as ``init(_:)`` does.
    /// - Parameters:
    ///   - place: what the package came in, for messages.
    ///   - leftOut: what was not put there, and why, by paths below the package.
    ///   - findings: what else was found in what the files come from.
    package init(
        _ folder: FilePath, called place: FilePath, leftOut: [(path: String, reason: String)],
        findings: [PackageFinding] = []
    ) throws(PackageFolderError) {
        root = try Self.locate(folder)
        var walk = FolderWalk(place, root: root)
        let entries = try walk.entries()
        let name = root.lastComponent?.string ?? "/"
        let findings = findings + leftOut.map { PackageRules.finding($0.path, $0.reason) }
        listing = PackageListing(name: name, entries: entries, findings: findings + walk.findings)
        guard !listing.files.isEmpty || listing.findings.contains(where: \.isError) else {
            throw PackageFolderError(.noPackage, place, "there is no file of a package in it; name a package")
        }
    }

    /// The same folder, listed again after files were put into it. Waits for the file system.
    /// - Throws: ``PackageFolderError`` if there are too many now.
    public func listedAgain() throws(PackageFolderError) -> PackageDirectory {
        try PackageDirectory(root, called: root, leftOut: [], findings: listing.findings)
    }

    /// Where a file of the listing is.
    public func path(of file: PackageFile) -> FilePath {
        root.appending(file.path.text)
    }

    /// Reads what is asked for.
    ///
    /// A file may have been exchanged since it was listed: it is opened without following links or waiting for a pipe's
    /// other end, and read only if it is a regular file, and no further than was asked for. Waits for the file system.
    /// - Throws: ``PackageFolderError`` for the first file that cannot be read.
    public func contents(_ requests: [FileRequest]) throws(PackageFolderError) -> [TreePath: [UInt8]] {
        var contents: [TreePath: [UInt8]] = [:]
        for request in requests {
            let path = request.file.path
            do throws(Errno) {
                let reader = try FileReader(self.path(of: request.file))
                var bytes: [UInt8] = []
                while bytes.count < request.count, let next = try reader.next(upTo: request.count - bytes.count) {
                    bytes += next
                }
                contents[path] = bytes
            } catch {
                throw PackageFolderError(.unreadable, FilePath(path.text), "cannot be read: \(error); allow reading it")
            }
        }
        return contents
    }

    private static func locate(_ folder: FilePath) throws(PackageFolderError) -> FilePath {
        guard !folder.isEmpty else {
            throw PackageFolderError(.noPackage, ".", "the path given is empty; name a package's folder")
        }
        do throws(Errno) {
            let root = try FileAccess.realPath(folder)
            if try FileAccess.status(root).isFolder { return root }
        } catch {
            let reason = error == .noSuchFileOrDirectory ? "there is no such folder; correct the path" : "\(error)"
            throw PackageFolderError(.noPackage, folder, reason)
        }
        let isArchive = ["zip", "kpp", "tgz", "gz", "tar"].contains(folder.extension ?? "")
        let advice =
            isArchive
            ? "unpack the archive, or give it to `verdict judge` or `verdict submit`" : "name the package's folder"
        throw PackageFolderError(.noPackage, folder, "not a folder; " + advice)
    }
}
