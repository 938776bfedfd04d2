import ArgumentParser
import Judging
import Problems
import Reporting
import Sandbox
import SystemPackage
import Toolchains
import Units

/// `verdict judge`.
struct JudgeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "judge",
        abstract: "Judge submissions to a problem package.",
        discussion: """
            Without submissions, everything in the package's submissions/ is judged, and each verdict is compared with what \
            the submission's folder allows. A submission is a path below submissions/, or any file or directory. The \
            package is a directory or an archive (zip, kpp, tar or tar.gz). An archive is unpacked below TMPDIR while it \
            is judged.

            Read are packages of the formats legacy, legacy-icpc, 2025-09, polygon, dmoj, cms, tps, library-checker, hydro, \
            uoj and syzoj; which one it was is told on standard error. A solution of a package of Polygon is named by its path there, solutions/sum.cpp. Tests that a \
            package has programs for are made by these, in the sandbox, and kept for the next time in ~/.cache/verdict/tests.

            Examples:
              verdict judge sum/
              verdict judge sum.zip
              verdict judge sum/ accepted/sum.cpp ~/try.py --all-tests
              verdict judge sum/ --dialect domjudge
              verdict judge sum/ --policy worst
              verdict judge sum/ --json --junit report.xml --html report.html
            """
    )

    @Argument(
        help: ArgumentHelp("The problem package's directory or archive.", valueName: "package"), completion: .file())
    var package: String

    @Argument(
        help: ArgumentHelp("What to judge (default: everything in submissions/).", valueName: "submission"),
        completion: .file())
    var submissions: [String] = []

    @Flag(help: "Print one JSON object per line for each submission.")
    var json = false

    @Option(help: ArgumentHelp("Write a JUnit XML report to FILE.", valueName: "file"), completion: .file())
    var junit: String?

    @Option(help: ArgumentHelp("Write an HTML report to FILE.", valueName: "file"), completion: .file())
    var html: String?

    @Option(
        name: .customLong("time-limit"),
        help: ArgumentHelp("CPU time limit for each test case, instead of the package's: 2s, 500ms.", valueName: "time")
    )
    var timeLimit: Duration?

    @Option(
        help: ArgumentHelp(
            "How long one test case may wait for an idle host, if it was over the time limit because the host was busy.",
            valueName: "time"))
    var quietWait = Duration.seconds(30)

    @Option(help: ArgumentHelp("Memory limit for each test case, instead of the package's: 256MiB.", valueName: "size"))
    var memory: ByteCount?

    @Flag(name: .customLong("all-tests"), help: "Run all test cases, even after one has failed.")
    var allTests = false

    @OptionGroup var policy: PolicyOption

    @Option(help: ArgumentHelp("The language of the submissions (default: by their file names).", valueName: "id"))
    var language: String?

    @OptionGroup var dialect: DialectOption

    @Option(
        help: """
            Read the package as one of this format (default: the one that its problem.yaml names; polygon if there is \
            only a problem.xml).
            """)
    var format: PackageFormat?

    @OptionGroup var color: ColorOption
    @OptionGroup var languages: LanguageOptions
    @OptionGroup var headers: HeadersOption
    @OptionGroup var sandbox: SandboxOptions

    func validate() throws {
        if let timeLimit, timeLimit <= .zero { throw ValidationError("--time-limit must be more than zero.") }
        if let memory { try LimitOptions.check(memory: memory) }
        if let junit, junit == html {
            throw ValidationError("--junit and --html name one file; give each report its own.")
        }
    }

    func run() async throws {
        try await CommandBody.run {
            let given = GivenPackage(
                path: FilePath(package), format: format, headers: headers, sandbox: sandbox, languages: languages)
            return try await given.with { package in
                var package = package
                package.problem.home = dialect.dialect ?? package.problem.home
                return try await judge(package)
            }
        }
    }

    private func judge(_ package: ProblemPackage) async throws -> ExitCode {
        let problem = package.problem
        let catalog = try languages.catalog()
        if let language, catalog.submissionLanguage(language) == nil {
            throw CommandError("no language \(language); `verdict languages` lists the known ones")
        }
        let chosen = try ChosenSubmissions.choose(submissions, of: package, language: language, catalog)
        guard problem.takesAnswers else { return try await judge(chosen, of: package, catalog) }
        return try await AnswerArchives.with(chosen) { try await judge($0, of: package, catalog) }
    }

    private func judge(
        _ chosen: [Submission], of package: ProblemPackage, _ catalog: LanguageCatalog
    ) async throws -> ExitCode {
        let problem = package.problem
        let (junitFile, htmlFile) = (try junit.map(ReportFile.init), try html.map(ReportFile.init))
        for warning in problem.warnings {
            try Output.error.write("warning: \(PrintableText.line(warning.description))\n")
        }
        let judgements = try await withSandbox(sandbox.options) { executor in
            let host = JudgeHost(preparingFor: catalog, executor: executor)
            let judge = try Judge(package, host: host, options: try options())
            return try await judge.judge(chosen) { events in
                var follower = JudgeFollower(json: json, style: color.style, submissions: chosen)
                return try await follower.follow(events)
            }
        }
        try junitFile?.write(JUnitReport.document(name: problem.shortName, judgements: judgements))
        try htmlFile?.write(HTMLReport.document(name: problem.name ?? problem.shortName, judgements: judgements))
        return ExitStatus.judged(judgements)
    }

    private func options() throws -> JudgeOptions {
        var options = JudgeOptions()
        options.policy = try policy.value()
        options.timeLimit = timeLimit
        options.quietWait = quietWait
        options.memory = memory
        options.runsAllTests = allTests
        options.language = language
        return options
    }
}
