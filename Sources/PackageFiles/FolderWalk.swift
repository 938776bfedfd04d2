internal import Glibc
internal import SystemPackage
internal import Units

/// Walks a package's folder once, from the outside in, and notes what is there without opening any file.
struct FolderWalk {
    /// A folder on the way, or something in one.
    private struct Place {
        /// Where it really is.
        var real: FilePath
        /// The same below the package; empty for the package itself.
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
        try walk(Place(real: root, inside: "", path: ""))
    }

    private mutating func walk(_ folder: Place) throws(PackageFolderError) -> [PackageEntry] {
        guard active.count < TreeLimits.depth else {
            leaveOut(folder.path, "folders are nested deeper than \(TreeLimits.depth) levels; make the tree flatter")
            return []
        }
        active.append(folder.real)
        defer { active.removeLast() }
        let names: [[UInt8]]
        do throws(Errno) {
            names = try FileAccess.names(in: folder.real)
        } catch {
            let message = "the folder cannot be read: \(error); allow reading it"
            guard active.count > 1 else { throw PackageFolderError(.unreadable, named, message) }
            leaveOut(folder.path, message)
            return []
        }
        var entries: [PackageEntry] = []
        for name in names where PackageRules.isListed(name, isOutermost: active.count == 1) {
            entryCount += 1
            if let entry = try entry(name, in: folder) { entries.append(entry) }
            guard entryCount <= TreeLimits.entries, fileCount <= TreeLimits.files else {
                let most = "\(TreeLimits.files) files, or \(TreeLimits.entries) files and folders"
                throw PackageFolderError(.tooLarge, named, "the package has more than \(most); split it")
            }
        }
        return entries
    }

    private mutating func entry(_ bytes: [UInt8], in folder: Place) throws(PackageFolderError) -> PackageEntry? {
        guard let name = String(validating: bytes, as: UTF8.self) else {
            leaveOut(PackageRules.join(folder.path, PrintableText.decode(bytes)), "the name is not UTF-8; rename it")
            return nil
        }
        let found = Place(
            real: folder.real.appending(name), inside: PackageRules.join(folder.inside, name),
            path: PackageRules.join(folder.path, name))
        guard let (place, status) = resolve(found) else { return nil }
        if status.isFolder {
            return PackageEntry(name: name, path: place.path, kind: .folder(try walk(place)))
        }
        return file(place, status).map { PackageEntry(name: name, path: place.path, kind: .file($0)) }
    }

    /// What is there, links followed.
    private mutating func resolve(_ found: Place) -> (Place, FileStatus)? {
        do throws(Errno) {
            let status = try FileAccess.status(found.real)
            guard status.isLink else { return (found, status) }
            guard let target = follow(found) else { return nil }
            return (target, try FileAccess.status(target.real))
        } catch {
            leaveOut(found.path, "cannot be read: \(error); allow reading it")
            return nil
        }
    }

    private mutating func file(_ place: Place, _ status: FileStatus) -> PackageFile? {
        guard status.isFile else {
            leaveOut(place.path, "neither a file nor a folder (a pipe, socket or device); remove it")
            return nil
        }
        guard unsafe place.real.withPlatformString({ unsafe access($0, R_OK) }) == 0 else {
            leaveOut(place.path, "the file cannot be read: \(Errno(rawValue: errno)); allow reading it")
            return nil
        }
        guard TreePath(place.path) != nil, let inside = TreePath(place.inside) else {
            leaveOut(place.path, "the path has more than 4000 bytes; shorten it")
            return nil
        }
        fileCount += 1
        return PackageFile(path: inside, size: ByteCount(status.size), isExecutable: status.isExecutable)
    }

    /// Where a link leads, if that is inside the package and not back to where it is.
    private mutating func follow(_ link: Place) -> Place? {
        let target: FilePath
        do throws(Errno) {
            target = try FileAccess.realPath(link.real)
        } catch {
            leaveOut(link.path, "the symbolic link leads nowhere: \(error); correct or remove it")
            return nil
        }
        var inside = target
        guard inside.removePrefix(root) else {
            leaveOut(
                link.path, "the symbolic link leads out of the package; put a copy of the file in its place")
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
        return Place(real: target, inside: inside, path: link.path)
    }

    private mutating func leaveOut(_ path: String, _ message: String) {
        findings.append(PackageRules.finding(path, message))
    }
}
