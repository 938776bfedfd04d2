import ArgumentParser
import Checking
import Evaluation
import Executions
import Fleet
import Judging
import Reporting
import Sandbox
import SystemPackage
import Toolchains
import Units
import Wire

/// `verdict eval`.
struct EvalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval",
        abstract: "Evaluate programs by the thousand: a data set's records in, a result for each program out.",
        discussion: """
            FILE has a record of a task on each line: of HumanEval, MBPP, EvalPlus' HumanEval+ and MBPP+, MultiPL-E, LiveCodeBench, \
            APPS, TACO, CodeContests or CommonOJ, or one of Verdict's own, which the article Records describes. The programs \
            are in a file of samples, a line each with a task_id and a completion (what continues the task's prompt) or a \
            solution (a whole program); or in the records. A program in an answer in Markdown is taken out of it.

            Results are added to the file of --output as soon as they are known. The same command once more goes on where \
            it was stopped. Each program runs on a core of its own, as many at once as there are cores.

            Where a data set's tests run inside of the program (HumanEval, MBPP, MultiPL-E, unit tests), a program that \
            wants to pass can pass them; only that it ends early is no success, in Python and in unit tests. In all other \
            modes, what is expected is out of its reach.

            With --coordinator, or --fleet, the programs run on the workers of a fleet, and tests of frameworks on none: \
            they need this host. What a worker, a coordinator or a connection takes with it when it is lost is run again.

            Examples:
              verdict eval HumanEval.jsonl --samples samples.jsonl --output results.jsonl
              verdict eval HumanEval.jsonl --references
              verdict eval tasks.jsonl --samples answers.jsonl --all-tests --json
              verdict eval sums.jsonl --language cpp --time-limit 2s --checker token_float
              verdict eval test5.jsonl --dataset livecodebench --samples codes.jsonl -k 1,5 --jobs 2
              verdict eval HumanEval.jsonl --samples samples.jsonl --output results.jsonl --coordinator tcp://judge:7411 --tls

            Exit status: 0 if all samples were evaluated, 1 if a program of --references is not right, 2 if a line could not \
            be used or a sample not be run.
            """
    )

    @Argument(help: ArgumentHelp("The file of tasks, a record a line.", valueName: "file"), completion: .file())
    var file: String

    @Option(
        help: ArgumentHelp("The file of samples (default: the programs in the records).", valueName: "file"),
        completion: .file())
    var samples: String?

    @Flag(help: "Evaluate the programs that the records say are right.")
    var references = false

    @Option(
        help: ArgumentHelp("Add a result a line to FILE, and leave out what is known there.", valueName: "file"),
        completion: .file())
    var output: String?

    @Option(help: "How the records are written (default: as each one's keys say).")
    var dataset: RecordFormat?

    @Option(help: ArgumentHelp("The language of programs that say none.", valueName: "id"))
    var language: String?

    @Option(
        name: .customLong("time-limit"),
        help: ArgumentHelp("CPU time of each run, instead of the record's: 2s, 500ms.", valueName: "time"))
    var timeLimit: Duration?

    @Option(help: ArgumentHelp("Memory of each run, instead of the record's: 1GiB.", valueName: "size"))
    var memory: ByteCount?

    @Option(
        help: ArgumentHelp(
            "Compare outputs so, instead of as the record says: a checker of `verdict check --list`, or exact, "
                + "rstrip_newline, line_rstrip, lines_strip_ci_float, lines_zip, lcb_decimal, token, token_float.",
            valueName: "name"))
    var checker: String?

    @Option(help: "When programs are taken out of answers in Markdown; auto: where there is a fence (```).")
    var extract = CodeExtraction.Rule.auto

    @Flag(name: .customLong("all-tests"), help: "Run all tests, even after one has failed: for pass rates.")
    var allTests = false

    @Flag(
        name: .customLong("cold-start"),
        help: "Start the interpreter of each program by itself, where many could be copies of one that has started.")
    var coldStart = false

    @Option(name: .customShort("k"), help: ArgumentHelp("Tell pass@k for these k.", valueName: "k,k,…"))
    var ks = SampleCounts([1, 10, 100])

    @Flag(help: "Stop at the first line that cannot be used.")
    var strict = false

    @Flag(help: "Print JSON: the summary, and without --output a line for each sample before it.")
    var json = false

    @Flag(help: "Run the programs on the fleet of VERDICT_COORDINATOR; --coordinator means that, too.")
    var fleet = false

    @OptionGroup var color: ColorOption
    @OptionGroup var languages: LanguageOptions
    @OptionGroup var sandbox: SandboxOptions
    @OptionGroup var coordinator: CoordinatorOptions

    /// How many samples a fleet gets at once, where nobody says it: half of what it takes of a tenant.
    private static let atOnceOnFleet = 32
    /// Whoever is told that the coordinator is gone can stop waiting; until then it is waited for.
    private static let patience = Duration.seconds(365 * 86_400)

    private var isOnFleet: Bool { fleet || coordinator.coordinator != nil }

    func validate() throws {
        if let timeLimit, timeLimit <= .zero { throw ValidationError("--time-limit must be more than zero.") }
        if let memory { try LimitOptions.check(memory: memory) }
        if references, samples != nil { throw ValidationError("--references and --samples exclude each other.") }
        if isOnFleet, !sandbox.allowedMissing.isEmpty {
            throw ValidationError("--allow-missing is for this host; what a fleet's workers lack, their settings say.")
        }
    }

    func run() async throws {
        try await CommandBody.run {
            let catalog = try EvalCatalog(languages: languages)
            let options = try options(catalog.languages)
            let tasks = try open(file) { try TaskFile(FilePath(file), format: dataset) }
            let source =
                if let samples {
                    try open(samples) { try SampleSource(file: FilePath(samples), for: tasks) }
                } else {
                    SampleSource(recordsOf: tasks, references: references)
                }
            let total =
                if let samples {
                    try open(samples) { try SampleSource.lineCount(of: FilePath(samples)) }
                } else {
                    references ? tasks.counts.references : tasks.counts.samples
                }
            if total == 0, tasks.badLines.isEmpty {
                throw CommandError("no programs: name a file of them with --samples, or say --references")
            }
            let report = try EvalReport(command: self, total: total)
            for line in tasks.badLines { try report.take(.badLine(line)) }
            return try await withRunner(catalog.languages) { runner, atOnce in
                let judge = SampleJudge(
                    runner: runner, languages: catalog.languages, harnesses: catalog.harnesses, options: options)
                let run = EvaluationRun(tasks, source, by: judge, atOnce: atOnce)
                defer { report.abandon() }
                try await run.run(skipping: { try report.isKnown($0) }, tell: { try report.take($0) })
                return try report.end()
            }
        }
    }

    /// Lends `body` what runs programs: this host, or the fleet.
    private func withRunner(
        _ languages: LanguageCatalog, _ body: (any ExecutionRunner, _ atOnce: Int) async throws -> ExitCode
    ) async throws -> ExitCode {
        guard isOnFleet else {
            return try await withSandbox(sandbox.options) { sandbox in
                let host = JudgeHost(preparingFor: languages, executor: sandbox)
                // A sample more is got ready for each core.
                return try await body(ExecutionJudge(host: host), sandbox.parallelism * 2)
            }
        }
        return try await FleetConnection.with(coordinator, patience: Self.patience) { client in
            let states = client.wire.states
            let telling = Task {
                var notices = ConnectionNotices()
                for await state in states {
                    if let notice = notices.take(state) { Output.error.tryWrite("\nverdict: \(notice)\n") }
                }
            }
            defer { telling.cancel() }
            return try await body(FleetRunner(client), sandbox.jobs ?? Self.atOnceOnFleet)
        }
    }

    private func options(_ catalog: LanguageCatalog) throws -> EvaluationOptions {
        var options = EvaluationOptions()
        if let language, catalog[language] == nil {
            throw CommandError("no language \(language); `verdict languages` lists the known ones")
        }
        options.language = language
        options.timeLimit = timeLimit
        options.memory = memory
        options.runsAllTests = allTests
        options.extraction = extract
        options.startsCold = coldStart
        options.comparator = try checker.map { try Comparator($0) }
        return options
    }

    private func open<Value>(_ path: String, _ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as Errno {
            throw CommandError("cannot read \(path): \(error)")
        }
    }
}

/// What `-k` says.
struct SampleCounts: ExpressibleByArgument {
    let numbers: [Int]

    init(_ numbers: [Int]) {
        self.numbers = numbers
    }

    init?(argument: String) {
        let words = argument.split(separator: ",", omittingEmptySubsequences: false)
        let numbers = words.compactMap { Int($0) }
        guard numbers.count == words.count, numbers.allSatisfy({ (1...1_000_000).contains($0) }) else { return nil }
        self.numbers = numbers
    }

    var defaultValueDescription: String { numbers.map(String.init).joined(separator: ",") }
}

/// The languages that samples may be in, the ways to run tests of frameworks, and the harnesses.
struct EvalCatalog {
    let languages: LanguageCatalog
    let harnesses: Harnesses

    init(languages options: LanguageOptions) throws {
        let directory = try Installation.languagesDirectory(given: options.directory)
        languages = try LanguageCatalog(directory: directory, adding: directory.appending("runners"))
        harnesses = try Harnesses(directory.appending("harness"))
    }
}
