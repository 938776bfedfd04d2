import Checking
import Concurrency
public import Executions
import Grading
import Problems
import Sandbox
import SystemPackage
import Toolchains
import Units

/// Does executions on one host: compiles a program, and runs it on its tests.
public struct ExecutionJudge: Sendable {
    private let host: JudgeHost

    /// One that uses the processors, languages and builds of `host`.
    public init(host: JudgeHost) {
        self.host = host
    }

    /// Does an execution; each test waits for its turn among all that is judged on the host.
    /// - Parameters:
    ///   - execution: what to do.
    ///   - room: what is kept, and told, of what tests write; nil: all of it.
    ///   - tell: gets what happens, as it happens.
    /// - Returns: what came of it; nobody did it, as far as it says.
    /// - Throws: ``JudgingError`` if the language is not known, its compiler is missing, or the files cannot be written;
    ///   `SandboxError` if nothing can be run at all; `CancellationError`; what `tell` throws.
    public func judge(
        _ execution: Execution, within room: WrittenRoom? = nil, tell: (ExecutionEvent) async throws -> Void = { _ in }
    ) async throws -> ExecutionResult {
        let program = try await host.build(execution)
        defer { withExtendedLifetime(program) {} }
        var result = ExecutionResult(compilation: ExecutionCompilation(program.compilation))
        try await tell(.compiled(result.compilation))
        guard case .built(let plan) = program.runnable(memoryLimit: execution.limits.memory) else { return result }
        var checking: ExecutionChecking?
        if let checker = execution.checker {
            let built = try await host.build(checker, within: execution.compilation)
            result.checker = built.compilation
            try await tell(.compiledChecker(built.compilation))
            guard built.checking != nil else { return result }
            checking = built.checking
        }
        var room = room
        for index in execution.tests.indices {
            try Task.checkCancellation()
            let run = ExecutionRun(
                execution: execution, index: index, plan: plan, language: program.language, checking: checking,
                host: host)
            var tested = try await host.inTurn { try await run.test() }
            tested = room?.kept(tested) ?? tested
            result.tests.append(tested)
            try await tell(.tested(tested))
            if execution.stopsAtFailure, tested.verdict != .accepted { break }
        }
        return result
    }
}

extension ExecutionJudge: ExecutionRunner {
    /// Those of the host's languages; see `ExecutionRunner`.
    public var runsFrameworks: Bool { true }

    /// See `ExecutionRunner`.
    public func run(
        _ execution: Execution, tell: (ExecutionEvent) async throws -> Void
    ) async throws -> ExecutionResult {
        do {
            return try await judge(execution, tell: tell)
        } catch let error as JudgingError {
            throw ExecutionRefusal(error.message)
        }
    }
}

extension JudgeHost {
    /// Builds the program of an execution, when its turn has come.
    fileprivate func build(_ execution: Execution) async throws -> BuiltProgram {
        var limits = ProblemLimits()
        limits.compilationTime = execution.compilation.cpuTime
        limits.compilationMemory = execution.compilation.memory
        return try await builder.build(
            execution.sources.map { Source(name: $0.name, bytes: $0.bytes) },
            language: try languages.language(named: execution.language, forFiles: []), limits: limits,
            flags: execution.compilerArguments, checksSources: execution.checksSources,
            turn: Turn(slots: slots, rank: RunSlots.Rank(submission: nextTurn(), test: -1)))
    }
}

extension ExecutionCompilation {
    init(_ compilation: Compilation) {
        self.init(succeeded: compilation.succeeded)
        message = compilation.message
        log = compilation.log
        cpuTime = compilation.cpuTime
        isCached = compilation.isCached
    }
}

/// One test of an execution.
private struct ExecutionRun: Sendable {
    let execution: Execution
    let index: Int
    let plan: RunPlan
    let language: Language
    /// The execution's own checker.
    let checking: ExecutionChecking?
    let host: JudgeHost

    private var wanted: ExecutionTest { execution.tests[index] }

    /// How much longer by the clock a program may take that was kept from its processor.
    private static let patience = 4

    /// Runs the program on the test; again, if it was late by the clock and what the host did to it could be why.
    func test() async throws -> ExecutedTest {
        do {
            let (first, isDoubtful) = try await run(wallTime: execution.limits.wallTime)
            return isDoubtful ? try await run(wallTime: execution.limits.wallTime * Self.patience).test : first
        } catch let error as SandboxError {
            try Task.checkCancellation()
            var failed = ExecutedTest(index: index, verdict: .judgeError, ending: .failed)
            failed.message = "the sandbox failed: \(error)"
            return failed
        }
    }

    private func run(wallTime: Duration) async throws -> (test: ExecutedTest, isDoubtful: Bool) {
        let output = RecordedOutput()
        let files = execution.files.map { WorkingDirectory.File(name: $0.name, content: .bytes($0.bytes)) }
        let place = WorkingDirectory(
            files, arguments: wanted.arguments, test: "test \(index + 1)", executor: host.executor)
        var limits = TestLimits(
            cpuTime: execution.limits.cpuTime, memory: execution.limits.memory, output: execution.limits.output)
        limits.wallTime = wallTime
        let program = TestedProgram(plan: plan, language: language)
        let run = try await place.with(request(program, within: limits, output)) { request in
            // A start that it has in common with others is what it begins like now.
            let cell = execution.startsWarm ? plan.warmCell(for: request) : plan.cell
            return try await host.executor.runArtifact(request, in: cell)
        }
        try run.requireEnd()
        let finding = program.failure(in: run, within: limits)
        var test = try await BlockingWork.run { _ in try tested(run, finding, output) }
        if finding == nil, let expectation = wanted.expectation, expectation.checker == nil {
            take(try await check(test.output, by: expectation), to: &test)
        }
        let isDoubtful =
            test.verdict == .idleLimit
            && VerdictPolicy.doubt(about: run, verdict: test.verdict, within: limits) == .disturbed
        return (test, isDoubtful)
    }

    private func request(
        _ program: TestedProgram, within limits: TestLimits, _ output: RecordedOutput
    ) -> RunRequest {
        var request = program.request(within: limits)
        request.allow(processes: execution.limits.processes)
        request.limits.cpuTime = request.limits.cpuTime.map { $0 + execution.extraCPUTime }
        if let stack = execution.stack { request.limits.stack = min(request.limits.stack ?? stack, stack) }
        request.standardInput = .bytes(wanted.input)
        request.standardOutput = .reader(output.standardOutput)
        request.standardError = execution.mergesError ? .withOutput : .reader(output.standardError)
        return request
    }

    private func tested(
        _ run: RunResult, _ finding: VerdictPolicy.Finding?, _ output: RecordedOutput
    ) throws -> ExecutedTest {
        var test = ExecutedTest(index: index, verdict: .accepted, ending: ExecutionEnding(run.outcome))
        // It ended by itself, but within the extra time.
        if case .exited = test.ending, run.cpuTime > execution.limits.cpuTime { test.ending = .cpuLimit }
        (test.userTime, test.systemTime, test.wallTime) = (run.userTime, run.systemTime, run.wallTime)
        test.memory = run.peakMemory
        test.isDisturbed =
            run.isOnSharedCore || run.disturbance.isNotable(cpuTime: run.cpuTime, wallTime: run.wallTime)
        (test.output, test.error, test.order) = output.written
        take(finding ?? compare(test.output), to: &test)
        try takeFiles(of: run, to: &test)
        return test
    }

    private func take(_ finding: VerdictPolicy.Finding, to test: inout ExecutedTest) {
        let words = [finding.message, test.message].filter { !$0.isEmpty }
        (test.verdict, test.points) = (finding.verdict, finding.points)
        test.message = words.joined(separator: "; ")
    }

    /// What the execution's own checker says of an output.
    private func check(
        _ output: [UInt8], by expectation: ExecutionTest.Expectation
    ) async throws -> VerdictPolicy.Finding {
        guard let checking else {
            return VerdictPolicy.Finding(.judgeError, "the execution has no checker of its own for this test")
        }
        return try await checking.check(output, of: wanted, at: index, expectation)
    }

    /// What is said of an output, where the run itself says nothing, and no program does.
    private func compare(_ output: [UInt8]) -> VerdictPolicy.Finding {
        guard let expectation = wanted.expectation, let name = expectation.checker else {
            return VerdictPolicy.Finding(.accepted, "")
        }
        do {
            let checker = try NativeChecker(name, arguments: expectation.checkerArguments)
            let result = checker.check(output: output, answer: expectation.output)
            return VerdictPolicy.Finding(result.worth(.none))
        } catch {
            return VerdictPolicy.Finding(.judgeError, "\(error)")
        }
    }

    /// Brings the wanted files that are there to `test`; one that is larger than the limit of output leaves room for is left out.
    private func takeFiles(of run: RunResult, to test: inout ExecutedTest) throws {
        guard let left = run.scratch[WorkingDirectory.path] else { return }
        var room = execution.limits.output.bytes
        for name in execution.wantedFiles {
            guard let bytes = try left.read(name, limit: ByteCount(room + 1)) else { continue }
            guard Int64(bytes.count) <= room else {
                let words = "\(name) is left out: it is larger than what the limit of output leaves"
                test.message += test.message.isEmpty ? words : "; \(words)"
                continue
            }
            room -= Int64(bytes.count)
            test.files.append(ExecutionFile(name: name, bytes: bytes))
        }
    }
}

extension ExecutionEnding {
    fileprivate init(_ outcome: RunResult.Outcome) {
        self =
            switch outcome {
            case .exited(let status): .exited(status)
            case .signaled(let signal): .signaled(signal.rawValue)
            case .cpuLimit: .cpuLimit
            case .wallLimit: .wallLimit
            case .memoryLimit: .memoryLimit
            case .outputLimit: .outputLimit
            case .securityViolation: .securityViolation
            case .cancelled: .failed
            }
    }
}
