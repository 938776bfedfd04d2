import Checking
import Grading
import Problems
import Sandbox
import SystemPackage
import Toolchains
import Units

/// Judges test cases on which nothing is run: the package's static validator looks at the submission's files, which lie in its
/// working directory. All other test cases are another judge's.
struct StaticJudge: TestJudge {
    /// Where the validator sees the submission.
    private static let place = "/source"

    let others: any TestJudge
    /// How the validator is run.
    let plan: RunPlan
    /// Keeps the validator's program where it is.
    let program: BuiltProgram
    let executor: any Executor

    func recorded(by recorder: TranscriptRecorder, on test: TestCase) -> (any TestJudge)? {
        test.staticArguments == nil ? others.recorded(by: recorder, on: test) : nil
    }

    func judge(_ program: TestedProgram, on test: TestCase, within limits: TestLimits) async throws -> Trial {
        guard let arguments = test.staticArguments else {
            return try await others.judge(program, on: test, within: limits)
        }
        var validator = OutputValidator(program: plan.request, cell: plan.cell)
        validator.program.command +=
            [program.language.code, program.plan.entryPoint, "\(OutputValidator.feedbackPath)/"] + arguments
        validator.program.workingDirectory = Self.place
        validator.program.directories += program.plan.request.directories.filter { $0.path == WorkingDirectory.path }
            .map { RunRequest.Directory(hostPath: $0.hostPath, path: Self.place) }
        validator.program.scratch.append(
            RunRequest.Scratch(
                path: OutputValidator.feedbackPath, size: OutputValidator.feedbackLimit, isKept: true))
        validator.program.standardOutput = .discard
        validator.program.standardError = .collectEnds(.kibibytes(64))
        let run = try await executor.run(validator.program, in: validator.cell)
        try run.requireEnd()
        let check = try PackageValidators([]).check(of: run, by: validator, test.checkerPoints ?? .none)
        // What the validator used is not the submission's.
        return Trial(
            run: RunResult(exit: .exited(0), layers: run.layers), finding: VerdictPolicy.Finding(check.result))
    }
}
