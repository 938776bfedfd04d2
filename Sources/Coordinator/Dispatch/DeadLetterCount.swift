import Storage
import Synchronization

/// The number of dead letters. Counting many takes time, so the number is kept for some seconds.
final class DeadLetterCount: Sendable {
    /// Counting ends here.
    private static let most = 100_000
    private static let page = 500

    private struct Known {
        var count = 0
        var until = Duration.zero
    }

    private let queue: any JobQueue
    private let clock: MonotonicClock
    private let known = Mutex(Known())

    /// Counts those of `queue`.
    init(_ queue: any JobQueue, clock: MonotonicClock) {
        self.queue = queue
        self.clock = clock
    }

    /// The number may have changed.
    func invalidate() { known.withLock { $0.until = .zero } }

    /// The number, at most some seconds old.
    func current() async throws(StorageError) -> Int {
        let known = known.withLock { $0 }
        guard known.until <= clock.now() else { return known.count }
        var count = 0
        var last: String?
        while count < Self.most {
            let letters = try await queue.deadLetters(after: last, limit: Self.page)
            // A page may have fewer than were asked for: some were settled while it was read.
            guard let end = letters.last?.job.id else { break }
            count += letters.count
            last = end
        }
        let counted = Known(count: count, until: clock.now() + .seconds(5))
        self.known.withLock { $0 = counted }
        return count
    }
}
