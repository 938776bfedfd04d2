import Wire

/// Names a job within this worker, in the order in which they came.
struct JobNumber: Hashable, Comparable, Sendable {
    var value: Int

    static func < (left: JobNumber, right: JobNumber) -> Bool { left.value < right.value }
}

/// How a job ended.
enum JobEnd: Sendable {
    /// There is something to say of it.
    case result(Verdict_V1_FinishRequest.OneOf_Result)
    /// The sandbox failed; the failure to say, if nobody doubts it.
    case sandboxFailed(Verdict_V1_Failure)
    /// All was said while it went on.
    case told
    /// This worker cannot do it now, nor others like it.
    case refused(reason: String)
    /// This worker cannot do it, and nothing can be said of that but that it does not; whether that is its sandbox's failure.
    case declined(reason: String, isSandboxes: Bool)
    /// It was stopped.
    case cancelled
}

/// What came of bringing a result to the coordinator.
enum Delivery: Hashable, Sendable {
    /// It is recorded; whether it was before.
    case recorded(known: Bool)
    /// It is not wanted, whatever is done.
    case rejected(String)
    /// It did not arrive, or nobody knows; not before that time is it worth another try.
    case failed(retryAfter: Duration?)
}

/// Something that happened to a worker.
enum WorkerEvent: Sendable {
    /// The coordinator knows the worker, and wants its leases extended so often.
    case registered(extendEvery: Duration)
    /// It could not be told.
    case registerFailed
    /// Registering is worth another try.
    case registerDue
    /// The connection to the coordinator was lost, or it does not know the worker any more.
    case disconnected
    /// Jobs came; perhaps none.
    case leased([Verdict_V1_Job])
    /// No jobs could be asked for; not before that time is it worth another try.
    case leaseFailed(retryAfter: Duration?)
    /// Asking for jobs is worth another try.
    case leaseDue
    /// What a job needs is here.
    case prepared(JobNumber)
    /// A job needs no processor any more.
    case computed(JobNumber)
    /// A job's task has ended.
    case ended(JobNumber, JobEnd)
    /// Leases are to be extended.
    case extendDue
    /// What the coordinator says of the leases.
    case extended(ended: [String], unwanted: [String])
    /// A result was sent under `lease`.
    case delivered(JobNumber, lease: String, Delivery)
    /// A result is worth sending again.
    case deliveryDue(JobNumber)
    /// Whether the sandbox does what it should, after it was asked to.
    case probed(works: Bool)
    /// Take nothing new, end what has begun.
    case drain
    /// That has taken long enough.
    case drainTimedOut
    /// End now.
    case stop
    /// Ending has taken long enough.
    case stopTimedOut
    /// Leases were given back, or could not be.
    case gaveBack
}

/// Something that a worker has to do next.
enum WorkerAction: Sendable {
    /// Say who this is, and which leases it has.
    case register(leases: [String])
    /// Try that again after the wait that `attempt` failures are worth.
    case registerLater(attempt: Int)
    /// Ask for so many jobs.
    case lease(Int)
    /// Ask again after the wait that `attempt` failures are worth.
    case leaseLater(attempt: Int, atLeast: Duration?)
    /// Do not wait for jobs any longer.
    case stopLeasing
    /// Begin with a job: bring here what it needs.
    case prepare(JobNumber, Verdict_V1_Job)
    /// Let a prepared job go on.
    case run(JobNumber)
    /// Stop a job.
    case cancel(JobNumber)
    /// Begin to extend leases so often.
    case startExtending(every: Duration)
    /// Extend these leases.
    case extend([String])
    /// Give these leases back.
    case giveBack([String], reason: String)
    /// Send a result, which belongs to that trace.
    case finish(JobNumber, Verdict_V1_FinishRequest, trace: String)
    /// Send it again after the wait that `attempt` failures are worth.
    case finishLater(JobNumber, attempt: Int, atLeast: Duration?)
    /// Tell people that a result was dropped.
    case reportRejected(job: String, reason: String)
    /// See whether the sandbox does what it should.
    case probe
    /// Say ``WorkerEvent/drainTimedOut`` when it is time.
    case startDrainTimer
    /// Say ``WorkerEvent/stopTimedOut`` when it is time.
    case startStopTimer
    /// Nothing is left to do.
    case end
}
