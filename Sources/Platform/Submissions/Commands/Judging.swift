internal import Coordinator
internal import Kernel
internal import Storage
internal import SwiftProtobuf
internal import Units

/// The fleet has taken it. Nothing, if that is known, or it was judged before this was said.
struct BeginJudging: Command {
    static let action: Action = "submissions.begin"

    var id: EntityID
    var generation: UInt32
    var fleetID: String

    var stream: StreamName { get throws(StorageError) { try id.stream(SubmissionStream.prefix) } }

    func decide(_ submission: Submission, _ context: CommandContext) throws(DomainError) -> Decision {
        guard !submission.isDeleted, submission.generation == generation, !submission.hasBegun,
            submission.phase == .waiting || submission.phase == .failed
        else { return Decision() }
        let (name, now) = (fleetID, context.now.nanoseconds)
        return try Decision(JudgingBegan.with { ($0.generation, $0.fleetID, $0.atNs) = (generation, name, now) })
    }
}

/// The fleet has judged it: also what comes late, and what comes before it is known that the fleet has it.
struct RecordJudgement: Command {
    static let action: Action = "submissions.record"

    var id: EntityID
    var judgement: JudgementRecorded

    var stream: StreamName { get throws(StorageError) { try id.stream(SubmissionStream.prefix) } }

    func decide(_ submission: Submission, _ context: CommandContext) throws(DomainError) -> Decision {
        guard submission.received != nil, !submission.isDeleted, submission.isNews(judgement) else {
            return Decision()
        }
        var judgement = judgement
        judgement.atNs = context.now.nanoseconds
        var decision = try Decision(judgement)
        try decision.end(SubmissionStream.overdue)
        return decision
    }
}

/// It cannot be judged, by the fleet's word.
struct FailJudging: Command {
    static let action: Action = "submissions.fail"

    var id: EntityID
    var generation: UInt32
    var reason: String
    /// Whether that is for what it is.
    var isRefused: Bool

    var stream: StreamName { get throws(StorageError) { try id.stream(SubmissionStream.prefix) } }

    func decide(_ submission: Submission, _ context: CommandContext) throws(DomainError) -> Decision {
        guard submission.received != nil, !submission.isDeleted, submission.generation == generation,
            submission.phase != .judged, submission.phase != .refused, submission.failure?.reason != reason
        else { return Decision() }
        var decision = try Decision(
            JudgingFailed.with {
                ($0.generation, $0.reason, $0.refused) = (generation, reason, isRefused)
                $0.atNs = context.now.nanoseconds
            })
        try decision.end(SubmissionStream.overdue)
        return decision
    }
}

/// It was not judged in time: an admin is to see it. What comes late counts all the same.
struct NoteOverdue: Command {
    static let action: Action = "submissions.note-overdue"
    static let reason = "it was not judged in time"

    var id: EntityID

    var stream: StreamName { get throws(StorageError) { try id.stream(SubmissionStream.prefix) } }

    func decide(_ submission: Submission, _ context: CommandContext) throws(DomainError) -> Decision {
        guard submission.received != nil, !submission.isDeleted,
            submission.phase == .waiting || submission.phase == .judging
        else { return Decision() }
        return try Decision(
            JudgingFailed.with {
                ($0.generation, $0.reason) = (submission.generation, Self.reason)
                $0.atNs = context.now.nanoseconds
            })
    }
}

/// Has it judged again; its judgement counts until there is another one.
struct RejudgeSubmission: Command {
    static let action: Action = "submissions.rejudge"

    var id: EntityID
    /// How long the fleet may take until an admin is to see it.
    var patience: Duration
    /// Whether it counts in results that are final.
    var isFinal = false

    var stream: StreamName { get throws(StorageError) { try id.stream(SubmissionStream.prefix) } }

    func subject(in submission: Submission) -> Subject { submission.rejudgingSubject }

    func decide(_ submission: Submission, _ context: CommandContext) throws(DomainError) -> Decision {
        guard submission.received != nil, !submission.isDeleted else { throw .noSubmission }
        guard !isFinal else { throw DomainError.resultsAreFinal }
        guard submission.phase != .waiting, submission.phase != .judging else {
            throw DomainError(
                .wrongState, "it is being judged", advice: "wait for its judgement", retryAfter: .seconds(1))
        }
        let by = "\(context.actor.identity)"
        var decision = try Decision(
            RejudgingWanted.with {
                ($0.generation, $0.by) = (submission.generation + 1, by)
                $0.atNs = context.now.nanoseconds
            })
        try decision.set(SubmissionStream.overdue, for: context.now + patience)
        return decision
    }
}
