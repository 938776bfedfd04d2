internal import SystemPackage
internal import Units

/// Walks a package's folder once, from the outside in, and notes what is there without opening any file.
struct FolderWalk {
    /// A folder on the way, or something in one.
    private struct Place {
        /// Where it really is below the package; empty for the package itself.
        var inside: String
        /// Where it is listed.
        var path: String
    }

    private let named: FilePath
    private let root: FilePath
    private(set) var findings: [PackageFinding] = []
    private var entryCount = 0
    private var fileCount = 0
    /// The folders that are being walked, real paths: what a link must not lead back to.
    private var active: [FilePath] = []

    /// - Parameters:
    ///   - named: the folder as the caller named it, for messages.
    ///   - root: the same as a real path.
    init(_ named: FilePath, root: FilePath) {
        self.named = named
        self.root = root
    }

    /// Everything in the folder, ordered by the bytes of the names.
    mutating func entries() throws(PackageFolderError) -> [PackageEntry] {
        try walk(root, Place(inside: "", path: ""))
    }

    /// - Parameter real: the real path of `folder`.
    private mutating func walk(_ real: FilePath, _ folder: Place) throws(PackageFolderError) -> [PackageEntry] {
        guard active.count < TreeLimits.depth else {
            leaveOut(folder.path, "folders are nested deeper than \(TreeLimits.depth) levels; make the tree flatter")
            return []
        }
        active.append(real)
        defer { active.removeLast() }
        let directory: OpenDirectory
        do throws(Errno) {
            directory = try OpenDirectory(real)
        } catch {
            let message = "the folder cannot be read: \(error); allow reading it"
            guard active.count > 1 else { throw PackageFolderError(.unreadable, named, message) }
            leaveOut(folder.path, message)
            return []
        }
        var entries: [PackageEntry] = []
        for name in directory.names where PackageRules.isListed(name, isOutermost: active.count == 1) {
            entryCount += 1
            if let entry = try entry(name, in: directory, folder) { entries.append(entry) }
            guard entryCount <= TreeLimits.entries, fileCount <= TreeLimits.files else {
                let most = "\(TreeLimits.files) files, or \(TreeLimits.entries) files and folders"
                throw PackageFolderError(.tooLarge, named, "the package has more than \(most); split it")
            }
        }
        return entries
    }

    private mutating func entry(
        _ bytes: [UInt8], in directory: borrowing OpenDirectory, _ folder: Place
    ) throws(PackageFolderError) -> PackageEntry? {
        guard let name = String(validating: bytes, as: UTF8.self) else {
            leaveOut(PackageRules.join(folder.path, PrintableText.decode(bytes)), "the name is not UTF-8; rename it")
            return nil
        }
        var place = Place(
            inside: PackageRules.join(folder.inside, name), path: PackageRules.join(folder.path, name))
        guard let status = resolve(name, in: directory, &place) else { return nil }
        if status.isFolder {
            let children = try walk(root.appending(place.inside), place)
            return PackageEntry(name: name, path: place.path, kind: .folder(children))
        }
        return file(place, status).map { PackageEntry(name: name, path: place.path, kind: .file($0)) }
    }

    /// What `name` is, and may be read; nil after it is said why not. A link is followed: then `place` becomes that of what
    /// it leads to.
    private mutating func resolve(
        _ name: String, in directory: borrowing OpenDirectory, _ place: inout Place
    ) -> FileStatus? {
        do throws(Errno) {
            var status = try directory.status(of: name)
            if status.isLink {
                guard let target = follow(place) else { return nil }
                place.inside = target
                status = try FileAccess.status(root.appending(target))
            }
            if status.isFile { try directory.requireReadable(name) }
            return status
        } catch {
            leaveOut(place.path, "the file cannot be read: \(error); allow reading it")
            return nil
        }
    }

    private mutating func file(_ place: Place, _ status: FileStatus) -> PackageFile? {
        guard status.isFile else {
            leaveOut(place.path, "neither a file nor a folder (a pipe, socket or device); remove it")
            return nil
        }
        guard let inside = TreePath(place.inside), place.path == place.inside || TreePath(place.path) != nil else {
            leaveOut(place.path, "the path has more than 4000 bytes; shorten it")
            return nil
        }
        fileCount += 1
        return PackageFile(path: inside, size: ByteCount(status.size), isExecutable: status.isExecutable)
    }

    /// Where below the package a link leads, if it does, and not back to where it is.
    private mutating func follow(_ link: Place) -> String? {
        let target: FilePath
        do throws(Errno) {
            target = try FileAccess.realPath(root.appending(link.inside))
        } catch {
            leaveOut(link.path, "the symbolic link leads nowhere: \(error); correct or remove it")
            return nil
        }
        var inside = target
        guard inside.removePrefix(root) else {
            leaveOut(link.path, "the symbolic link leads out of the package; put a copy of the file in its place")
            return nil
        }
        guard !active.contains(target) else {
            leaveOut(link.path, "the symbolic link leads back to a folder that it is in; remove it")
            return nil
        }
        guard let inside = String(validating: inside) else {
            leaveOut(link.path, "the symbolic link leads to a name that is not UTF-8; rename that")
            return nil
        }
        return inside
    }

    private mutating func leaveOut(_ path: String, _ message: String) {
        findings.append(PackageRules.finding(path, message))
    }
}
