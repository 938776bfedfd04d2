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

    /// What is wrong at that place.
    package init(place: Place, cause: StorageError) {
        (self.place, self.cause) = (place, cause)
    }

    /// The place, the reason and what to do.
    public var description: String {
        switch place {
        case .entry(let position, let stream):
            "the log's entry at position \(position.number), of the stream \(stream.text), cannot be applied: \(cause)"
        case .after(let position): "the log cannot be read after position \(position.number): \(cause)"
        }
    }

    /// Does `body`, which applies `entry`.
    package static func locating(_ entry: LogEntry, _ body: () throws(StorageError) -> Void) throws {
        do throws(StorageError) {
            try body()
        } catch {
            throw UnreadableLog(place: .entry(entry.position, entry.stream), cause: error)
        }
    }

    /// Does `body`, which reads the log after `position`.
    package static func locating(after position: () -> LogPosition, _ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let error as StorageError where error.isDamage {
            let place = error.entry.map { Place.entry($0.position, $0.stream) }
            throw UnreadableLog(place: place ?? .after(position()), cause: error)
        }
    }
}
