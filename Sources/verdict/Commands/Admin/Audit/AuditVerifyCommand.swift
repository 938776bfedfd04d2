import ArgumentParser
import Audit
import Fleet
import Reporting
import Storage
import Transparency
import Wire

/// `verdict admin audit verify`.
struct AuditVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Read all recorded commands, and find whatever was changed, removed, inserted or moved.",
        discussion: """
            Makes the tree of hashes anew from what the coordinator has, and compares it with everything that was signed, and \
            with the checkpoint of the last time. Keep the checkpoint's file where whoever operates the coordinator cannot write.

            Exit status: 0 everything fits; 1 something does not; 2 it could not be found out.

            Examples:
              verdict admin audit verify --checkpoint audit.checkpoint
              verdict admin audit verify --public-key audit.pub --json
            """)

    @OptionGroup var options: AuditOptions

    @Flag(help: "Print a JSON object.")
    var json = false

    @OptionGroup var coordinator: CoordinatorOptions

    func run() async throws {
        try await CommandBody.run {
            let inspection = try AuditInspection(options)
            let report = try await FleetConnection.with(coordinator, patience: AdminCommand.patience) { client in
                var painter = LivePainter(on: .error)
                defer { painter.erase() }
                let report = try await inspection.verify(FleetAudit(client: client)) {
                    AuditInspection.warn($0)
                } progress: { position, end in
                    painter.paint { [String("\(position.number) of \(end.number) entries".prefix($0))] }
                }
                painter.erase()
                let problem = try await client.auditCheckpoint().problem
                if !problem.isEmpty { AuditInspection.warn("nothing is signed now: \(problem)") }
                return report
            }
            let lines = json ? [Self.record(of: report).line] : report.lines.map { PrintableText.line($0) }
            try Output.standard.write(lines.map { $0 + "\n" }.joined())
            return report.findings.isEmpty ? ExitStatus.success : ExitStatus.unexpected
        }
    }

    private static func record(of report: AuditReport) -> JSONValue {
        [
            "fits": .bool(report.findings.isEmpty),
            "findings": .array(report.findings.map { .string("\($0)") }),
            "commands": .integer(Int64(clamping: report.commands)),
            "checkpoints": .integer(Int64(report.checkpoints)),
            "origin": report.newest.map { .string($0.origin) } ?? .null,
            "signed": report.newest.map { .integer(Int64(clamping: $0.size)) } ?? .null,
            "root": report.newest.map { .string("\($0.root)") } ?? .null,
        ]
    }
}
