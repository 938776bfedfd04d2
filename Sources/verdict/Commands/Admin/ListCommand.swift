import ArgumentParser
import Fleet
import Reporting
import SwiftProtobuf
import Wire

/// `verdict admin list`.
struct ListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List submissions, newest first.",
        discussion: """
            Examples:
              verdict admin list
              verdict admin list --contest spring --limit 1000 --json
              verdict admin list --package 3b0c44298fc1
            """)

    @Option(help: ArgumentHelp("Only of the package with this id, or its first 8 digits or more.", valueName: "id"))
    var package: String?

    @Option(help: ArgumentHelp("Only of this group.", valueName: "name"))
    var contest: String?

    @Option(help: ArgumentHelp("The most submissions to list.", valueName: "n"))
    var limit = 100

    @Flag(help: "Print one JSON object per line for each submission.")
    var json = false

    @OptionGroup var color: ColorOption
    @OptionGroup var coordinator: CoordinatorOptions

    func validate() throws {
        if let package { try PackageLookup.check(package) }
        guard (1...1_000_000).contains(limit) else { throw ValidationError("--limit must be from 1 to 1000000.") }
    }

    func run() async throws {
        try await CommandBody.run {
            let submissions = try await FleetConnection.with(coordinator, patience: AdminCommand.patience) {
                try await listed($0)
            }
            let lines =
                json
                ? submissions.map { SubmissionSummary.json(of: $0).line }
                : SubmissionSummary.lines(submissions, style: color.style)
            try Output.standard.write(lines.map { $0 + "\n" }.joined())
            return ExitStatus.success
        }
    }

    private func listed(_ client: VerdictClient) async throws -> [Verdict_V1_Submission] {
        var request = Verdict_V1_ListSubmissionsRequest()
        request.contest = contest ?? ""
        if let package { request.package = try await PackageLookup.find(package, with: client).id }
        var submissions: [Verdict_V1_Submission] = []
        repeat {
            request.limit = UInt32(min(1000, limit - submissions.count))
            let answer = try await client.list(request)
            submissions += answer.submissions
            request.page = answer.nextPage
        } while !request.page.isEmpty && submissions.count < limit
        return Array(submissions.prefix(limit))
    }
}
