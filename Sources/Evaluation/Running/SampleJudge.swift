import Concurrency
public import Executions
import Grading
import JSONText
public import Toolchains
import Units

/// Evaluates samples, one at a time for each call.
public struct SampleJudge: Sendable {
    /// What a run of all calls of a task may write: some of EvalPlus' results are millions of numbers.
    private static let mostOutput = ByteCount.mebibytes(256)

    private let runner: any ExecutionRunner
    private let planner: RunPlanner
    private let references: ReferenceResults

    /// A judge whose programs `runner` runs.
    /// - Parameters:
    ///   - runner: runs everything: a host, or a fleet.
    ///   - languages: what programs may be written in, and the ways to run tests of frameworks.
    ///   - harnesses: the programs around candidates.
    ///   - options: how samples are evaluated.
    ///   - references: what references give, for judges of the same tasks.
    public init(
        runner: any ExecutionRunner, languages: LanguageCatalog, harnesses: Harnesses, options: EvaluationOptions,
        references: ReferenceResults = ReferenceResults()
    ) {
        self.runner = runner
        self.references = references
        planner = RunPlanner(languages: languages, harnesses: harnesses, options: options)
    }

    /// Evaluates a sample.
    /// - Parameters:
    ///   - sample: the program.
    ///   - task: its task.
    ///   - tell: gets what happens, as it happens.
    /// - Returns: what came of it; what keeps it from being run is a judge's error.
    /// - Throws: what the runner throws if nothing can be run at all; `CancellationError`; what `tell` throws.
    public func judge(
        _ sample: Sample, of task: EvaluationTask, tell: (SampleEvent) async throws -> Void = { _ in }
    ) async throws -> SampleResult {
        var result = SampleResult(sample)
        do {
            let language = try planner.language(of: sample.candidate, for: task)
            result.language = language.id
            if case .unitTests(let work) = task.work, !runner.runsFrameworks {
                throw RecordError("a fleet runs no tests of \(work.runner.rawValue); evaluate it on one host")
            }
            let (text, isWhole) = planner.text(of: sample.candidate, for: task, language)
            let run =
                if case .differential(let work) = task.work {
                    try await differential(text, work, task, language)
                } else {
                    try planner.plan(text, isWhole: isWhole, for: task, language)
                }
            try await self.run(run, &result, tell)
        } catch let error as RecordError {
            result.fail(.judgeError, error.reason)
        } catch let error as ExecutionRefusal {
            result.fail(.judgeError, error.reason)
        }
        return result
    }

    /// Ends an execution of which no more has to be known.
    private struct IsDecided: Error {}

    private func run(
        _ planned: PlannedRun, _ result: inout SampleResult, _ tell: (SampleEvent) async throws -> Void
    ) async throws {
        result.tests = planned.execution.tests.count
        let stops = planned.execution.stopsAtFailure
        do {
            _ = try await runner.run(planned.execution) { event in
                switch event {
                case .compiled(let compilation):
                    try await tell(.compiled(compilation))
                    guard !compilation.succeeded else { break }
                    result.fail(.compileError, Self.compilerWords(compilation))
                // Tasks have no checkers of their own.
                case .compiledChecker: break
                case .tested(let test):
                    let finding = planned.assess(test)
                    result.take(test, finding.verdict, finding.message)
                    try await tell(
                        .tested(SampleTest(planned.show(test), verdict: finding.verdict, message: finding.message)))
                    if stops, finding.verdict != .accepted { throw IsDecided() }
                }
            }
        } catch is IsDecided {}
    }

    private static func compilerWords(_ compilation: ExecutionCompilation) -> String {
        let lines = compilation.log.split(whereSeparator: \.isNewline)
        // Go's begin with the package's name behind a #.
        let line = lines.first { $0.contains("error") } ?? lines.first { !$0.hasPrefix("#") }
        return [compilation.message, line.map { String($0.prefix(300)) }].compactMap(\.self).joined(separator: ": ")
    }

    /// A run of all calls of a differential task, group by group, with what the reference gives.
    private func differential(
        _ text: String, _ work: DifferentialWork, _ task: EvaluationTask, _ language: Language
    ) async throws -> PlannedRun {
        let expected = try await references.results(of: work, task: task.id) {
            try await reference(work, task, language)
        }
        let channel = ResultChannel()
        let sources = try planner.harnesses.function(
            work.signature, of: Self.count(work), in: text, language, importing: false)
        let tests = work.groups.map { ExecutionTest(input: channel.input($0)) }
        var execution = planner.execution(of: task, language, sources, tests)
        execution.limits.output = Self.mostOutput
        return PlannedRun(execution: execution) { run in
            RunPlanner.finding(
                run, channel, expected: expected[run.index], of: work.groups[run.index], by: work.comparison)
        }
    }

    private static func count(_ work: DifferentialWork) -> Int { work.groups.first?.first?.count ?? 0 }

    private func reference(
        _ work: DifferentialWork, _ task: EvaluationTask, _ language: Language
    ) async throws -> [[JSONTree]] {
        let channel = ResultChannel()
        let sources = try planner.harnesses.function(
            work.signature, of: Self.count(work), in: work.reference, language, importing: false)
        var execution = planner.execution(
            of: task, language, sources, work.groups.map { ExecutionTest(input: channel.input($0)) })
        execution.limits = execution.limits.testing(cpuTime: .seconds(60))
        execution.limits.output = Self.mostOutput
        let result = try await runner.run(execution)
        return try zip(result.tests, work.groups).map { test, calls in
            let values = channel.results(in: test.output).compactMap(\.self)
            guard test.verdict == .accepted, values.count == calls.count else {
                throw RecordError(
                    "the reference gave \(values.count) results for \(calls.count) calls: \(TestFinding(test).message)")
            }
            return values
        }
    }
}
