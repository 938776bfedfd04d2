public import Events

/// What a worker brings of a job, before it is checked.
public struct JobResult: Sendable {
    /// What came of it, by the kind of job.
    public enum Kind: Sendable {
        /// A submission was compiled.
        case build(LoggedBuildResult)
        /// A batch of test cases was run.
        case execute(LoggedExecuteResult)
        /// The package's own grader was asked about a group.
        case grade(LoggedGradeResult)
        /// The time limit of a package was measured.
        case measure(LoggedMeasureResult)
        /// It could not be done, by no fault of the submission.
        case failure(String, isWorthRetrying: Bool)
        /// Nothing that this version knows.
        case unknown
    }

    /// The lease that it was done under.
    public var lease: String
    /// The job's id, as the worker says it.
    public var job: String
    /// What came of it.
    public var kind: Kind

    /// Whether the job could not be done.
    var isFailure: Bool {
        if case .failure = kind { true } else { false }
    }
}
