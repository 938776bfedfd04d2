public import Units

/// A file of a package, without its bytes.
public struct PackageFile: Hashable, Sendable {
    /// Where it really is below the package's root; another place than where it is listed if a symbolic link leads to it.
    public let path: TreePath
    /// Its size when it was listed.
    public let size: ByteCount
    /// Whether its owner may execute it.
    public let isExecutable: Bool
    /// The SHA-256 of its bytes, 32 of them, where the source of the listing knows it.
    public let hash: [UInt8]?

    /// A file at `path`.
    public init(path: TreePath, size: ByteCount, isExecutable: Bool = false, hash: [UInt8]? = nil) {
        self.path = path
        self.size = size
        self.isExecutable = isExecutable
        self.hash = hash
    }
}

/// A file or folder of a package.
public struct PackageEntry: Hashable, Sendable {
    /// What it is.
    public enum Kind: Hashable, Sendable {
        /// A file, or a link to one.
        case file(PackageFile)
        /// A folder, or a link to one, and what is in it in the order of the names' bytes.
        case folder([PackageEntry])
    }

    /// Its name in its folder; the package's own for the root.
    public let name: String
    /// Where it is listed: `data/secret/1.in`; empty for the root.
    public let path: String
    /// What it is.
    public let kind: Kind

    init(name: String, path: String, kind: Kind) {
        self.name = name
        self.path = path
        self.kind = kind
    }

    /// What is in the folder, ordered by the bytes of the names; empty for a file.
    public var children: [PackageEntry] {
        if case .folder(let children) = kind { children } else { [] }
    }

    /// The file that it is; nil for a folder.
    public var file: PackageFile? {
        if case .file(let file) = kind { file } else { nil }
    }

    /// Whether it is a folder.
    public var isFolder: Bool { file == nil }

    /// The child called `name`, byte by byte, if it is there.
    public func child(_ name: String) -> PackageEntry? {
        children.first { $0.name.utf8.elementsEqual(name.utf8) }
    }

    /// What `path` leads to in the folder, byte by byte; nil if there is nothing. A `.` is the folder itself.
    package func entry(at path: String) -> PackageEntry? {
        path.split(separator: "/", omittingEmptySubsequences: false)
            .reduce(self) { (entry: PackageEntry?, name) in name == "." ? entry : entry?.child(String(name)) }
    }

    /// All files below, or the file itself, in order.
    public var files: [(path: String, file: PackageFile)] {
        switch kind {
        case .file(let file): [(path, file)]
        case .folder(let children): children.flatMap(\.files)
        }
    }

    /// The same without those entries below that `isKept` refuses.
    package func filtered(_ isKept: (PackageEntry) -> Bool) -> PackageEntry {
        guard case .folder(let children) = kind else { return self }
        return PackageEntry(
            name: name, path: path, kind: .folder(children.filter(isKept).map { $0.filtered(isKept) }))
    }

    /// The name, printable.
    package var label: String { PrintableText.escape(name) }

    /// Where it is listed, printable, for messages.
    package var location: String { PrintableText.escape(path) }
}
