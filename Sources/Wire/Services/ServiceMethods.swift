import Identity

/// Problems, submissions, and what comes of them. What each does, says `judge.proto`.
public enum JudgeMethods {
    /// Makes a package known, whose tree and files were put before.
    public static let addPackage = Method<Verdict_V1_AddPackageRequest, Verdict_V1_AddPackageResponse>(
        "verdict.v1.Judge/AddPackage", permission: .addPackages, isIdempotent: true)

    /// Stops finding a package's time limit.
    public static let cancelMeasuring = Method<
        Verdict_V1_CancelMeasuringRequest, Verdict_V1_CancelMeasuringResponse
    >(
        "verdict.v1.Judge/CancelMeasuring", permission: .stopMeasuring, isIdempotent: true)

    /// The packages that are known, as far as they are the caller's.
    public static let listPackages = Method<Verdict_V1_ListPackagesRequest, Verdict_V1_ListPackagesResponse>(
        "verdict.v1.Judge/ListPackages", permission: .readPackages, isIdempotent: true)

    /// Takes a submission.
    public static let submit = Method<Verdict_V1_SubmitRequest, Verdict_V1_SubmitResponse>(
        "verdict.v1.Judge/Submit", permission: .submit, isIdempotent: true)

    /// Everything that has happened to a submission and then each thing as it happens, to the end of its judgement.
    public static let follow = Method<Verdict_V1_FollowRequest, Verdict_V1_FollowResponse>(
        "verdict.v1.Judge/Follow", permission: .readSubmissions, isIdempotent: true)

    /// What is known of a submission now.
    public static let get = Method<Verdict_V1_GetSubmissionRequest, Verdict_V1_Submission>(
        "verdict.v1.Judge/Get", permission: .readSubmissions, isIdempotent: true)

    /// Submissions, newest first.
    public static let list = Method<Verdict_V1_ListSubmissionsRequest, Verdict_V1_ListSubmissionsResponse>(
        "verdict.v1.Judge/List", permission: .readSubmissions, isIdempotent: true)

    /// Stops judging.
    public static let cancel = Method<Verdict_V1_CancelRequest, Verdict_V1_CancelResponse>(
        "verdict.v1.Judge/Cancel", permission: .changeSubmissions)

    /// Judges again what was judged, by the rules of now.
    public static let rejudge = Method<Verdict_V1_RejudgeRequest, Verdict_V1_RejudgeResponse>(
        "verdict.v1.Judge/Rejudge", permission: .changeSubmissions)
}

/// Contents, put and got by their hash. What each does, says `blobs.proto`.
public enum BlobsMethods {
    /// Which of these contents are not there.
    public static let missing = Method<Verdict_V1_MissingRequest, Verdict_V1_MissingResponse>(
        "verdict.v1.Blobs/Missing", permission: .knowContents, isIdempotent: true)

    /// Sends a content.
    public static let put = Method<Verdict_V1_PutRequest, Verdict_V1_PutResponse>(
        "verdict.v1.Blobs/Put", permission: .putContents, isIdempotent: true)

    /// A content, or a part of it, in pieces of at most 256 KiB. Not for clients: most contents are test data.
    public static let get = Method<Verdict_V1_GetRequest, Verdict_V1_GetResponse>(
        "verdict.v1.Blobs/Get", permission: .readContents, isIdempotent: true)
}

/// What workers and coordinators of this version understand of jobs, as `jobs.proto` counts it.
public enum JobsVersion {
    /// A coordinator gives no jobs to workers that understand less.
    public static let current: UInt32 = 3
}

/// What workers use. What each does, says `jobs.proto`.
public enum JobsMethods {
    /// Says who the worker is and what it can do.
    public static let register = Method<Verdict_V1_RegisterRequest, Verdict_V1_RegisterResponse>(
        "verdict.v1.Jobs/Register", permission: .doJobs, isIdempotent: true)

    /// Jobs for the worker, as soon as there are any.
    public static let lease = Method<Verdict_V1_LeaseRequest, Verdict_V1_LeaseResponse>(
        "verdict.v1.Jobs/Lease", permission: .doJobs)

    /// Makes leases last longer, and says which have ended or are not wanted any more.
    public static let extend = Method<Verdict_V1_ExtendRequest, Verdict_V1_ExtendResponse>(
        "verdict.v1.Jobs/Extend", permission: .doJobs, isIdempotent: true)

    /// What was found so far, for whoever follows.
    public static let progress = Method<Verdict_V1_ProgressRequest, Verdict_V1_ProgressResponse>(
        "verdict.v1.Jobs/Progress", permission: .doJobs)

    /// What came of a job.
    public static let finish = Method<Verdict_V1_FinishRequest, Verdict_V1_FinishResponse>(
        "verdict.v1.Jobs/Finish", permission: .doJobs, isIdempotent: true)

    /// Jobs that the worker will not do.
    public static let giveBack = Method<Verdict_V1_GiveBackRequest, Verdict_V1_GiveBackResponse>(
        "verdict.v1.Jobs/GiveBack", permission: .doJobs, isIdempotent: true)

    /// Joins a single run with whoever wants it.
    public static let attach = Method<Verdict_V1_AttachRequest, Verdict_V1_AttachResponse>(
        "verdict.v1.Jobs/Attach", permission: .doJobs)
}

/// One sandboxed run, without a problem around it. What each does, says `run.proto`.
public enum RunMethods {
    /// Runs a program on some worker.
    public static let execute = Method<Verdict_V1_ExecuteRequest, Verdict_V1_ExecuteResponse>(
        "verdict.v1.Run/Execute", permission: .run)
}

/// Programs that are compiled and run without a problem around them. What each does, says `execution.proto`.
public enum ExecutionMethods {
    /// Does an execution on some worker; both sides speak in pieces of messages.
    public static let perform = Method<Verdict_V1_MessagePiece, Verdict_V1_MessagePiece>(
        "verdict.v1.Executions/Perform", permission: .run, isIdempotent: true)
}

/// What operators look at and change. What each does, says `admin.proto`.
public enum AdminMethods {
    /// Queues, workers and rates now, and then again each time the interval has passed.
    public static let watch = Method<Verdict_V1_WatchRequest, Verdict_V1_Overview>(
        "verdict.v1.Admin/Watch", permission: .watchFleet, isIdempotent: true)

    /// Jobs that were given up.
    public static let listDeadLetters = Method<Verdict_V1_ListDeadLettersRequest, Verdict_V1_ListDeadLettersResponse>(
        "verdict.v1.Admin/ListDeadLetters", permission: .watchFleet, isIdempotent: true)

    /// Lets dead letters be tried again, as if never tried before.
    public static let requeueDeadLetters = Method<Verdict_V1_DeadLetterIds, Verdict_V1_DeadLetterCount>(
        "verdict.v1.Admin/RequeueDeadLetters", permission: .operateFleet)

    /// Forgets dead letters.
    public static let discardDeadLetters = Method<Verdict_V1_DeadLetterIds, Verdict_V1_DeadLetterCount>(
        "verdict.v1.Admin/DiscardDeadLetters", permission: .operateFleet)

    /// Has a worker finish what it does and take nothing new, or take work again.
    public static let drainWorker = Method<Verdict_V1_DrainWorkerRequest, Verdict_V1_DrainWorkerResponse>(
        "verdict.v1.Admin/DrainWorker", permission: .operateFleet, isIdempotent: true)

    /// What a tenant may use.
    public static let setQuota = Method<Verdict_V1_Quota, Verdict_V1_Quota>(
        "verdict.v1.Admin/SetQuota", permission: .setQuotas, isIdempotent: true)

    /// Copies the store, while it is used, into a new directory of the coordinator's host.
    public static let backup = Method<Verdict_V1_BackupRequest, Verdict_V1_BackupProgress>(
        "verdict.v1.Admin/Backup", permission: .backUp)

    /// Counts the contents of the store.
    public static let countContents = Method<Verdict_V1_CountContentsRequest, Verdict_V1_ContentCounts>(
        "verdict.v1.Admin/CountContents", permission: .watchFleet, isIdempotent: true)

    /// Moves the log's oldest entries into its archive.
    public static let archiveLog = Method<Verdict_V1_ArchiveLogRequest, Verdict_V1_ArchiveProgress>(
        "verdict.v1.Admin/ArchiveLog", permission: .archiveLog, isIdempotent: true)

    /// The newest signed checkpoint of the audit log.
    public static let getAuditCheckpoint = Method<Verdict_V1_GetAuditCheckpointRequest, Verdict_V1_AuditCheckpoint>(
        "verdict.v1.Admin/GetAuditCheckpoint", permission: .readAudit, isIdempotent: true)

    /// One command of the audit log, with a proof.
    public static let getAuditRecord = Method<Verdict_V1_GetAuditRecordRequest, Verdict_V1_ProvenAuditRecord>(
        "verdict.v1.Admin/GetAuditRecord", permission: .readAudit, isIdempotent: true)

    /// All signed checkpoints or all commands of the audit log.
    public static let readAudit = Method<Verdict_V1_ReadAuditRequest, Verdict_V1_AuditPage>(
        "verdict.v1.Admin/ReadAudit", permission: .readAudit, isIdempotent: true)
}
