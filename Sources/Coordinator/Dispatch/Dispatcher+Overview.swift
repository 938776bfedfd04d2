import Events
public import Storage
import Synchronization
import Units
public import Wire

/// What operators see.
extension Dispatcher {
    /// The most workers on a page.
    static var mostWorkers: Int { 1000 }
    /// The most packages being measured that are told.
    private static var mostMeasurings: Int { 100 }

    /// Queues, workers and rates now.
    /// - Parameters:
    ///   - limit: at most so many workers; 0: 1000, never more than that.
    ///   - name: only workers whose names come after this one.
    /// - Throws: ``StorageError``.
    public func overview(
        workers limit: Int = 0, after name: String = ""
    ) async throws(StorageError) -> Verdict_V1_Overview {
        let besides = state.withLock { lanesInMemory($0) }
        let waiting = try await dependencies.queue.waiting().merging(besides) { $0 + $1 }
        let dead = try await deadLetters.current()
        let minute = dependencies.metrics.minute
        var overview = Verdict_V1_Overview()
        overview.atNs = dependencies.wallClock()
        overview.submissionsPerMinute = UInt64(minute.submissions)
        overview.executionsPerMinute = UInt64(minute.executions)
        overview.deadLetters = UInt64(dead)
        overview.verdicts = minute.verdicts.sorted { $0.key.rawValue < $1.key.rawValue }.map { verdict, count in
            var counted = Verdict_V1_VerdictCount()
            counted.verdict = verdict.abbreviation
            counted.count = UInt64(count)
            return counted
        }
        let held = leases.all
        state.withLock { state in
            let now = dependencies.clock.now()
            let all = Self.workers(state.planner.workers, held, at: now)
            overview.workersTotal = UInt64(all.count)
            overview.coresTotal = all.reduce(0) { $0 + UInt64($1.cores) }
            overview.jobsTotal = all.reduce(0) { $0 + UInt64($1.jobs) }
            let rest = all.drop { $0.name <= name }
            let page = rest.prefix(limit == 0 ? Self.mostWorkers : min(limit, Self.mostWorkers))
            overview.workers = Array(page)
            if page.count < rest.count { overview.nextWorkers = page.last?.name ?? "" }
            overview.measurings = Self.measurings(held, at: now)
            overview.measuringsWaiting = UInt64(
                waiting.reduce(0) { sum, lane in
                    if case .measure = LaneRequirement(lane.key.requirement) { sum + lane.value } else { sum }
                })
            overview.queues = Self.queues(waiting, leased: held.byPriority, minute)
        }
        return overview
    }

    private static func workers(
        _ registry: WorkerRegistry, _ held: HeldLeases, at now: Duration
    ) -> [Verdict_V1_WorkerStatus] {
        registry.all.map { worker in
            var worker = worker
            var status = Verdict_V1_WorkerStatus()
            status.name = worker.name
            status.version = worker.version
            status.cores = UInt32(clamping: worker.cores)
            status.jobs = UInt32(clamping: held.count(of: worker.name))
            status.speed = registry.speed(of: worker)
            status.silentNs = UInt64(clamping: (now - worker.lastSeen).nanoseconds)
            status.draining = registry.isDraining(worker.name)
            status.disturbed = worker.disturbed(at: now)
            status.languages = worker.languages.sorted()
            return status
        }
    }

    private static func measurings(_ held: HeldLeases, at now: Duration) -> [Verdict_V1_MeasuringStatus] {
        held.measurings.sorted { ($0.begun, $0.worker) < ($1.begun, $1.worker) }.prefix(mostMeasurings).map { lease in
            var status = Verdict_V1_MeasuringStatus()
            if case .measure(let package)? = lease.name { status.package = package.data }
            status.tenant = lease.lane.tenant
            status.worker = lease.worker
            status.sinceNs = UInt64(clamping: (now - lease.begun).nanoseconds)
            return status
        }
    }

    private static func queues(
        _ waiting: [JobLane: Int], leased: [UInt8: Int], _ minute: CoordinatorMetrics.Minute
    ) -> [Verdict_V1_QueueStatus] {
        let lanes = Dictionary(grouping: waiting) { min($0.key.priority, 3) }
        return (0...3 as ClosedRange<UInt8>).map { priority in
            let lanes = lanes[priority] ?? []
            var status = Verdict_V1_QueueStatus()
            status.priority = Verdict_V1_Priority(LoggedPriority(urgency: priority))
            status.waiting = UInt64(lanes.reduce(0) { $0 + $1.value })
            status.tenants = UInt32(clamping: Set(lanes.map(\.key.tenant)).count)
            status.leased = UInt64(leased[priority] ?? 0)
            status.waitP50Ns = UInt64(clamping: minute.waits[priority]?.p50.nanoseconds ?? 0)
            status.waitP99Ns = UInt64(clamping: minute.waits[priority]?.p99.nanoseconds ?? 0)
            return status
        }
    }

    /// Once in a while: forgets leases that nobody extends, and shows how many there are of everything.
    func runMaintenance() async {
        while (try? await sleep(for: .seconds(5))) != nil {
            let now = dependencies.clock.now()
            let timeout = dependencies.queue.leaseDuration * 2
            // They ended by the queue's clock, and are counted when their jobs are leased again.
            let leased = leases.expire(before: now - timeout)
            let counts = state.withLock { state -> GaugeValues in
                var counts = GaugeValues()
                counts.leased = leased
                for worker in state.planner.workers.all {
                    let isLost = state.planner.workers.isLost(worker, at: now)
                    let isDraining = state.planner.workers.isDraining(worker.name)
                    counts.workers[isLost ? "lost" : isDraining ? "draining" : "alive", default: 0] += 1
                }
                return counts
            }
            do throws(StorageError) {
                try await update(counts)
            } catch {
                reportOfQueue(error, "count jobs")
            }
        }
    }

    private func update(_ counts: GaugeValues) async throws(StorageError) {
        var counts = counts
        for (lane, count) in try await dependencies.queue.waiting() {
            counts.waiting[min(lane.priority, 3), default: 0] += count
        }
        counts.deadLetters = try await deadLetters.current()
        dependencies.metrics.update(counts)
    }
}
