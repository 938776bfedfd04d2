import Events
public import Storage
public import Transparency

/// A signed checkpoint that the log keeps.
public struct SignedCheckpoint: Hashable, Sendable {
    /// The stream that they stand under.
    public static let streamName = "audit-checkpoints"

    /// Where in the log.
    public let position: LogPosition
    /// The note, as it was written.
    public let note: String

    /// A checkpoint that stands there.
    public init(position: LogPosition, note: String) { (self.position, self.note) = (position, note) }

    /// The checkpoints of an entry of their stream.
    /// - Throws: ``Storage/StorageError`` (`corrupted`) if one cannot be read.
    static func all(of entry: LogEntry) throws(StorageError) -> [SignedCheckpoint] {
        var found: [SignedCheckpoint] = []
        for event in entry.events {
            guard let signed = try event.unpackedIfHeld(AuditCheckpointSigned.self) else { continue }
            found.append(SignedCheckpoint(position: entry.position, note: signed.note))
        }
        return found
    }

    /// What it says, without a look at who signed it; nil if it is no checkpoint.
    public var unverified: Checkpoint? {
        guard let signed = try? SignedNote(parsing: note) else { return nil }
        return try? Checkpoint(parsing: signed.body)
    }

    /// What a note says.
    /// - Parameters:
    ///   - keys: one of these must have signed it.
    ///   - origin: the log that it must be of; nil: any.
    /// - Throws: ``AuditFinding``.
    public static func checkpoint(
        in note: String, signedBy keys: [NoteVerifier], of origin: String?
    ) throws(AuditFinding) -> Checkpoint {
        let (checkpoint, signers): (Checkpoint, [NoteVerifier])
        do throws(NoteError) {
            let signed = try SignedNote(parsing: note)
            checkpoint = try Checkpoint(parsing: signed.body)
            signers = try signed.signers(among: keys)
        } catch {
            throw AuditFinding.unreadable("\(error)")
        }
        guard origin == nil || origin == checkpoint.origin else {
            throw AuditFinding.foreign(found: checkpoint.origin, expected: origin ?? "")
        }
        guard !signers.isEmpty else { throw AuditFinding.otherKey(size: checkpoint.size) }
        return checkpoint
    }
}
