import ArgumentParser
import Concurrency
import Problems
import Reporting
import SystemPackage

/// `verdict export`.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write a problem package in another format.",
        discussion: """
            Reads a package of any format that `verdict judge` reads. What decides about verdicts and scores is written \
            so that it means the same, or the package is not written, and each reason is told. What else gets lost is \
            told on standard error, with what to do. The new package is read again and compared before it gets its name.

            Exit status: 0 written; 2 not.

            Examples:
              verdict export sum/ --to 2025-09
              verdict export sum.zip --to domjudge -o sum-domjudge.zip
              verdict export coins/ --to legacy -o legacy/coins --force
            """
    )

    @Argument(
        help: ArgumentHelp("The problem package's directory or archive.", valueName: "package"), completion: .file())
    var package: String

    @OptionGroup var target: ExportOptions

    @Flag(help: "Print one JSON object: where the package is, and what got lost.")
    var json = false

    @OptionGroup var headers: HeadersOption
    @OptionGroup var languages: LanguageOptions
    @OptionGroup var sandbox: SandboxOptions

    func run() async throws {
        try await CommandBody.run {
            let given = GivenPackage(
                path: FilePath(package), format: target.format, headers: headers, sandbox: sandbox, languages: languages
            )
            return try await given.with { package in
                let result = try await target.export(package)
                try target.tell(result, json: json, of: package)
                return ExitStatus.success
            }
        }
    }
}

/// Where a package is written, and how.
struct ExportOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The format to write.", valueName: "format"))
    var to: WrittenFormat

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "Where to write it: a new folder, or a zip archive (default: FORMAT/PACKAGE).", valueName: "path"),
        completion: .file())
    var output: String?

    @Flag(help: "Replace what is there.")
    var force = false

    @Option(help: "Read the package as one of this format (default: the one that its settings name).")
    var format: PackageFormat?

    func validate() throws {
        if output?.isEmpty ?? false { throw ValidationError("--output must not be empty.") }
    }

    /// Where `package` is to be written.
    func place(of package: ProblemPackage) -> FilePath {
        output.map { FilePath($0).lexicallyNormalized() } ?? PackageExport.place(of: package, to)
    }

    /// Writes `package`.
    func export(_ package: ProblemPackage) async throws -> PackageExport.Result {
        let export = PackageExport(format: to, target: place(of: package), isForced: force)
        do {
            return try await BlockingWork.run { isCancelled in try export.run(package, isCancelled: isCancelled) }
        } catch let error as PackageWritingError {
            throw CommandError("\(package.problem.shortName) cannot be written as \(to.rawValue):\n\(error)")
        }
    }

    /// Says where the package is, and what got lost.
    func tell(_ result: PackageExport.Result, json: Bool, of package: ProblemPackage) throws {
        let place = place(of: package).string
        for note in result.written.notes { try Output.error.write("note: \(PrintableText.line(note))\n") }
        guard json else { return try Output.standard.write("\(PrintableText.line(place))\n") }
        let record: JSONValue = [
            "package": .string(package.problem.shortName), "format": .string(to.rawValue), "path": .string(place),
            "files": .integer(Int64(result.written.files.count)),
            "notes": .array(result.written.notes.map { .string($0) }),
        ]
        try Output.standard.write(record.line + "\n")
    }
}
