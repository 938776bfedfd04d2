import Audit
import Fleet
import Reporting
import Storage
import Transparency
import Wire

/// The audit log of a coordinator that is asked.
struct FleetAudit: AuditSource {
    let client: VerdictClient

    func keys() async throws -> [NoteVerifier] { try Self.keys(try await client.auditCheckpoint().keys) }

    func checkpoints(_ take: ([SignedCheckpoint]) async throws -> Void) async throws {
        try await Self.naming {
            try await client.readAudit(checkpoints: true) { page in
                try await take(
                    page.checkpoints.map { SignedCheckpoint(position: LogPosition($0.position), note: $0.note) })
            }
        }
    }

    func leaves(
        _ take: ([AuditLeaf], _ position: LogPosition, _ end: LogPosition) async throws -> Void
    ) async throws {
        try await Self.naming {
            try await client.readAudit(checkpoints: false) { page in
                try await take(
                    try page.records.map { try Self.leaf($0) }, LogPosition(page.position),
                    LogPosition(page.endPosition))
            }
        }
    }

    /// What a message says of a command.
    /// - Throws: ``CommandError`` if it is none.
    static func leaf(_ record: Verdict_V1_AuditRecord) throws -> AuditLeaf {
        guard
            let leaf = AuditLeaf(
                position: LogPosition(record.position), stream: try StreamName(record.stream),
                storedAt: record.storedAtNs,
                record: Array(record.record), eventsHash: Array(record.eventsSha256))
        else { throw CommandError("the coordinator's answer has a hash of \(record.eventsSha256.count) bytes, not 32") }
        return leaf
    }

    /// The keys that a coordinator offers.
    /// - Throws: ``CommandError`` if one is none.
    static func keys(_ texts: [String]) throws -> [NoteVerifier] {
        try texts.prefix(16).map { text in
            guard let key = NoteVerifier(parsing: text) else {
                throw CommandError("the coordinator's answer has a key that is none")
            }
            return key
        }
    }

    /// Does `body`; that the store has lost something is what somebody who looks at it wants to know.
    private static func naming(_ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let error as WireError where error.code == .dataLoss {
            throw StorageError(.corrupted, stage: "read the audit log", reason: error.message)
        }
    }
}

extension AuditInspection {
    /// The inspection that the options ask for.
    init(_ options: AuditOptions) throws {
        try self.init(file: options.file, keys: try options.publicKey.map { try AuditInspection.keys(named: $0) })
    }

    /// Whose signatures are believed; says so if nobody has named them.
    func believed(offered: [NoteVerifier]) throws -> [NoteVerifier] {
        let keys = try keys(offered: offered)
        if let warning = firstUse(of: keys) { Self.warn(warning) }
        return keys
    }

    /// Says something that is not the result.
    static func warn(_ text: String) { Output.error.tryWrite("verdict: \(PrintableText.line(text, limit: 4000))\n") }
}
