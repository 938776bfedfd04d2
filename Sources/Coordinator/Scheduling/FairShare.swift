public import Storage

/// Whose turn it is: work is shared between priorities by weight, between the tenants of a priority alike, and between a
/// tenant's lanes alike; nobody who waits does so for ever.
///
/// Start-time fair queueing (Goyal, Vin and Cheng, SIGCOMM 1996) on three levels. Everybody has a *pass*, which grows
/// with the work done for them; whose pass is the least among those that wait comes next. Whoever had nothing to do
/// meanwhile begins at the pass of whoever was served last: idleness saves up nothing, and costs nothing.
public struct FairShare: Sendable {
    /// What share a priority gets while all have work: four times that of the next one.
    public static func weight(of priority: UInt8) -> Double {
        switch priority {
        case 0: 64
        case 1: 16
        case 2: 4
        default: 1
        }
    }

    /// What is known of one priority.
    private struct Level {
        var tenants = Passes<String>()
        var lanes: [String: Passes<String>] = [:]
    }

    private var priorities = Passes<UInt8>()
    private var levels: [UInt8: Level] = [:]

    /// Nobody has been served yet.
    public init() {}

    /// The lane to serve next; nil if none waits.
    /// - Parameter waiting: lanes with something to do for whoever asks.
    public func next(among waiting: some Collection<JobLane>) -> JobLane? {
        guard let priority = nextPriority(among: waiting.lazy.map(\.priority)) else { return nil }
        let level = levels[priority] ?? Level()
        let alike = waiting.lazy.filter { $0.priority == priority }
        guard let tenant = level.tenants.next(among: alike.map(\.tenant)) else { return nil }
        let own = alike.filter { $0.tenant == tenant }
        let requirement = nextRequirement(among: own.map(\.requirement), of: tenant, priority)
        return requirement.map { JobLane(priority: priority, tenant: tenant, requirement: $0) }
    }

    // The same in steps, for who keeps what waits in an order of their own.

    /// The priority to serve next.
    func nextPriority(among waiting: some Sequence<UInt8>) -> UInt8? { priorities.next(among: waiting) }

    /// How far along a tenant is among those of its priority: the least one is next, of several alike the least name.
    /// Never less than before.
    func pass(of tenant: String, _ priority: UInt8) -> Double { levels[priority]?.tenants.pass(of: tenant) ?? 0 }

    /// The lane of a tenant to serve next.
    func nextRequirement(among waiting: some Sequence<String>, of tenant: String, _ priority: UInt8) -> String? {
        (levels[priority]?.lanes[tenant] ?? Passes()).next(among: waiting)
    }

    /// Counts work for `lane` that was given out.
    /// - Parameter work: how much, in any unit that is the same for all: seconds of a core, say.
    public mutating func charge(_ lane: JobLane, work: Double) {
        _ = priorities.charge(lane.priority, work / Self.weight(of: lane.priority))
        var level = levels.removeValue(forKey: lane.priority) ?? Level()
        _ = level.lanes[lane.tenant, default: Passes()].charge(lane.requirement, work)
        if level.tenants.charge(lane.tenant, work) {
            level.lanes = level.lanes.filter { level.tenants.isAhead($0.key) }
        }
        levels[lane.priority] = level
    }

    /// Counts more work for something that was given out, and counted as less, before.
    mutating func add(_ lane: JobLane, work: Double) {
        priorities.add(lane.priority, work / Self.weight(of: lane.priority))
        levels[lane.priority, default: Level()].tenants.add(lane.tenant, work)
        levels[lane.priority, default: Level()].lanes[lane.tenant, default: Passes()].add(lane.requirement, work)
    }

    /// How many tenants are remembered: those that are ahead of the others, and some more.
    var remembered: Int { levels.values.reduce(0) { $0 + $1.lanes.count } }
}
