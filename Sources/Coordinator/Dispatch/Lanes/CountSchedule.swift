/// When what waits in the queue is to be counted. A pure value; time is told to it.
///
/// To count many lanes, and to bring them into order, takes time: a tenth of all time at most.
struct CountSchedule: Hashable, Sendable {
    /// Whether to count.
    enum Decision: Hashable, Sendable {
        /// What was counted still holds.
        case upToDate
        /// Something has changed, and it is too early to count again before then.
        case later(Duration)
        /// Something has changed: now.
        case count
    }

    private var isStale = true
    private var next = Duration.zero

    /// What waits may have changed.
    mutating func invalidate() { isStale = true }

    /// Whether to count now; what changes from now on is to be counted again.
    mutating func begin(at now: Duration) -> Decision {
        guard isStale else { return .upToDate }
        guard next <= now else { return .later(next) }
        isStale = false
        return .count
    }

    /// What was counted, from `begin` on, is in order.
    mutating func counted(from begin: Duration, to end: Duration) { next = end + (end - begin) * 10 }

    /// The store failed: it is asked again, and not all the time.
    mutating func failed(at now: Duration, pause: Duration) {
        isStale = true
        next = now + pause
    }
}
