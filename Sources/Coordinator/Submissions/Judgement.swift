public import Events
import Grading
import SwiftProtobuf

/// How the judging of a generation ended, without its test cases.
public struct Conclusion: Hashable, Sendable {
    /// The judgement.
    public let judged: SubmissionJudged
    /// What came of compiling; nil if that was never tried.
    public let built: LoggedBuildResult?
    /// The limits that held; nil if nothing was run.
    public let limits: LoggedTestLimits?
    /// The workers that judged, by name.
    public let workers: [String]
    /// The layers of the sandbox that held all runs.
    public let layers: [String]
}

/// A submission's judgement, as far as the log knows it. A pure value.
public struct Judgement: Hashable, Sendable {
    /// The verdict of the whole.
    public var verdict: LoggedVerdict
    /// Why; empty if there is nothing to say.
    public var message: String
    /// 1, and 1 more for each rejudging.
    public var generation: UInt32
    /// The score, exact; empty if the problem has none.
    public var score: String
    /// The groups' results.
    public var groups: [LoggedGroupResult]
    /// The name of the test case that decided; empty if none did.
    public var decidingTest = ""
    /// What it is written in.
    public var language: String
    /// What it was made of; nil if the log does not say.
    public var content: LoggedJudgedContent?
    /// What came of compiling; nil if that was never tried.
    public var compilation: LoggedCompilation?
    /// The limits that held; nil if nothing was run.
    public var limits: LoggedTestLimits?
    /// The workers that judged, by name.
    public var workers: [String]
    /// The layers of the sandbox that held all runs.
    public var layers: [String]
    /// Every test case in order, with its score where there are scores; none where they are left out.
    public var tests: [LoggedTestResult] = []
    /// What the package's author should know.
    public var warnings: [String] = []

    /// A judgement without its test cases.
    init(_ conclusion: Conclusion, of accepted: SubmissionAccepted) {
        let judged = conclusion.judged
        (verdict, message) = (judged.verdict, judged.message)
        (generation, score, groups) = (judged.generation, judged.score, judged.groups)
        (language, limits) = (accepted.language, conclusion.limits)
        (workers, layers) = (conclusion.workers, conclusion.layers)
        content = accepted.hasContent ? accepted.content : nil
        guard let built = conclusion.built else { return }
        compilation = built.compilation
        if !built.language.isEmpty { language = built.language }
        guard !built.toolchain.isEmpty else { return }
        var known = content ?? LoggedJudgedContent()
        known.toolchain = built.toolchain
        content = known
    }
}

extension SubmissionState {
    /// How the newest generation ended; nil while it goes on.
    public var conclusion: Conclusion? {
        guard let judged else { return nil }
        let ordered = batches.sorted { $0.key < $1.key }.map(\.value)
        var workers = ordered.map(\.worker) + answers.values.map(\.worker)
        if let built { workers.append(built.worker) }
        return Conclusion(
            judged: judged, built: built?.result, limits: ordered.first?.limits, workers: Set(workers).sorted(),
            layers: ordered.first?.result.layers ?? [])
    }

    /// The newest generation's judgement, without its test cases; nil until it is there.
    public var judgement: Judgement? { conclusion.map { Judgement($0, of: accepted) } }

    /// The judgement that counts: the newest generation's, or the one before it until that is there.
    /// - Parameter names: the package's test cases.
    public func currentJudgement(testNames names: [String]) -> Judgement? {
        judgement(testNames: names) ?? previous.map { Judgement($0, of: accepted) }
    }

    /// The newest generation's judgement; nil until it is there.
    /// - Parameter names: the package's test cases.
    public func judgement(testNames names: [String]) -> Judgement? {
        guard let conclusion, var judgement else { return nil }
        let results = Dictionary(
            batches.values.flatMap(\.result.tests).map { (Int($0.index), $0.result) },
            uniquingKeysWith: { first, _ in first })
        let grader = grader
        judgement.tests = names.enumerated().map { index, name in
            // What ran although it could not matter does not count.
            guard grader.matters(index), var test = results[index] else {
                return .with { test in
                    test.name = name
                    test.verdict = .skipped
                }
            }
            // Each batch has one at most; the one that decides is told, as on a single host.
            if !conclusion.judged.hasDecidingTest || conclusion.judged.decidingTest != index { test.clearTranscript() }
            test.score = ""
            if tree.isScoring, let points = tree.points(of: index), let outcome = TestOutcome(test) {
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
}

extension BorderWarning.Near {
    fileprivate init(_ result: LoggedTestResult) {
        self.init(
            name: result.name, cpuTime: .nanoseconds(Int64(clamping: result.cpuTimeNs)),
            measurements: result.measurementsNs.map { .nanoseconds(Int64(clamping: $0)) })
    }
}
