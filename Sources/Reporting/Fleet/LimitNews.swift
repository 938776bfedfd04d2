public import Grading
import Judging
import Units

/// The order in which a fleet's judgements are told, where its package's time limit is found meanwhile: as `verdict judge`
/// tells them, which finds the limit first. A pure value.
///
/// A compile error needs no limit and may come before there is one: it waits.
public struct LimitNews: Sendable {
    private var limit: Duration?
    private var estimate: TimeLimitEstimate?
    private var waiting: [(index: Int, judgement: FleetJudgement)] = []

    /// Nothing was told yet, and no limit is known.
    public init() {}

    /// The package has the time limit `limit`, which was found as `estimate` says, if it was found at all.
    /// - Returns: what is to be told now.
    public mutating func know(_ limit: Duration, _ estimate: TimeLimitEstimate?) -> [FleetEvent] {
        guard self.limit == nil, limit > .zero else { return [] }
        (self.limit, self.estimate) = (estimate?.limit ?? limit, estimate)
        return (estimate.map { [.judging(.timeLimitFound($0))] } ?? []) + rest()
    }

    /// The submission with this index is judged.
    /// - Returns: what is to be told now.
    public mutating func take(_ index: Int, _ judgement: FleetJudgement) -> [FleetEvent] {
        let limits = judgement.judgement.limits
        let found = know(limits.cpuTime, judgement.judgement.estimate)
        if limit == nil, judgement.judgement.verdict == .compileError {
            waiting.append((index, judgement))
            return found
        }
        return found + [.judged(submission: index, completed(judgement))]
    }

    /// What waits, when nothing more comes.
    public mutating func rest() -> [FleetEvent] {
        defer { waiting = [] }
        return waiting.map { .judged(submission: $0.index, completed($0.judgement)) }
    }

    /// With the limit, where it was not known when the judgement was made.
    private func completed(_ judgement: FleetJudgement) -> FleetJudgement {
        let limits = judgement.judgement.limits
        guard limits.cpuTime == .zero, let limit else { return judgement }
        var judgement = judgement
        judgement.judgement.limits = TestLimits(cpuTime: limit, memory: limits.memory, output: limits.output)
        judgement.judgement.estimate = estimate
        return judgement
    }
}
