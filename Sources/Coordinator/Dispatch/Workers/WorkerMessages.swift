/// What a worker says of itself when it registers.
public struct WorkerRegistration: Hashable, Sendable {
    /// What it is called: the same after it was started anew.
    public var name: String
    /// What it understands of jobs, as ``Wire/JobsVersion`` counts.
    public var jobsVersion: UInt32
    /// Verdict's version.
    public var version = ""
    /// How many runs it does at once.
    public var cores = 0
    /// The ids of its languages.
    public var languages: [String] = []
    /// CPU time of the calibration program; 0 if it does not say.
    public var calibration = Duration.zero
    /// The layers of its sandbox.
    public var layers: [String] = []
    /// Leases that it still has from before.
    public var leases: [String] = []

    /// A worker that says no more than this.
    public init(name: String, jobsVersion: UInt32) {
        self.name = name
        self.jobsVersion = jobsVersion
    }

    /// The ids of its languages, of those that can be ids.
    var languageIDs: Set<String> { Set(languages.prefix(256).filter { !$0.isEmpty && $0.utf8.count <= 64 }) }
}

/// How long a worker's leases last.
public struct LeaseTerms: Hashable, Sendable {
    /// From when a lease is given, or made longer.
    public var duration: Duration
    /// How often the worker is to make them longer.
    public var extendEvery: Duration
}

/// What came of leases that a worker wanted to last longer. Those that do are not named.
public struct ExtendedLeases: Hashable, Sendable {
    /// Those that have ended: their jobs may be another worker's by now.
    public var ended: [String] = []
    /// Those whose jobs nobody wants any more.
    public var unwanted: [String] = []
}
