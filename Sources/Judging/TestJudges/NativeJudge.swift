import Checking
import Grading
import Problems
import Provenance
import Sandbox

/// Compares a whole output with the judge's answer, by one of the checkers that judging systems bring along.
struct NativeJudge: TestJudge {
    private let package: ProblemPackage
    private let name: String
    private let host: JudgeHost

    /// A judge by the checker called `name`.
    /// - Throws: ``JudgingError`` if there is none, or it refuses the arguments of a test case.
    init(_ package: ProblemPackage, checker name: String, host: JudgeHost) throws(JudgingError) {
        self.package = package
        self.name = name
        self.host = host
        for arguments in Set(package.problem.testCases.map(\.validatorArguments)) {
            do {
                _ = try NativeChecker(name, arguments: arguments)
            } catch {
                throw JudgingError(.badPackage, "\(package.problem.shortName): \(error)")
            }
        }
    }

    func judge(_ program: TestedProgram, on test: TestCase, within limits: TestLimits) async throws -> Trial {
        let output = WholeOutput()
        let input = try host.inputs.value(at: package.path(of: test.input))
        let place = WorkingDirectory(package: package, test: test, executor: host.executor)
        let run = try await program.run(on: input, to: output, in: place, within: limits, by: host.executor)
        try run.requireEnd()
        if let failure = program.failure(in: run, within: limits) { return Trial(run: run, finding: failure) }
        return Trial(run: run, finding: VerdictPolicy.Finding(check(output.bytes, of: test)))
    }

    private func check(_ output: [UInt8], of test: TestCase) -> CheckResult {
        let path = package.path(of: test.answer)
        do {
            let checker = try NativeChecker(name, arguments: test.validatorArguments)
            let result = checker.check(output: output, answer: try host.answers.value(at: path))
            return result.worth(test.checkerPoints ?? .none)
        } catch {
            return .judgeError("cannot compare with \(path): \(error)")
        }
    }
}

extension CheckerResult {
    /// What the output is worth where these points may be given: who gets a part of them is accepted in part, as DMOJ has it.
    func worth(_ points: CheckerPoints) -> CheckResult {
        switch (verdict, award) {
        case (.judgeError, _): return .judgeError(message)
        case (_, .part(let part)?) where points != .none && part > .zero: return .accepted(.part(part))
        case (.accepted, _): return .accepted(nil)
        case (.presentationError, _): return .wrongAnswer("presentation error: \(message)")
        case (.wrongAnswer, _): return .wrongAnswer(message)
        }
    }
}
