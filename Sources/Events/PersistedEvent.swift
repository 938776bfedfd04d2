public import Storage
public import SwiftProtobuf

/// A message that the log keeps as an event.
public protocol PersistedEvent: Message {
    /// The name of its type in the log. It never changes, also where the message is called otherwise.
    static var persistedType: String { get }
}

// The names that version 0.1.0 gave them: the messages have a schema of their own since, with the same fields.
extension SubmissionAccepted: PersistedEvent {
    /// See ``PersistedEvent/persistedType``.
    public static let persistedType = "verdict.v1.SubmissionAccepted"
}
extension SubmissionBuilt: PersistedEvent {
    /// See ``PersistedEvent/persistedType``.
    public static let persistedType = "verdict.v1.SubmissionBuilt"
}
extension BatchJudged: PersistedEvent {
    /// See ``PersistedEvent/persistedType``.
    public static let persistedType = "verdict.v1.BatchJudged"
}
extension GroupGraded: PersistedEvent {
    /// See ``PersistedEvent/persistedType``.
    public static let persistedType = "verdict.v1.GroupGraded"
}
extension SubmissionJudged: PersistedEvent {
    /// See ``PersistedEvent/persistedType``.
    public static let persistedType = "verdict.v1.SubmissionJudged"
}
extension SubmissionCancelled: PersistedEvent {
    /// See ``PersistedEvent/persistedType``.
    public static let persistedType = "verdict.v1.SubmissionCancelled"
}
extension RejudgeRequested: PersistedEvent {
    /// See ``PersistedEvent/persistedType``.
    public static let persistedType = "verdict.v1.RejudgeRequested"
}
extension SubmissionStuck: PersistedEvent {
    /// See ``PersistedEvent/persistedType``.
    public static let persistedType = "verdict.v1.SubmissionStuck"
}
extension SubmissionFreed: PersistedEvent {
    /// See ``PersistedEvent/persistedType``.
    public static let persistedType = "verdict.v1.SubmissionFreed"
}
extension DisagreementNoticed: PersistedEvent {
    /// See ``PersistedEvent/persistedType``.
    public static let persistedType = "verdict.v1.DisagreementNoticed"
}
extension PackageAdded: PersistedEvent {
    /// See ``PersistedEvent/persistedType``.
    public static let persistedType = "verdict.v1.PackageAdded"
}
extension PackageOwned: PersistedEvent {
    /// See ``PersistedEvent/persistedType``.
    public static let persistedType = "verdict.v1.PackageOwned"
}
extension PackageMeasuring: PersistedEvent {
    /// See ``PersistedEvent/persistedType``.
    public static let persistedType = "verdict.v1.PackageMeasuring"
}
extension PackageMeasured: PersistedEvent {
    /// See ``PersistedEvent/persistedType``.
    public static let persistedType = "verdict.v1.PackageMeasured"
}
extension ContentStored: PersistedEvent {
    /// See ``PersistedEvent/persistedType``.
    public static let persistedType = "verdict.v1.ContentStored"
}
extension Quota: PersistedEvent {
    /// See ``PersistedEvent/persistedType``.
    public static let persistedType = "verdict.v1.Quota"
}
extension LanguagesInstalled: PersistedEvent {
    /// See ``PersistedEvent/persistedType``.
    public static let persistedType = "verdict.v1.LanguagesInstalled"
}
extension EntrySkipped: PersistedEvent {
    /// See ``PersistedEvent/persistedType``.
    public static let persistedType = "verdict.v1.EntrySkipped"
}
extension ContentsUnused: PersistedEvent {
    /// See ``PersistedEvent/persistedType``.
    public static let persistedType = "verdict.v1.ContentsUnused"
}
extension ContentsWanted: PersistedEvent {
    /// See ``PersistedEvent/persistedType``.
    public static let persistedType = "verdict.v1.ContentsWanted"
}
extension ContentsForgotten: PersistedEvent {
    /// See ``PersistedEvent/persistedType``.
    public static let persistedType = "verdict.v1.ContentsForgotten"
}
extension ContentsRemoved: PersistedEvent {
    /// See ``PersistedEvent/persistedType``.
    public static let persistedType = "verdict.v1.ContentsRemoved"
}

// What came later has the name of its message.
extension ExecutionAccepted: PersistedEvent {
    /// See ``PersistedEvent/persistedType``.
    public static let persistedType = "verdict.log.v1.ExecutionAccepted"
}
extension ExecutionFinished: PersistedEvent {
    /// See ``PersistedEvent/persistedType``.
    public static let persistedType = "verdict.log.v1.ExecutionFinished"
}
extension ExecutionCancelled: PersistedEvent {
    /// See ``PersistedEvent/persistedType``.
    public static let persistedType = "verdict.log.v1.ExecutionCancelled"
}
extension ExecutionTold: PersistedEvent {
    /// See ``PersistedEvent/persistedType``.
    public static let persistedType = "verdict.log.v1.ExecutionTold"
}
extension ExecutionDeleted: PersistedEvent {
    /// See ``PersistedEvent/persistedType``.
    public static let persistedType = "verdict.log.v1.ExecutionDeleted"
}
extension ContentBegun: PersistedEvent {
    /// See ``PersistedEvent/persistedType``.
    public static let persistedType = "verdict.log.v1.ContentBegun"
}
extension ContentsHeld: PersistedEvent {
    /// See ``PersistedEvent/persistedType``.
    public static let persistedType = "verdict.log.v1.ContentsHeld"
}
extension ContentsLetGo: PersistedEvent {
    /// See ``PersistedEvent/persistedType``.
    public static let persistedType = "verdict.log.v1.ContentsLetGo"
}
extension CommandRecorded: PersistedEvent {
    /// See ``PersistedEvent/persistedType``.
    public static let persistedType = "verdict.log.v1.CommandRecorded"
}
extension TimerSet: PersistedEvent {
    /// See ``PersistedEvent/persistedType``.
    public static let persistedType = "verdict.log.v1.TimerSet"
}
extension TimerEnded: PersistedEvent {
    /// See ``PersistedEvent/persistedType``.
    public static let persistedType = "verdict.log.v1.TimerEnded"
}
extension ReactionsClaimed: PersistedEvent {
    /// See ``PersistedEvent/persistedType``.
    public static let persistedType = "verdict.log.v1.ReactionsClaimed"
}
extension ReactionAdvanced: PersistedEvent {
    /// See ``PersistedEvent/persistedType``.
    public static let persistedType = "verdict.log.v1.ReactionAdvanced"
}
extension ReactionFailed: PersistedEvent {
    /// See ``PersistedEvent/persistedType``.
    public static let persistedType = "verdict.log.v1.ReactionFailed"
}
extension DeadLetterSettled: PersistedEvent {
    /// See ``PersistedEvent/persistedType``.
    public static let persistedType = "verdict.log.v1.DeadLetterSettled"
}
extension RoleGranted: PersistedEvent {
    /// See ``PersistedEvent/persistedType``.
    public static let persistedType = "verdict.log.v1.RoleGranted"
}
extension RoleRevoked: PersistedEvent {
    /// See ``PersistedEvent/persistedType``.
    public static let persistedType = "verdict.log.v1.RoleRevoked"
}
extension AuditCheckpointSigned: PersistedEvent {
    /// See ``PersistedEvent/persistedType``.
    public static let persistedType = "verdict.log.v1.AuditCheckpointSigned"
}

extension Event {
    /// `message` as the log keeps it.
    /// - Throws: ``StorageError`` (`badRequest`) if it cannot be encoded.
    public init<Value: PersistedEvent>(_ message: Value) throws(StorageError) {
        do {
            let bytes: [UInt8] = try message.serializedBytes()
            self.init(type: Value.persistedType, payload: bytes)
        } catch {
            throw StorageError(.badRequest, stage: "encode a \(Value.persistedType)", reason: "\(error)")
        }
    }

    /// The message that the payload is.
    /// - Throws: ``StorageError`` (`corrupted`) if it is not.
    @inlinable
    public func unpacked<Value: PersistedEvent>(_: Value.Type = Value.self) throws(StorageError) -> Value {
        do {
            return try Value(serializedBytes: payload)
        } catch {
            throw StorageError(
                .corrupted, stage: "read a \(type)", reason: "\(error)", advice: "restore the store from a backup")
        }
    }

    /// The message that the payload is, if it is of that type.
    /// - Throws: ``StorageError`` (`corrupted`) if it is and cannot be read.
    @inlinable
    public func unpackedIfHeld<Value: PersistedEvent>(_: Value.Type) throws(StorageError) -> Value? {
        type == Value.persistedType ? try unpacked(Value.self) : nil
    }
}
