import ArgumentParser
import Fleet
import Reporting
import Wire

/// `verdict admin archive`.
struct ArchiveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "archive",
        abstract: "Move old entries of the coordinator's log into its archive, from which they are read as before.",
        discussion: """
            The archive is the directory "archive" in the coordinator's store; it may be on another disk. Entries go there in \
            files of 4096, or fewer large ones, oldest first, if a snapshot of the coordinator covers them. Nothing is lost: \
            a file is read again before the log gives up its entries. A store on NATS servers has no archive.

            Examples:
              verdict admin archive --older-than 90d --dry-run
              verdict admin archive --older-than 90d
            """)

    @Option(
        name: .customLong("older-than"),
        help: ArgumentHelp("The least age of the entries: 90d, 12h.", valueName: "time"))
    var age: Duration

    @Flag(help: "Move nothing, and say what would be moved.")
    var dryRun = false

    @Flag(help: "Print a JSON object.")
    var json = false

    @OptionGroup var coordinator: CoordinatorOptions

    func run() async throws {
        try await CommandBody.run {
            try await FleetConnection.with(coordinator, patience: AdminCommand.patience) { client in
                var painter = LivePainter(on: .error)
                defer { painter.erase() }
                var progress = Verdict_V1_ArchiveProgress()
                for try await step in client.archiveLog(olderThan: age, isDryRun: dryRun) {
                    progress = step
                    painter.paint { [progress] in
                        [String(ArchiveText.line(progress, isDryRun: dryRun).prefix($0))]
                    }
                }
                try Task.checkCancellation()
                painter.erase()
                let line =
                    json
                    ? ArchiveText.json(of: progress, isDryRun: dryRun).line
                    : ArchiveText.line(progress, isDryRun: dryRun)
                try Output.standard.write(line + "\n")
            }
            return ExitStatus.success
        }
    }
}
