import Executions
import Grading
import JSONText
import Toolchains
import Units

/// A sample as it is run, and how what comes of it is judged.
struct PlannedRun: Sendable {
    /// What is compiled and run, a test after the other.
    var execution: Execution
    /// Says of a run test what it is worth.
    var assess: @Sendable (ExecutedTest) -> TestFinding
    /// What whoever asked may see of a run test: all but what this said there.
    var show: @Sendable (ExecutedTest) -> ExecutedTest = { $0 }
}

/// What one test is worth.
struct TestFinding: Hashable, Sendable {
    /// Accepted, or why not.
    var verdict: Verdict
    /// In words; empty if there is nothing to say.
    var message: String

    /// A verdict and its reason.
    init(_ verdict: Verdict, _ message: String = "") {
        self.verdict = verdict
        self.message = message
    }

    /// What the run itself said, before anything was compared.
    init(_ test: ExecutedTest) {
        self.init(test.verdict, test.message)
        guard verdict == .runTimeError else { return }
        // The last line of a traceback or panic that speaks of an error says it best.
        let lines = String(decoding: test.error.suffix(4096), as: UTF8.self).split(whereSeparator: \.isNewline)
            .filter { !$0.allSatisfy(\.isWhitespace) }
        guard let last = lines.last(where: Self.namesError) ?? lines.last else {
            return
        }
        if last.hasPrefix("AssertionError") { verdict = .wrongAnswer }
        message = String(last.prefix(300)) + " (\(message))"
    }

    /// Whether a line says what went wrong, and not only where, as the lines of a trace do.
    private static func namesError(_ line: Substring) -> Bool {
        if ["panic: ", "fatal error: "].contains(where: { line.hasPrefix($0) }) { return true }
        return !line.drop(while: \.isWhitespace).hasPrefix("at ")
            && ["Error", "Exception", "panicked"].contains { line.contains($0) }
    }
}

/// Makes runs of samples.
struct RunPlanner: Sendable {
    /// CPU time of a run where nobody says it.
    private static let timeLimit = Duration.seconds(10)
    /// Memory of a run where nobody says it.
    private static let memory = ByteCount.gibibytes(1)

    let languages: LanguageCatalog
    let harnesses: Harnesses
    let options: EvaluationOptions

    /// The language of a candidate.
    /// - Throws: ``RecordError`` if it is not known.
    func language(of candidate: Candidate, for task: EvaluationTask) throws(RecordError) -> Language {
        if case .unitTests(let work) = task.work {
            guard let language = languages[work.runner.language] else {
                throw RecordError("no recipe runs tests of \(work.runner.rawValue); install Verdict's files anew")
            }
            return language
        }
        guard let name = candidate.language ?? task.language ?? options.language else {
            throw RecordError("neither sample nor record says a language; name one with --language")
        }
        if let language = languages[name] ?? languages[name.lowercased()] { return language }
        // MultiPL-E calls languages by the extensions of their files.
        if let language = languages.language(forFiles: ["main." + name]) { return language }
        throw RecordError("no language \(name); `verdict languages` lists the known ones")
    }

    /// The text of a candidate that stands alone but for a task's tests, and whether it did so before.
    func text(of candidate: Candidate, for task: EvaluationTask, _ language: Language) -> (text: String, isWhole: Bool)
    {
        let text = CodeExtraction.code(in: candidate.text, language: language.code, by: options.extraction)
        // An answer in Markdown is whole, even where a completion was asked for; but what begins within a block is none in Python.
        let isWithinBlock = language.code == "python3" && CodeExtraction.beginsIndented(text)
        let isWhole = candidate.isComplete || text != candidate.text && !isWithinBlock
        return (isWhole ? text : task.prompt + text, isWhole)
    }

    /// How a candidate is run for a task whose expectations are known.
    /// - Throws: ``RecordError`` if it cannot be run.
    func plan(
        _ text: String, isWhole: Bool, for task: EvaluationTask, _ language: Language
    ) throws(RecordError) -> PlannedRun {
        switch task.work {
        case .stream(let work): return stream(text, work, task, language)
        case .function(let work): return try function(text, work, task, language)
        case .program(let work):
            let text = isWhole ? CodeExtraction.withoutMain(text, language: language.code) : text
            return program(work.before + text + (isWhole ? "" : work.closing) + work.after, work, task, language)
        case .unitTests(let work): return unitTests(text, work, task, language)
        case .differential: throw RecordError("the reference was not run; report this")
        }
    }

    private func stream(
        _ text: String, _ work: StreamWork, _ task: EvaluationTask, _ language: Language
    ) -> PlannedRun {
        let comparator = options.comparator ?? work.comparator
        let tests = work.tests.map { test in
            ExecutionTest(
                input: Array(test.input.utf8),
                expectation: ExecutionTest.Expectation(
                    output: Array(test.output.utf8), checker: comparator.checker, checkerArguments: comparator.arguments
                ))
        }
        let isImporting = work.importsUsualNames && language.code == "python3"
        let program = isImporting ? PythonImports.program(text) : text
        var execution = execution(of: task, language, [source(program, language)], tests)
        execution.files = work.files
        return PlannedRun(execution: execution) { TestFinding($0) }
    }

    private func function(
        _ text: String, _ work: FunctionWork, _ task: EvaluationTask, _ language: Language
    ) throws(RecordError) -> PlannedRun {
        let channel = ResultChannel()
        let sources = try harnesses.function(
            work.signature, of: work.tests.first?.arguments.count ?? 0, in: text, language, importing: true)
        let tests = work.tests.map { ExecutionTest(input: channel.input([$0.arguments])) }
        var execution = execution(of: task, language, sources, tests)
        // A candidate may have a `Main` of its own.
        if language.id == "csharp" { execution.compilerArguments = ["-main:VerdictHarness"] }
        return PlannedRun(execution: execution) { run in
            let test = work.tests[run.index]
            return Self.finding(
                run, channel, expected: [test.result], of: [test.arguments], by: work.comparison)
        }
    }

    /// A program that tests itself. Where a harness runs it, it has to come to its end, and not only to end.
    private func program(
        _ text: String, _ work: ProgramWork, _ task: EvaluationTask, _ language: Language
    ) -> PlannedRun {
        let channel = ResultChannel()
        var planned: PlannedRun
        if work.ending == .harness, let sources = harnesses.program(text, language) {
            let tests = [ExecutionTest(input: Array((channel.key + "\n").utf8))]
            planned = ending(execution(of: task, language, sources, tests), on: channel)
        } else if work.ending == .words, language.code == "python3" {
            let sources = [source(text + channel.statement, language)]
            planned = ending(execution(of: task, language, sources, [ExecutionTest()]), on: channel)
        } else {
            let execution = execution(of: task, language, [source(text, language)], [ExecutionTest()])
            planned = PlannedRun(execution: execution) { TestFinding($0) }
        }
        planned.execution.files = work.files
        return planned
    }

    /// A program that has to say at its end that it is there.
    private func ending(_ execution: Execution, on channel: ResultChannel) -> PlannedRun {
        var planned = PlannedRun(execution: execution) { run in
            let finding = TestFinding(run)
            guard finding.verdict == .accepted else { return finding }
            let isAtEnd = channel.lines(in: run.output).contains { $0.elementsEqual("passed".utf8) }
            return isAtEnd ? finding : TestFinding(.wrongAnswer, "it ended before its tests did")
        }
        planned.show = { channel.hiding(in: $0) }
        return planned
    }

    private func unitTests(
        _ text: String, _ work: UnitTestWork, _ task: EvaluationTask, _ language: Language
    ) -> PlannedRun {
        let program = ExecutionFile(name: work.programFile, bytes: Array((text + work.after).utf8))
        var execution = execution(of: task, language, [program] + work.files, [ExecutionTest()])
        execution.mergesError = true
        let closing = work.runner.closing
        return PlannedRun(execution: execution) { run in
            let finding = TestFinding(run)
            let said = String(decoding: run.output.suffix(1 << 16), as: UTF8.self)
            guard finding.verdict == .accepted else {
                return TestFinding(finding.verdict, String(said.suffix(500)) + " (\(run.message))")
            }
            return said.contains(closing) ? finding : TestFinding(.wrongAnswer, "it ended before its tests did")
        }
    }

    /// An execution within the limits of the task.
    func execution(
        of task: EvaluationTask, _ language: Language, _ sources: [ExecutionFile], _ tests: [ExecutionTest]
    ) -> Execution {
        var execution = Execution(language: language.id, sources: sources, tests: tests)
        execution.limits.memory = options.memory ?? task.memory ?? Self.memory
        execution.limits = execution.limits.testing(cpuTime: options.timeLimit ?? task.timeLimit ?? Self.timeLimit)
        if let time = options.compilationTime { execution.compilation.cpuTime = time }
        execution.stopsAtFailure = !options.runsAllTests
        // What is wrong with a source shows when it is run, and looking twice takes as long as running it.
        execution.checksSources = false
        execution.startsWarm = !options.startsCold
        return execution
    }

    private func source(_ text: String, _ language: Language) -> ExecutionFile {
        ExecutionFile(name: language.sourceName, bytes: Array(text.utf8))
    }

    /// What calls are worth that had to give `expected`.
    static func finding(
        _ run: ExecutedTest, _ channel: ResultChannel, expected: [JSONTree], of calls: [[JSONTree]],
        by comparison: ValueComparison
    ) -> TestFinding {
        guard !run.isLeftOut else {
            return TestFinding(.judgeError, "its results are too large to be brought back; evaluate it on one host")
        }
        let results = channel.results(in: run.output)
        for (place, (found, expected)) in zip(results, expected).enumerated() {
            guard let found else {
                // What was cut off when a limit struck is no result.
                if run.verdict != .accepted { break }
                return TestFinding(.wrongAnswer, "call \(place + 1): the result cannot be read")
            }
            guard comparison.accepts(found, for: expected, of: calls[place]) else {
                let words = "expected \(short(expected)), got \(short(found))"
                return TestFinding(.wrongAnswer, calls.count == 1 ? words : "call \(place + 1): \(words)")
            }
        }
        let finding = TestFinding(run)
        guard finding.verdict == .accepted, results.count != expected.count else { return finding }
        return TestFinding(
            .wrongAnswer, "it gave \(results.count) results for \(expected.count) calls, and ended")
    }

    private static func short(_ value: JSONTree) -> String {
        let text = value.text
        return text.utf8.count > 100 ? text.head(100) + "…" : text
    }
}
