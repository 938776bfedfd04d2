import Events
import Grading
import SwiftProtobuf
public import Wire

/// What is told of a submission.
extension SubmissionState {
    /// The newest generation's judgement; nil until it is there.
    /// - Parameter names: the package's test cases.
    public func judgement(testNames names: [String]) -> Verdict_V1_Judgement? {
        guard let conclusion, var judgement else { return nil }
        let results = Dictionary(
            batches.values.flatMap(\.result.tests).map { (Int($0.index), $0.result) },
            uniquingKeysWith: { first, _ in first })
        let grader = grader
        judgement.tests = names.enumerated().map { index, name in
            // What ran although it could not matter does not count.
            guard grader.matters(index), let result = results[index] else {
                return .with { test in
                    test.name = name
                    test.verdict = .skipped
                }
            }
            var test = Verdict_V1_TestResult(result)
            if tree.isScoring, let points = tree.points(of: index), let outcome = TestOutcome(result) {
                test.score = "\(outcome.score(of: points))"
            }
            return test
        }
        judgement.warnings = warnings(of: grader)
        let judged = conclusion.judged
        if judged.hasDecidingTest, names.indices.contains(Int(judged.decidingTest)) {
            judgement.decidingTest = names[Int(judged.decidingTest)]
        }
        return judgement
    }

    /// What the package's author should know of it: what counts of it ran near the time limit, a group got an odd score.
    private func warnings(of grader: Grader) -> [String] {
        let ordered = batches.sorted { $0.key < $1.key }.map(\.value)
        let near = ordered.flatMap(\.result.tests).filter {
            $0.result.repeatedBecause == Self.nearLimit && grader.matters(Int($0.index))
        }.map { BorderWarning.Near($0.result) }
        let border = ordered.first.flatMap { BorderWarning(near, limit: AllowedTime($0.limits).limit)?.text }
        let remarks = (grader.grade?.groups ?? []).filter { $0.verdict != .judgeError }.compactMap(\.remark)
        return [border].compactMap(\.self) + remarks
    }

    /// What workers call the doubt about a run that ended near the time limit.
    private static let nearLimit = "near_limit"

    /// The same without its test cases.
    public var judgement: Verdict_V1_Judgement? { conclusion.map { Verdict_V1_Judgement($0, of: accepted) } }

    /// What a client is told of it: with the judgement that counts.
    public func summary(testNames names: [String]) -> Verdict_V1_Submission {
        .with { submission in
            submission.id = "\(id)"
            submission.package = accepted.package
            submission.language = accepted.language
            submission.tenant = accepted.tenant
            submission.submittedAtNs = acceptedAt
            submission.contest = accepted.contest
            let former = former.map { Verdict_V1_Judgement($0, of: accepted) }
            if let judgement = judgement(testNames: names) ?? former { submission.judgement = judgement }
            submission.state = Verdict_V1_Submission.State(phase, isBuilt: built != nil)
        }
    }
}

extension Verdict_V1_Judgement {
    /// A judgement without its test cases.
    init(_ conclusion: Conclusion, of accepted: SubmissionAccepted) {
        self.init()
        let judged = conclusion.judged
        verdict = Verdict_V1_Verdict(judged.verdict)
        (message, generation, score) = (judged.message, judged.generation, judged.score)
        groups = judged.groups.map { Verdict_V1_GroupResult($0) }
        language = accepted.language
        if accepted.hasContent { content = Verdict_V1_JudgedContent(accepted.content) }
        if let built = conclusion.built {
            if !built.toolchain.isEmpty { content.toolchain = built.toolchain }
            compilation = Verdict_V1_Compilation(built.compilation)
            if !built.language.isEmpty { language = built.language }
        }
        if let limits = conclusion.limits { self.limits = Verdict_V1_TestLimits(limits) }
        (workers, layers) = (conclusion.workers, conclusion.layers)
    }
}

extension BorderWarning.Near {
    fileprivate init(_ result: LoggedTestResult) {
        self.init(
            name: result.name, cpuTime: .nanoseconds(Int64(clamping: result.cpuTimeNs)),
            measurements: result.measurementsNs.map { .nanoseconds(Int64(clamping: $0)) })
    }
}
