internal import FoundationEssentials
internal import Glibc
internal import SystemPackage
internal import Wire

/// Walks a package's folder once and hashes its files, in the same way as packages are read.
struct PackageWalk {
    /// As many problems are told.
    private static let problemLimit = 20

    private let root: FilePath
    private let isCancelled: @Sendable () -> Bool
    private(set) var files: [Verdict_V1_FileRef] = []
    private(set) var contents: [Verdict_V1_BlobRef: FilePath] = [:]
    private(set) var skipped: [String] = []
    private var problems: [String] = []
    private var code = PackageTreeError.Code.odd
    /// The folders that are being walked, real paths: what a link must not lead back to.
    private var active: [FilePath] = []

    init(_ folder: FilePath, isCancelled: @escaping @Sendable () -> Bool) throws(PackageTreeError) {
        self.isCancelled = isCancelled
        do throws(Errno) {
            root = try FileAccess.realPath(folder)
        } catch {
            throw PackageTreeError(.unreadable, "\(folder) cannot be read: \(error); name a package's folder")
        }
        guard (try? FileAccess.status(root))?.isFolder == true else {
            throw PackageTreeError(.unreadable, "\(folder) is not a folder; name a package's folder")
        }
    }

    /// Finds and hashes everything.
    mutating func readAll() throws {
        try walk(root, location: "")
        guard problems.isEmpty else { throw PackageTreeError(code, problems) }
        guard !files.isEmpty else {
            throw PackageTreeError(.odd, "\(root) has no files; name a package's folder")
        }
    }

    private mutating func report(_ location: String, _ message: String, _ code: PackageTreeError.Code = .odd) {
        guard problems.count < Self.problemLimit else { return }
        if problems.isEmpty || code == .odd { self.code = code }
        problems.append("\(location.isEmpty ? "." : location): \(message)")
    }

    private mutating func walk(_ folder: FilePath, location: String) throws {
        guard active.count < TreeLimits.depth else {
            return report(location, "folders are nested deeper than \(TreeLimits.depth) levels; make the tree flatter")
        }
        active.append(folder)
        defer { active.removeLast() }
        let names: [[UInt8]]
        do throws(Errno) {
            names = try FileAccess.names(in: folder)
        } catch {
            return report(location, "the folder cannot be read: \(error); allow reading it", .unreadable)
        }
        for name in names {
            if isCancelled() { throw CancellationError() }
            guard let text = String(validating: name, as: UTF8.self) else {
                let shown = String(decoding: name, as: UTF8.self).debugDescription
                report(location, "the name \(shown) is not UTF-8; rename it")
                continue
            }
            let place = location.isEmpty ? text : "\(location)/\(text)"
            guard isSent(text) else {
                skipped.append(place)
                continue
            }
            try add(folder.appending(text), location: place)
            guard files.count <= PackageTree.fileLimit else {
                throw PackageTreeError(
                    .tooLarge, "the package has more than \(PackageTree.fileLimit) files; split it")
            }
        }
    }

    private func isSent(_ name: String) -> Bool {
        if name.utf8.first == UInt8(ascii: ".") { return active.count == 1 && name == ".timelimit" }
        return name != "__pycache__"
    }

    private mutating func add(_ found: FilePath, location: String) throws {
        var path = found
        do {
            var status = try FileAccess.status(path)
            if status.isLink {
                path = try FileAccess.realPath(path)
                status = try FileAccess.status(path)
                guard path.starts(with: root) else {
                    return report(location, "the symbolic link leads out of the package; put a copy in its place")
                }
                guard !active.contains(path) else {
                    return report(location, "the symbolic link leads back to a folder that it is in; remove it")
                }
            }
            if status.isFolder { return try walk(path, location: location) }
            guard status.isFile else {
                return report(location, "neither a file nor a folder (a pipe, socket or device); remove it")
            }
            try addFile(path, location: location)
        } catch let error as Errno {
            report(location, "cannot be read: \(error); allow reading it, or remove it", .unreadable)
        }
    }

    private mutating func addFile(_ path: FilePath, location: String) throws {
        let reader = try FileReader(path)
        var hasher = ContentHasher()
        while let piece = try reader.next(upTo: 1 << 20) {
            if isCancelled() { throw CancellationError() }
            hasher.add(piece)
        }
        var file = Verdict_V1_FileRef()
        file.path = location
        file.content = hasher.content
        file.executable = reader.isExecutable
        files.append(file)
        contents[file.content] = path
    }
}
