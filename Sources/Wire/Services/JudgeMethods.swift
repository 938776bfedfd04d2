/// Problems, submissions, and what comes of them. What each does, says `judge.proto`.
public enum JudgeMethods {
    /// Makes a package known, whose tree and files were put before.
    public static let addPackage = Method<Verdict_V1_AddPackageRequest, Verdict_V1_AddPackageResponse>(
        "verdict.v1.Judge/AddPackage", roles: [.client, .admin], isIdempotent: true)

    /// Stops finding a package's time limit.
    public static let cancelMeasuring = Method<
        Verdict_V1_CancelMeasuringRequest, Verdict_V1_CancelMeasuringResponse
    >(
        "verdict.v1.Judge/CancelMeasuring", roles: [.client, .admin], isIdempotent: true)

    /// The packages that are known, as far as they are the caller's.
    public static let listPackages = Method<Verdict_V1_ListPackagesRequest, Verdict_V1_ListPackagesResponse>(
        "verdict.v1.Judge/ListPackages", roles: [.client, .admin], isIdempotent: true)

    /// Takes a submission.
    public static let submit = Method<Verdict_V1_SubmitRequest, Verdict_V1_SubmitResponse>(
        "verdict.v1.Judge/Submit", roles: [.client, .admin], isIdempotent: true)

    /// Everything that has happened to a submission and then each thing as it happens, to the end of its judgement.
    public static let follow = Method<Verdict_V1_FollowRequest, Verdict_V1_FollowResponse>(
        "verdict.v1.Judge/Follow", roles: [.client, .admin], isIdempotent: true)

    /// What is known of a submission now.
    public static let get = Method<Verdict_V1_GetSubmissionRequest, Verdict_V1_Submission>(
        "verdict.v1.Judge/Get", roles: [.client, .admin], isIdempotent: true)

    /// Submissions, newest first.
    public static let list = Method<Verdict_V1_ListSubmissionsRequest, Verdict_V1_ListSubmissionsResponse>(
        "verdict.v1.Judge/List", roles: [.client, .admin], isIdempotent: true)

    /// Stops judging.
    public static let cancel = Method<Verdict_V1_CancelRequest, Verdict_V1_CancelResponse>(
        "verdict.v1.Judge/Cancel", roles: [.client, .admin])

    /// Judges again what was judged, by the rules of now.
    public static let rejudge = Method<Verdict_V1_RejudgeRequest, Verdict_V1_RejudgeResponse>(
        "verdict.v1.Judge/Rejudge", roles: [.client, .admin])
}
