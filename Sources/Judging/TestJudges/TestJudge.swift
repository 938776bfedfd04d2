import Concurrency
public import Grading
import Problems
import Sandbox
import SystemPackage
import Toolchains
import Units

/// Says what a program is worth on one test case: it runs the program, and looks at what that does.
protocol TestJudge: Sendable {
    /// Runs `program` on `test`, as often as the test case asks for.
    /// - Throws: `CancellationError`; `SandboxError` if something could not be run.
    func judge(_ program: TestedProgram, on test: TestCase, within limits: TestLimits) async throws -> Trial

    /// The same judge, but `recorder` writes down what programs and interactors say to each other; nil where nobody talks on `test`.
    /// What it finds counts for nothing: there is a relay between the two, which takes time.
    func recorded(by recorder: TranscriptRecorder, on test: TestCase) -> (any TestJudge)?
}

extension TestJudge {
    func recorded(by recorder: TranscriptRecorder, on test: TestCase) -> (any TestJudge)? { nil }
}

/// What came of a program on one test case.
struct Trial: Sendable {
    /// The facts: of the run that failed, or else of the slowest one.
    var run: RunResult
    /// What follows from them.
    var finding: VerdictPolicy.Finding
}

extension Trial {
    /// The judge's failure: the files of `test` cannot be shown to `program`.
    init(cannotShow test: TestCase, to program: String, _ error: Errno) {
        let words = "the files of \(test.name) cannot be shown to \(program): \(error)"
        self.init(
            run: RunResult(exit: nil),
            finding: VerdictPolicy.Finding(
                .judgeError, words + "; they must be readable, and the directory TMPDIR needs room for a copy"))
    }
}

/// What whoever checks an output says of it.
public enum CheckResult: Hashable, Sendable {
    /// It is right; with what it is worth, where the checker says that.
    case accepted(TestOutcome.Points?)
    /// It is wrong, for this reason.
    case wrongAnswer(String)
    /// The checker could not decide, for this reason: never the submission's fault.
    case judgeError(String)

    /// Whether it is right, if only in part.
    var isAccepted: Bool {
        if case .accepted = self { true } else { false }
    }
}

/// A submission as it is run on test cases.
struct TestedProgram: Sendable {
    /// The most that is kept of a program's standard error: enough for a traceback's last line.
    private static let errorLimit = ByteCount.kibibytes(8)

    let plan: RunPlan
    let language: Language
    /// Whether all that a run writes counts together: standard output, standard error and files.
    var isOutputSummed = false
    /// Whether it runs twice on a test case, the second time on what the first run gives it.
    var hasTwoSteps = false
    /// How often it runs on a test case, each time on what it wrote before.
    var runs = 1
    /// The file with what it would write, where that was handed in: then nothing is run.
    var answer: FilePath?

    /// A run of it within `limits`; where it reads from and writes to is the judge's to say.
    func request(within limits: TestLimits) -> RunRequest {
        var request = plan.request
        request.limits = limits.applied(to: request.limits)
        request.standardError = .collectEnds(Self.errorLimit)
        return request
    }

    /// Runs it.
    func run(_ request: RunRequest, on executor: any Executor) async throws -> RunResult {
        try await executor.runArtifact(request, in: plan.cell)
    }

    /// How a run of it ends that the kernel will not start, which is the submission's fault; nil if that is not why `error` was
    /// thrown where others ran with it: the package's own programs may be at fault, too.
    func refusal(
        to request: RunRequest, after error: any Error, on executor: any Executor
    ) async throws -> RunResult? {
        guard let error = error as? SandboxError, error.code == .launchFailed else { return nil }
        var alone = request
        alone.standardInput = .empty
        alone.standardOutput = .discard
        let run = try await self.run(alone, on: executor)
        return run.exit == .exited(127) ? run : nil
    }

    /// Runs it in `place` on `input`, and keeps what it writes.
    func run(
        on input: InputFile, in place: WorkingDirectory, within limits: TestLimits, by executor: any Executor
    ) async throws -> (run: RunResult, output: InputFile) {
        let output = try InputFileWriter(in: executor.inputs)
        let run = try await run(on: input, to: output, in: place, within: limits, by: executor)
        // It throws if the output could not be kept, and has the run stopped then.
        let file = try output.finish()
        try run.requireEnd()
        return (run, file)
    }

    /// Runs it in `place` on `input`; `reader` gets what it writes.
    func run(
        on input: InputFile, to reader: any OutputReader, in place: WorkingDirectory, within limits: TestLimits,
        by executor: any Executor
    ) async throws -> RunResult {
        if let answer {
            return try await BlockingWork.run { _ in try .reading(answer, limit: limits.output, to: reader) }
        }
        if runs > 1 {
            return try await runAgain(on: input, to: reader, in: place, within: limits, by: executor)
        }
        if hasTwoSteps { return try await runSteps(on: input, to: reader, in: place, within: limits, by: executor) }
        return try await place.with(request(within: limits)) { request in
            var request = request
            request.standardInput = place.hasInputFile ? .empty : .file(input)
            guard place.outputFile != nil else {
                request.standardOutput = .reader(reader)
                return try await self.run(request, on: executor)
            }
            request.standardOutput = .discard
            let run = try await self.run(request, on: executor)
            return try await BlockingWork.run { _ in
                var run = run
                try place.read(&run, limit: limits.output, to: reader)
                return run
            }
        }
    }

    /// What a run says by itself; nil if it ended well.
    func failure(in run: RunResult, within limits: TestLimits) -> VerdictPolicy.Finding? {
        var run = run
        let isDirectoryFull = run.scratch[WorkingDirectory.path]?.isFull ?? false
        if isDirectoryFull || (isOutputSummed && run.outputBytes + run.errorBytes > limits.output) {
            run.limitsStruck.insert(.output)
        }
        return VerdictPolicy.finding(
            for: run, within: limits, processes: plan.request.limits.processes,
            ranOutOfMemory: language.isOutOfMemory(run))
    }
}

extension RunResult {
    /// Throws if the run was stopped before its end: `CancellationError` if the task was cancelled. A run stopped without our
    /// asking is the judge's fault, not a cancellation.
    package func requireEnd() throws {
        guard case .cancelled = outcome else { return }
        try Task.checkCancellation()
        throw SandboxError(.cellFailed, stage: "the run was stopped")
    }
}
