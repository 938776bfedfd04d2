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
        var isBrief: Bool
        /// Its time is over: it is answered as soon as it is sure that there is nothing for it.
        var isOver = false
        /// Jobs were promised to it and are being leased.
        var isServed = false
        let continuation: CheckedContinuation<[Verdict_V1_Job], Never>
    }

    private var polls: [UInt64: Poll] = [:]
    private(set) var isClosed = false

    /// Whether any waits to be served.
    var isIdle: Bool { !polls.values.contains { !$0.isServed } }

    /// Those that wait to be served, oldest first.
    var waiting: [Poll] { polls.values.filter { !$0.isServed }.sorted { $0.id < $1.id } }

    subscript(id: UInt64) -> Poll? { polls[id] }

    mutating func add(_ poll: Poll) { polls[poll.id] = poll }

    mutating func serve(_ id: UInt64) { polls[id]?.isServed = true }

    /// Nothing came of it: it waits on.
    mutating func wait(_ id: UInt64) { polls[id]?.isServed = false }

    mutating func end(_ id: UInt64) { polls[id]?.isOver = true }

    mutating func remove(_ id: UInt64) -> Poll? { polls.removeValue(forKey: id) }

    /// Takes out all, and takes no more.
    mutating func close() -> [Poll] {
        isClosed = true
        defer { polls = [:] }
        return Array(polls.values)
    }
}
