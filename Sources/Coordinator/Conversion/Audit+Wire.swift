import Audit
import FoundationEssentials
import Storage
import Transparency
import Wire

extension Verdict_V1_AuditRecord {
    init(_ leaf: AuditLeaf) {
        self.init()
        (position, stream, storedAtNs) = (leaf.position.number, leaf.stream.text, leaf.storedAt)
        (record, eventsSha256) = (Data(leaf.record), Data(leaf.eventsHash))
    }
}

extension Verdict_V1_SignedAuditCheckpoint {
    init(_ signed: SignedCheckpoint) {
        self.init()
        (position, note) = (signed.position.number, signed.note)
    }
}

extension TreeHash {
    /// Its bytes, as messages have them.
    var data: Data { Data(bytes) }
}
