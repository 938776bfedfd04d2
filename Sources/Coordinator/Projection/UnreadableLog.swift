public import Storage

/// What the log has cannot be read or applied: whoever goes on without it would be half blind.
public struct UnreadableLog: Error, CustomStringConvertible {
    /// Where in the log.
    public enum Place: Hashable, Sendable {
        /// The entry at that position, of that stream.
        case entry(LogPosition, StreamName)
        /// Some entry after that position.
        case after(LogPosition)
    }

    /// Where in the log.
    public let place: Place
    /// Why.
    public let cause: StorageError

    /// The place, the reason and what to do.
    public var description: String {
        switch place {
        case .entry(let position, let stream):
            "the log's entry at position \(position.number), of the stream \(stream.text), cannot be applied: \(cause)"
        case .after(let position): "the log cannot be read after position \(position.number): \(cause)"
        }
    }

    /// Does `body`, which applies `entry`.
    static func locating(_ entry: LogEntry, _ body: () throws(StorageError) -> Void) throws {
        do throws(StorageError) {
            try body()
        } catch {
            throw UnreadableLog(place: .entry(entry.position, entry.stream), cause: error)
        }
    }

    /// Does `body`, which reads the log after `position`.
    static func locating(after position: () -> LogPosition, _ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let error as StorageError where error.isDamage {
            throw UnreadableLog(place: .after(position()), cause: error)
        }
    }
}

extension StorageError {
    /// The store does not answer, or has no room: it may by itself, and whoever needs it waits.
    var isOutage: Bool { code == .unavailable || code == .full }

    /// What is stored cannot be used, and trying again does not help.
    public var isDamage: Bool { [.corrupted, .wrongKey, .incompatible].contains(code) }

    /// Nobody who needs the store can go on: what it has is damaged, or it was closed.
    var isFinal: Bool { isDamage || code == .closed }
}
