/// What workers and coordinators of this version understand of jobs, as `jobs.proto` counts it.
public enum JobsVersion {
    /// A coordinator gives no jobs to workers that understand less.
    public static let current: UInt32 = 1
}

/// What workers use. What each does, says `jobs.proto`.
public enum JobsMethods {
    /// Says who the worker is and what it can do.
    public static let register = Method<Verdict_V1_RegisterRequest, Verdict_V1_RegisterResponse>(
        "verdict.v1.Jobs/Register", roles: [.worker], isIdempotent: true)

    /// Jobs for the worker, as soon as there are any.
    public static let lease = Method<Verdict_V1_LeaseRequest, Verdict_V1_LeaseResponse>(
        "verdict.v1.Jobs/Lease", roles: [.worker])

    /// Makes leases last longer, and says which have ended or are not wanted any more.
    public static let extend = Method<Verdict_V1_ExtendRequest, Verdict_V1_ExtendResponse>(
        "verdict.v1.Jobs/Extend", roles: [.worker], isIdempotent: true)

    /// What was found so far, for whoever follows.
    public static let progress = Method<Verdict_V1_ProgressRequest, Verdict_V1_ProgressResponse>(
        "verdict.v1.Jobs/Progress", roles: [.worker])

    /// What came of a job.
    public static let finish = Method<Verdict_V1_FinishRequest, Verdict_V1_FinishResponse>(
        "verdict.v1.Jobs/Finish", roles: [.worker], isIdempotent: true)

    /// Jobs that the worker will not do.
    public static let giveBack = Method<Verdict_V1_GiveBackRequest, Verdict_V1_GiveBackResponse>(
        "verdict.v1.Jobs/GiveBack", roles: [.worker], isIdempotent: true)

    /// Joins a single run with whoever wants it.
    public static let attach = Method<Verdict_V1_AttachRequest, Verdict_V1_AttachResponse>(
        "verdict.v1.Jobs/Attach", roles: [.worker])
}
