import Archives
import Concurrency
import Files
import Judging
import PackageFiles
import Problems
import Reporting
import Sandbox
import Synchronization
import SystemPackage
import Toolchains

/// A package on this machine that the user named: a folder, or an archive.
struct GivenPackage {
    /// Where it is.
    let path: FilePath
    /// The format that it is read as; nil: the one that it names.
    var format: PackageFormat?
    /// The folder of headers that its programs include, where it does not have them.
    var headers: HeadersOption
    /// Where its programs run, if tests have to be made.
    let sandbox: SandboxOptions
    let languages: LanguageOptions

    /// Reads the package and runs `body` with it, after saying which format it has. What it lacks is made first, in a copy that
    /// is there for no longer than that: an archive is unpacked, the package's own archive of test data too, and its programs make
    /// the tests that are not in it.
    func with<Result>(_ body: (ProblemPackage) async throws -> Result) async throws -> Result {
        let folder = UnpackedFolder()
        let result: Result
        do {
            let package = try await read(in: folder)
            try tellFormat(of: package)
            result = try await body(package)
        } catch {
            try await BlockingWork.run { _ in folder.remove() }
            throw error
        }
        try await BlockingWork.run { _ in folder.remove() }
        return result
    }

    private func read(in folder: UnpackedFolder) async throws -> ProblemPackage {
        let (path, format, headers) = (path, format, headers)
        var (directory, generation) = try await BlockingWork.run { isCancelled in
            var directory = try Self.open(path, in: folder, as: format, isCancelled: isCancelled)
            let lacked = try headers.files(lackedBy: directory, at: path, as: format)
            if !lacked.isEmpty {
                directory = try directory.unpacked(
                    [], adding: lacked, into: folder.place("headed"), isCancelled: isCancelled)
            }
            return (directory, try ProblemPackage.generation(in: directory, as: format))
        }
        if !generation.isEmpty { directory = try await complete(directory, generation, in: folder) }
        return try await BlockingWork.run { [directory] _ in
            try ProblemPackage(directory, called: PrintableText.line(path.string), as: format)
        }
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

    /// A copy of the package with the files that its programs make.
    private func complete(
        _ directory: PackageDirectory, _ generation: TestGeneration, in folder: UnpackedFolder
    ) async throws -> PackageDirectory {
        let copy = try await BlockingWork.run { isCancelled in
            let texts = Dictionary(generation.texts.map { ($0.path, $0.bytes) }) { first, _ in first }
            return try directory.unpacked(
                [], adding: texts, into: folder.place("complete"), isCancelled: isCancelled)
        }
        let catalog = try languages.catalog()
        try await withSandbox(sandbox.options) { executor in
            let warn: @Sendable (String) -> Void = { Output.error.tryWrite("warning: \(PrintableText.line($0))\n") }
            let generator = TestGenerator(
                host: JudgeHost(preparingFor: catalog, executor: executor),
                kept: Installation.generatedTests.map { GeneratedFiles(in: $0) },
                warn: warn)
            let painter = Mutex(LivePainter(on: .error))
            defer { painter.withLock { $0.erase() } }
            try await generator.make(generation, in: copy.root) { progress in
                painter.withLock { painter in
                    painter.paint { width in
                        [ProgressBar.line("making tests", done: progress.done, of: progress.total, width: width)]
                    }
                }
            }
        }
        return try await BlockingWork.run { _ in try copy.listedAgain() }
    }

    private func tellFormat(of package: ProblemPackage) throws {
        let problem = package.problem
        try Output.error.write("\(problem.shortName): a package of the format \(problem.format.rawValue)\n")
    }
}

/// A temporary folder that is made when something is to be unpacked.
final class UnpackedFolder: Sendable {
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
