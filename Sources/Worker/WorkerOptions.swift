public import SystemPackage
public import Telemetry
public import Units

/// How a worker works.
public struct WorkerOptions: Sendable {
    /// What it is called, the same after it was started anew; 1 to 128 bytes.
    public var name: String
    /// Verdict's version, for the coordinator.
    public var version = "0"
    /// Where packages are unpacked to: on a file system in memory, for test data is not to be written to any disk.
    public var cache: FilePath
    /// How much the cache may hold.
    public var cacheSize = ByteCount.gibibytes(1)
    /// How much programs that were built, here or elsewhere, may take in the executor's store, besides what is in use.
    public var programSize = ByteCount.mebibytes(512)
    /// A folder of headers, testlib.h say, that checkers of executions include and do not bring along; nil: there is none.
    public var headers: FilePath?
    /// What no program is given more of here, whatever the coordinator or a package says.
    public var caps = ProgramLimits()
    /// For how long processors may be used to find one package's time limit.
    public var measuringBudget = Duration.seconds(300)
    /// How many jobs it takes beyond those that it runs, to have what they need by the time it has room for them.
    public var ahead = 2
    /// How long it goes on with what it has begun after it was told to stop.
    public var drainTimeout = Duration.seconds(60)
    /// Records what jobs' time is spent for.
    public var tracer = Tracer.off
    /// How long the coordinator's answers may take until a call is taken for lost.
    var callPatience = Duration.seconds(15)

    /// A worker called `name` with its cache below `cache`.
    public init(name: String, cache: FilePath) {
        self.name = name
        self.cache = cache
    }
}
