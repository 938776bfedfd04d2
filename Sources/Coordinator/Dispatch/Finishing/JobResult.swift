import Events

/// What a worker brings of a job, before it is checked.
struct JobResult: Sendable {
    /// What came of it, by the kind of job.
    enum Kind: Sendable {
        case build(LoggedBuildResult)
        case execute(LoggedExecuteResult)
        case grade(LoggedGradeResult)
        case measure(LoggedMeasureResult)
        /// It could not be done, by no fault of the submission.
        case failure(String, isWorthRetrying: Bool)
        /// Nothing that this version knows.
        case unknown
    }

    /// The lease that it was done under.
    var lease: String
    /// What came of it.
    var kind: Kind

    /// Whether the job could not be done.
    var isFailure: Bool {
        if case .failure = kind { true } else { false }
    }
}
