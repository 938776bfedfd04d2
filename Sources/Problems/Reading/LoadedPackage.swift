import PackageFiles
import StrictYAML
import Units

/// What a reader reads: a package's listing, and the bytes that it asked for.
struct LoadedPackage {
    let listing: PackageListing
    /// The package's folder, as far as the format reads it.
    var root: PackageEntry
    /// By where the files really are; of each as much as was asked for, or more.
    let contents: [TreePath: [UInt8]]

    init(listing: PackageListing, contents: [TreePath: [UInt8]]) {
        self.listing = listing
        root = listing.root
        self.contents = contents
    }

    func child(_ name: String) -> PackageEntry? { root.child(name) }

    /// At most `limit` bytes from the file's beginning; nil for a folder, and for a file that was not loaded.
    func bytes(of entry: PackageEntry, limit: Int) -> [UInt8]? {
        guard let file = entry.file, let bytes = contents[file.path] else { return nil }
        return bytes.count <= limit ? bytes : Array(bytes.prefix(limit))
    }

    /// The mapping in the YAML file; an empty file is an empty mapping. Keys that stand twice are a warning.
    func yaml(
        _ entry: PackageEntry, _ findings: Findings, constants: Constants = Constants()
    ) throws(Diagnostic) -> YAMLMapping {
        let text = try settings(entry, atMost: YAMLDocument.sizeLimit, findings)
        guard let bytes = constants.filled(into: text), bytes.count <= YAMLDocument.sizeLimit else {
            throw Diagnostic(
                file: entry.location, message: "with its constants larger than \(YAMLDocument.sizeLimit >> 10) KiB")
        }
        let document = try YAMLDocument(
            bytes: bytes, file: entry.location, duplicateKeys: .lastCounts, aliases: .followed)
        for warning in document.warnings { findings.warn(warning.file, line: warning.line, warning.message) }
        return try document.root.mapping()
    }

    /// The mapping in the YAML file of the package's settings.
    /// - Throws: `ProblemError` with all findings if it cannot be read: without it nothing can.
    func settings(_ entry: PackageEntry, _ findings: Findings) throws(ProblemError) -> YAMLMapping {
        guard let mapping = findings.collect({ () throws(Diagnostic) in try yaml(entry, findings) }) else {
            throw ProblemError(.invalid, findings.errors)
        }
        return mapping
    }

    /// The bytes of a file of settings, without the byte-order mark that some editors begin it with; that is a warning.
    func settings(_ entry: PackageEntry, atMost limit: Int, _ findings: Findings) throws(Diagnostic) -> [UInt8] {
        guard !entry.isFolder else {
            throw Diagnostic(file: entry.location, message: "must be a file, not a folder; rename the folder")
        }
        guard let bytes = bytes(of: entry, limit: limit + 1) else {
            throw Diagnostic(file: entry.location, message: Self.notLoaded)
        }
        guard bytes.count <= limit else {
            throw Diagnostic(file: entry.location, message: "larger than \(limit >> 10) KiB; make it smaller")
        }
        switch ByteOrderMark(of: bytes) {
        case nil: return bytes
        case .utf8:
            findings.warn(entry.location, "begins with a byte-order mark, which is skipped; save it without one")
            return Array(bytes.dropFirst(ByteOrderMark.utf8.bytes.count))
        case .utf16Little, .utf16Big:
            throw Diagnostic(file: entry.location, message: "UTF-16, not UTF-8; save the file as UTF-8")
        }
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
