import Wire

/// Calls for jobs that wait, in the order in which they came.
struct LeasePolls: Sendable {
    /// A worker that waits for jobs.
    struct Poll: Sendable {
        var id: UInt64
        var worker: String
        var count: Int
        /// Who it calls as.
        var principal: String
        /// It does not wait at all.
        var isImmediate: Bool
        /// From then on it is answered as soon as it is sure that there is nothing for it.
        var deadline: Duration
        /// Nobody waits any more.
        var isOver = false
        let continuation: CheckedContinuation<[Verdict_V1_Job], Never>
    }

    private var polls: [UInt64: Poll] = [:]
    /// Those that wait to be served, in order.
    private var line: [UInt64] = []
    private(set) var isClosed = false
    private var last: UInt64 = 0

    /// A number for a call that comes now, greater than all before it.
    mutating func nextID() -> UInt64 {
        last += 1
        return last
    }

    /// Whether none waits to be served.
    var isIdle: Bool { line.isEmpty }

    /// Those that wait to be served, oldest first.
    var waiting: [Poll] { line.compactMap { polls[$0] } }

    subscript(id: UInt64) -> Poll? { polls[id] }

    mutating func add(_ poll: Poll) {
        polls[poll.id] = poll
        wait(poll.id)
    }

    /// Jobs are being leased for these.
    mutating func serve(_ ids: Set<UInt64>) {
        if !ids.isEmpty { line.removeAll { ids.contains($0) } }
    }

    /// It waits on, where it was: nothing came of serving it.
    mutating func wait(_ id: UInt64) {
        line.insert(id, at: (line.lastIndex { $0 < id } ?? -1) + 1)
    }

    mutating func end(_ id: UInt64) { polls[id]?.isOver = true }

    mutating func remove(_ id: UInt64) -> Poll? {
        line.removeAll { $0 == id }
        return polls.removeValue(forKey: id)
    }

    /// Takes out all, and takes no more.
    mutating func close() -> [Poll] {
        isClosed = true
        defer { (polls, line) = ([:], []) }
        return Array(polls.values)
    }
}
