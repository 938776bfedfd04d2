import ArgumentParser
import Fleet
import Reporting
import Wire

/// `verdict admin contents`.
struct ContentsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "contents",
        abstract: "Count the contents that the coordinator stores, and those that nothing refers to.",
        discussion: """
            Contents are sources, packages' files and compiled programs. The coordinator looks every hour for those that \
            nothing refers to, and removes those that stay so for the time of its setting contents.unused. Sizes are those of \
            the contents, not of the files on the disk.

            Examples:
              verdict admin contents
              verdict admin contents --json
            """)

    @Flag(help: "Print a JSON object.")
    var json = false

    @OptionGroup var color: ColorOption
    @OptionGroup var coordinator: CoordinatorOptions

    func run() async throws {
        try await CommandBody.run {
            try await FleetConnection.with(coordinator, patience: AdminCommand.patience) { client in
                var painter = LivePainter(on: .error)
                defer { painter.erase() }
                var counts = Verdict_V1_ContentCounts()
                for try await step in client.countContents() {
                    counts = step
                    painter.paint { [counts] in [ContentsSummary.progress(counts, width: $0)] }
                }
                try Task.checkCancellation()
                painter.erase()
                let lines =
                    json ? [ContentsSummary.json(of: counts).line] : ContentsSummary.lines(counts, style: color.style)
                try Output.standard.write(lines.map { $0 + "\n" }.joined())
            }
            return ExitStatus.success
        }
    }
}
