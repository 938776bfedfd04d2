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
    /// Reads the package at `path` and runs `body` with it. An archive is unpacked for no longer than that.
    static func with<Result>(
        _ path: FilePath, _ body: (ProblemPackage) async throws -> Result
    ) async throws -> Result {
        guard PackageArchive.mayBe(at: path) else {
            return try await body(try await BlockingWork.run { _ in try read(PackageDirectory(path), path) })
        }
        let folder = try await BlockingWork.run { _ in try TemporaryFolder() }
        let result: Result
        do {
            let package = try await BlockingWork.run { isCancelled in
                try read(PackageArchive(path).unpack(into: folder.path, isCancelled: isCancelled), path)
            }
            result = try await body(package)
        } catch {
            try await BlockingWork.run { _ in folder.remove() }
            throw error
        }
        try await BlockingWork.run { _ in folder.remove() }
        return result
    }

    private static func read(_ directory: PackageDirectory, _ path: FilePath) throws(ProblemError) -> ProblemPackage {
        try ProblemPackage(directory, called: PrintableText.line(path.string))
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
