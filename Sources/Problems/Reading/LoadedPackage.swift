import PackageFiles
import StrictYAML

/// What a reader reads: a package's listing, and the bytes that it asked for.
struct LoadedPackage {
    let listing: PackageListing
    /// By where the files really are; of each as much as was asked for, or more.
    let contents: [TreePath: [UInt8]]

    func child(_ name: String) -> PackageEntry? { listing.root.child(name) }

    /// At most `limit` bytes from the file's beginning; nil for a folder, and for a file that was not loaded.
    func bytes(of entry: PackageEntry, limit: Int) -> [UInt8]? {
        guard let file = entry.file, let bytes = contents[file.path] else { return nil }
        return bytes.count <= limit ? bytes : Array(bytes.prefix(limit))
    }

    /// The mapping in the YAML file; an empty file is an empty mapping.
    func yaml(_ entry: PackageEntry) throws(YAMLError) -> YAMLMapping {
        guard !entry.isFolder else {
            throw YAMLError(file: entry.location, message: "must be a file, not a folder; rename the folder")
        }
        guard let bytes = bytes(of: entry, limit: YAMLDocument.sizeLimit + 1) else {
            throw YAMLError(file: entry.location, message: Self.notLoaded)
        }
        return try YAMLDocument(bytes: bytes, file: entry.location).root.mapping()
    }

    /// All files below, or the file itself, in order; their names are relative to the folder.
    func sourceFiles(_ entry: PackageEntry) -> [SourceFile] {
        let prefix = entry.isFolder ? entry.path.utf8.count + 1 : entry.path.utf8.count - entry.name.utf8.count
        return entry.files.map { path, file in
            SourceFile(file, name: String(Substring(path.utf8.dropFirst(prefix))))
        }
    }

    /// What is said of a file whose bytes are not there, though they were asked for.
    static let notLoaded = "was not read with the package; report this"
}
