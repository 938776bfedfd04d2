import Audit
import Storage
import SwiftProtobuf
import Transparency
import Wire

/// Who did what: read, proven and signed for admins.
struct AuditService: Sendable {
    /// How many bytes of records a message has, at most, unless one record has more.
    private static let pageSize = 256 << 10

    private let tree: AuditTree
    private let reader: AuditReader
    /// Nil where nothing is signed.
    private let signer: AuditSigner?

    /// The service.
    init(_ tree: AuditTree, log: any EventLog, signer: AuditSigner?) {
        (self.tree, self.signer) = (tree, signer)
        reader = AuditReader(log: log)
    }

    /// Adds its methods of ``Wire/AdminMethods`` to those that a server answers.
    func register(on services: inout WireServices) {
        let service = self
        services.addUnary(AdminMethods.getAuditCheckpoint) { request, _ in try await service.checkpoint(request) }
        services.addUnary(AdminMethods.getAuditRecord) { request, _ in try await service.record(request.index) }
        services.addServerStreaming(AdminMethods.readAudit) { request, writer, _ in
            try await Self.locating { try await service.read(request) { try await writer.write($0) } }
        }
    }

    private func checkpoint(_ request: Verdict_V1_GetAuditCheckpointRequest) async throws -> Verdict_V1_AuditCheckpoint
    {
        var newest = tree.newest
        if request.signNow {
            guard let signer else {
                throw DomainError(.wrongState, "this coordinator has no key to sign with", advice: "set audit.key")
            }
            do {
                newest = try await signer.sign()
            } catch let refusal as AuditSigner.Refusal {
                throw DomainError(.wrongState, refusal.description)
            }
        }
        var answer = Verdict_V1_AuditCheckpoint()
        answer.keys = keys
        (answer.note, answer.size) = (newest?.note ?? "", tree.size)
        answer.problem = signer.map { $0.problem ?? "" } ?? "this coordinator has no key to sign with; set audit.key"
        guard request.olderSize > 0 else { return answer }
        guard let checkpoint = newest?.unverified, request.olderSize <= checkpoint.size,
            let proof = try await tree.consistency(from: request.olderSize, to: checkpoint.size)
        else {
            throw DomainError(
                .notFound, "no checkpoint of \(request.olderSize) commands or more was signed",
                advice: "look at all of the audit log")
        }
        answer.consistency = proof.hashes.map(\.data)
        return answer
    }

    private func record(_ index: UInt64) async throws -> Verdict_V1_ProvenAuditRecord {
        guard let leaf = try await tree.leaf(at: index) else {
            throw DomainError(
                .notFound, "there is no command \(index)", advice: "there are \(tree.size), counted from 0")
        }
        var answer = Verdict_V1_ProvenAuditRecord()
        answer.record = Verdict_V1_AuditRecord(leaf)
        answer.keys = keys
        guard let newest = tree.newest, let checkpoint = newest.unverified,
            let proof = try await tree.inclusion(of: index, in: checkpoint.size)
        else { return answer }
        answer.note = newest.note
        answer.inclusion = proof.hashes.map(\.data)
        return answer
    }

    private func read(
        _ request: Verdict_V1_ReadAuditRequest, _ write: (Verdict_V1_AuditPage) async throws -> Void
    ) async throws {
        let position = LogPosition(request.afterPosition)
        if request.checkpoints {
            try await reader.checkpoints(after: position) { found, position in
                try await write(
                    .with { page in
                        page.checkpoints = found.map { Verdict_V1_SignedAuditCheckpoint($0) }
                        page.position = position.number
                    })
            }
        } else {
            try await reader.leaves(after: position) { leaves, position, end in
                var page = Verdict_V1_AuditPage.with { $0.endPosition = end.number }
                var size = 0
                for leaf in leaves {
                    if size > 0, size + leaf.record.count > Self.pageSize {
                        try await write(page)
                        (page.records, size) = ([], 0)
                    }
                    page.records.append(Verdict_V1_AuditRecord(leaf))
                    page.position = leaf.position.number
                    size += leaf.record.count
                }
                page.position = position.number
                try await write(page)
            }
        }
        try await write(.with { $0.complete = true })
    }

    private var keys: [String] { signer.map { $0.keys.verifiers.map(\.text) } ?? [] }

    /// Does `body`; what the store has there and cannot read is named: it is what an admin looks for.
    private static func locating(_ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let error as StorageError where error.isDamage {
            guard let entry = error.entry else { throw error }
            throw DomainError(
                .damaged,
                "the log's entry at position \(entry.position.number), of \(entry.stream.text), cannot be read",
                advice: "ask the operator to read the coordinator's log")
        }
    }
}
