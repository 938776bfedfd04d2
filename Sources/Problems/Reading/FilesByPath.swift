import PackageFiles

/// The files of a package by where they are listed.
struct FilesByPath {
    /// A file in a folder: its name there, and its extension, which is empty if it has none.
    struct Item {
        var name: String
        var kind: String
        var file: PackageFile
    }

    /// All of them, in order.
    let all: [(path: String, file: PackageFile)]
    private let byPath: [String: PackageFile]
    private let byFolder: [String: [Item]]

    init(_ root: PackageEntry) {
        all = root.files
        byPath = Dictionary(all.map { ($0.path, $0.file) }) { first, _ in first }
        byFolder = Dictionary(grouping: all) { Self.folder(of: $0.path) }.mapValues { files in
            files.map { Item(name: Self.name(of: $0.path), kind: Self.kind(of: $0.path), file: $0.file) }
        }
    }

    /// The file at `path`; nil if there is none.
    subscript(path: String) -> PackageFile? { byPath[path] }

    /// The files directly in `folder`, in order.
    func files(in folder: String) -> [Item] { byFolder[folder] ?? [] }

    /// What stands behind the last slash.
    static func name(of path: String) -> String { String(path.split(separator: "/").last ?? "") }

    /// What stands before the last slash; empty for a file of the package's own folder.
    static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
    }

    /// What stands behind the last dot of the name; empty if it has none.
    static func kind(of path: String) -> String {
        let parts = name(of: path).split(separator: ".", omittingEmptySubsequences: false)
        return parts.count > 1 ? String(parts[parts.count - 1]) : ""
    }
}
