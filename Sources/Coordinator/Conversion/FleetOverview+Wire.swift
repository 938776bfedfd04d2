import Events
import Storage
import Units
import Wire

// What operators see, as they get it.

extension Verdict_V1_Overview {
    init(_ overview: FleetOverview) {
        self.init()
        atNs = overview.time
        submissionsPerMinute = UInt64(overview.minute.submissions)
        executionsPerMinute = UInt64(overview.minute.executions)
        verdicts = overview.minute.verdicts.sorted { $0.key.rawValue < $1.key.rawValue }.map { verdict, count in
            var counted = Verdict_V1_VerdictCount()
            (counted.verdict, counted.count) = (verdict.abbreviation, UInt64(count))
            return counted
        }
        deadLetters = UInt64(overview.deadLetters)
        workers = overview.workers.map { Verdict_V1_WorkerStatus($0) }
        nextWorkers = overview.nextWorkers ?? ""
        workersTotal = UInt64(overview.workerCount)
        coresTotal = UInt64(clamping: overview.coreCount)
        jobsTotal = UInt64(overview.jobCount)
        queues = overview.queues.map { Verdict_V1_QueueStatus($0) }
        measurings = overview.measurings.map { Verdict_V1_MeasuringStatus($0) }
        measuringsWaiting = UInt64(overview.waitingMeasurings)
    }
}

extension Verdict_V1_WorkerStatus {
    init(_ worker: FleetOverview.Worker) {
        self.init()
        (name, version) = (worker.name, worker.version)
        (cores, jobs) = (UInt32(clamping: worker.cores), UInt32(clamping: worker.jobs))
        (speed, disturbed) = (worker.speed, worker.disturbed)
        silentNs = UInt64(clamping: worker.silence.nanoseconds)
        (draining, languages) = (worker.isDraining, worker.languages)
    }
}

extension Verdict_V1_QueueStatus {
    init(_ queue: FleetOverview.Queue) {
        self.init()
        priority = Verdict_V1_Priority(LoggedPriority(urgency: queue.priority))
        (waiting, leased) = (UInt64(queue.waiting), UInt64(queue.leased))
        tenants = UInt32(clamping: queue.tenants)
        waitP50Ns = UInt64(clamping: queue.wait?.p50.nanoseconds ?? 0)
        waitP99Ns = UInt64(clamping: queue.wait?.p99.nanoseconds ?? 0)
    }
}

extension Verdict_V1_MeasuringStatus {
    init(_ measuring: FleetOverview.Measuring) {
        self.init()
        package = measuring.package.data
        (tenant, worker) = (measuring.tenant, measuring.worker)
        sinceNs = UInt64(clamping: measuring.duration.nanoseconds)
    }
}
