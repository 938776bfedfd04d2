internal import SystemPackage
internal import Units

/// What files and folders a package has, without their bytes: all that decides which of them are looked into.
///
/// A folder on this machine is listed by ``PackageDirectory``, a fleet's tree from its own list of files. One rule says for
/// both what is listed:
///
/// - Hidden files and folders but an outermost `.timelimit`, and Python's `__pycache__`, are left out, and nothing is said.
/// - Symbolic links are followed inside the package, and listed as what they lead to.
/// - Left out with a finding is a link that leads nowhere, out of the package or back to a folder that it is in; a pipe,
///   socket or device; what may not be read; a name that is not UTF-8; a path longer or deeper than a ``TreePath`` may be.
///   Where readers look (`problem.yaml`, `problem.xml`, `data`, `submissions` and the like) the finding is an error, elsewhere a warning.
/// - A folder without any file, and one with more than ``TreeLimits``, is refused.
public struct PackageListing: Hashable, Sendable {
    /// The package itself, as a folder.
    public let root: PackageEntry
    /// What was left out, and why, in the order of the walk.
    public let findings: [PackageFinding]

    /// What the package is called: its folder's name.
    public var name: String { root.name }

    /// All files, those of a folder in the order of their names; `path` is where each is listed.
    public var files: [(path: String, file: PackageFile)] { root.files }

    init(name: String, entries: [PackageEntry], findings: [PackageFinding]) {
        root = PackageEntry(name: name, path: "", kind: .folder(entries))
        self.findings = findings
    }

    /// The listing of a package whose files somebody else has listed, in any order, each path once and none of them a folder
    /// of another.
    public init(name: String, files: [PackageFile]) {
        let files = files.map { Listed(names: $0.path.parts[...], file: $0) }
            .sorted { $0.file.path.text.utf8.lexicographicallyPrecedes($1.file.path.text.utf8) }
        self.init(name: name, entries: Self.entries(files[...], below: ""), findings: [])
    }

    /// A file, and the names of its path that are left to go.
    private struct Listed {
        var names: ArraySlice<String>
        var file: PackageFile
    }

    /// The entries of the folder `path`, which has all of `files` below it: those of one folder follow on each other.
    private static func entries(_ files: ArraySlice<Listed>, below path: String) -> [PackageEntry] {
        var entries: [PackageEntry] = []
        var rest = files
        while let name = rest.first?.names.first {
            let group = rest.prefix { $0.names.first?.utf8.elementsEqual(name.utf8) ?? false }
            rest = rest.dropFirst(group.count)
            guard PackageRules.isListed(Array(name.utf8), isOutermost: path.isEmpty) else { continue }
            let place = PackageRules.join(path, name)
            let inner = group.map { Listed(names: $0.names.dropFirst(), file: $0.file) }
            if let file = inner.first, file.names.isEmpty {
                entries.append(PackageEntry(name: name, path: place, kind: .file(file.file)))
            } else {
                entries.append(
                    PackageEntry(name: name, path: place, kind: .folder(Self.entries(inner[...], below: place))))
            }
        }
        return entries.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }
}

/// Something in a package that is left out of its listing.
public struct PackageFinding: Hashable, Sendable {
    /// Where it is below the package, printable.
    public let location: String
    /// What is wrong, and what to do.
    public let message: String
    /// Whether the package is refused for it, because readers look there; otherwise it only lacks the entry.
    public let isError: Bool
}

extension PackageFinding: CustomStringConvertible {
    /// `data/secret/1.in: …`
    public var description: String { "\(location): \(message)" }
}

/// A file that a reader wants to look into, and how far.
public struct FileRequest: Hashable, Sendable {
    /// The file.
    public let file: PackageFile
    /// How many bytes from its beginning, no more than it has.
    public let count: Int

    /// Asks for the first `limit` bytes of `file`, or all that it has.
    public init(_ file: PackageFile, atMost limit: Int) {
        self.file = file
        count = Int(clamping: min(file.size.bytes, Int64(clamping: limit)))
    }
}
