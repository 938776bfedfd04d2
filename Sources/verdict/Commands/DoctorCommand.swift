import ArgumentParser
import Reporting
import Sandbox

/// `verdict doctor`.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract:
            "Check for each layer of the sandbox whether this host provides it, and say how to get the missing ones.",
        discussion: """
            Each layer is tested in cells that are made for this; the rest is read from /proc and /sys. Nothing on the host \
            is changed. "ok" means that nothing needs to be done, "missing" that something must be fixed, and "advice" \
            that a change would make runs safer or measurements more exact. With --json: one object per line for each \
            item, with the keys group, name, layer, state, required, found and fix.

            Exit status: 0 if every required layer is there (or allowed to be missing), 3 if one is not.

            Examples:
              verdict doctor
              verdict doctor --json | grep '"state": "missing"'
              verdict doctor --allow-missing cgroup
              systemd-run --user --scope -p Delegate=yes verdict doctor
            """
    )

    @Flag(help: "Print one JSON object per line for each item.")
    var json = false

    @Option(
        name: .customLong("allow-missing"),
        help: ArgumentHelp("Do not count LAYER as required (repeatable).", valueName: "layer"))
    var allowedMissing: [Layer] = []

    @OptionGroup var color: ColorOption

    func run() async throws {
        try await CommandBody.run {
            let report = await HostReport.examine()
            try Task.checkCancellation()
            let allowed = Set(allowedMissing)
            if json {
                let lines = report.items.map { HostReportText.json($0).line + "\n" }
                try Output.standard.write(lines.joined())
            } else {
                try Output.standard.write(HostReportText.table(report, allowing: allowed, style: color.style))
            }
            return report.missing(allowing: allowed).isEmpty ? ExitStatus.success : ExitStatus.unsupportedHost
        }
    }
}
