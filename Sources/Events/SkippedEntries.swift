public import Storage

/// Entries of the log that an admin has told coordinators to pass over, because they cannot be applied. Kept in the log's
/// stream `skipped`. A pure value.
public struct SkippedEntries: Sendable {
    /// The stream that says which.
    public static let streamName = "skipped"

    /// What was said of each, oldest first.
    public private(set) var marks: [EntrySkipped] = []
    /// Where in the log each was said.
    private var said: [LogPosition] = []
    private var positions: Set<LogPosition> = []
    private var streams: Set<StreamName> = []

    /// None.
    public init() {}

    /// Those that `log` names.
    /// - Throws: ``StorageError``.
    public init(of log: any EventLog) async throws(StorageError) {
        let stream = try StreamName(Self.streamName)
        var position = LogPosition.start
        while true {
            let entries = try await log.read(stream, after: position, limit: 256)
            guard let last = entries.last else { return }
            position = last.position
            for entry in entries {
                for event in entry.events {
                    if let mark = try event.unpackedIfHeld(EntrySkipped.self) { try add(mark, at: entry.position) }
                }
            }
        }
    }

    private mutating func add(_ mark: EntrySkipped, at position: LogPosition) throws(StorageError) {
        marks.append(mark)
        said.append(position)
        positions.insert(LogPosition(mark.position))
        if mark.wholeStream { streams.insert(try StreamName(mark.stream)) }
    }

    /// Whether something was said after `position` of an entry up to there: what was made of the log until then has that entry,
    /// and whoever reads the log now has not.
    public func hasChanged(since position: LogPosition) -> Bool {
        zip(said, marks).contains { $0 > position && $1.position <= position.number }
    }

    /// Whether the entry at that place is passed over.
    public func contains(_ place: EntryPlace) -> Bool {
        positions.contains(place.position) || !streams.isEmpty && streams.contains(place.stream)
    }
}
