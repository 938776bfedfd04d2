/// Calls for jobs that wait, in the order in which they came.
struct LeasePolls: Sendable {
    /// A worker that waits for jobs.
    struct Poll: Sendable {
        var id: UInt64
        var worker: String
        var count: Int
        /// Who it calls as.
        var principal: String
        /// Whether it does not wait at all.
        var isImmediate: Bool
        /// From then on it is answered as soon as it is known that there are no jobs for it.
        var deadline: Duration
        /// Whether the caller is gone.
        var isCancelled = false
        let continuation: CheckedContinuation<[LeasedJob], Never>
    }

    private var polls: [UInt64: Poll] = [:]
    /// The ids of those that wait for a plan, in order.
    private var queue: [UInt64] = []
    private(set) var isClosed = false
    private var last: UInt64 = 0

    /// A number for a call that comes now, greater than all before it.
    mutating func nextID() -> UInt64 {
        last += 1
        return last
    }

    /// Whether none waits to be served.
    var isIdle: Bool { queue.isEmpty }

    /// Those that wait to be served, oldest first.
    var waiting: [Poll] { queue.compactMap { polls[$0] } }

    subscript(id: UInt64) -> Poll? { polls[id] }

    mutating func add(_ poll: Poll) {
        polls[poll.id] = poll
        wait(poll.id)
    }

    /// Jobs are being leased for these.
    mutating func serve(_ ids: Set<UInt64>) {
        if !ids.isEmpty { queue.removeAll { ids.contains($0) } }
    }

    /// It waits on, where it was: nothing came of serving it.
    mutating func wait(_ id: UInt64) {
        queue.insert(id, at: (queue.lastIndex { $0 < id } ?? -1) + 1)
    }

    mutating func end(_ id: UInt64) { polls[id]?.isCancelled = true }

    mutating func remove(_ id: UInt64) -> Poll? {
        queue.removeAll { $0 == id }
        return polls.removeValue(forKey: id)
    }

    /// Takes out all, and takes no more.
    mutating func close() -> [Poll] {
        isClosed = true
        defer { (polls, queue) = ([:], []) }
        return Array(polls.values)
    }
}
