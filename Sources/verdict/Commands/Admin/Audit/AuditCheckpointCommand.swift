import ArgumentParser
import Audit
import Fleet
import Reporting
import Storage
import Transparency
import Wire

/// `verdict admin audit checkpoint`.
struct AuditCheckpointCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "checkpoint",
        abstract: "Print the newest signed checkpoint of the audit log, for others to keep.",
        discussion: """
            Print it on the final standings, send it to somebody, or keep it: it binds whoever signed it. With --checkpoint the \
            coordinator must show, by a short proof, that it extends the one in the file, which it then replaces. That reads none \
            of the commands; `verify` does.

            Exit status: 0; 1 it does not extend the older one, or is not signed as it should be; 2 a failure.

            Examples:
              verdict admin audit checkpoint
              verdict admin audit checkpoint --sign-now --checkpoint audit.checkpoint
            """)

    @Flag(help: "Have all that is recorded now signed before.")
    var signNow = false

    @OptionGroup var options: AuditOptions
    @OptionGroup var coordinator: CoordinatorOptions

    func run() async throws {
        try await CommandBody.run {
            let inspection = try AuditInspection(options)
            return try await FleetConnection.with(coordinator, patience: AdminCommand.patience) { client in
                try await Self.compare(client, inspection, signNow: signNow)
            }
        }
    }

    private static func compare(
        _ client: VerdictClient, _ inspection: AuditInspection, signNow: Bool
    ) async throws -> ExitCode {
        let older = inspection.remembered.flatMap { SignedCheckpoint(position: .start, note: $0.note).unverified }
        let (offered, isShorter) = try await newest(client, extending: older?.size ?? 0, signNow: signNow)
        let keys = try inspection.believed(offered: try FleetAudit.keys(offered.keys))
        guard isShorter || !offered.note.isEmpty else { throw CommandError("nothing was signed yet; try --sign-now") }
        do throws(AuditFinding) {
            if let note = inspection.remembered?.note, let older {
                // The file may have been changed, too.
                _ = try SignedCheckpoint.checkpoint(in: note, signedBy: keys, of: nil)
                guard !isShorter else { throw .shrunk(signed: older.size, found: offered.size) }
            }
            let newest = try SignedCheckpoint.checkpoint(in: offered.note, signedBy: keys, of: older?.origin)
            let proof = ConsistencyProof(offered.consistency.compactMap { TreeHash($0) })
            if let older, !proof.shows(from: older.size, older.root, to: newest.size, newest.root) {
                throw .forked(size: older.size)
            }
        } catch {
            try Output.standard.write("does not fit: \(PrintableText.line("\(error)"))\n")
            return ExitStatus.unexpected
        }
        try inspection.keep(note: offered.note, keys: keys)
        try Output.standard.write(PrintableText.block(offered.note))
        return ExitStatus.success
    }

    /// The newest checkpoint.
    /// - Returns: what the coordinator answers, and whether it has none that could extend one of that size.
    private static func newest(
        _ client: VerdictClient, extending size: UInt64, signNow: Bool
    ) async throws -> (Verdict_V1_AuditCheckpoint, isShorter: Bool) {
        do {
            return (try await client.auditCheckpoint(signNow: signNow, extending: size), false)
        } catch let error as WireError where error.code == .notFound && size > 0 {
            return (try await client.auditCheckpoint(), true)
        }
    }
}
