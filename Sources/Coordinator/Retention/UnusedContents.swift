public import Events
public import Storage
import Synchronization

/// Which contents nothing refers to, and which are forgotten for that: what the log's stream `retention` adds up to.
///
/// A content that nothing refers to is first marked as unused. Whoever is told later that it is there makes it wanted again,
/// because a reference may follow. One that stays unused for long enough is forgotten, by an entry that is appended only if
/// nobody wanted anything meanwhile; then it is removed from the store. So nothing goes that the log came to refer to,
/// whichever coordinator told somebody of it, and wherever one is killed.
public final class UnusedContents: Sendable {
    /// The stream that they stand under.
    static let streamName = "retention"

    /// How it stands with a content.
    enum Standing: Hashable, Sendable {
        /// It is there, if the store has it.
        case used
        /// Nothing has referred to it since this time.
        case unused(since: Int64)
        /// What was put before this time is gone, wherever the store has it still.
        case forgotten(since: Int64)
    }

    fileprivate struct State {
        /// When nothing referred to them, in nanoseconds since 1970 (UTC), by the start of the hash.
        var unused: [UInt64: Int64] = [:]
        /// The same of those that are forgotten, until the store has nothing left of them.
        var forgotten: [UInt64: Int64] = [:]
        var position = LogPosition.start
        var isComplete = false
    }

    private let state = Mutex(State())

    /// Nothing was read yet.
    public init() {}

    /// How it stands with a content, as far as the stream was read.
    func standing(of hash: ContentHash) -> Standing {
        state.withLock { state in
            if let since = state.forgotten[hash.start] { return .forgotten(since: since) }
            return state.unused[hash.start].map { .unused(since: $0) } ?? .used
        }
    }

    /// The last entry of the stream that was read.
    var position: LogPosition { state.withLock { $0.position } }

    /// Whether everything was read that was in the log when this process began.
    var isComplete: Bool { state.withLock { $0.isComplete } }

    /// What was forgotten, and may be in the store still.
    var leftovers: [UInt64] { state.withLock { Array($0.forgotten.keys) } }

    /// Reads what was appended to the stream since.
    func catchUp(with log: any EventLog) async throws(StorageError) {
        let stream = try StreamName(Self.streamName)
        while true {
            let entries = try await log.read(stream, after: position, limit: 256)
            // A page of large entries has fewer than were asked for.
            guard !entries.isEmpty else { break }
            for entry in entries { try add(entry) }
        }
        complete()
    }

    private func add(_ entry: LogEntry) throws(StorageError) {
        try state.withLock { state throws(StorageError) in
            guard entry.position > state.position else { return }
            for event in entry.events { try state.add(event) }
            state.position = entry.position
        }
    }
}

extension UnusedContents.State {
    fileprivate mutating func add(_ event: Event) throws(StorageError) {
        switch event.type {
        case ContentsUnused.persistedType:
            let found: ContentsUnused = try event.unpacked()
            for key in found.keys where unused[key] == nil && forgotten[key] == nil { unused[key] = found.atNs }
        case ContentsWanted.persistedType:
            let wanted: ContentsWanted = try event.unpacked()
            for key in wanted.keys { unused[key] = nil }
        case ContentsForgotten.persistedType:
            let gone: ContentsForgotten = try event.unpacked()
            for key in gone.contents.compactMap({ ContentHash($0)?.start }) {
                forgotten[key] = unused.removeValue(forKey: key)
            }
        case ContentsRemoved.persistedType:
            let removed: ContentsRemoved = try event.unpacked()
            for key in removed.keys { forgotten[key] = nil }
        default: break
        }
    }
}

extension UnusedContents: LogProjection {
    /// See ``Events/LogProjection/name``.
    public var name: String { "unused contents" }
    /// See ``Events/LogProjection/version``.
    public var version: UInt32 { 1 }
    /// See ``Events/LogProjection/streams``.
    public var streams: StreamPattern { .named(Self.streamName) }

    /// See ``Events/LogProjection/apply(_:isLive:)``. What was read before is not added again.
    public func apply(_ entry: LogEntry, isLive: Bool) throws(StorageError) { try add(entry) }

    /// See ``Events/LogProjection/skip(_:)``.
    public func skip(_ entry: EntryPlace) { state.withLock { $0.position = max($0.position, entry.position) } }

    /// See ``Events/LogProjection/complete()``.
    public func complete() { state.withLock { $0.isComplete = true } }

    /// See ``Events/LogProjection/snapshot()``.
    public func snapshot() -> @Sendable (inout SnapshotWriter) throws -> Void {
        let (position, parts) = state.withLock { ($0.position, [$0.unused, $0.forgotten]) }
        return { writer in
            try writer.add(position.number)
            for times in parts {
                try writer.add(UInt32(times.count))
                for (key, time) in times {
                    try writer.add(key)
                    try writer.add(time)
                }
            }
        }
    }

    /// See ``Events/LogProjection/restore(_:)``.
    public func restore(_ reader: inout SnapshotReader) throws -> @Sendable () -> Void {
        var restored = State()
        restored.position = LogPosition(try reader.number())
        for _ in 0..<(try reader.count()) { restored.unused[try reader.number()] = try reader.number() }
        for _ in 0..<(try reader.count()) { restored.forgotten[try reader.number()] = try reader.number() }
        return { [self, restored] in
            // Somebody may have asked for a content before, and read all that there was.
            state.withLock { state in
                if restored.position > state.position { state = restored }
            }
        }
    }
}

extension ContentHash {
    /// The hash's first 8 bytes: little to keep for each of what may be millions. Contents that share them are kept
    /// together.
    var start: UInt64 { bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) } }
}
