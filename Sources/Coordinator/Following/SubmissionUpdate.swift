public import Events
public import Storage

/// One thing that happened to a submission, as its followers get it.
public struct SubmissionUpdate: Hashable, Sendable {
    /// What happened.
    public enum Event: Hashable, Sendable {
        /// A generation of it begins: so many test cases are to be run.
        case accepted(tests: UInt32, generation: UInt32)
        /// A worker compiles it.
        case compiling(worker: String, language: String)
        /// It is built, or will never be.
        case compiled(LoggedCompilation)
        /// A test case, by its index, ended; provisional until the judgement.
        case testFinished(UInt32, LoggedTestResult)
        /// The judgement is there.
        case judged(Judgement)
        /// Somebody cancelled it.
        case cancelled(reason: String)
        /// One of its jobs is a dead letter, and waits for an admin.
        case stuck(reason: String)
    }

    /// What happened.
    public var event: Event
    /// Where the follower knows everything up to, once it was told this; nil: more belongs to the same entry of the log, or
    /// it is told once and not kept.
    public var position: LogPosition?

    /// News that end nothing.
    public init(_ event: Event, upTo position: LogPosition? = nil) {
        self.event = event
        self.position = position
    }
}
