internal import Coordinator
internal import Events
internal import Grading

/// What the fleet has found of a solution up to now. A pure value.
struct SolutionFindings: Hashable, Sendable {
    /// How far its judging is.
    enum Phase: String, Hashable, Sendable {
        case waiting, judging, judged, refused, stopped, stuck
    }

    /// What came of one test case.
    struct Run: Hashable, Sendable {
        var verdict: Verdict
        var cpuNs: UInt64 = 0
        var memoryBytes: UInt64 = 0
        /// Points, exact; empty if there are none, or they are not known yet.
        var score = ""
        var message = ""
    }

    var phase = Phase.waiting
    /// Why it is not judged.
    var reason: String?
    /// By the test case's index.
    var runs: [Int: Run] = [:]
    /// The verdict of the whole, when it is judged.
    var verdict: Verdict?
    var score: Score?
    /// What came of groups, by their names.
    var groups: [String: GroupGrade] = [:]
    /// Why it did not compile, or is not judged as it should be.
    var message = ""
    /// The most CPU time that is not too much; nil while nothing was run.
    var limitNs: UInt64?

    init() {}

    /// The fleet did not take it.
    init(refused reason: String) { (phase, self.reason) = (.refused, reason) }

    /// What the fleet knows.
    /// - Parameters:
    ///   - state: of its submission.
    ///   - judgement: of that; nil while there is none.
    init(_ state: SubmissionState, _ judgement: Judgement?) {
        switch state.phase {
        case .open: phase = state.built == nil ? .waiting : .judging
        case .judged: phase = .judged
        case .cancelled: phase = .stopped
        case .stuck: (phase, reason) = (.stuck, state.stuck?.reason)
        }
        limitNs = state.batches.values.first.map(\.limits.cpuTimeNs)
        if let judgement {
            (verdict, score) = (Verdict(judgement.verdict), Score(parsing: judgement.score))
            message = judgement.message
            for group in judgement.groups {
                guard let verdict = Verdict(group.verdict) else { continue }
                groups[group.name] = GroupGrade(verdict, score: Score(parsing: group.score))
            }
            for (index, result) in judgement.tests.enumerated() { runs[index] = Run(result) }
        } else {
            for test in state.batches.values.flatMap(\.result.tests) { runs[Int(test.index)] = Run(test.result) }
        }
    }
}

extension SolutionFindings.Run {
    /// A verdict that this version does not know is the judge's fault.
    init(_ result: LoggedTestResult) {
        self.init(
            verdict: Verdict(result.verdict) ?? .judgeError, cpuNs: result.cpuTimeNs, memoryBytes: result.memoryBytes,
            score: result.score, message: result.message)
    }

    /// Whether the program ran.
    var didRun: Bool { verdict != .skipped && verdict != .compileError }
}
