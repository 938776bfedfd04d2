public import Grading
public import Judging
public import Problems
import Units
public import Wire

/// What is told of one submission, as the events that a judge on this machine would tell.
///
/// Things may be told twice (a worker died, and its job is run again; the connection was lost): what has been told
/// already is left out.
public struct FollowedSubmission: Sendable {
    /// Its id.
    public let id: String
    /// Its index among the submissions that are judged.
    public let index: Int
    private let submission: Submission
    private let limits: TestLimits
    private let estimate: TimeLimitEstimate?
    private let problem: Problem?
    private var finishedTests: Set<UInt32> = []
    /// The newest judgement that a judging came to.
    private var found: FleetJudgement?

    /// What to ask for, to go on after what was told so far; 0: from the beginning.
    public private(set) var number: UInt64 = 0
    /// The newest judgement, or why there is none. While a rejudging goes on, or if it comes to nothing, the one before.
    public private(set) var judgement: FleetJudgement?
    /// Whether nothing more is expected: there is a judgement, or there will be none. What was given up may still be tried
    /// again, and then this is false again.
    public private(set) var isOver = false

    /// Nothing has been told of `submission`, which may use `limits` as far as is known.
    /// - Parameters:
    ///   - estimate: how the time limit was found, as far as that is known; nil: it is given.
    ///   - problem: the package, where it is here.
    public init(
        id: String, index: Int, submission: Submission, limits: TestLimits, estimate: TimeLimitEstimate? = nil,
        problem: Problem? = nil
    ) {
        self.id = id
        self.index = index
        self.submission = submission
        self.limits = limits
        self.estimate = estimate
        self.problem = problem
    }

    /// Takes in what was told; returns what is new of it.
    public mutating func take(_ response: Verdict_V1_FollowResponse) -> [JudgementEvent] {
        number = max(number, response.number)
        guard let event = response.event else { return [] }
        isOver = false
        switch event {
        case .accepted:
            // The first time, or a rejudging.
            judgement = found
            finishedTests = []
        case .compiling(let compiling):
            return [.started(submission: index), .compiling(submission: index, language: compiling.language)]
        case .compiled(let compilation):
            return [.compiled(submission: index, Compilation(compilation))]
        case .testFinished(let finished):
            guard finishedTests.insert(finished.test).inserted else { break }
            return [.testFinished(submission: index, test: Int(finished.test), TestResult(finished.result))]
        case .judged(let wire):
            found = FleetJudgement(id: id, judgement: taken(wire), workers: wire.workers)
            (judgement, isOver) = (found, true)
        case .cancelled(let cancelled):
            (judgement, isOver) = (found ?? none(because: "cancelled", cancelled.reason), true)
        case .stuck(let stuck):
            let advice = "`verdict admin dead-letters` shows it and can have it tried again"
            (judgement, isOver) = (found ?? none(because: "given up", stuck.reason, advice), true)
        }
        return []
    }

    /// With what only this side knows: which limits hold where no test case ran, and what the package's author meant.
    private func taken(_ wire: Verdict_V1_Judgement) -> Judgement {
        var judgement = Judgement(wire, of: submission)
        if !wire.hasLimits { (judgement.limits, judgement.estimate) = (limits, estimate) }
        judgement.warnings += [problem.flatMap(judgement.scoreWarning)].compactMap(\.self)
        return judgement
    }

    /// Words for a submission that has no judgement: never its own fault.
    public func none(because what: String, _ reason: String, _ advice: String = "") -> FleetJudgement {
        var judgement = Judgement(submission: submission, limits: limits)
        judgement.message = what + (reason.isEmpty ? "" : ": \(reason)") + (advice.isEmpty ? "" : "; \(advice)")
        return FleetJudgement(id: id, judgement: judgement)
    }
}
