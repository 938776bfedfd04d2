public import Units

/// How the coordinator deals with workers.
public struct DispatchOptions: Hashable, Sendable {
    /// How many jobs are tried again, and when.
    public var retry = RetryPolicy()
    /// How often workers extend their leases, as a part of the time that a lease lasts.
    public var extendsPerLease = 3
    /// A worker that has not called for so many times that is shown as lost. Its leases end by the queue's clock.
    public var missedExtends = 3
    /// A worker that needs so many times the time of the median worker runs nothing while another one can.
    public var slowFactor = 1.5
    /// No call for jobs waits longer.
    public var longestWait = Duration.seconds(30)
    /// No worker is given more jobs at once.
    public var mostJobs = 256
    /// How many single runs may wait for a worker.
    public var mostWaitingRuns = 1024
    /// How many single runs a tenant may have, waiting or at work.
    public var mostRunsOfTenant = 64
    /// How long a single run waits for a worker.
    public var runTimeout = Duration.seconds(10)
    /// How long a single run may take beyond its wall time: for its turn on the worker, and for compiling it.
    public var runGrace = Duration.seconds(240)
    /// For how long processors may be used to find one package's time limit.
    public var measuringBudget = Duration.seconds(300)
    /// What no measured time limit may be more than.
    public var caps = ProgramLimits()
    /// How often a job may be given back without that counting as a try.
    public var mostReturns = 20
    /// How long a batch whose result its worker doubts waits for another worker; then the result is recorded.
    public var secondLookTimeout = Duration.seconds(60)

    /// What is right for most.
    public init() {}
}
