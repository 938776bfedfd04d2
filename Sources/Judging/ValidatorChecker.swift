import Checking
import Grading
import Problems
import Sandbox
import SystemPackage

/// A package's own validators, each run in the sandbox; all must accept.
struct ValidatorChecker: OutputChecker {
    private let validators: [OutputValidator]
    private let executor: any Executor
    private let directories: TestDirectories
    /// Whether each accepted output gets a score (`validation: custom score`).
    private let isScoring: Bool
    /// Keeps the validators' programs where they are.
    private let programs: [BuiltProgram]

    /// A checker that asks `validators` in order.
    init(validators: [(validator: OutputValidator, program: BuiltProgram)], isScoring: Bool, executor: any Executor) {
        self.validators = validators.map(\.validator)
        programs = validators.map(\.program)
        self.executor = executor
        self.isScoring = isScoring
        directories = TestDirectories(executor: executor)
    }

    func check(_ output: [UInt8], of test: TestCase) async throws -> VerdictPolicy.Finding {
        do {
            return try await directories.withDirectory(for: test) { directory in
                var points: TestOutcome.Points?
                for validator in validators {
                    let finding = try await ask(validator, about: output, of: test, in: directory)
                    guard finding.verdict == .accepted else { return finding }
                    points = points ?? finding.points
                }
                return VerdictPolicy.Finding(.accepted, "", points: points)
            }
        } catch let error as Errno {
            let words = "the files of \(test.name) cannot be shown to the output validator: \(error)"
            return VerdictPolicy.Finding(
                .judgeError, words + "; they must be readable, and the directory TMPDIR needs room for a copy")
        }
    }

    private func ask(
        _ validator: OutputValidator, about output: [UInt8], of test: TestCase, in directory: FilePath
    ) async throws -> VerdictPolicy.Finding {
        var validator = validator
        validator.arguments = test.validatorArguments
        let judgement = try await validator.validate(output: output, data: directory, on: executor)
        try Task.checkCancellation()
        switch judgement.verdict {
        case .accepted: return Self.accepted(with: judgement.feedback.score, isScoring: isScoring)
        case .rejected:
            guard judgement.feedback.score == nil else {
                return VerdictPolicy.Finding(
                    .judgeError, "the output validator gives a score in score.txt to an output that it rejects")
            }
            let message = Self.firstWords(of: judgement.feedback)
            let silence = "the output validator rejects the output and does not say why"
            return VerdictPolicy.Finding(.wrongAnswer, message.isEmpty ? silence : message)
        case .judgeError(let reason): return VerdictPolicy.Finding(.judgeError, reason)
        }
    }

    private static func accepted(with score: Score?, isScoring: Bool) -> VerdictPolicy.Finding {
        switch (score, isScoring) {
        case (let score?, true): VerdictPolicy.Finding(.accepted, "", points: .score(score))
        case (nil, false): VerdictPolicy.Finding(.accepted, "")
        case (_?, false):
            VerdictPolicy.Finding(
                .judgeError,
                "the output validator wrote score.txt, and problem.yaml does not say \"validation: custom score\"")
        case (nil, true):
            VerdictPolicy.Finding(
                .judgeError, "the output validator wrote no score.txt, as \"validation: custom score\" demands")
        }
    }

    /// What the validator says to the judges, or else to the team, without space around it and not too much of it.
    private static func firstWords(of feedback: ValidatorFeedback) -> String {
        for text in [feedback.judgeMessage, feedback.teamMessage] {
            let lines = text.split(whereSeparator: \.isNewline).map { String($0) }
            let words = lines.prefix(10).joined(separator: "\n")
            if words.contains(where: { !$0.isWhitespace }) { return String(words.prefix(1000)) }
        }
        return ""
    }
}
