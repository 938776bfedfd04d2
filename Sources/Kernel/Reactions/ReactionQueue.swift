internal import Storage

/// The entries that a reaction has still to be done for, as they come; a bounded number with a bounded size, so that one that
/// is slow costs no memory. A pure value.
struct ReactionQueue: Sendable {
    /// How many are kept, and how many bytes of their events.
    static let (room, sizeLimit) = (1024, 8 << 20)

    private var entries: [LogEntry] = []
    private var size = 0
    /// Whether some did not fit, or came before this began: they are in the log only.
    private(set) var hasGap = true

    /// The log has another one.
    mutating func add(_ entry: LogEntry) {
        guard !hasGap else { return }
        size += entry.size
        guard entries.count < Self.room, size <= Self.sizeLimit else {
            (entries, size) = ([], 0)
            hasGap = true
            return
        }
        entries.append(entry)
    }

    /// From now on none is missed; who calls this reads what was before from the log.
    mutating func begin() {
        (entries, size) = ([], 0)
        hasGap = false
    }

    /// Takes those after `position`, at most `limit`.
    mutating func take(after position: LogPosition, limit: Int) -> [LogEntry] {
        let old = entries.prefix { $0.position <= position }.count
        let taken = entries.dropFirst(old).prefix(limit)
        size -= entries.prefix(old + taken.count).reduce(0) { $0 + $1.size }
        entries.removeFirst(old + taken.count)
        return Array(taken)
    }
}
