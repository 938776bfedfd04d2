import Archives
import Concurrency
import Files
import Judging
import PackageFiles
import Problems
import Reporting
import Synchronization
import SystemPackage
import Toolchains

/// A package on this machine that the user named: a folder, or an archive.
enum GivenPackage {
    /// Reads the package at `path` and runs `body` with it, after saying which format it has. An archive is unpacked for no
    /// longer than that; so is an archive that the package itself has its test data in.
    /// - Parameter format: the format that it is read as; nil: the one that it names.
    static func with<Result>(
        _ path: FilePath, as format: PackageFormat? = nil, _ body: (ProblemPackage) async throws -> Result
    ) async throws -> Result {
        let folder = UnpackedFolder()
        let result: Result
        do {
            let package = try await BlockingWork.run { isCancelled in
                let directory = try open(path, in: folder, as: format, isCancelled: isCancelled)
                return try ProblemPackage(directory, called: PrintableText.line(path.string), as: format)
            }
            try tellFormat(of: package)
            result = try await body(package)
        } catch {
            try await BlockingWork.run { _ in folder.remove() }
            throw error
        }
        try await BlockingWork.run { _ in folder.remove() }
        return result
    }

    /// Lists the package, with all that is an archive unpacked.
    private static func open(
        _ path: FilePath, in folder: UnpackedFolder, as format: PackageFormat?, isCancelled: () -> Bool
    ) throws -> PackageDirectory {
        let directory =
            PackageArchive.mayBe(at: path)
            ? try PackageArchive(path).unpack(into: folder.place("package"), isCancelled: isCancelled)
            : try PackageDirectory(path)
        let archives = try ProblemPackage.archives(in: directory, as: format)
        guard !archives.isEmpty else { return directory }
        return try directory.unpacked(archives, into: folder.place("whole"), isCancelled: isCancelled)
    }

    private static func tellFormat(of package: ProblemPackage) throws {
        let problem = package.problem
        try Output.error.write("\(problem.shortName): a package of the format \(problem.format.rawValue)\n")
    }
}

/// A temporary folder that is made when something is to be unpacked.
private final class UnpackedFolder: Sendable {
    private let made = Mutex<TemporaryFolder?>(nil)

    /// A new folder of that name in it. Waits for the file system.
    func place(_ name: String) throws -> FilePath {
        try made.withLock { made in
            let folder = try made ?? TemporaryFolder()
            made = folder
            let place = folder.path.appending(name)
            try place.makeDirectory()
            return place
        }
    }

    /// Removes it with all that is in it. Waits for the file system.
    func remove() { made.withLock { $0 }?.remove() }
}

/// What `judge` and `submit` are to judge.
enum ChosenSubmissions {
    /// The submissions named by `names`; without names, all of the package that are in a language of `catalog`, with a word
    /// about the others, or all if they are taken to be in `language`.
    static func choose(
        _ names: [String], of package: ProblemPackage, language: String?, _ catalog: LanguageCatalog
    ) throws -> [Submission] {
        let selection = SubmissionSelection(package)
        guard names.isEmpty else { return try selection.select(names) }
        if language != nil { return package.problem.submissions }
        let (chosen, ignored) = try selection.all(in: catalog)
        for submission in ignored {
            try Output.error.write(
                "warning: not judged, for no language is known: \(PrintableText.line(submission.path))\n")
        }
        return chosen
    }
}
