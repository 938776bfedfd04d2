public import PackageFiles
public import SystemPackage
public import Units

extension Problem {
    /// The most bytes that a package's settings and the beginnings of its submissions may have together: all of them are in
    /// memory while it is read.
    public static let readLimit = ByteCount.mebibytes(64)

    /// Reads the package in the directory `package`, of the legacy or the legacy-icpc format.
    ///
    /// The format: Kattis' legacy problem package format, with DOMjudge's `domjudge-problem.ini` and
    /// `@EXPECTED_RESULTS@:` annotations. Only settings and the first 64 KiB of submissions are read; of all other
    /// files only the names. `problem.yaml` must be there, as `verifyproblem` demands, but may be empty: every key has
    /// a default.
    ///
    /// Waits for the file system.
    /// - Throws: `ProblemError` with every error found in the package.
    public init(package: FilePath) throws(ProblemError) {
        let directory: PackageDirectory
        do throws(PackageFolderError) {
            directory = try PackageDirectory(package)
        } catch {
            throw ProblemError(error)
        }
        try self.init(directory, called: PrintableText.escape(package.string))
    }

    /// Reads a package that was listed before, as ``init(package:)`` does. Waits for the file system.
    /// - Parameter place: how messages call the package.
    /// - Throws: `ProblemError` with every error found in the package.
    public init(_ directory: PackageDirectory, called place: String = "the package") throws(ProblemError) {
        let needs = try Self.needs(of: directory.listing, called: place)
        let contents: [TreePath: [UInt8]]
        do throws(PackageFolderError) {
            contents = try directory.contents(needs)
        } catch {
            throw ProblemError(error)
        }
        try self.init(directory.listing, contents: contents, root: directory.root)
    }

    /// Which files have to be looked into to read the package, each once: at most ``readLimit`` of them.
    /// - Parameter place: how messages call the package.
    /// - Throws: `ProblemError`: `notAPackage`; `invalid` if that is more.
    public static func needs(
        of listing: PackageListing, called place: String = "the package"
    ) throws(ProblemError) -> [FileRequest] {
        let reader = try PackageReaders.reader(of: listing, called: place)
        var needs: [TreePath: FileRequest] = [:]
        for request in reader.needs(of: listing.root) {
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
    ///   - root: the directory in which the package's files lie; empty if they lie in none.
    /// - Throws: `ProblemError` with every error found in the package.
    public init(
        _ listing: PackageListing, contents: [TreePath: [UInt8]], root: FilePath = ""
    ) throws(ProblemError) {
        let reader = try PackageReaders.reader(of: listing, called: "the package")
        let findings = Findings(listing.findings)
        let package = LoadedPackage(listing: listing, contents: contents, root: root)
        let problem = try reader.read(package, findings: findings)
        guard findings.errors.isEmpty else { throw ProblemError(.invalid, findings.errors) }
        self = problem
    }
}

extension ProblemError {
    /// What a folder that cannot be listed means.
    init(_ error: PackageFolderError) {
        self.init(
            error.code == .noPackage ? .notAPackage : .invalid,
            [Diagnostic(file: error.location, message: error.message)])
    }
}
