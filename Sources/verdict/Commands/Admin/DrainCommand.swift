import ArgumentParser
import Fleet
import Reporting

/// `verdict admin drain`.
struct DrainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drain",
        abstract: "Let a worker finish its jobs and give it no new ones, or let it take jobs again.",
        discussion: """
            Examples:
              verdict admin drain judge-7
              verdict admin drain judge-7 --resume
            """)

    @Argument(help: ArgumentHelp("The worker's name.", valueName: "worker"))
    var worker: String

    @Flag(help: "Let the worker take jobs again.")
    var resume = false

    @OptionGroup var coordinator: CoordinatorOptions

    func run() async throws {
        try await CommandBody.run {
            try await FleetConnection.with(coordinator, patience: AdminCommand.patience) {
                try await $0.drain(worker: worker, resume: resume)
            }
            let words = resume ? "takes work again" : "takes nothing new; `verdict top` shows what it still does"
            try Output.standard.write("\(PrintableText.line(worker)) \(words)\n")
            return ExitStatus.success
        }
    }
}
