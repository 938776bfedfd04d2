public import Events
import FoundationEssentials
public import Storage
import SwiftProtobuf

/// What the log says of an execution that is kept. A pure value.
public struct ExecutionState: Sendable {
    /// How far it is.
    public enum Phase: Sendable {
        /// It waits for a worker, or has one.
        case open
        /// It has ended: with a result, or with a failure that is not its own.
        case finished(ExecutionFinished, at: Int64)
        /// Somebody stopped it.
        case cancelled(by: String, at: Int64)
        /// Somebody had it forgotten.
        case deleted
    }

    /// Its name.
    public let id: ExecutionID
    /// What was asked for.
    public let accepted: ExecutionAccepted
    /// When it was taken, in nanoseconds since 1970 (UTC).
    public let acceptedAt: Int64
    /// Where its first entry stands.
    public let firstPosition: LogPosition
    /// Where the last entry stands that was applied.
    public private(set) var position: LogPosition
    /// How far it is.
    public private(set) var phase = Phase.open
    /// Whether somebody is to be told of its end, and was not yet.
    public private(set) var isToBeTold: Bool

    /// An execution that was taken.
    init(_ id: ExecutionID, _ accepted: ExecutionAccepted, at position: LogPosition, acceptedAt: Int64) {
        (self.id, self.accepted, self.acceptedAt) = (id, accepted, acceptedAt)
        (firstPosition, self.position) = (position, position)
        isToBeTold = accepted.isToBeTold
    }

    /// The execution whose stream begins with `entry`.
    /// - Throws: ``StorageError`` (`corrupted`) if that does not take one.
    init(_ id: ExecutionID, first entry: LogEntry) throws(StorageError) {
        guard let event = entry.events.first, event.type == ExecutionAccepted.persistedType else {
            throw StorageError(
                .corrupted, stage: "read the execution \(id)", reason: "its first entry does not take it",
                advice: "restore the store from a backup")
        }
        self.init(id, try event.unpacked(), at: entry.position, acceptedAt: entry.recordedAt)
    }

    /// Applies the next entry of its stream.
    mutating func apply(_ entry: LogEntry) throws(StorageError) {
        for event in entry.events { try apply(event, recordedAt: entry.recordedAt) }
        position = entry.position
    }

    /// The next entry of its stream says nothing, and the next append expects it all the same.
    mutating func pass(over entry: EntryPlace) { position = entry.position }

    /// Applies an event that was appended alone: it stands at `position`.
    mutating func apply(_ event: Event, at position: LogPosition, recordedAt time: Int64) throws(StorageError) {
        try apply(event, recordedAt: time)
        self.position = position
    }

    private mutating func apply(_ event: Event, recordedAt time: Int64) throws(StorageError) {
        switch event.type {
        case ExecutionFinished.persistedType where isOpen: phase = .finished(try event.unpacked(), at: time)
        case ExecutionCancelled.persistedType where isOpen:
            let cancelled: ExecutionCancelled = try event.unpacked()
            phase = .cancelled(by: cancelled.by, at: time)
        case ExecutionTold.persistedType: isToBeTold = false
        case ExecutionDeleted.persistedType:
            phase = .deleted
            isToBeTold = false
        default: break
        }
    }

    /// Whether something is still to be done for it.
    public var isOpen: Bool {
        if case .open = phase { true } else { false }
    }

    /// Whether it is gone at that time: it was deleted, or its time was over.
    func isGone(at time: Int64) -> Bool {
        switch phase {
        case .open: false
        case .deleted: true
        case .finished, .cancelled: expiresAt.map { $0 <= time } ?? false
        }
    }

    /// Whether it can answer for another one that asks for the same: something came of it or may come, and it is not gone.
    func answers(at time: Int64) -> Bool {
        switch phase {
        case .open: true
        case .finished(let finished, _): finished.failure.isEmpty && !isGone(at: time)
        case .cancelled, .deleted: false
        }
    }

    /// When it will be gone, in nanoseconds since 1970 (UTC); nil while nobody knows.
    public var expiresAt: Int64? {
        switch phase {
        case .open, .deleted: nil
        case .finished(_, let end), .cancelled(_, let end): end + accepted.timeToLiveNs
        }
    }

    /// Its job in the queue.
    var job: Job {
        Job(
            id: "\(JobName.execution(id))",
            lane: JobLane(
                priority: accepted.priority.urgency, tenant: accepted.tenant,
                requirement: LaneRequirement.execution(accepted.language).text),
            payload: EnqueueTime(nanoseconds: acceptedAt).payload)
    }
}

extension ExecutionState {
    /// Writes it to a snapshot.
    func write(to writer: inout SnapshotWriter) throws {
        try writer.add(id.number)
        let bytes: [UInt8] = try accepted.serializedBytes()
        try writer.add(bytes)
        try writer.add(acceptedAt)
        try writer.add(firstPosition.number)
        try writer.add(position.number)
        try writer.add(UInt8(isToBeTold ? 1 : 0))
        switch phase {
        case .open: try writer.add(UInt8(0))
        case .finished(let finished, let end):
            try writer.add(UInt8(1))
            let bytes: [UInt8] = try finished.serializedBytes()
            try writer.add(bytes)
            try writer.add(end)
        case .cancelled(let by, let end):
            try writer.add(UInt8(2))
            try writer.add(by)
            try writer.add(end)
        case .deleted: try writer.add(UInt8(3))
        }
    }

    /// The execution that was written.
    /// - Throws: ``SnapshotError`` if it was none.
    init(from reader: inout SnapshotReader) throws {
        let id = ExecutionID(number: try reader.number())
        let accepted = try ExecutionAccepted(serializedBytes: try reader.bytes())
        let acceptedAt: Int64 = try reader.number()
        self.init(id, accepted, at: LogPosition(try reader.number()), acceptedAt: acceptedAt)
        position = LogPosition(try reader.number())
        isToBeTold = try reader.number(UInt8.self) == 1
        switch try reader.number(UInt8.self) {
        case 0: phase = .open
        case 1:
            let finished = try ExecutionFinished(serializedBytes: try reader.bytes())
            phase = .finished(finished, at: try reader.number())
        case 2:
            let by = try reader.text()
            phase = .cancelled(by: by, at: try reader.number())
        case 3: phase = .deleted
        default: throw SnapshotError("an execution has a phase that there is not")
        }
    }
}
