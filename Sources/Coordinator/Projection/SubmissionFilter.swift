public import Storage

/// Which submissions are meant: those to which all that is said applies.
public struct SubmissionFilter: Hashable, Sendable {
    /// Whose they are; nil: anybody's.
    public var tenant: String?
    /// The package's id; nil: any.
    public var package: [UInt8]?
    /// Their group; nil: any.
    public var contest: String?
    /// Where they stand; nil: anywhere.
    public var phase: SubmissionState.Phase?

    /// All submissions, or fewer.
    public init(
        tenant: String? = nil, package: [UInt8]? = nil, contest: String? = nil, phase: SubmissionState.Phase? = nil
    ) {
        self.tenant = tenant
        self.package = package
        self.contest = contest
        self.phase = phase
    }
}

/// Some of the submissions that a filter means, newest first.
public struct SubmissionPage: Sendable {
    /// The submissions.
    public var submissions: [SubmissionSummary] = []
    /// What to go on before; nil: there are no more.
    public var next: LogPosition?
}
