import Grading
import GradingWire
import SwiftProtobuf
public import Wire

/// What is told of a submission.
extension SubmissionState {
    /// The newest generation's judgement; nil until it is there.
    /// - Parameter names: the package's test cases.
    public func judgement(testNames names: [String]) -> Verdict_V1_Judgement? {
        guard var judgement else { return nil }
        let results = Dictionary(
            batches.values.flatMap(\.result.tests).map { (Int($0.index), $0.result) },
            uniquingKeysWith: { first, _ in first })
        let grader = grader
        judgement.tests = names.enumerated().map { index, name in
            // What ran although it could not matter does not count.
            guard grader.matters(index), var result = results[index] else {
                return .with { test in
                    test.name = name
                    test.verdict = .skipped
                }
            }
            if tree.isScoring, let points = tree.points(of: index), let outcome = TestOutcome(result) {
                result.score = "\(outcome.score(of: points))"
            }
            return result
        }
        if let judged, judged.hasDecidingTest, names.indices.contains(Int(judged.decidingTest)) {
            judgement.decidingTest = names[Int(judged.decidingTest)]
        }
        return judgement
    }

    /// The same without its test cases.
    public var judgement: Verdict_V1_Judgement? {
        guard let judged else { return nil }
        return .with { judgement in
            judgement.verdict = judged.verdict
            judgement.message = judged.message
            judgement.generation = judged.generation
            judgement.score = judged.score
            judgement.groups = judged.groups
            judgement.language = accepted.language
            if accepted.hasContent { judgement.content = accepted.content }
            if let built {
                if !built.result.toolchain.isEmpty { judgement.content.toolchain = built.result.toolchain }
                judgement.compilation = built.result.compilation
                if !built.result.language.isEmpty { judgement.language = built.result.language }
            }
            let ordered = batches.sorted { $0.key < $1.key }.map(\.value)
            if let first = ordered.first { judgement.limits = first.limits }
            var workers = ordered.map(\.worker) + answers.values.map(\.worker)
            if let built { workers.insert(built.worker, at: 0) }
            judgement.workers = Set(workers).sorted()
            judgement.layers = ordered.first?.result.layers ?? []
        }
    }

    /// What a client is told of it: with the judgement that counts.
    public func summary(testNames names: [String]) -> Verdict_V1_Submission {
        .with { submission in
            submission.id = "\(id)"
            submission.package = accepted.package
            submission.language = accepted.language
            submission.tenant = accepted.tenant
            submission.submittedAtNs = acceptedAt
            submission.contest = accepted.contest
            if let judgement = judgement(testNames: names) ?? former { submission.judgement = judgement }
            submission.state =
                switch phase {
                case .open: built == nil ? .queued : .judging
                case .judged: .judged
                case .cancelled: .cancelled
                case .stuck: .stuck
                }
        }
    }
}
