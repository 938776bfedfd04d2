public import Storage

/// Something that happened to a submission, as its stream of the log keeps it.
public enum SubmissionEvent: Sendable {
    case accepted(SubmissionAccepted)
    case built(SubmissionBuilt)
    case batchJudged(BatchJudged)
    case groupGraded(GroupGraded)
    case judged(SubmissionJudged)
    case cancelled(SubmissionCancelled)
    case rejudge(RejudgeRequested)
    case stuck(SubmissionStuck)
    case freed(SubmissionFreed)
    case disagreement(DisagreementNoticed)

    /// What `event` says; nil if a newer version wrote it, which older ones pass over.
    /// - Throws: ``StorageError`` (`corrupted`) if its bytes are not what its type says.
    public init?(_ event: Event) throws(StorageError) {
        switch event.type {
        case SubmissionAccepted.persistedType: self = .accepted(try event.unpacked())
        case SubmissionBuilt.persistedType: self = .built(try event.unpacked())
        case BatchJudged.persistedType: self = .batchJudged(try event.unpacked())
        case GroupGraded.persistedType: self = .groupGraded(try event.unpacked())
        case SubmissionJudged.persistedType: self = .judged(try event.unpacked())
        case SubmissionCancelled.persistedType: self = .cancelled(try event.unpacked())
        case RejudgeRequested.persistedType: self = .rejudge(try event.unpacked())
        case SubmissionStuck.persistedType: self = .stuck(try event.unpacked())
        case SubmissionFreed.persistedType: self = .freed(try event.unpacked())
        case DisagreementNoticed.persistedType: self = .disagreement(try event.unpacked())
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
