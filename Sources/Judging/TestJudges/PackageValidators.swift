import Checking
import Grading
import Problems
import Sandbox
import SystemPackage
import Units

/// A package's own output validators, built.
struct PackageValidators: Sendable {
    /// What a validator said of a run, and what it left.
    struct Check: Sendable {
        var result: CheckResult
        /// The input of another run that it asks for.
        var nextInput: [UInt8]?
        /// Its feedback directory.
        var feedback: ScratchContents?
    }

    /// One test case, or one pass of it, as a validator sees it.
    struct View: Sendable {
        /// A directory of the executor's store with the files `input` and `answer`.
        var data: FilePath
        /// A directory of the store with what earlier passes left in the feedback directory; nil: nothing.
        var feedback: FilePath?
        /// The arguments behind those of the format.
        var arguments: [String]
        /// What they may give.
        var points: CheckerPoints
    }

    private let validators: [OutputValidator]
    /// Keeps the validators' programs where they are.
    private let programs: [BuiltProgram]
    /// Whether another run may be asked for.
    private let hasPasses: Bool

    init(_ validators: [(validator: OutputValidator, program: BuiltProgram)], hasPasses: Bool = false) {
        self.validators = validators.map(\.validator)
        programs = validators.map(\.program)
        self.hasPasses = hasPasses
    }

    /// Asks all of them, in order, about an output; the first that does not accept decides.
    func check(_ output: InputFile, _ view: View, on executor: any Executor) async throws -> Check {
        var first: Check?
        for validator in validators {
            let judgement = try await called(validator, view)
                .validate(.file(output), data: view.data, feedback: view.feedback, on: executor)
            try Task.checkCancellation()
            let check = check(of: judgement, view.points)
            guard case .accepted = check.result else { return check }
            first = first ?? check
        }
        return first ?? Check(result: .judgeError("the package has no output validator"))
    }

    /// The only validator, ready to talk with a submission.
    /// - Throws: ``JudgingError`` if there is not exactly one.
    func interactor(_ view: View) throws(JudgingError) -> OutputValidator {
        guard let validator = validators.first, validators.count == 1 else {
            throw JudgingError(.badPackage, "an interactive problem has one output validator, not \(validators.count)")
        }
        return called(validator, view)
    }

    /// What the run of `interactor` says.
    func check(
        of run: RunResult, by interactor: OutputValidator, _ points: CheckerPoints
    ) throws(SandboxError) -> Check {
        check(of: try interactor.judgement(of: run), points)
    }

    private func called(_ validator: OutputValidator, _ view: View) -> OutputValidator {
        var validator = validator
        validator.arguments = view.arguments
        return validator
    }

    private func check(of judgement: OutputValidator.Judgement, _ points: CheckerPoints) -> Check {
        let next = hasPasses ? judgement.feedback.nextPass : nil
        let feedback = judgement.run.scratch[OutputValidator.feedbackPath]
        switch judgement.verdict {
        case .accepted where next != nil: return Check(result: .accepted(nil), nextInput: next, feedback: feedback)
        case .accepted: return Check(result: points.result(of: judgement.feedback))
        case .rejected: return Check(result: rejected(judgement, points, asksForMore: next != nil))
        case .judgeError(let reason): return Check(result: .judgeError(reason))
        }
    }

    private func rejected(
        _ judgement: OutputValidator.Judgement, _ points: CheckerPoints, asksForMore: Bool
    ) -> CheckResult {
        guard !asksForMore else {
            return .judgeError("the output validator asks for another pass in nextpass.in, and rejects the output")
        }
        if points != .ignored, let file = judgement.feedback.scoreFile {
            return .judgeError("the output validator gives a score in \(file) to an output that it rejects")
        }
        let words = Self.firstWords(of: judgement)
        return .wrongAnswer(words.isEmpty ? "the output validator rejects the output and does not say why" : words)
    }

    /// What the validator says to the judges, or else to the team, on standard error, or on standard output if it talks to nobody
    /// there, without space around it and not too much of it.
    private static func firstWords(of judgement: OutputValidator.Judgement) -> String {
        let feedback = judgement.feedback
        let streams = [judgement.run.standardError, judgement.run.standardOutput].map { ByteText.decode($0) }
        for text in [feedback.judgeMessage, feedback.teamMessage] + streams {
            let lines = text.split(whereSeparator: \.isNewline).map { String($0) }
            let words = lines.prefix(10).joined(separator: "\n")
            if words.contains(where: { !$0.isWhitespace }) { return String(words.prefix(1000)) }
        }
        return ""
    }
}

extension ValidatorFeedback {
    /// The file that gives a score; nil if none does.
    fileprivate var scoreFile: String? {
        if score != nil { return "score.txt" }
        return scoreMultiplier == nil ? nil : "score_multiplier.txt"
    }
}

extension CheckerPoints {
    /// What an output is worth that the validator accepts, by the files that it leaves.
    fileprivate func result(of feedback: ValidatorFeedback) -> CheckResult {
        if self == .ignored { return .accepted(nil) }
        let name = "the output validator"
        if feedback.score != nil, feedback.scoreMultiplier != nil {
            return .judgeError("\(name) wrote both score.txt and score_multiplier.txt")
        }
        switch (self, feedback.score, feedback.scoreMultiplier) {
        case (.none, nil, nil), (.whole, nil, nil), (.full, nil, nil): return .accepted(nil)
        case (.none, _, _), (.whole, _, _), (.full, _, _):
            return .judgeError(
                "\(name) wrote \(feedback.scoreFile ?? ""), and the package gives it no points to give (in a legacy "
                    + "package: \"validation: custom score\")")
        case (.needed, let score?, nil): return .accepted(.score(score))
        case (.needed, _, _):
            return .judgeError("\(name) wrote no score.txt, as the test case, which has no greatest score, demands")
        case (.upTo(let most), let score?, _):
            guard score >= .zero, score <= most else {
                return .judgeError(
                    "\(name) gives \(score.text()) points in score.txt, and 0 to \(most.text()) are possible")
            }
            return .accepted(.score(score))
        case (.upTo, nil, let part?):
            guard part <= .one else {
                return .judgeError("\(name) wrote \(part.text()) to score_multiplier.txt, and 0 to 1 is possible")
            }
            return .accepted(.part(part))
        case (.any, let score?, nil): return .accepted(.score(score))
        case (.any, nil, let part?): return .accepted(.part(part))
        case (.upTo, nil, nil), (.any, _, _), (.ignored, _, _): return .accepted(nil)
        }
    }
}
