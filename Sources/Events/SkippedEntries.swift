public import Storage

/// Entries of the log that an admin has told coordinators to pass over, because they cannot be applied. Kept in the log's
/// stream `skipped`. A pure value.
public struct SkippedEntries: Sendable {
    /// The stream that says which.
    public static let streamName = "skipped"

    /// What was said of each, oldest first.
    public private(set) var marks: [EntrySkipped] = []
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
            for event in entries.flatMap(\.events) {
                if let mark = try event.unpackedIfHeld(EntrySkipped.self) { try add(mark) }
            }
        }
    }

    private mutating func add(_ mark: EntrySkipped) throws(StorageError) {
        marks.append(mark)
        positions.insert(LogPosition(mark.position))
        if mark.wholeStream { streams.insert(try StreamName(mark.stream)) }
    }

    /// Whether the entry at that place is passed over.
    public func contains(_ place: EntryPlace) -> Bool {
        positions.contains(place.position) || !streams.isEmpty && streams.contains(place.stream)
    }
}
