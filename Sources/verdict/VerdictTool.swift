import ArgumentParser

/// `verdict`: the setter's tool. Commands parse, wire and print; what they do is in the libraries.
@main
struct VerdictTool: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verdict",
        abstract: "Run programs that you do not trust, measure them, and decide whether they are right.",
        discussion: """
            Exit status: 0 all as expected, 1 something judged is not as expected, 2 package or engine error, \
            3 this host cannot sandbox, 64 usage, 130 interrupted.
            """,
        version: "0.1.0",
        groupedSubcommands: [
            CommandGroup(
                name: "Judging", subcommands: [JudgeCommand.self, EvalCommand.self, CheckCommand.self, RunCommand.self]),
            CommandGroup(name: "Packages", subcommands: [VerifyCommand.self, ExportCommand.self, ImportCommand.self]),
            CommandGroup(
                name: "Fleet",
                subcommands: [ServeCommand.self, SubmitCommand.self, TopCommand.self, AdminCommand.self]),
            CommandGroup(
                name: "Host",
                subcommands: [LanguagesCommand.self, DoctorCommand.self, SelftestCommand.self]),
        ]
    )

    static func main() async {
        StandardStreams.reserve()
        await main(nil)
    }
}
