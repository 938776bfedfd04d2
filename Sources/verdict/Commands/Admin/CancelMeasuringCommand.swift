import ArgumentParser
import Fleet
import Reporting
import Wire

/// `verdict admin cancel-measuring`.
struct CancelMeasuringCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel-measuring",
        abstract: "Stop computing the time limit of a package that gives none.",
        discussion: """
            Submissions that wait for the limit get the verdict JE. The package takes no new submissions until it is added \
            again. `verdict top` shows the packages whose limit is being computed.

            Example:
              verdict admin cancel-measuring 3b0c44298fc1 --reason "its solutions never end"
            """)

    @Argument(help: ArgumentHelp("The package's id, or its first 8 digits or more.", valueName: "id"))
    var package: String

    @Option(help: ArgumentHelp("The reason, shown to the owner of the package.", valueName: "text"))
    var reason = ""

    @OptionGroup var coordinator: CoordinatorOptions

    func validate() throws {
        try PackageLookup.check(package)
    }

    func run() async throws {
        try await CommandBody.run {
            let name = try await FleetConnection.with(coordinator, patience: AdminCommand.patience) { client in
                let found = try await PackageLookup.find(package, with: client)
                try await client.cancelMeasuring(found.id, reason: reason)
                return found.name
            }
            try Output.standard.write("\(PrintableText.line(name)) is measured no more\n")
            return ExitStatus.success
        }
    }
}
