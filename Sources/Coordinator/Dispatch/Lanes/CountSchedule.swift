/// Decides when the waiting jobs are counted again. A pure value.
///
/// Counting and sorting many lanes takes time; it may take at most a tenth of all time.
struct CountSchedule: Hashable, Sendable {
    /// Whether to count.
    enum Decision: Hashable, Sendable {
        /// The last count is up to date.
        case upToDate
        /// Something has changed, but the next count is due only then.
        case later(Duration)
        /// Something has changed, and a count is due.
        case count
    }

    private var isStale = true
    private var next = Duration.zero

    /// The number of waiting jobs may have changed.
    mutating func invalidate() { isStale = true }

    /// Whether to count now. Changes from now on lead to another count.
    mutating func begin(at now: Duration) -> Decision {
        guard isStale else { return .upToDate }
        guard next <= now else { return .later(next) }
        isStale = false
        return .count
    }

    /// The count that began at `begin` is done.
    mutating func counted(from begin: Duration, to end: Duration) { next = end + (end - begin) * 10 }

    /// The count failed: it is repeated after a pause.
    mutating func failed(at now: Duration, pause: Duration) {
        isStale = true
        next = now + pause
    }
}
