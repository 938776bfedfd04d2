import Checking
import Problems
import Sandbox
import SystemPackage
import Toolchains

/// A checker that is nobody's package's, built: one program that says of whole outputs what they are worth, whatever convention it
/// follows.
struct LoneChecker: Sendable {
    private enum Kind {
        case validator(PackageValidators)
        case checker(CheckerProgram)
    }

    private let kind: Kind
    /// Keeps the program where it is.
    private let built: BuiltProgram

    /// The program `built`, run as `plan` says.
    init(_ plan: RunPlan, _ built: BuiltProgram, by convention: CustomValidation.Convention) {
        self.built = built
        switch convention {
        case .icpc:
            kind = .validator(
                PackageValidators([(OutputValidator(program: plan.request, cell: plan.cell), built)]))
        case .checker(let convention):
            kind = .checker(CheckerProgram(program: plan.request, cell: plan.cell, by: convention))
        }
    }

    /// Asks it about an output.
    /// - Parameters:
    ///   - output: what was written.
    ///   - data: a directory below the executor's store that holds the test as `input` and `answer`, and the link to the output.
    ///   - arguments: those behind the ones of the convention.
    ///   - points: what it may give.
    ///   - executor: who runs it.
    /// - Throws: `SandboxError` if it could not be run; `CancellationError`.
    func check(
        _ output: InputFile, data: FilePath, arguments: [String], points: CheckerPoints, on executor: any Executor
    ) async throws -> CheckResult {
        switch kind {
        case .validator(let validators):
            let view = PackageValidators.View(data: data, feedback: nil, arguments: arguments, points: points)
            return try await validators.check(output, view, on: executor).result
        case .checker(let checker):
            let decision = try await checker.check(output, data: data, arguments: arguments, on: executor)
            try Task.checkCancellation()
            withExtendedLifetime(built) {}
            return decision.result(points, from: "checker")
        }
    }
}
