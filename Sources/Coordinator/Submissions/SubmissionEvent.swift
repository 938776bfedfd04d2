import FoundationEssentials
public import Storage
public import SwiftProtobuf
public import Wire

/// Something that happened to a submission, as its stream of the log keeps it.
public enum SubmissionEvent: Sendable {
    case accepted(Verdict_V1_SubmissionAccepted)
    case built(Verdict_V1_SubmissionBuilt)
    case batchJudged(Verdict_V1_BatchJudged)
    case groupGraded(Verdict_V1_GroupGraded)
    case judged(Verdict_V1_SubmissionJudged)
    case cancelled(Verdict_V1_SubmissionCancelled)
    case rejudge(Verdict_V1_RejudgeRequested)
    case stuck(Verdict_V1_SubmissionStuck)
    case freed(Verdict_V1_SubmissionFreed)
    case disagreement(Verdict_V1_DisagreementNoticed)

    /// What `event` says; nil if a newer version wrote it, which older ones pass over.
    /// - Throws: ``StorageError`` (`corrupted`) if its bytes are not what its type says.
    public init?(_ event: Event) throws(StorageError) {
        switch event.type {
        case Verdict_V1_SubmissionAccepted.protoMessageName: self = .accepted(try event.unpacked())
        case Verdict_V1_SubmissionBuilt.protoMessageName: self = .built(try event.unpacked())
        case Verdict_V1_BatchJudged.protoMessageName: self = .batchJudged(try event.unpacked())
        case Verdict_V1_GroupGraded.protoMessageName: self = .groupGraded(try event.unpacked())
        case Verdict_V1_SubmissionJudged.protoMessageName: self = .judged(try event.unpacked())
        case Verdict_V1_SubmissionCancelled.protoMessageName: self = .cancelled(try event.unpacked())
        case Verdict_V1_RejudgeRequested.protoMessageName: self = .rejudge(try event.unpacked())
        case Verdict_V1_SubmissionStuck.protoMessageName: self = .stuck(try event.unpacked())
        case Verdict_V1_SubmissionFreed.protoMessageName: self = .freed(try event.unpacked())
        case Verdict_V1_DisagreementNoticed.protoMessageName: self = .disagreement(try event.unpacked())
        default: return nil
        }
    }

    /// As the log keeps it.
    /// - Throws: ``StorageError`` (`badRequest`) if it cannot be encoded.
    public func event() throws(StorageError) -> Event {
        switch self {
        case .accepted(let message): try Event(message)
        case .built(let message): try Event(message)
        case .batchJudged(let message): try Event(message)
        case .groupGraded(let message): try Event(message)
        case .judged(let message): try Event(message)
        case .cancelled(let message): try Event(message)
        case .rejudge(let message): try Event(message)
        case .stuck(let message): try Event(message)
        case .freed(let message): try Event(message)
        case .disagreement(let message): try Event(message)
        }
    }
}

extension Event {
    /// `message` under the name of its type.
    /// - Throws: ``StorageError`` (`badRequest`) if it cannot be encoded.
    public init(_ message: some Message) throws(StorageError) {
        let name = Swift.type(of: message).protoMessageName
        do {
            let bytes: [UInt8] = try message.serializedBytes()
            self.init(type: name, payload: bytes)
        } catch {
            throw StorageError(.badRequest, stage: "encode a \(name)", reason: "\(error)")
        }
    }

    /// The message that the payload is.
    /// - Throws: ``StorageError`` (`corrupted`) if it is not.
    public func unpacked<Value: Message>(_: Value.Type = Value.self) throws(StorageError) -> Value {
        do {
            return try Value(serializedBytes: payload)
        } catch {
            throw StorageError(
                .corrupted, stage: "read a \(type)", reason: "\(error)", advice: "restore the store from a backup")
        }
    }
}
