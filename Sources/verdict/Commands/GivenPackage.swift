import Archives
import Concurrency
import Judging
import PackageFiles
import Problems
import Reporting
import SystemPackage
import Toolchains

/// A package on this machine that the user named: a folder, or an archive.
enum GivenPackage {
    /// Reads the package at `path` and runs `body` with it, after saying which format it has. An archive is unpacked for no
    /// longer than that.
    /// - Parameter format: the format that it is read as; nil: the one that it names.
    static func with<Result>(
        _ path: FilePath, as format: PackageFormat? = nil, _ body: (ProblemPackage) async throws -> Result
    ) async throws -> Result {
        guard PackageArchive.mayBe(at: path) else {
            let package = try await BlockingWork.run { _ in try read(PackageDirectory(path), path, format) }
            try tellFormat(of: package)
            return try await body(package)
        }
        let folder = try await BlockingWork.run { _ in try TemporaryFolder() }
        let result: Result
        do {
            let package = try await BlockingWork.run { isCancelled in
                try read(PackageArchive(path).unpack(into: folder.path, isCancelled: isCancelled), path, format)
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

    private static func read(
        _ directory: PackageDirectory, _ path: FilePath, _ format: PackageFormat?
    ) throws(ProblemError) -> ProblemPackage {
        try ProblemPackage(directory, called: PrintableText.line(path.string), as: format)
    }

    private static func tellFormat(of package: ProblemPackage) throws {
        let problem = package.problem
        try Output.error.write("\(problem.shortName): a package of the format \(problem.format.rawValue)\n")
    }
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
