import ArgumentParser
import Judging
import Reporting
import Sandbox
import SystemPackage

/// `verdict selftest`.
struct SelftestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "selftest",
        abstract: "Run the hostile programs in this host's sandbox and say which walls held.",
        discussion: """
            Exit status: 0 if every wall held, 1 if not.

            Examples:
              verdict selftest
              verdict selftest --only memory/ --json
            """
    )

    @Argument(help: ArgumentHelp("The directory of hostile programs (default: the installed ones).", valueName: "path"))
    var directory: String?

    @Option(help: ArgumentHelp("Run only programs whose name holds this text.", valueName: "text"))
    var only: String?

    @Flag(help: "Print one JSON object a line for each program.")
    var json = false

    @OptionGroup var color: ColorOption
    @OptionGroup var languages: LanguageOptions
    @OptionGroup var sandbox: SandboxOptions

    func run() async throws {
        try await CommandBody.run {
            let catalog = try languages.catalog()
            let programs = try Selftest.programs(in: Installation.hostilePrograms(given: directory))
            let chosen = programs.filter { program in only.map { program.name.contains($0) } ?? true }
            guard !chosen.isEmpty else { throw CommandError("no hostile program's name holds \(only ?? "")") }
            let faulty = try await CommandBody.withSandbox(sandbox) { executor in
                var faulty = 0
                for await report in Selftest(chosen, catalog: catalog, executor: executor).reports() {
                    try tell(report)
                    if !report.held { faulty += 1 }
                }
                try Task.checkCancellation()
                return faulty
            }
            if !json { try Output.standard.write("\(chosen.count - faulty) of \(chosen.count) held\n") }
            return faulty == 0 ? ExitStatus.success : ExitStatus.unexpected
        }
    }

    private func tell(_ report: Selftest.Report) throws {
        if json {
            let record: JSONValue = [
                "program": .string(report.program.name), "held": .bool(report.held),
                "outcome": .string(report.outcome), "faults": .array(report.faults.map { .string($0) }),
            ]
            return try Output.standard.write(record.line + "\n")
        }
        let mark = report.held ? color.style.mark("held  ", .good) : color.style.mark("BREACH", .bad)
        let faults = report.faults.map { "\n        " + PrintableText.line($0) }.joined()
        try Output.standard.write("\(mark)  \(PrintableText.line(report.program.name))  \(report.outcome)\(faults)\n")
    }
}
