import ArgumentParser
import Fleet
import Reporting
import SwiftProtobuf
import Wire

/// `verdict admin rejudge`.
struct RejudgeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rejudge",
        abstract: "Judge submissions again; the old judgements count until the new ones are there.",
        discussion: """
            Examples:
              verdict admin rejudge 3r8wq0c8m4x1t7v2n6k5j9hbza
              verdict admin rejudge --package 3b0c44298fc1
              verdict admin rejudge --contest spring
            """)

    @Argument(help: ArgumentHelp("The submission's id.", valueName: "id"))
    var id: String?

    @Option(help: ArgumentHelp("All of the package with this id, or its first 8 digits or more.", valueName: "id"))
    var package: String?

    @Option(help: ArgumentHelp("All of this group.", valueName: "name"))
    var contest: String?

    @Flag(help: "Print a JSON object.")
    var json = false

    @OptionGroup var coordinator: CoordinatorOptions

    func validate() throws {
        guard [id, package, contest].compactMap({ $0 }).count == 1 else {
            throw ValidationError("Give one of: a submission's id, --package ID, --contest NAME.")
        }
        if let package { try PackageLookup.check(package) }
    }

    func run() async throws {
        try await CommandBody.run {
            let count = try await FleetConnection.with(coordinator, patience: AdminCommand.patience) { client in
                var request = Verdict_V1_RejudgeRequest()
                if let id { request.id = id }
                if let package { request.package = try await PackageLookup.find(package, with: client).id }
                if let contest { request.contest = contest }
                return try await client.rejudge(request)
            }
            try Output.standard.write(
                json
                    ? (["submissions": .integer(Int64(clamping: count))] as JSONValue).line + "\n"
                    : "\(count) submission\(count == 1 ? "" : "s") will be judged again\n")
            return ExitStatus.success
        }
    }
}
