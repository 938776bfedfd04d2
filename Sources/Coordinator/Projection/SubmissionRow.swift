import Events
import Storage

/// One submission in 80 bytes: what lists, counts and restarts need to know of it.
///
/// Rows of one tenant, package or contest are linked from the newest to the oldest; the greatest number ends a chain.
struct SubmissionRow: Sendable {
    /// The submission.
    let id: SubmissionID
    /// Where its first entry stands.
    let position: LogPosition
    /// When it was taken, in nanoseconds since 1970 (UTC).
    let acceptedAt: Int64
    /// Numbers of names.
    let tenant, package, contest: UInt32
    /// The rows before this one of the same tenant, package and contest.
    let beforeOfTenant, beforeOfPackage, beforeOfContest: UInt32
    /// The newest generation.
    var generation: UInt32 = 1
    /// The generation that the verdict is of; 0: there is none.
    var judgedGeneration: UInt32 = 0
    /// The number of its language's id.
    let language: UInt16
    /// How urgent: as a ``Storage/JobLane`` counts.
    let urgency: UInt8
    /// As ``LoggedVerdict`` counts.
    var verdict: UInt8 = 0
    /// Where the newest generation stands.
    var phase = SubmissionState.Phase.open
    /// Whether the newest generation was built.
    var isBuilt = false

    /// Adds an event as ``SubmissionState`` does; those that change nothing here may be left out.
    /// - Parameter stuckJob: the job that was given up, while it is stuck.
    mutating func apply(_ event: SubmissionEvent, stuckJob: inout String?) {
        switch event {
        case .accepted, .disagreement: break
        case .built(let event) where event.generation == generation:
            isBuilt = true
            resume(after: .build(id, generation: generation), &stuckJob)
        case .batchJudged(let event) where event.generation == generation:
            resume(after: .batch(id, generation: generation, Int(event.batch)), &stuckJob)
        case .groupGraded(let event) where event.generation == generation:
            resume(after: .grade(id, generation: generation, Int(event.result.group)), &stuckJob)
        case .judged(let event) where event.generation == generation:
            phase = .judged
            verdict = UInt8(clamping: event.verdict.rawValue)
            judgedGeneration = generation
            stuckJob = nil
        case .cancelled(let event) where event.generation == generation: phase = .cancelled
        case .stuck(let event) where event.generation == generation:
            stuckJob = event.job
            phase = .stuck
        case .freed(let event) where event.generation == generation && phase == .stuck:
            stuckJob = nil
            phase = .open
        case .rejudge(let event) where event.generation > generation:
            generation = event.generation
            (phase, isBuilt, stuckJob) = (.open, false, nil)
        default: break
        }
    }

    /// The result of the job that was given up came after all.
    private mutating func resume(after job: JobName, _ stuckJob: inout String?) {
        guard phase == .stuck, stuckJob == "\(job)" else { return }
        stuckJob = nil
        phase = .open
    }
}
