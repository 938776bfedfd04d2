public import Units

/// The limits and time-outs of dispatch.
public struct DispatchOptions: Hashable, Sendable {
    /// How often a job that failed is tried again, and when.
    public var retry = RetryPolicy()
    /// How often workers extend their leases, as a part of the time that a lease lasts.
    public var extendsPerLease = 3
    /// A worker that has missed so many extensions is shown as lost. Its leases expire by the queue's clock.
    public var missedExtends = 3
    /// A worker that is slower than the median by this factor runs no test cases while another worker can.
    public var slowFactor = 1.5
    /// The longest time that a call for jobs waits.
    public var longestWait = Duration.seconds(30)
    /// The most jobs for one call.
    public var mostJobs = 256
    /// How many single runs may wait for a worker.
    public var mostWaitingRuns = 1024
    /// How many single runs a tenant may have, waiting or running.
    public var mostRunsOfTenant = 64
    /// How long a single run waits for a worker.
    public var runTimeout = Duration.seconds(10)
    /// How long a single run may take beyond its wall time: for its turn on the worker, and for compiling it.
    public var runGrace = Duration.seconds(240)
    /// The most CPU time for measuring one package's time limit.
    public var measuringBudget = Duration.seconds(300)
    /// The caps, which a measured time limit must not exceed.
    public var caps = ProgramLimits()
    /// How often a job may be returned without counting as an attempt.
    public var mostReturns = 20
    /// How long a batch whose result is in doubt waits for another worker; then the first result is recorded.
    public var secondLookTimeout = Duration.seconds(60)

    /// The defaults.
    public init() {}
}
