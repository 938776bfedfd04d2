public import Storage

/// Entries of the log that an admin has told coordinators to pass over, because they cannot be applied. Kept in the log's
/// stream `skipped`. A pure value.
public struct SkippedEntries: Sendable {
    /// The stream that says which.
    public static let streamName = "skipped"

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
                for event in entry.events where event.holds(EntrySkipped.self) { try add(event.unpacked()) }
            }
        }
    }

    private mutating func add(_ event: EntrySkipped) throws(StorageError) {
        positions.insert(LogPosition(event.position))
        if event.wholeStream { streams.insert(try StreamName(event.stream)) }
    }

    /// Whether the entry is passed over.
    public func contains(_ entry: LogEntry) -> Bool { contains(EntryPlace(entry.position, entry.stream)) }

    /// Whether the entry at that place is passed over.
    public func contains(_ place: EntryPlace) -> Bool {
        positions.contains(place.position) || !streams.isEmpty && streams.contains(place.stream)
    }
}
