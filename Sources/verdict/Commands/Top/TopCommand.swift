import ArgumentParser
import Fleet
import Reporting
import Units
import Wire

/// `verdict top`.
struct TopCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "top",
        abstract: "Watch a fleet: its workers, its queues, its judgements.",
        discussion: """
            Uses the whole terminal until q is pressed; in a pipe, prints a block for each update. For admins.

            Examples:
              verdict top
              verdict top --once --coordinator tcp://judge:7411 --token-file ~/.verdict-admin
              verdict top --json --interval 10s >fleet.jsonl
            """
    )

    @Option(help: ArgumentHelp("How often to update, at least 100ms.", valueName: "time"))
    var interval = Duration.seconds(1)

    @Flag(help: "Print once and exit.")
    var once = false

    @Flag(help: "Print one JSON object per line each time.")
    var json = false

    @OptionGroup var color: ColorOption
    @OptionGroup var coordinator: CoordinatorOptions

    private static let patience = Duration.seconds(365 * 86_400)

    func validate() throws {
        guard interval >= .milliseconds(100), interval <= .seconds(86_400) else {
            throw ValidationError("--interval must be from 100ms to a day.")
        }
    }

    func run() async throws {
        try await CommandBody.run {
            let place = try coordinator.configuration().addresses.map(\.description).joined(separator: ", ")
            try await FleetConnection.with(coordinator, patience: once ? .zero : Self.patience) { client in
                if once {
                    try tell(try await client.overview(), isFirst: true)
                } else if !json, Terminal.isInteractive(.standard) {
                    var screen = TopScreen(page: TopPage(place: place, style: color.style))
                    try await screen.run { tell in try await watch(client, tell) }
                } else {
                    try await printEach(client)
                }
            }
            return ExitStatus.success
        }
    }

    /// Tells what comes, and when nothing does, until it fails.
    private func watch(_ client: VerdictClient, _ tell: @escaping @Sendable (TopNews) -> Void) async throws {
        let states = client.wire.states
        let telling = Task {
            var notices = ConnectionNotices()
            for await state in states {
                if let notice = notices.take(state) { tell(.trouble(notice)) }
            }
        }
        defer { telling.cancel() }
        for try await overview in client.watch(every: interval) {
            // Programs get all; people see how many more there are.
            tell(.overview(json ? try await client.completed(overview) : overview))
        }
    }

    private func printEach(_ client: VerdictClient) async throws {
        let (news, continuation) = AsyncThrowingStream.makeStream(of: TopNews.self)
        let watching = Task {
            do {
                try await watch(client) { continuation.yield($0) }
                continuation.finish()
            } catch {
                continuation.finish(throwing: error)
            }
        }
        defer { watching.cancel() }
        var isFirst = true
        for try await item in news {
            switch item {
            case .overview(let overview):
                try tell(overview, isFirst: isFirst)
                isFirst = false
            case .trouble(let words): try Output.error.write("verdict: \(words)\n")
            }
        }
        try Task.checkCancellation()
    }

    private func tell(_ overview: Verdict_V1_Overview, isFirst: Bool) throws {
        if json { return try Output.standard.write(OverviewRecord.json(of: overview).line + "\n") }
        let lines = OverviewText(style: color.style).lines(overview)
        try Output.standard.write((isFirst ? "" : "\n") + lines.map { $0 + "\n" }.joined())
    }
}
