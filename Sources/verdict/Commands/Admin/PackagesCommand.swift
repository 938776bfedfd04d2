import ArgumentParser
import Fleet
import Reporting
import Wire

/// `verdict admin packages`.
struct PackagesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "packages",
        abstract: "List the problem packages that the coordinator knows.",
        discussion: """
            Examples:
              verdict admin packages
              verdict admin packages --json
            """)

    @Flag(help: "Print one JSON object per line for each package.")
    var json = false

    @OptionGroup var color: ColorOption
    @OptionGroup var coordinator: CoordinatorOptions

    func run() async throws {
        try await CommandBody.run {
            let packages = try await FleetConnection.with(coordinator, patience: AdminCommand.patience) { client in
                var packages: [Verdict_V1_Package] = []
                var page = ""
                repeat {
                    let answer = try await client.packages(limit: 1000, page: page)
                    packages += answer.packages
                    page = answer.nextPage
                } while !page.isEmpty
                return packages
            }
            let lines =
                json
                ? packages.map { PackageSummary.json(of: $0).line }
                : PackageSummary.lines(packages, style: color.style)
            try Output.standard.write(lines.map { $0 + "\n" }.joined())
            return ExitStatus.success
        }
    }
}
