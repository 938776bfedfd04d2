import Checking
import Problems
import Provenance
import SystemPackage

/// Asks what decides about outputs about those that test it.
struct OutputVerification {
    private let package: ProblemPackage
    private let host: JudgeHost
    private let factory: ValidatorFactory

    /// Asks the programs of `package`, which `factory` builds.
    init(_ package: ProblemPackage, host: JudgeHost, factory: ValidatorFactory) {
        self.package = package
        self.host = host
        self.factory = factory
    }

    /// What is wrong by the test `check`; nil: nothing.
    func finding(_ check: ProgramCheck) async throws -> InputVerification.Finding? {
        guard let file = check.output else { return nil }
        let output = package.path(of: file)
        let (name, result): (String, CheckResult)
        switch package.problem.validation {
        case .standard:
            (name, result) = ("the default validator", try compare(output, check.test))
        case .native(let checker, _):
            let native = try NativeChecker(checker, arguments: check.test.validatorArguments)
            let answer = try package.path(of: check.test.answer).contents()
            (name, result) = (checker, native.check(output: try output.contents(), answer: answer).worth(.any))
        case .custom(let custom):
            guard custom.exchange == .afterTheRun, custom.passes == nil else {
                return finding(
                    check, "the output validator", "talks with submissions, and is not asked about an output")
            }
            (name, result) = try await ask(custom, output, check.test)
        }
        switch (check.expectation, result) {
        case (_, .judgeError(let reason)): return finding(check, name, reason, isFault: true)
        case (.invalidOutput, .accepted): return finding(check, name, "accepts an output that is to be rejected")
        case (.validOutput, .wrongAnswer(let reason)):
            return finding(check, name, "rejects an output that is to be accepted: \(reason)")
        case (.invalidInput, _), (.invalidOutput, .wrongAnswer), (.validOutput, .accepted): return nil
        }
    }

    private func finding(
        _ check: ProgramCheck, _ name: String, _ message: String, isFault: Bool = false
    ) -> InputVerification.Finding {
        InputVerification.Finding(
            test: check.test.name, validator: name, message: message, isValidatorsFault: isFault)
    }

    private func compare(_ output: FilePath, _ test: TestCase) throws -> CheckResult {
        let validator = try DefaultValidator(
            dialect: package.problem.dialect, arguments: test.validatorArguments, endsAtNUL: false)
        let answer = try package.path(of: test.answer).contents()
        return switch validator.check(output: try output.contents(), answer: answer) {
        case .accepted: .accepted(nil)
        case .rejected(let mismatch): .wrongAnswer("\(mismatch)")
        case .judgeError(let reason): .judgeError(reason)
        }
    }

    /// Asks all validators in order; the first that does not accept decides.
    private func ask(
        _ custom: CustomValidation, _ output: FilePath, _ test: TestCase
    ) async throws -> (name: String, result: CheckResult) {
        var last = (name: "the output validator", result: CheckResult.judgeError("is not there"))
        for program in custom.validators where factory.isProgram(program.files.map(\.name)) {
            let files = package.files(of: test)
            last = (
                program.name,
                try await factory.check(
                    output: output, input: files.input, answer: files.answer, by: custom.convention,
                    arguments: test.validatorArguments, with: package.local(program.files), called: program.name,
                    points: .any)
            )
            guard last.result.isAccepted else { return last }
        }
        return last
    }
}
