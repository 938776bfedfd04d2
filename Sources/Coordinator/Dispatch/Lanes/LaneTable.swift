import Storage

/// How many jobs waited in each lane when somebody looked, less those that were taken since, in an order in which the next
/// one is found without looking at all lanes.
struct LaneTable: Sendable {
    private var counts: [JobLane: Int]
    /// The lanes' order, for each kind of worker that has asked.
    private var orders: [Int: LaneOrder] = [:]
    /// The kinds of workers for which nothing is left.
    private var exhausted: Set<Int> = []

    /// The lanes in which so many wait.
    init(_ waiting: [JobLane: Int]) {
        counts = waiting
    }

    /// One more waits in that lane, which may be a new one.
    mutating func add(_ lane: JobLane, by share: FairShare) {
        counts[lane, default: 0] += 1
        for kind in orders.keys where orders[kind]?.add(lane, share) == true { exhausted.remove(kind) }
    }

    /// How many lanes something waits in.
    var lanes: Int { counts.count }

    /// Takes one job of the lane whose turn it is.
    /// - Parameter kind: a number for the capability: the same number is always the same one.
    /// - Returns: that lane; nil if nothing is left for such a worker.
    mutating func take(for capability: WorkerCapability, kind: Int, by share: FairShare) -> JobLane? {
        guard !counts.isEmpty, !exhausted.contains(kind) else { return nil }
        var order = orders.removeValue(forKey: kind) ?? LaneOrder(counts.keys, capability, share)
        guard let lane = order.next(by: share, { (counts[$0] ?? 0) > 0 }) else {
            orders[kind] = order
            exhausted.insert(kind)
            return nil
        }
        orders[kind] = order
        let left = (counts[lane] ?? 0) - 1
        counts[lane] = left > 0 ? left : nil
        return lane
    }
}

/// Lanes in the order of ``FairShare``: by priority, in each the tenants in a heap by their passes, and of each the lanes.
private struct LaneOrder: Sendable {
    private struct Level: Sendable {
        var tenants: TenantHeap
        var requirements: [String: [String]]
    }

    private var levels: [UInt8: Level] = [:]
    private let capability: WorkerCapability

    init(_ lanes: some Collection<JobLane>, _ capability: WorkerCapability, _ share: FairShare) {
        self.capability = capability
        var covered: [String: Bool] = [:]
        var found: [UInt8: [String: [String]]] = [:]
        for lane in lanes {
            let isCovered = covered[lane.requirement] ?? capability.covers(LaneRequirement(lane.requirement))
            covered[lane.requirement] = isCovered
            guard isCovered else { continue }
            found[lane.priority, default: [:]][lane.tenant, default: []].append(lane.requirement)
        }
        for (priority, requirements) in found {
            let tenants = TenantHeap(requirements.keys.map { (share.pass(of: $0, priority), $0) })
            levels[priority] = Level(tenants: tenants, requirements: requirements)
        }
    }

    /// Something waits in that lane.
    /// - Returns: whether that is anything for such a worker.
    mutating func add(_ lane: JobLane, _ share: FairShare) -> Bool {
        guard capability.covers(LaneRequirement(lane.requirement)) else { return false }
        var level = levels.removeValue(forKey: lane.priority) ?? Level(tenants: TenantHeap([]), requirements: [:])
        var requirements = level.requirements[lane.tenant] ?? []
        if requirements.isEmpty { level.tenants.insert(lane.tenant, share.pass(of: lane.tenant, lane.priority)) }
        if !requirements.contains(lane.requirement) { requirements.append(lane.requirement) }
        level.requirements[lane.tenant] = requirements
        levels[lane.priority] = level
        return true
    }

    /// The lane whose turn it is among those that `isWaiting` says yes to.
    mutating func next(by share: FairShare, _ isWaiting: (JobLane) -> Bool) -> JobLane? {
        while let priority = share.nextPriority(among: levels.keys) {
            guard var level = levels.removeValue(forKey: priority) else { return nil }
            while let tenant = level.tenants.first({ share.pass(of: $0, priority) }) {
                let waiting = (level.requirements[tenant] ?? []).filter {
                    isWaiting(JobLane(priority: priority, tenant: tenant, requirement: $0))
                }
                guard let requirement = share.nextRequirement(among: waiting, of: tenant, priority) else {
                    level.requirements[tenant] = nil
                    level.tenants.removeFirst()
                    continue
                }
                level.requirements[tenant] = waiting
                levels[priority] = level
                return JobLane(priority: priority, tenant: tenant, requirement: requirement)
            }
        }
        return nil
    }
}

/// Tenants by their passes, the least first. A pass only grows: one that has grown since is looked up when it comes first.
private struct TenantHeap: Sendable {
    private var heap: [(pass: Double, tenant: String)]

    init(_ tenants: [(Double, String)]) {
        // A sorted array is a heap.
        heap = tenants.sorted { $0 < $1 }.map { (pass: $0.0, tenant: $0.1) }
    }

    /// The tenant with the least pass by now; nil if there are none.
    mutating func first(_ pass: (String) -> Double) -> String? {
        while let first = heap.first {
            let now = pass(first.tenant)
            guard now > first.pass else { return first.tenant }
            heap[0].pass = now
            siftDown()
        }
        return nil
    }

    mutating func insert(_ tenant: String, _ pass: Double) {
        heap.append((pass: pass, tenant: tenant))
        var index = heap.count - 1
        while index > 0, heap[index] < heap[(index - 1) / 2] {
            heap.swapAt(index, (index - 1) / 2)
            index = (index - 1) / 2
        }
    }

    mutating func removeFirst() {
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        siftDown()
    }

    private mutating func siftDown() {
        var index = 0
        while true {
            var least = index
            for child in [2 * index + 1, 2 * index + 2] where child < heap.count && heap[child] < heap[least] {
                least = child
            }
            guard least != index else { return }
            heap.swapAt(index, least)
            index = least
        }
    }
}
