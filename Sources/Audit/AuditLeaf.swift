import Cryptography
public import Events
public import Storage
public import Transparency

/// A recorded command, as the tree has it: its own bytes, and the hash of what the same entry says besides. So a change of any
/// event of the entry is a change of the leaf.
public struct AuditLeaf: Hashable, Sendable {
    /// Where in the log its entry stands.
    public let position: LogPosition
    /// The entry's stream.
    public let stream: StreamName
    /// When the store appended the entry, in nanoseconds since 1970 (UTC): no part of the leaf.
    public let storedAt: Int64
    /// The event `CommandRecorded`, as it is kept.
    public let record: [UInt8]
    /// The SHA-256 of the entry's other events, in order, as ``Storage/Event/encode(_:)`` has them.
    public let eventsHash: [UInt8]

    /// The leaf that `entry` is; nil for an entry that no command appended: one whose last event is no recorded command.
    public init?(_ entry: LogEntry) {
        guard let last = entry.events.last, last.type == CommandRecorded.persistedType else { return nil }
        (position, stream, storedAt) = (entry.position, entry.stream, entry.recordedAt)
        record = last.payload
        eventsHash = SHA256.hash(Event.encode(Array(entry.events.dropLast())))
    }

    /// A leaf as somebody gives it; nil unless the hash has 32 bytes.
    public init?(position: LogPosition, stream: StreamName, storedAt: Int64, record: [UInt8], eventsHash: [UInt8]) {
        guard eventsHash.count == SHA256.byteCount else { return nil }
        (self.position, self.stream, self.storedAt) = (position, stream, storedAt)
        (self.record, self.eventsHash) = (record, eventsHash)
    }

    /// The leaf's data: the hash of the other events (32 bytes), the length of the stream's name (1 byte), the name, the record.
    public var data: [UInt8] { eventsHash + [UInt8(stream.text.utf8.count)] + Array(stream.text.utf8) + record }

    /// The leaf's hash.
    public var hash: TreeHash { .leaf(data) }

    /// What the record says.
    /// - Throws: ``Storage/StorageError`` (`corrupted`) if it cannot be read.
    public func command() throws(StorageError) -> CommandRecorded {
        try Event(type: CommandRecorded.persistedType, payload: record).unpacked()
    }
}
