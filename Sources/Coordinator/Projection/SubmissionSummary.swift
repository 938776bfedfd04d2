public import Events
public import Storage

/// What the projection knows of a submission.
public struct SubmissionSummary: Hashable, Sendable {
    /// The submission.
    public let id: SubmissionID
    /// Where its first entry stands in the log.
    public let position: LogPosition
    /// When it was taken, in nanoseconds since 1970 (UTC).
    public let acceptedAt: Int64
    /// Whose it is.
    public let tenant: String
    /// The package's id.
    public let package: [UInt8]
    /// What the client called its group; empty: none.
    public let contest: String
    /// The language's id.
    public let language: String
    /// How urgent it was when it was taken.
    public let priority: LoggedPriority
    /// Where the newest generation stands.
    public let phase: SubmissionState.Phase
    /// Whether the newest generation was built.
    public let isBuilt: Bool
    /// 1, and 1 more for each rejudging.
    public let generation: UInt32
    /// The verdict that counts, and the generation that it is of; nil before the first.
    public let verdict: LoggedVerdict?
    /// The generation that the verdict is of; 0 before the first.
    public let judgedGeneration: UInt32

    /// The job that has to be in the queue, where that is known without what the log has: while it is not built.
    var build: Job? {
        guard phase == .open, !isBuilt else { return nil }
        let priority = generation > 1 ? LoggedPriority.rejudge : priority
        let lane = JobLane(priority: priority.urgency, tenant: tenant, requirement: language)
        return Job(id: "\(JobName.build(id, generation: generation))", lane: lane, payload: [])
    }
}
