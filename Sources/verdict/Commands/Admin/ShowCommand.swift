import ArgumentParser
import Fleet
import Reporting

/// `verdict admin show`.
struct ShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show all about one submission.",
        discussion: """
            Examples:
              verdict admin show 3r8wq0c8m4x1t7v2n6k5j9hbza
              verdict admin show 3r8wq0c8m4x1t7v2n6k5j9hbza --json
            """)

    @Argument(help: ArgumentHelp("The submission's id.", valueName: "id"))
    var id: String

    @Flag(help: "Print a JSON object.")
    var json = false

    @OptionGroup var color: ColorOption
    @OptionGroup var coordinator: CoordinatorOptions

    func run() async throws {
        try await CommandBody.run {
            let submission = try await FleetConnection.with(coordinator, patience: AdminCommand.patience) {
                try await $0.get(id)
            }
            let lines =
                json
                ? [SubmissionSummary.json(of: submission).line]
                : SubmissionSummary.details(submission, style: color.style)
            try Output.standard.write(lines.map { $0 + "\n" }.joined())
            return ExitStatus.success
        }
    }
}
