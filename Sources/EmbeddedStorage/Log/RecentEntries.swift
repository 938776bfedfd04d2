import Storage
import Synchronization

/// The log's last entries, so that followers who keep up read nothing from the database, and where streams end.
final class RecentEntries: Sendable {
    /// How much is kept at most: entries, and bytes of their events.
    private static let limit = (entries: 2048, size: 4 << 20)

    private struct State {
        var entries: ArraySlice<LogEntry> = []
        var size = 0
        var ends = StreamEnds()
    }

    private let state = Mutex(State())

    /// Keeps an entry that was committed; they come in the order of their positions.
    func add(_ entry: LogEntry) {
        state.withLock { state in
            // Positions that were read while the store was opened are not here; a gap would be taken for nothing.
            if let last = state.entries.last, last.position.number + 1 != entry.position.number { state = State() }
            state.ends.note(entry.stream, at: entry.position)
            state.entries.append(entry)
            state.size += Self.size(of: entry)
            while state.entries.count > Self.limit.entries || state.size > Self.limit.size,
                let first = state.entries.popFirst()
            {
                state.size -= Self.size(of: first)
            }
            // What was taken from the front is still held by the slice.
            if state.entries.startIndex > Self.limit.entries { state.entries = ArraySlice(Array(state.entries)) }
        }
    }

    /// Whether it is certain, without a look into the database, that a stream has no entry behind `position`.
    func hasNothing(of stream: StreamName, after position: LogPosition) -> Bool {
        state.withLock { $0.ends.hasNothing(of: stream, after: position) }
    }

    /// At most `limit` entries after `position`; nil if that is too long ago, or nothing is known: the database knows.
    func entries(after position: LogPosition, limit: Int) -> [LogEntry]? {
        state.withLock { state in
            guard let first = state.entries.first, let last = state.entries.last,
                position.number + 1 >= first.position.number, position <= last.position
            else { return nil }
            let skipped = Int(position.number + 1 - first.position.number)
            return Array(state.entries.dropFirst(skipped).prefix(limit))
        }
    }

    /// With what an entry takes besides its events.
    private static func size(of entry: LogEntry) -> Int { entry.size + 64 }
}
