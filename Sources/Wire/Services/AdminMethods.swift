/// What operators look at and change. What each does, says `admin.proto`.
public enum AdminMethods {
    /// Queues, workers and rates now, and then again each time the interval has passed.
    public static let watch = Method<Verdict_V1_WatchRequest, Verdict_V1_Overview>(
        "verdict.v1.Admin/Watch", roles: [.admin], isIdempotent: true)

    /// Jobs that were given up.
    public static let listDeadLetters = Method<Verdict_V1_ListDeadLettersRequest, Verdict_V1_ListDeadLettersResponse>(
        "verdict.v1.Admin/ListDeadLetters", roles: [.admin], isIdempotent: true)

    /// Lets dead letters be tried again, as if never tried before.
    public static let requeueDeadLetters = Method<Verdict_V1_DeadLetterIds, Verdict_V1_DeadLetterCount>(
        "verdict.v1.Admin/RequeueDeadLetters", roles: [.admin])

    /// Forgets dead letters.
    public static let discardDeadLetters = Method<Verdict_V1_DeadLetterIds, Verdict_V1_DeadLetterCount>(
        "verdict.v1.Admin/DiscardDeadLetters", roles: [.admin])

    /// Has a worker finish what it does and take nothing new, or take work again.
    public static let drainWorker = Method<Verdict_V1_DrainWorkerRequest, Verdict_V1_DrainWorkerResponse>(
        "verdict.v1.Admin/DrainWorker", roles: [.admin], isIdempotent: true)

    /// What a tenant may use.
    public static let setQuota = Method<Verdict_V1_Quota, Verdict_V1_Quota>(
        "verdict.v1.Admin/SetQuota", roles: [.admin], isIdempotent: true)

    /// Copies the store, while it is used, into a new directory of the coordinator's host.
    public static let backup = Method<Verdict_V1_BackupRequest, Verdict_V1_BackupProgress>(
        "verdict.v1.Admin/Backup", roles: [.admin])
}
