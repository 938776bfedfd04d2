import Events
import Storage
import Synchronization
import Units

/// What operators see.
extension Dispatcher {
    /// The most workers on a page.
    static var mostWorkers: Int { 1000 }
    /// The most measured packages in an overview.
    private static var mostMeasurings: Int { 100 }

    /// Queues, workers and rates now.
    /// - Parameters:
    ///   - limit: at most so many workers; 0: 1000, never more than that.
    ///   - name: only workers whose names come after this one.
    /// - Throws: ``StorageError``.
    func overview(workers limit: Int = 0, after name: String = "") async throws(StorageError) -> FleetOverview {
        let inMemory = state.withLock { lanesInMemory($0) }
        let waiting = try await dependencies.queue.waiting().merging(inMemory) { $0 + $1 }
        let deadLetters = try await deadLetters.current()
        let minute = dependencies.metrics.minute
        let held = leases.all
        let now = dependencies.clock.now()
        let all = state.withLock { Self.workers($0.planner.workers, held, at: now) }
        let rest = all.drop { $0.name <= name }
        let page = rest.prefix(limit == 0 ? Self.mostWorkers : min(limit, Self.mostWorkers))
        return FleetOverview(
            time: dependencies.wallClock(), minute: minute, deadLetters: deadLetters, workers: Array(page),
            nextWorkers: page.count < rest.count ? page.last?.name : nil, workerCount: all.count,
            coreCount: all.reduce(0) { $0 + $1.cores }, jobCount: all.reduce(0) { $0 + $1.jobs },
            queues: Self.queues(waiting, leased: held.byPriority, minute),
            measurings: Self.measurings(held, at: now), waitingMeasurings: Self.waitingMeasurings(waiting))
    }

    private static func workers(
        _ registry: WorkerRegistry, _ held: HeldLeases, at now: Duration
    ) -> [FleetOverview.Worker] {
        registry.all.map { worker in
            var worker = worker
            return FleetOverview.Worker(
                name: worker.name, version: worker.version, cores: worker.cores, jobs: held.count(of: worker.name),
                speed: registry.speed(of: worker), silence: now - worker.lastSeen,
                isDraining: registry.isDraining(worker.name), disturbed: worker.disturbed(at: now),
                languages: worker.languages.sorted())
        }
    }

    private static func queues(
        _ waiting: [JobLane: Int], leased: [UInt8: Int], _ minute: CoordinatorMetrics.Minute
    ) -> [FleetOverview.Queue] {
        let lanes = Dictionary(grouping: waiting) { min($0.key.priority, 3) }
        return (0...3 as ClosedRange<UInt8>).map { priority in
            let lanes = lanes[priority] ?? []
            return FleetOverview.Queue(
                priority: priority, waiting: lanes.reduce(0) { $0 + $1.value },
                tenants: Set(lanes.map(\.key.tenant)).count, leased: leased[priority] ?? 0,
                wait: minute.waits[priority])
        }
    }

    private static func measurings(_ held: HeldLeases, at now: Duration) -> [FleetOverview.Measuring] {
        let oldest = held.measurings.sorted { ($0.begun, $0.worker) < ($1.begun, $1.worker) }
        return oldest.prefix(mostMeasurings).compactMap { lease in
            guard case .measure(let package)? = lease.name else { return nil }
            return FleetOverview.Measuring(
                package: package, tenant: lease.lane.tenant, worker: lease.worker, duration: now - lease.begun)
        }
    }

    private static func waitingMeasurings(_ waiting: [JobLane: Int]) -> Int {
        waiting.reduce(0) { sum, lane in
            if case .measure = LaneRequirement(lane.key.requirement) { sum + lane.value } else { sum }
        }
    }

    /// The languages of the workers that are there now and take new jobs.
    var presentLanguages: Set<String> {
        let now = dependencies.clock.now()
        return state.withLock { state in
            let workers = state.planner.workers
            return workers.all.reduce(into: []) { languages, worker in
                guard !workers.isLost(worker, at: now), !workers.isDraining(worker.name) else { return }
                languages.formUnion(worker.languages)
            }
        }
    }

    /// Every 5 s: forgets expired leases, and updates the gauges. Goes on until the task is cancelled.
    func runMaintenance() async {
        while (try? await sleep(for: .seconds(5))) != nil {
            let now = dependencies.clock.now()
            let timeout = dependencies.queue.leaseDuration * 2
            // The queue ended them by its own clock; they are counted when their jobs are leased again.
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
                reportQueueFailure(error, "count jobs")
            }
        }
    }

    private func update(_ counts: GaugeValues) async throws(StorageError) {
        var counts = counts
        for (lane, count) in try await dependencies.queue.waiting() {
            counts.waiting[min(lane.priority, 3), default: 0] += count
        }
        counts.deadLetters = try await deadLetters.current()
        counts.wantedWorkers = FleetCapacity(try await overview()).wantedWorkers
        dependencies.metrics.update(counts)
    }
}
