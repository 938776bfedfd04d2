public import PackageFiles
public import SystemPackage
import Units

/// A problem, and the folder on this machine that its files lie in: all that judging needs.
public struct ProblemPackage: Sendable {
    /// The problem.
    public var problem: Problem
    /// Where its files are.
    public let directory: PackageDirectory

    /// A problem that was read before, and whose files are those of `directory`.
    public init(problem: Problem, directory: PackageDirectory) {
        self.problem = problem
        self.directory = directory
    }

    /// Reads the package in the folder `folder`, of any format of ``PackageFormat``: the legacy ones with DOMjudge's
    /// `domjudge-problem.ini` and `@EXPECTED_RESULTS@:` annotations.
    ///
    /// Only settings and the first 64 KiB of submissions are read; of all other
    /// files only the names. `problem.yaml` must be there, as `verifyproblem` demands, but may be empty: in the legacy
    /// format every key has a default. A package of Polygon has a `problem.xml` instead.
    ///
    /// Waits for the file system.
    /// - Throws: `ProblemError` with every error found in the package.
    public init(_ folder: FilePath) throws(ProblemError) {
        let directory: PackageDirectory
        do throws(PackageFolderError) {
            directory = try PackageDirectory(folder)
        } catch {
            throw ProblemError(error)
        }
        try self.init(directory, called: PrintableText.escape(folder.string))
    }

    /// Reads a package that was listed before, as ``init(_:)`` does. Waits for the file system.
    /// - Parameters:
    ///   - place: how messages call the package.
    ///   - format: which format it is read as, whatever its settings say; nil: the one that they name.
    /// - Throws: `ProblemError` with every error found in the package.
    public init(
        _ directory: PackageDirectory, called place: String = "the package", as format: PackageFormat? = nil
    ) throws(ProblemError) {
        let needs = try Problem.needs(of: directory.listing, called: place)
        let contents = try Self.contents(needs, of: directory)
        self.init(problem: try Problem(directory.listing, contents: contents, as: format), directory: directory)
    }

    /// Where archives of the package's own are listed that have to be unpacked before it is read: DMOJ's packages have their
    /// test data in one. What is wrong with the settings is for reading to say. Waits for the file system.
    /// - Parameter format: as for ``init(_:called:as:)``.
    /// - Throws: `ProblemError` if the settings cannot be read.
    public static func archives(
        in directory: PackageDirectory, as format: PackageFormat? = nil
    ) throws(ProblemError) -> [TreePath] {
        let folder = directory.listing.root
        guard PackageReaders.reader(of: folder, as: format) == DMOJReader.self else { return [] }
        let package = try loaded(DMOJReader.needs(of: folder), of: directory)
        return [DMOJReader.archive(in: package)].compactMap(\.self)
    }

    /// Headers that the package's programs include and that are not in it; nil: none.
    /// - Parameter format: as for ``init(_:called:as:)``.
    public static func lackedHeaders(in directory: PackageDirectory, as format: PackageFormat? = nil) -> MissingHeaders?
    {
        let folder = directory.listing.root
        return PackageReaders.reader(of: folder, as: format)?.lackedHeaders(in: folder)
    }

    /// Which files of the package are missing that programs of it make: they have to be put there before it is read. Waits for
    /// the file system.
    /// - Parameter format: as for ``init(_:called:as:)``.
    /// - Throws: `ProblemError` if the settings cannot be read, or a file cannot be made as they say.
    public static func generation(
        in directory: PackageDirectory, as format: PackageFormat? = nil
    ) throws(ProblemError) -> TestGeneration {
        let folder = directory.listing.root
        guard let reader = PackageReaders.reader(of: folder, as: format) as? any GeneratedPackageReader.Type,
            let settings = reader.settings(in: folder)
        else { return TestGeneration() }
        let findings = Findings([])
        let package = try loaded(reader.needs(of: folder), of: directory)
        let generation = try reader.generation(of: package, settings, findings: findings)
        guard findings.errors.isEmpty else { throw ProblemError(.invalid, findings.errors) }
        return generation
    }

    private static func loaded(
        _ needs: [FileRequest], of directory: PackageDirectory
    ) throws(ProblemError) -> LoadedPackage {
        LoadedPackage(listing: directory.listing, contents: try contents(needs, of: directory))
    }

    private static func contents(
        _ needs: [FileRequest], of directory: PackageDirectory
    ) throws(ProblemError) -> [TreePath: [UInt8]] {
        do throws(PackageFolderError) {
            return try directory.contents(needs)
        } catch {
            throw ProblemError(error)
        }
    }

    /// Where a file of the package is.
    public func path(of file: PackageFile) -> FilePath {
        directory.path(of: file)
    }

    /// Where files of the package are that make a program.
    public func local(_ files: [SourceFile]) -> [LocalSource] {
        files.map { LocalSource(path: path(of: $0.file), name: $0.name) }
    }

    /// Where the sources of a submission are, the package's own or not.
    public func sources(of submission: Submission) -> [LocalSource] {
        switch submission.sources {
        case .inPackage(let files): local(files)
        case .onDisk(let files): files
        }
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
