import ArgumentParser
import Fleet
import Reporting
import Wire

/// `verdict admin dead-letters`.
struct DeadLettersCommand: AsyncParsableCommand {
    /// What is done with dead letters.
    enum Action: String, ExpressibleByArgument, CaseIterable {
        case list, requeue, discard
    }

    static let configuration = CommandConfiguration(
        commandName: "dead-letters",
        abstract: "List dead letters (jobs that failed too often), requeue them, or discard them.",
        discussion: """
            If the job of a submission is discarded, the submission gets the verdict JE.

            Examples:
              verdict admin dead-letters
              verdict admin dead-letters requeue --all
              verdict admin dead-letters discard 3r8wq0c8m4x1t7v2n6k5j9hbza-1-build
            """)

    @Argument(help: ArgumentHelp("list, requeue or discard.", valueName: "action"))
    var action = Action.list

    @Argument(help: ArgumentHelp("The jobs' ids.", valueName: "job"))
    var jobs: [String] = []

    @Flag(help: "Requeue or discard all of them.")
    var all = false

    @Flag(help: "Print JSON: one object per line for each dead letter, or their number.")
    var json = false

    @OptionGroup var color: ColorOption
    @OptionGroup var coordinator: CoordinatorOptions

    func validate() throws {
        if action == .list {
            guard jobs.isEmpty, !all else {
                throw ValidationError("list shows all of them; leave out ids and --all.")
            }
        } else {
            // To the coordinator no ids mean all of them, which nobody is to say by accident.
            guard jobs.isEmpty == all else { throw ValidationError("Give the jobs' ids, or --all.") }
            guard !jobs.contains("") else { throw ValidationError("An id is empty.") }
        }
    }

    func run() async throws {
        try await CommandBody.run {
            try await FleetConnection.with(coordinator, patience: AdminCommand.patience) { client in
                switch action {
                case .list: try tell(try await listed(client))
                case .requeue: try tell(try await client.requeueDeadLetters(jobs), "requeued")
                case .discard: try tell(try await client.discardDeadLetters(jobs), "discarded")
                }
            }
            return ExitStatus.success
        }
    }

    private func listed(_ client: VerdictClient) async throws -> [Verdict_V1_DeadLetter] {
        var letters: [Verdict_V1_DeadLetter] = []
        var page = ""
        repeat {
            let answer = try await client.deadLetters(limit: 1000, page: page)
            letters += answer.deadLetters
            page = answer.nextPage
        } while !page.isEmpty
        return letters
    }

    private func tell(_ letters: [Verdict_V1_DeadLetter]) throws {
        let lines =
            json
            ? letters.map { DeadLetterSummary.json(of: $0).line }
            : DeadLetterSummary.lines(letters, style: color.style)
        try Output.standard.write(lines.map { $0 + "\n" }.joined())
    }

    private func tell(_ count: UInt64, _ what: String) throws {
        let record: JSONValue = [what: .integer(Int64(clamping: count))]
        try Output.standard.write(json ? record.line + "\n" : "\(count) dead letter\(count == 1 ? "" : "s") \(what)\n")
    }
}
