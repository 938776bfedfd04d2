import ArgumentParser
import Fleet
import Reporting
import Units
import Wire

/// `verdict admin backup`.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the coordinator's store, while it is in use, to a new directory on its host.",
        discussion: """
            The new directory lies below the backup directory of the coordinator's configuration. Progress is reported once, \
            when the copy is complete.

            Example:
              verdict admin backup before-the-contest
            """)

    @Argument(help: ArgumentHelp("The new directory's name.", valueName: "name"))
    var name: String

    @Flag(help: "Print a JSON object when the backup is complete.")
    var json = false

    @OptionGroup var coordinator: CoordinatorOptions

    func run() async throws {
        try await CommandBody.run {
            try await FleetConnection.with(coordinator, patience: AdminCommand.patience) { client in
                var painter = LivePainter(on: .error)
                defer { painter.erase() }
                var copied = ByteCount(0)
                for try await progress in client.backup(name: name) {
                    copied = ByteCount(Int64(clamping: progress.copiedBytes))
                    if json {
                        try Output.standard.write(BackupText.json(of: progress).line + "\n")
                    } else {
                        painter.paint { [BackupText.line(name, progress, width: $0)] }
                    }
                }
                try Task.checkCancellation()
                painter.erase()
                guard !json else { return }
                let size = copied.bytes > 0 ? ": \(copied)" : ""
                try Output.standard.write("backup \(PrintableText.line(name)) is complete\(size)\n")
            }
            return ExitStatus.success
        }
    }
}
