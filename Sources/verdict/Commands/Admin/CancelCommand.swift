import ArgumentParser
import Fleet
import Reporting

/// `verdict admin cancel`.
struct CancelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel",
        abstract: "Stop judging a submission.",
        discussion: """
            Example:
              verdict admin cancel 3r8wq0c8m4x1t7v2n6k5j9hbza --reason "handed in by mistake"
            """)

    @Argument(help: ArgumentHelp("The submission's id.", valueName: "id"))
    var id: String

    @Option(help: ArgumentHelp("The reason, shown to those who follow it.", valueName: "text"))
    var reason = ""

    @OptionGroup var coordinator: CoordinatorOptions

    func run() async throws {
        try await CommandBody.run {
            try await FleetConnection.with(coordinator, patience: AdminCommand.patience) {
                try await $0.cancel(id, reason: reason)
            }
            try Output.standard.write("\(PrintableText.line(id)) is cancelled\n")
            return ExitStatus.success
        }
    }
}
