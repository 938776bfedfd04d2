public import Grading

/// The judgings of one submission: how each is timed, and which of them counts. A pure value, which this machine's judge and
/// whoever has a fleet judge go by.
///
/// A submission that a limit stops that was found on this machine, although the package promises another failure, gets the
/// time up to the safety margin: a limit that the machine's speed decides must not hide that failure. If the promise is not
/// kept then either, the first judgement stands. (Problemtools judges so, too.)
public struct TimeTrials: Sendable {
    /// How it is to be judged next; nil: it is judged.
    public private(set) var next: TimeAllowance?
    /// The judgement that counts, as far as it is known; nil before the first.
    public private(set) var judgement: Judgement?
    /// Which of the judgings that is, from 0.
    public private(set) var counting = 0
    private let expected: ExpectedResult

    /// A submission that was not judged yet, and of which that is `expected`.
    public init(_ expected: ExpectedResult) {
        self.expected = expected
        next = TimeAllowance(firstFor: expected)
    }

    /// Takes the judgement that ``next`` asked for.
    public mutating func take(_ judgement: Judgement) {
        let allowance = next
        next = nil
        guard let first = self.judgement else {
            self.judgement = judgement
            return conclude(first: judgement, under: allowance)
        }
        guard let estimate = first.estimate, judgement.isAsExpected, judgement.verdict != .accepted else { return }
        self.judgement = judgement
        self.judgement?.warnings.append(estimate.warning(forStoppedAt: first.decidingTest, judgement.verdict))
        counting = 1
    }

    private mutating func conclude(first: Judgement, under allowance: TimeAllowance?) {
        guard let estimate = first.estimate, first.verdict == .timeLimit else { return }
        if allowance == .measured {
            // By how much a run is too slow that the clock stopped, on a busy host, nobody knows.
            guard !first.tests.contains(where: { $0.wallTime >= first.limits.wallTime }) else { return }
            judgement?.warnings += [estimate.warning(forSlowest: first.cpuTime)].compactMap(\.self)
        } else if !first.isAsExpected, expected.verdicts != [.accepted] {
            next = .margin
        }
    }
}
