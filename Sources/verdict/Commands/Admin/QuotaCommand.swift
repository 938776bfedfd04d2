import ArgumentParser
import Fleet
import Reporting
import SwiftProtobuf
import Units
import Wire

/// `verdict admin quota`.
struct QuotaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quota",
        abstract: "Set what a tenant may use.",
        discussion: """
            Replaces the whole quota of the tenant: an option that is left out means no limit.

            Examples:
              verdict admin quota course-42 --at-once 100 --per-minute 600 --bytes 10GiB --priority normal
              verdict admin quota course-42
            """)

    @Argument(help: ArgumentHelp("The tenant's name.", valueName: "tenant"))
    var tenant: String

    @Option(
        name: .customLong("at-once"),
        help: ArgumentHelp("Submissions that may wait or be judged at once.", valueName: "n"))
    var atOnce: UInt32?

    @Option(name: .customLong("per-minute"), help: ArgumentHelp("Submissions in a minute.", valueName: "n"))
    var perMinute: UInt32?

    @Option(help: ArgumentHelp("Contents in all: 10GiB.", valueName: "size"))
    var bytes: ByteCount?

    @Option(
        help: ArgumentHelp(
            "The most urgent priority it may ask for: contest, interactive, normal or rejudge.", valueName: "priority"))
    var priority: PriorityOption?

    @Flag(help: "Print a JSON object.")
    var json = false

    @OptionGroup var coordinator: CoordinatorOptions

    func validate() throws {
        // On the wire 0 is no limit, which is the opposite of what it looks like here.
        guard atOnce != 0, perMinute != 0, bytes?.bytes != 0 else {
            throw ValidationError("A limit of 0 is not possible: leave the option out, or give at least 1.")
        }
    }

    func run() async throws {
        try await CommandBody.run {
            let quota = try await FleetConnection.with(coordinator, patience: AdminCommand.patience) {
                try await $0.setQuota(wanted)
            }
            let line = json ? QuotaSummary.json(of: quota).line : QuotaSummary.line(quota)
            try Output.standard.write(line + "\n")
            return ExitStatus.success
        }
    }

    private var wanted: Verdict_V1_Quota {
        .with { quota in
            quota.tenant = tenant
            quota.submissionsAtOnce = atOnce ?? 0
            quota.submissionsPerMinute = perMinute ?? 0
            quota.contentBytes = UInt64(clamping: bytes?.bytes ?? 0)
            quota.priority = priority?.wire ?? .unspecified
        }
    }
}
