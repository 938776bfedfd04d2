import TestSupport
import Testing

@testable import Wire
@testable import Worker

/// Whatever happens in whatever order: no lease is lost, none is let go of twice, and never is there more than there should.
@Suite struct WorkerStatePropertyTests {
    /// A world that answers what the worker does, late and in any order.
    private struct World {
        var random: SeededGenerator
        var state: WorkerState
        var pending: [WorkerEvent] = []
        var lastJob = 0
        var given: Set<String> = []
        var finished: [String: Int] = [:]
        var givenBack: [String: Int] = [:]
        var lapsed: Set<String> = []
        var isLeasing = false
        var hasEnded = false
        var problems: [String] = []

        init(seed: UInt64) {
            random = SeededGenerator(seed: seed)
            state = WorkerState(
                WorkerState.Limits(slots: 1 + Int(seed % 4), ahead: Int(seed / 4 % 3)))
            perform(state.begin())
        }

        mutating func chance(_ percent: UInt64) -> Bool { random.next() % 100 < percent }

        mutating func handle(_ event: WorkerEvent) {
            if case .leased = event { isLeasing = false }
            if case .leaseFailed = event { isLeasing = false }
            perform(state.handle(event))
            let limits = state.limits
            if state.count(.running) > limits.slots { problems.append("too many run") }
            if state.count(.preparing, .ready, .running) > limits.slots + limits.ahead { problems.append("too many") }
            if state.entries.count > limits.outbox { problems.append("the outbox is too large") }
        }

        mutating func perform(_ actions: [WorkerAction]) {
            for action in actions { perform(action) }
        }

        mutating func perform(_ action: WorkerAction) {
            switch action {
            case .register: pending.append(chance(80) ? .registered(extendEvery: .seconds(1)) : .registerFailed)
            case .registerLater: pending.append(.registerDue)
            case .lease(let count):
                if isLeasing { problems.append("it asks twice at a time") }
                isLeasing = true
                guard chance(80) else { return pending.append(.leaseFailed(retryAfter: nil)) }
                let jobs = (0..<Int(random.next() % UInt64(count + 1))).map { _ in
                    lastJob += 1
                    given.insert("lease-\(lastJob)")
                    return Verdict_V1_Job.with(id: "job-\(lastJob)", lease: "lease-\(lastJob)")
                }
                pending.append(.leased(jobs))
            case .leaseLater: pending.append(.leaseDue)
            case .prepare(let number, _): pending.append(chance(90) ? .prepared(number) : .ended(number, end()))
            case .run(let number): pending.append(chance(50) ? .computed(number) : .ended(number, end()))
            case .cancel(let number): pending.append(.ended(number, .cancelled))
            case .giveBack(let leases, _):
                for lease in leases { givenBack[lease, default: 0] += 1 }
                pending.append(.gaveBack)
            case .finish(let number, let request, _):
                guard chance(60) else {
                    return pending.append(.delivered(number, lease: request.lease, .failed(retryAfter: nil)))
                }
                finished[request.lease, default: 0] += 1
                pending.append(.delivered(number, lease: request.lease, .recorded(known: false)))
            case .finishLater(let number, _, _): pending.append(.deliveryDue(number))
            case .probe: pending.append(.probed(works: true))
            case .end: hasEnded = true
            case .stopLeasing, .startExtending, .extend, .reportRejected, .startDrainTimer, .startStopTimer: break
            }
        }

        mutating func end() -> JobEnd {
            switch random.next() % 4 {
            case 0: .refused(reason: "full")
            case 1: .sandboxFailed(Verdict_V1_Failure())
            default: .result(.measure(Verdict_V1_MeasureResult()))
            }
        }

        /// One of the things that may happen now.
        mutating func step() {
            if chance(4) { return handle(.disconnected) }
            if chance(4), let lease = state.leases.first {
                let hasBegun = state.entries.values.contains {
                    $0.lease == lease && $0.phase != .preparing && $0.phase != .ready
                }
                if !hasBegun { lapsed.insert(lease) }
                return handle(.extended(ended: [lease], unwanted: []))
            }
            if chance(3), let lease = state.leases.last { return handle(.extended(ended: [], unwanted: [lease])) }
            guard !pending.isEmpty else { return }
            handle(pending.remove(at: Int(random.next() % UInt64(pending.count))))
            // Whatever was concluded comes to an end.
            for (number, entry) in state.entries where entry.phase == .concluding && chance(50) {
                handle(.ended(number, end()))
            }
        }
    }

    @Test(arguments: 1...300) func everyLeaseEndsInOneWay(seed: Int) {
        var world = World(seed: UInt64(seed))
        for _ in 0..<400 { world.step() }
        world.handle(.drain)
        var steps = 0
        while !world.hasEnded, steps < 20_000 {
            world.step()
            steps += 1
        }
        #expect(world.hasEnded)
        #expect(world.problems == [])
        // Leases of jobs that were under way to the worker when it ended are not its own.
        for case .leased(let jobs) in world.pending { world.given.subtract(jobs.map(\.lease)) }
        for lease in world.given {
            let ways =
                (world.finished[lease] == nil ? 0 : 1) + (world.givenBack[lease] ?? 0)
                + (world.lapsed.contains(lease) ? 1 : 0)
            #expect(ways == 1, "\(lease) ended in \(ways) ways")
        }
    }
}

extension Verdict_V1_Job {
    fileprivate static func with(id: String, lease: String) -> Self {
        var job = Self()
        job.id = id
        job.lease = lease
        return job
    }
}
