public import Identity

/// A worker, as the coordinator knows it.
public struct WorkerRecord: Sendable {
    /// Its name.
    public let name: String
    /// The principal that registered it.
    public let principal: Principal
    /// Verdict's version.
    public let version: String
    /// How many runs it does at once.
    public let cores: Int
    /// Its languages' ids.
    public let languages: Set<String>
    /// CPU time of the calibration program; 0 if it did not say.
    public let calibration: Duration
    /// The layers of its sandbox.
    public let layers: [String]
    /// When it called last.
    public internal(set) var lastSeen: Duration
    /// How many of its results were not valid.
    public internal(set) var faults = 0
    /// What it may be given, as of when that was looked at last.
    var capability = WorkerCapability.nothing
    /// The number of that.
    var kind = 0
    /// How many of its builds and test cases were recorded, up to ``WorkerRegistry/mostVotes``: the weight of its
    /// calibration in the median.
    var votes = 0
    /// The runs of the last minute: true for those that the host disturbed.
    var runs = MinuteCounts<Bool>()

    init(_ introduction: WorkerRegistration, _ principal: Principal, at now: Duration) {
        name = introduction.name
        self.principal = principal
        version = introduction.version.truncated(to: 128)
        cores = introduction.cores
        languages = introduction.languageIDs
        calibration = introduction.calibration
        layers = introduction.layers.prefix(64).map { $0.truncated(to: 128) }
        lastSeen = now
    }

    /// The share of the runs of the minute before `now` that the host disturbed.
    mutating func disturbed(at now: Duration) -> Double {
        let runs = runs.totals(at: now)
        let disturbed = Double(runs[true] ?? 0)
        return disturbed == 0 ? 0 : disturbed / (disturbed + Double(runs[false] ?? 0))
    }
}
