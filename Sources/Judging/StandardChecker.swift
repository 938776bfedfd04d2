import Checking
import Grading
import Problems

/// The default validator, run in the judge itself: it is trusted code on untrusted bytes.
struct StandardChecker: OutputChecker {
    private let dialect: Dialect

    /// A checker that decides as the package's home system does.
    /// - Throws: ``JudgingError`` if the arguments of a test case are ones that this validator refuses.
    init(dialect: Dialect, problem: Problem) throws(JudgingError) {
        self.dialect = dialect
        for arguments in Set(problem.testCases.map(\.validatorArguments)) {
            do {
                _ = try DefaultValidator(dialect: dialect, arguments: arguments)
            } catch {
                throw JudgingError(.badPackage, "\(problem.shortName): the output validator's arguments: \(error)")
            }
        }
    }

    func check(_ output: [UInt8], of test: TestCase) async throws -> VerdictPolicy.Finding {
        do {
            let answer = try test.answer.contents()
            let validator = try DefaultValidator(dialect: dialect, arguments: test.validatorArguments)
            return switch validator.check(output: output, answer: answer) {
            case .accepted: VerdictPolicy.Finding(.accepted, "")
            case .rejected(let mismatch): VerdictPolicy.Finding(.wrongAnswer, "\(mismatch)")
            case .judgeError(let reason): VerdictPolicy.Finding(.judgeError, reason)
            }
        } catch {
            return VerdictPolicy.Finding(.judgeError, "cannot compare with \(test.answer): \(error)")
        }
    }
}
