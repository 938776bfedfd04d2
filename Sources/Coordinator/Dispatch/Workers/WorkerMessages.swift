/// What a worker says of itself when it registers.
public struct WorkerRegistration: Hashable, Sendable {
    /// Its name, which stays the same when it is restarted.
    public var name: String
    /// The version of jobs that it understands: see ``Wire/JobsVersion``.
    public var jobsVersion: UInt32
    /// Verdict's version.
    public var version = ""
    /// How many runs it does at once.
    public var cores = 0
    /// The ids of its languages.
    public var languages: [String] = []
    /// What the compilers and interpreters say of their versions, by the languages' ids.
    public var versions: [String: String] = [:]
    /// The CPU time of the calibration program; 0 if it is not known.
    public var calibration = Duration.zero
    /// The layers of its sandbox.
    public var layers: [String] = []
    /// Leases that it still holds.
    public var leases: [String] = []

    /// A registration with nothing but these.
    public init(name: String, jobsVersion: UInt32) {
        self.name = name
        self.jobsVersion = jobsVersion
    }

    /// The ids of its languages without those that are not valid.
    var languageIDs: Set<String> { Set(languages.prefix(256).filter { !$0.isEmpty && $0.utf8.count <= 64 }) }

    /// Those with what is said of their versions; nothing where nothing is.
    var languageVersions: [String: String] {
        Dictionary(uniqueKeysWithValues: languageIDs.map { ($0, versions[$0] ?? "") })
    }
}

/// How long a worker's leases last.
public struct LeaseTerms: Hashable, Sendable {
    /// How long a lease lasts after it is granted or extended.
    public var duration: Duration
    /// How often the worker has to extend its leases.
    public var extendEvery: Duration
}

/// The leases that could not be extended, or whose jobs are not wanted.
public struct ExtendedLeases: Hashable, Sendable {
    /// Leases that have ended: another worker may have the job.
    public var ended: [String] = []
    /// Leases of jobs that are not wanted any more.
    public var unwanted: [String] = []
}
