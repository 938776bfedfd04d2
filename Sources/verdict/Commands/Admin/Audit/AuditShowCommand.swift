import ArgumentParser
import Audit
import Events
import Fleet
import Reporting
import Storage
import SystemPackage
import Transparency
import Wire

/// `verdict admin audit show`.
struct AuditShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show who did what: one command with a proof that it was signed, or all of them.",
        discussion: """
            Commands are counted from 0, in the order of the log.

            Exit status: 0; 1 the proof of the one command does not hold; 2 a failure.

            Examples:
              verdict admin audit show 4711
              verdict admin audit show --command contests.freeze --actor "person 3r8wq0c8m4x1t7v2n6k5j9hbza"
              verdict admin audit show --json
            """)

    @Argument(help: ArgumentHelp("Only this command.", valueName: "number"))
    var index: UInt64?

    @Option(help: ArgumentHelp("Only commands of this name.", valueName: "name"))
    var command: String?

    @Option(help: ArgumentHelp("Only commands of this actor, such as 'program course-42'.", valueName: "actor"))
    var actor: String?

    @Option(help: ArgumentHelp("Only commands about this stream.", valueName: "name"))
    var stream: String?

    @Flag(help: "Print one JSON object per line for each command.")
    var json = false

    @OptionGroup var options: AuditOptions
    @OptionGroup var coordinator: CoordinatorOptions

    func validate() throws {
        guard index == nil || command == nil && actor == nil && stream == nil else {
            throw ValidationError("A number names one command; leave out --command, --actor and --stream.")
        }
    }

    func run() async throws {
        try await CommandBody.run {
            try await FleetConnection.with(coordinator, patience: AdminCommand.patience) { client in
                if let index { return try await show(index, client) }
                var number: UInt64 = 0
                try await FleetAudit(client: client).leaves { leaves, _, _ in
                    for leaf in leaves {
                        try show(leaf, number)
                        number += 1
                    }
                }
                return ExitStatus.success
            }
        }
    }

    private func show(_ leaf: AuditLeaf, _ number: UInt64) throws {
        let said = try? leaf.command()
        // Without any of these nothing can be left out: also what cannot be read is shown.
        guard command == nil || said?.action == command, actor == nil || said?.actor == actor,
            stream == nil || leaf.stream.text == stream || said?.refusedStream == stream
        else { return }
        try Output.standard.write(
            (json ? AuditRecordText.json(of: leaf, said, number).line : AuditRecordText.line(leaf, said, number)) + "\n"
        )
    }

    private func show(_ index: UInt64, _ client: VerdictClient) async throws -> ExitCode {
        let proven = try await client.auditRecord(index)
        let leaf = try FleetAudit.leaf(proven.record)
        try show(leaf, index)
        let inspection = try AuditInspection(options)
        guard !proven.note.isEmpty else {
            AuditInspection.warn("command \(index) is not signed yet")
            return ExitStatus.success
        }
        let keys = try inspection.believed(offered: try FleetAudit.keys(proven.keys))
        do throws(AuditFinding) {
            let checkpoint = try SignedCheckpoint.checkpoint(in: proven.note, signedBy: keys, of: nil)
            let proof = InclusionProof(proven.inclusion.compactMap { TreeHash($0) })
            guard proof.shows(leaf.hash, at: index, in: checkpoint.size, root: checkpoint.root) else {
                throw .differs(size: checkpoint.size, fitting: 0)
            }
            AuditInspection.warn("signed by \(checkpoint.origin) in the checkpoint of \(checkpoint.size) commands")
            return ExitStatus.success
        } catch {
            try Output.standard.write("does not fit: \(PrintableText.line("\(error)"))\n")
            return ExitStatus.unexpected
        }
    }
}

/// `verdict admin audit export`.
struct AuditExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write the audit log as files that other programs can check.",
        discussion: """
            The new folder has the newest checkpoint, the tiles of its tree and the commands themselves, as C2SP's tlog-tiles \
            describes them.

            Example:
              verdict admin audit export tiles --checkpoint audit.checkpoint
            """)

    @Argument(help: ArgumentHelp("The new folder.", valueName: "folder"), completion: .directory)
    var folder: String

    @OptionGroup var options: AuditOptions
    @OptionGroup var coordinator: CoordinatorOptions

    func run() async throws {
        try await CommandBody.run {
            let inspection = try AuditInspection(options)
            try await FleetConnection.with(coordinator, patience: AdminCommand.patience) { client in
                let source = FleetAudit(client: client)
                let keys = try inspection.believed(offered: try await source.keys())
                let count = try await AuditExport.export(source, to: FilePath(folder), keys: keys)
                try Output.standard.write("\(count) commands are in \(PrintableText.line(folder))\n")
            }
            return ExitStatus.success
        }
    }
}
