public import Storage

/// What some streams of the log add up to, in memory: applied entry by entry, kept in snapshots, and the same again if it is
/// made from nothing.
///
/// A ``ProjectionHost`` reads the log for all of them. It calls ``apply(_:isLive:)``, ``snapshot()`` and ``complete()`` one
/// after the other, never two at once.
public protocol LogProjection: Sendable {
    /// Names its part of a snapshot: `submissions`.
    var name: String { get }
    /// The version of what it writes into snapshots: those of another version are not read.
    var version: UInt32 { get }
    /// The streams whose entries it wants.
    var streams: StreamPattern { get }

    /// Adds an entry of one of its streams.
    /// - Parameter isLive: whether it happens now; otherwise it is read again after a start.
    /// - Throws: ``StorageError`` (`corrupted`) if the entry is not what its stream may have.
    func apply(_ entry: LogEntry, isLive: Bool) throws(StorageError)

    /// An entry of one of its streams is passed over, because an admin said so.
    func skip(_ entry: EntryPlace)

    /// As ``skip(_:)``, for what keeps account of what the log has, whatever it says.
    /// - Parameter readable: the entry itself; nil if it cannot be read.
    func skip(_ place: EntryPlace, readable: LogEntry?)

    /// All is known that was in the log at the start.
    func complete()

    /// What it knows now, to be written later, by another thread: to be taken at once, and cheaply.
    func snapshot() -> @Sendable (inout SnapshotWriter) throws -> Void

    /// Reads what a snapshot has, and changes nothing yet.
    /// - Returns: what makes it known; called if the rest of the snapshot could be read, too, and before any entry.
    /// - Throws: ``SnapshotError`` if that is not what ``snapshot()`` wrote; what reading the snapshot throws.
    func restore(_ reader: inout SnapshotReader) throws -> @Sendable () -> Void
}

extension LogProjection {
    /// Nothing is done by default.
    public func skip(_ entry: EntryPlace) {}

    /// What the entry says does not matter by default.
    public func skip(_ place: EntryPlace, readable: LogEntry?) { skip(place) }

    /// Nothing is done by default.
    public func complete() {}
}

/// Which streams are meant.
public indirect enum StreamPattern: Hashable, Sendable {
    /// The one of that name.
    case named(String)
    /// Those of these names.
    case oneOf([String])
    /// All whose names begin with that.
    case prefixed(String)
    /// All that one of these means.
    case anyOf([StreamPattern])
    /// All.
    case any

    /// Whether `stream` is one of them.
    public func matches(_ stream: StreamName) -> Bool {
        switch self {
        case .named(let name): stream.text == name
        case .oneOf(let names): names.contains(stream.text)
        case .prefixed(let prefix): stream.text.hasPrefix(prefix)
        case .anyOf(let patterns): patterns.contains { $0.matches(stream) }
        case .any: true
        }
    }
}
