import Checking
import Grading
import Problems
import Provenance
import Sandbox
import Synchronization

/// Compares what a program writes with the judge's answer, while it is written: nothing of it is kept.
struct ComparingJudge: TestJudge {
    private let package: ProblemPackage
    private let dialect: Dialect
    private let host: JudgeHost
    /// Whether a program is stopped as soon as it can no longer be accepted, for who asks for nothing else.
    private let stopsEarly: Bool

    /// A judge that decides as the package's home system does.
    /// - Throws: ``JudgingError`` if the arguments of a test case are ones that the default validator refuses.
    init(_ package: ProblemPackage, host: JudgeHost, stopsEarly: Bool) throws(JudgingError) {
        let problem = package.problem
        self.package = package
        dialect = problem.dialect
        self.host = host
        self.stopsEarly = stopsEarly
        for arguments in Set(problem.testCases.map(\.validatorArguments)) {
            do {
                _ = try DefaultValidator(dialect: dialect, arguments: arguments)
            } catch {
                throw JudgingError(.badPackage, "\(problem.shortName): the output validator's arguments: \(error)")
            }
        }
    }

    func judge(_ program: TestedProgram, on test: TestCase, within limits: TestLimits) async throws -> Trial {
        do {
            return try await judge(program, on: test, within: limits, by: try comparison(for: test))
        } catch let error as Unreadable {
            return Trial(run: RunResult(exit: nil), finding: VerdictPolicy.Finding(.judgeError, error.message))
        }
    }

    /// The judge's answer cannot be had.
    private struct Unreadable: Error {
        var message: String
    }

    private func comparison(for test: TestCase) throws(Unreadable) -> OutputComparison {
        let answer = package.path(of: test.answer)
        do {
            return try DefaultValidator(dialect: dialect, arguments: test.validatorArguments, endsAtNUL: false)
                .comparison(with: try host.answers.value(at: answer))
        } catch {
            throw Unreadable(message: "cannot compare with \(answer): \(error)")
        }
    }

    private func judge(
        _ program: TestedProgram, on test: TestCase, within limits: TestLimits, by comparison: OutputComparison
    ) async throws -> Trial {
        let reader = ComparingReader(comparison, stopsEarly)
        let input = try host.inputs.value(at: package.path(of: test.input))
        let place = WorkingDirectory(package: package, test: test, executor: host.executor)
        let run = try await program.run(on: input, to: reader, in: place, within: limits, by: host.executor)
        if reader.hasStopped { return Trial(run: run, finding: VerdictPolicy.Finding(reader.finish())) }
        try run.requireEnd()
        let failure = program.failure(in: run, within: limits)
        return Trial(run: run, finding: failure ?? VerdictPolicy.Finding(reader.finish()))
    }
}

/// A comparison that goes on while the output is written.
private final class ComparingReader: OutputReader {
    private struct State {
        var comparison: OutputComparison
        var mismatch: Mismatch?
        var hasStopped = false
    }

    private let stopsEarly: Bool
    private let state: Mutex<State>

    init(_ comparison: OutputComparison, _ stopsEarly: Bool) {
        self.stopsEarly = stopsEarly
        state = Mutex(State(comparison: comparison))
    }

    func read(_ bytes: RawSpan) -> Bool {
        state.withLock { state in
            if state.mismatch == nil { state.mismatch = state.comparison.feed(bytes) }
            state.hasStopped = stopsEarly && state.mismatch != nil
            return !state.hasStopped
        }
    }

    /// Whether it has had the program stopped.
    var hasStopped: Bool { state.withLock { $0.hasStopped } }

    /// What the whole output is worth; the run has ended.
    func finish() -> CheckResult {
        state.withLock { state in
            if let mismatch = state.mismatch { return .wrongAnswer("\(mismatch)") }
            return switch state.comparison.finish() {
            case .accepted: .accepted(nil)
            case .rejected(let mismatch): .wrongAnswer("\(mismatch)")
            case .judgeError(let reason): .judgeError(reason)
            }
        }
    }
}
