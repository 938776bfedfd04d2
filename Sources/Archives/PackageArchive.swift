// Its header names the kernel's `stat`, too: which module that belongs to depends on what was compiled first.
internal import CArchive
internal import Glibc
public import PackageFiles
public import SystemPackage
public import Units

/// A package in an archive: zip (`.kpp` too), tar, or tar with gzip, whatever its file is called.
///
/// It has the package's files either outermost, or in one outermost folder: if there is no file of
/// settings, such as a `problem.yaml`, outermost and one folder that is not hidden. The package is called as that folder, or else as the archive's file without its extension.
public struct PackageArchive: Sendable {
    /// The archive's file.
    public let path: FilePath

    /// What a package has outermost.
    private static let settingsFiles = [
        "problem.yaml", "problem.xml", "init.yml", "info.toml", "task.yaml", "problem.json", "problem.conf", "data.yml",
        "config.yaml", "domjudge-problem.ini",
    ]

    /// The archive at `path`, of which nothing is read yet.
    public init(_ path: FilePath) {
        self.path = path
    }

    /// Whether there is a regular file at `path`, which can only be meant as an archive where a package is asked for.
    public static func mayBe(at path: FilePath) -> Bool {
        var status = stat()
        return unsafe stat(path.string, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    /// Unpacks it to a new folder in `folder`, and lists what is there as that of any package.
    ///
    /// Nothing is made outside of that new folder, whatever the archive says. Of the modes only the owner's right to execute
    /// is kept; symbolic links are made where they stay inside. Hard links, pipes, sockets, devices and links that lead out
    /// are left out, and are among the listing's findings. Stops at the limits of `TreeLimits`, and when the disk is nearly
    /// full; what is there then is for the caller to remove.
    ///
    /// Waits for the file system: not for the cooperative threads of a server.
    /// - Parameters:
    ///   - folder: where.
    ///   - largest: what its files may have together.
    ///   - isCancelled: asked now and then.
    /// - Throws: ``PackageArchiveError``; `PackageFolderError` if no package can be in it; `CancellationError`.
    public func unpack(
        into folder: FilePath, largest: ByteCount = TreeLimits.size, isCancelled: () -> Bool = { false }
    ) throws -> PackageDirectory {
        try unpack(
            into: folder, ExtractionBudget(free: try free(in: folder), size: largest), isCancelled: isCancelled)
    }

    /// As ``unpack(into:isCancelled:)``, but of any files, which make no package: they are in one outermost folder only if there
    /// is nothing beside that.
    public func unpackFiles(into folder: FilePath, isCancelled: () -> Bool = { false }) throws -> PackageDirectory {
        try unpack(
            into: folder, ExtractionBudget(free: try free(in: folder)), isPackage: false, isCancelled: isCancelled)
    }

    func unpack(
        into folder: FilePath, _ budget: ExtractionBudget, isPackage: Bool = true,
        isCancelled: () -> Bool = { false }
    ) throws -> PackageDirectory {
        let root = folder.appending(name)
        do {
            var extraction = Extraction(of: path, to: try OpenFolder(making: root), budget)
            try UnicodeLocale.inThisThread {
                var reader = try ArchiveReader(path)
                try extraction.run(&reader, isCancelled: isCancelled)
            }
            guard let inner = try onlyFolder(of: root, isPackage) else {
                return try PackageDirectory(root, called: path, leftOut: extraction.leftOut)
            }
            // What was left out beside the package is no part of it.
            let leftOut = extraction.leftOut.compactMap { path, reason in
                path.hasPrefix(inner + "/") ? (path: String(path.dropFirst(inner.count + 1)), reason: reason) : nil
            }
            return try PackageDirectory(root.appending(inner), called: path, leftOut: leftOut)
        } catch let error as Errno {
            throw PackageArchiveError(error, path, "unpack it to \(root)")
        }
    }

    /// The file's name without extension.
    private var name: String {
        var name = path.stem ?? ""
        if name.hasSuffix(".tar") { name.removeLast(4) }
        return TreePath(name)?.text ?? "package"
    }

    func free(in folder: FilePath) throws(PackageArchiveError) -> ByteCount {
        var status = statvfs()
        guard unsafe statvfs(folder.string, &status) == 0 else {
            throw PackageArchiveError(Errno(rawValue: errno), path, "look at the room in \(folder)")
        }
        let (free, overflows) = status.f_bavail.multipliedReportingOverflow(by: status.f_frsize)
        return ByteCount(overflows ? .max : Int64(clamping: free))
    }

    /// The name of the outermost folder that is the package; nil if the package has its files outermost. Files beside it make
    /// no difference to a package.
    private func onlyFolder(of root: FilePath, _ isPackage: Bool) throws(Errno) -> String? {
        var folders: [String] = []
        for bytes in try OpenDirectory(root).names {
            guard let name = String(validating: bytes, as: UTF8.self), !Self.settingsFiles.contains(name) else {
                return nil
            }
            var status = stat()
            guard unsafe lstat(root.appending(name).string, &status) == 0 else { throw Errno(rawValue: errno) }
            let isFolder = status.st_mode & S_IFMT == S_IFDIR
            if !isPackage, !isFolder { return nil }
            if !name.utf8.starts(with: ".".utf8), isFolder { folders.append(name) }
        }
        return folders.count == 1 ? folders.first : nil
    }
}
