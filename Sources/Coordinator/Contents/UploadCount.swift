import Synchronization
import Wire

/// How many contents are on their way.
final class UploadCount: Sendable {
    private let limit: Int
    private let count = Mutex(0)

    init(limit: Int) {
        self.limit = limit
    }

    /// One more, if there is room.
    func begin() throws(WireError) {
        let isTaken = count.withLock { count in
            guard count < limit else { return false }
            count += 1
            return true
        }
        guard isTaken else {
            throw WireError(
                .resourceExhausted, "\(limit) contents are on their way already; try again", retryAfter: .seconds(1),
                notStarted: true)
        }
    }

    /// One less.
    func end() {
        count.withLock { $0 -= 1 }
    }
}
