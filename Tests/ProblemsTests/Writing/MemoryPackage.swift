import PackageFiles
import Problems
import Units

/// A package whose files are in memory.
struct MemoryPackage {
    var files: [String: [UInt8]]

    /// A package of these texts, by their paths.
    init(_ texts: [String: String]) {
        files = texts.mapValues { Array($0.utf8) }
    }

    /// What `written` makes of the files of `original`.
    init(_ written: WrittenPackage, of original: MemoryPackage) {
        files = [:]
        for file in written.files {
            switch file.contents {
            case .bytes(let bytes): files[file.path.text] = bytes
            case .copy(let source, let constants, let addition):
                let bytes = original.files[source.path.text] ?? []
                files[file.path.text] = (constants.filled(into: bytes) ?? []) + addition
            }
        }
    }

    var listing: PackageListing {
        let entries = files.compactMap { path, bytes in
            TreePath(path).map { PackageFile(path: $0, size: ByteCount(Int64(bytes.count))) }
        }
        return PackageListing(name: "sum", files: entries)
    }

    /// The package as it is read.
    func problem() throws(ProblemError) -> Problem {
        let listing = listing
        var contents: [TreePath: [UInt8]] = [:]
        for request in try Problem.needs(of: listing) {
            contents[request.file.path] = Array((files[request.file.path.text] ?? []).prefix(request.count))
        }
        return try Problem(listing, contents: contents)
    }

    /// The package in `format`.
    func written(as format: WrittenFormat) throws -> (package: MemoryPackage, written: WrittenPackage) {
        let written = try WrittenPackage(try problem(), listing, as: format, uuid: RewrittenPackage.uuid)
        return (MemoryPackage(written, of: self), written)
    }

    /// All texts, for messages of tests.
    var text: String {
        files.sorted { $0.key < $1.key }.filter { !$0.value.isEmpty }
            .map { "--- \($0.key)\n\(String(decoding: $0.value, as: UTF8.self))" }.joined(separator: "\n")
    }
}
