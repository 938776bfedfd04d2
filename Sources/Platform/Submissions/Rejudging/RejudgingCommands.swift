internal import Coordinator
internal import Kernel
internal import Storage
internal import SwiftProtobuf
internal import Units

/// Something that those who judge a contest do with a set of its submissions.
protocol RejudgingCommand: Command where State == Rejudging {
    var id: EntityID { get }
    /// Whose the contest is.
    var owner: Subject { get }
}

extension RejudgingCommand {
    var stream: StreamName { get throws(StorageError) { try id.stream(RejudgingStream.prefix) } }

    func subject(in rejudging: Rejudging) -> Subject { owner }
}

/// Has submissions of a contest judged anew.
struct OpenRejudging: RejudgingCommand {
    static let action: Action = "submissions.open-rejudging"

    var id: EntityID
    var owner: Subject
    var contest: JudgedContest
    /// What is judged anew, and why.
    var opened: RejudgingOpened

    func decide(_ rejudging: Rejudging, _ context: CommandContext) throws(DomainError) -> Decision {
        guard rejudging.contest == nil else {
            throw DomainError(.conflict, "this idempotency key was another request's", advice: "take a new key")
        }
        try contest.requireOpen()
        guard !opened.submissions.isEmpty else {
            throw DomainError(
                .invalid, "no submission that was judged is chosen", advice: "choose by less, or wait for judgements")
        }
        var opened = opened
        (opened.by, opened.atNs) = ("\(context.actor.identity)", context.now.nanoseconds)
        return try Decision(opened)
    }
}

/// Has what was found count. Twice, it is done once.
struct ApplyRejudging: RejudgingCommand {
    static let action: Action = "submissions.apply-rejudging"

    var id: EntityID
    var owner: Subject
    var contest: JudgedContest
    /// Whether it is known that some are not accepted any more then.
    var takesAcceptedAway: Bool

    func decide(_ rejudging: Rejudging, _ context: CommandContext) throws(DomainError) -> Decision {
        guard rejudging.contest == contest.id else { throw .noRejudging }
        switch rejudging.stage {
        case .applying, .applied: return Decision()
        case .cancelled: throw DomainError(.wrongState, "it was cancelled", advice: "open another one")
        case .open: break
        }
        try contest.requireOpen()
        guard rejudging.waiting == 0 else {
            throw DomainError(
                .wrongState, "\(rejudging.waiting) submissions are not judged anew yet", advice: "wait for them",
                retryAfter: .seconds(5))
        }
        guard takesAcceptedAway || rejudging.lost == 0 else {
            throw DomainError(
                .wrongState, "\(rejudging.lost) submissions would not be accepted any more",
                advice: "look at them, and say that you take that away")
        }
        let (by, now) = ("\(context.actor.identity)", context.now.nanoseconds)
        return try Decision(RejudgingApplied.with { ($0.by, $0.atNs) = (by, now) })
    }
}

/// Leaves all as it is.
struct CancelRejudging: RejudgingCommand {
    static let action: Action = "submissions.cancel-rejudging"

    var id: EntityID
    var owner: Subject
    var contest: JudgedContest

    func decide(_ rejudging: Rejudging, _ context: CommandContext) throws(DomainError) -> Decision {
        guard rejudging.contest == contest.id else { throw .noRejudging }
        switch rejudging.stage {
        case .cancelled: return Decision()
        case .applying, .applied: throw DomainError(.wrongState, "it was applied", advice: "open another one")
        case .open: break
        }
        let (by, now) = ("\(context.actor.identity)", context.now.nanoseconds)
        return try Decision(RejudgingCancelled.with { ($0.by, $0.atNs) = (by, now) })
    }
}

extension JudgedContest {
    /// Asks that its results are not final.
    func requireOpen() throws(DomainError) {
        guard !isFinal else { throw .resultsAreFinal }
    }
}

/// Notes what came of judging one submission anew, as long as nobody has decided about the set.
struct RecordJudgedAnew: Command {
    static let action: Action = "submissions.record-anew"

    var id: EntityID
    var submission: EntityID
    var outcome: Rejudging.Outcome

    var stream: StreamName { get throws(StorageError) { try id.stream(RejudgingStream.prefix) } }

    func decide(_ rejudging: Rejudging, _ context: CommandContext) throws(DomainError) -> Decision {
        guard rejudging.stage == .open, let entry = rejudging.entry(submission) else { return Decision() }
        let name = "\(submission)"
        switch (outcome, entry.outcome) {
        case (.judged(let new), .judged(let old)) where new.fleetGeneration <= old.fleetGeneration: return Decision()
        case (.failed, .some): return Decision()
        case (.judged(var judgement), _):
            judgement.atNs = context.now.nanoseconds
            return try Decision(JudgedAnew.with { ($0.submission, $0.judgement) = (name, judgement) })
        case (.failed(let reason), nil):
            return try Decision(NotJudgedAnew.with { ($0.submission, $0.reason) = (name, reason) })
        }
    }
}

/// All submissions of a set know that it counts.
struct FinishRejudging: Command {
    static let action: Action = "submissions.finish-rejudging"

    var id: EntityID
    var applied: Int
    var passedOver: Int

    var stream: StreamName { get throws(StorageError) { try id.stream(RejudgingStream.prefix) } }

    func decide(_ rejudging: Rejudging, _ context: CommandContext) throws(DomainError) -> Decision {
        guard rejudging.stage == .applying else { return Decision() }
        return try Decision(
            RejudgingFinished.with {
                ($0.applied, $0.passedOver) = (UInt32(clamping: applied), UInt32(clamping: passedOver))
                $0.atNs = context.now.nanoseconds
            })
    }
}

/// A submission has the judgement that a set has found; nothing, if it was judged again meanwhile, or deleted.
struct ReplaceJudgement: Command {
    static let action: Action = "submissions.replace-judgement"

    var id: EntityID
    var rejudging: EntityID
    /// The judgement that counted when the set was made.
    var stamp: JudgingStamp
    var judgement: JudgementRecorded
    /// The problem's version by which it was judged.
    var version: RejudgedProblem
    /// Who has said that it counts.
    var by: String

    var stream: StreamName { get throws(StorageError) { try id.stream(SubmissionStream.prefix) } }

    func decide(_ submission: Submission, _ context: CommandContext) throws(DomainError) -> Decision {
        guard submission.received != nil, !submission.isDeleted, submission.stamp == stamp else { return Decision() }
        let (generation, now, name) = (stamp.generation + 1, context.now.nanoseconds, "\(rejudging)")
        var decision = try Decision(
            RejudgingWanted.with {
                ($0.generation, $0.by, $0.atNs, $0.rejudging) = (generation, by, now, name)
                ($0.version, $0.package) = (version.version, version.package)
            })
        var judgement = judgement
        (judgement.generation, judgement.rejudging, judgement.atNs) = (generation, name, now)
        try decision.add(judgement)
        return decision
    }
}
