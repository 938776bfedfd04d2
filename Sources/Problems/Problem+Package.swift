public import PackageFiles
public import Units

extension Problem {
    /// The most bytes that a package's settings and the beginnings of its submissions may have together: all of them are in
    /// memory while it is read.
    public static let readLimit = ByteCount.mebibytes(64)

    /// Which files have to be looked into to read the package, each once: at most ``readLimit`` of them.
    /// - Parameter place: how messages call the package.
    /// - Throws: `ProblemError`: `notAPackage`; `invalid` if that is more.
    public static func needs(
        of listing: PackageListing, called place: String = "the package"
    ) throws(ProblemError) -> [FileRequest] {
        var needs: [TreePath: FileRequest] = [:]
        for request in try PackageReaders.needs(of: listing, called: place) {
            // Links make several entries of one file.
            guard (needs[request.file.path]?.count ?? -1) < request.count else { continue }
            needs[request.file.path] = request
        }
        let total = needs.values.reduce(0) { $0 + $1.count }
        guard total <= readLimit.bytes else {
            let message = "the settings and submissions have more than \(readLimit); remove some submissions"
            throw ProblemError(.invalid, [Diagnostic(file: place, message: message)])
        }
        return needs.values.sorted { $0.file.path.text < $1.file.path.text }
    }

    /// Reads a package without touching a file.
    /// - Parameters:
    ///   - contents: what ``needs(of:called:)`` asks for, by the paths of the files.
    ///   - format: which format it is read as, whatever its settings say; nil: the one that they name.
    /// - Throws: `ProblemError` with every error found in the package.
    public init(
        _ listing: PackageListing, contents: [TreePath: [UInt8]], as format: PackageFormat? = nil
    ) throws(ProblemError) {
        let findings = Findings(listing.findings)
        let package = LoadedPackage(listing: listing, contents: contents)
        let problem = try PackageReaders.read(package, as: format, findings: findings)
        guard findings.errors.isEmpty else { throw ProblemError(.invalid, findings.errors) }
        self = problem
    }
}
