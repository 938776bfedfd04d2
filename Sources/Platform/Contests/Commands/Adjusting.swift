internal import Coordinator
internal import Kernel
internal import Units

/// Something that judges put right for one participant or submission.
struct AdjustContest: ContestCommand {
    static let action: Action = "contests.adjust"
    private static let most = 10_000

    /// What is put right.
    enum Adjustment: Hashable, Sendable {
        case ignore(submission: EntityID, reason: String)
        case count(submission: EntityID)
        case extraTime(participant: EntityID, Duration)
        case penalty(participant: EntityID, minutes: Int64)
        case disqualify(participant: EntityID, reason: String)
        case reinstate(participant: EntityID)

        /// Whether there is no more of anything by it.
        var takesBack: Bool {
            switch self {
            case .ignore, .disqualify: false
            case .count, .reinstate: true
            case .extraTime(_, let time): time == .zero
            case .penalty(_, let minutes): minutes == 0
            }
        }
    }

    var contest: EntityID
    var adjustment: Adjustment
    /// Whether it is for somebody who takes part alone, after the others.
    var isAlone = false

    func decide(_ state: Contest, _ context: CommandContext) throws(DomainError) -> Decision {
        try state.requireOpen()
        let adjusted =
            state.ignored.count + state.extraTimes.count + state.penalties.count + state.disqualified.count
        guard adjusted < Self.most || adjustment.takesBack else {
            throw DomainError(.exhausted, "a contest has at most \(Self.most) adjustments")
        }
        switch adjustment {
        case .ignore(let submission, let reason):
            guard !state.ignored.contains(submission) else { return Decision() }
            var ignored = SubmissionIgnored()
            (ignored.submission, ignored.reason) = ("\(submission)", reason)
            return try Decision(ignored)
        case .count(let submission):
            guard state.ignored.contains(submission) else { return Decision() }
            var counted = SubmissionCounted()
            counted.submission = "\(submission)"
            return try Decision(counted)
        case .extraTime(let participant, let time): return try give(time, to: participant, state, context.now)
        case .penalty(let participant, let minutes): return try punish(participant, minutes, state)
        case .disqualify(let participant, let reason):
            guard !state.disqualified.contains(participant) else { return Decision() }
            var disqualified = ParticipantDisqualified()
            (disqualified.participant, disqualified.reason) = ("\(participant)", reason)
            return try Decision(disqualified)
        case .reinstate(let participant):
            guard state.disqualified.contains(participant) else { return Decision() }
            var reinstated = ParticipantReinstated()
            reinstated.participant = "\(participant)"
            return try Decision(reinstated)
        }
    }

    private func give(
        _ time: Duration, to participant: EntityID, _ state: Contest, _ now: Timestamp
    ) throws(DomainError) -> Decision {
        guard time >= .zero, time <= .seconds(31 * 86_400) else {
            throw DomainError(.invalid, "extra time is from 0 to 31 days")
        }
        guard state.extraTimes[participant] ?? .zero != time else { return Decision() }
        var given = ExtraTimeGiven()
        (given.participant, given.extraNs, given.isAlone) = ("\(participant)", time.nanoseconds, isAlone)
        var (decision, next) = (try Decision(given), state)
        next.give(given)
        try decision.set(next.moments, from: state.moments, at: now)
        return decision
    }

    private func punish(_ participant: EntityID, _ minutes: Int64, _ state: Contest) throws(DomainError) -> Decision {
        guard minutes == 0 || state.details.rules.countsMinutes else {
            throw DomainError(
                .invalid, "this contest counts no minutes",
                advice: "ignore a submission, or disqualify the participant")
        }
        guard (-100_000...100_000).contains(minutes) else {
            throw DomainError(.invalid, "a penalty is at most 100000 minutes")
        }
        guard state.penalties[participant] ?? 0 != minutes else { return Decision() }
        var given = PenaltyGiven()
        (given.participant, given.minutes) = ("\(participant)", minutes)
        return try Decision(given)
    }
}
