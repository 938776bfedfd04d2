import Glibc
import SystemPackage

/// Walks a package's directory once, from the outside in, and notes what is there without opening any file.
///
/// Symbolic links are followed inside the package only. Hidden files and folders are not read, but for `.timelimit`;
/// neither is Python's `__pycache__`.
struct PackageTree {
    /// Folders within folders that are read.
    static let depthLimit = 32
    /// Files and folders that are read.
    static let entryLimit = 200_000

    private let root: FilePath
    private let findings: Findings
    private var count = 0
    /// The folders that are being walked, real paths: what a link must not lead back to.
    private var active: [FilePath] = []

    /// Everything in the folder `root`, which must be a real path, as one entry.
    ///
    /// - Throws: if there are more files than the limit, so that nothing can be said about what is there.
    static func read(root: FilePath, findings: Findings) throws(ProblemError) -> PackageEntry {
        var tree = PackageTree(root: root, findings: findings)
        let children = tree.walk(root, location: "")
        guard tree.count < entryLimit else { throw ProblemError(.invalid, findings.errors) }
        let name = root.lastComponent?.string ?? "/"
        return PackageEntry(bytes: Array(name.utf8), name: name, path: root, location: "", kind: .folder(children))
    }

    private init(root: FilePath, findings: Findings) {
        self.root = root
        self.findings = findings
    }

    private mutating func walk(_ folder: FilePath, location: String) -> [PackageEntry] {
        guard active.count < Self.depthLimit else {
            findings.error(location, "folders are nested deeper than \(Self.depthLimit) levels; make the tree flatter")
            return []
        }
        active.append(folder)
        defer { active.removeLast() }
        do throws(Errno) {
            let directory = try OpenDirectory(folder)
            var entries: [PackageEntry] = []
            for name in try directory.names() where isRead(name) {
                guard count < Self.entryLimit else { break }
                count += 1
                if count == Self.entryLimit {
                    let message = "the package has more than \(Self.entryLimit) files; split it"
                    findings.error(location.isEmpty ? "." : location, message)
                } else if let entry = try entry(name, in: directory, location: location) {
                    entries.append(entry)
                }
            }
            return entries
        } catch {
            findings.error(location.isEmpty ? "." : location, "the folder cannot be read: \(error); allow reading it")
            return []
        }
    }

    private func isRead(_ name: [UInt8]) -> Bool {
        if name.first == UInt8(ascii: ".") { return active.count == 1 && name == Array(".timelimit".utf8) }
        return name != Array("__pycache__".utf8)
    }

    private mutating func entry(
        _ bytes: [UInt8], in directory: borrowing OpenDirectory, location: String
    ) throws(Errno) -> PackageEntry? {
        let name = PrintableText.decode(bytes)
        let place = (location.isEmpty ? "" : location + "/") + PrintableText.escape(name)
        var path = directory.path(of: bytes)
        var status = try directory.status(of: bytes)
        if status.st_mode & S_IFMT == S_IFLNK {
            guard let target = follow(path, location: place) else { return nil }
            path = target.path
            status = target.status
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG:
            guard unsafe path.withPlatformString({ unsafe access($0, R_OK) }) == 0 else {
                findings.error(place, "the file cannot be read: \(Errno(rawValue: errno)); allow reading it")
                return nil
            }
            let kind = PackageEntry.Kind.file(isExecutable: status.st_mode & S_IXUSR != 0)
            return PackageEntry(bytes: bytes, name: name, path: path, location: place, kind: kind)
        case S_IFDIR:
            let children = walk(path, location: place)
            return PackageEntry(bytes: bytes, name: name, path: path, location: place, kind: .folder(children))
        default:
            findings.error(place, "neither a file nor a folder (a pipe, socket or device); remove it")
            return nil
        }
    }

    /// Where a link leads, if that is inside the package and not back to where it is.
    private func follow(_ link: FilePath, location: String) -> (path: FilePath, status: stat)? {
        let target: FilePath
        var status = stat()
        do throws(Errno) {
            target = try RealPath.resolve(link)
            guard unsafe target.withPlatformString({ unsafe lstat($0, &status) }) == 0 else {
                throw Errno(rawValue: errno)
            }
        } catch {
            findings.error(location, "the symbolic link leads nowhere: \(error); correct or remove it")
            return nil
        }
        guard target.starts(with: root) else {
            findings.error(location, "the symbolic link leads out of the package; put a copy of the file in its place")
            return nil
        }
        guard !active.contains(target) else {
            findings.error(location, "the symbolic link leads back to a folder that it is in; remove it")
            return nil
        }
        return (target, status)
    }
}
