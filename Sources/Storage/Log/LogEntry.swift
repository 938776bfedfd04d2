public import Units

/// Where an entry stands in the log: later entries have greater positions, not necessarily by one.
public struct LogPosition: Hashable, Comparable, Sendable, Codable {
    /// The number; 0 is before the first entry.
    public var number: UInt64

    /// Before the first entry: of an empty log, of an empty stream.
    public static let start = LogPosition(0)

    /// The position with that number.
    public init(_ number: UInt64) {
        self.number = number
    }

    /// Orders positions as the log does.
    public static func < (left: LogPosition, right: LogPosition) -> Bool { left.number < right.number }
}

/// The name of a stream: what one aggregate's entries stand under, such as `submission-0192f3`.
public struct StreamName: Hashable, Sendable {
    /// The name: 1 to 128 of `a-z`, `A-Z`, `0-9`, `-` and `_`.
    public let text: String

    /// A stream's name.
    /// - Throws: ``StorageError`` (`badRequest`) for a name with other characters, or too long a one.
    public init(_ text: String) throws(StorageError) {
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        guard isPlain, (1...128).contains(text.utf8.count) else {
            throw StorageError(
                .badRequest, stage: "name a stream \(text.debugDescription)",
                advice: "use 1 to 128 letters, digits, hyphens and underscores")
        }
        self.text = text
    }
}

/// Something that happened, as it is kept: a type's name and bytes that mean something to whoever knows that type.
public struct Event: Hashable, Sendable {
    /// What happened: `verdict.v1.SubmissionAccepted`.
    public var type: String
    /// The particulars.
    public var payload: [UInt8]

    /// An event of `type`.
    public init(type: String, payload: [UInt8]) {
        self.type = type
        self.payload = payload
    }
}

/// Events that were appended at once: all of them are in the log, or none.
public struct LogEntry: Hashable, Sendable {
    /// Where the entry stands.
    public var position: LogPosition
    /// The stream that it belongs to.
    public var stream: StreamName
    /// When it was appended, in nanoseconds since 1970 (UTC) by the store's clock: for people, never for decisions.
    public var recordedAt: Int64
    /// What happened, in order.
    public var events: [Event]

    /// An entry as a store has it.
    public init(position: LogPosition, stream: StreamName, recordedAt: Int64, events: [Event]) {
        self.position = position
        self.stream = stream
        self.recordedAt = recordedAt
        self.events = events
    }

    /// How many bytes its events have: see ``Event/size(of:)``.
    public var size: Int { Event.size(of: events) }
}

extension Event {
    /// The most that the events of one entry may have: types and payloads together.
    public static let entryLimit: ByteCount = .kibibytes(512)

    /// How many bytes the events of an entry have: types and payloads together.
    public static func size(of events: [Event]) -> Int {
        events.reduce(0) { $0 + $1.type.utf8.count + $1.payload.count }
    }

    /// What every log asks of the events of an entry before it takes them.
    /// - Throws: ``StorageError``: `badRequest` without events; `tooLarge` above ``entryLimit``.
    public static func requireEntry(_ events: [Event], for stream: StreamName) throws(StorageError) {
        guard !events.isEmpty else {
            throw StorageError(
                .badRequest, stage: "append to \(stream.text)", reason: "there are no events",
                advice: "append at least one")
        }
        let size = Self.size(of: events)
        guard size <= entryLimit.bytes else {
            throw StorageError(
                .tooLarge, stage: "append to \(stream.text)", reason: "the events have \(ByteCount(Int64(size)))",
                advice: "keep an entry within \(entryLimit), and what is larger among the blobs")
        }
    }
}
