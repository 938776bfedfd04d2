import ArgumentParser
import Judging
import Reporting
import Sandbox
import SystemPackage
import Toolchains

/// `verdict selftest`.
struct SelftestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "selftest",
        abstract: "Run the hostile programs in this host's sandbox and report which layers stopped them.",
        discussion: """
            With --without, a layer is switched off, and only those programs run that should then get through and do no \
            harm: this shows that the test of a layer can fail. Some layers protect against the same programs; these are \
            stopped until all such layers are off.
            Layers: \(Wall.all.map(\.name).joined(separator: " ")).

            Exit status: 0 if every layer stopped its programs (with --without: if exactly the expected programs got \
            through), 1 if not.

            Examples:
              verdict selftest
              verdict selftest --only memory/ --json
              verdict selftest --sample 4
              verdict selftest --without network
              verdict selftest --without ipc --without seccomp
            """
    )

    @Argument(help: ArgumentHelp("The directory of hostile programs (default: the installed ones).", valueName: "path"))
    var directory: String?

    @Option(
        help: ArgumentHelp(
            "Run only programs whose name contains this text; with --without, also those that may then do harm.",
            valueName: "text"))
    var only: String?

    @Option(
        help: ArgumentHelp(
            "Run one of every N programs, from all folders: for hosts where all of them take too long.",
            valueName: "number"))
    var sample = 1

    @Option(
        help: ArgumentHelp("Switch this layer off (repeatable) and see what gets through.", valueName: "layer"),
        transform: { name in
            guard let wall = Wall(name: name) else {
                throw ValidationError(
                    "\(name) cannot be switched off; choose from \(Wall.all.map(\.name).joined(separator: ", ")).")
            }
            return wall
        })
    var without: [Wall] = []

    @Flag(help: "Print one JSON object per line for each program.")
    var json = false

    @OptionGroup var color: ColorOption
    @OptionGroup var languages: LanguageOptions
    @OptionGroup var sandbox: SandboxOptions

    func validate() throws {
        guard sample > 0 else { throw ValidationError("--sample \(sample): write a number of 1 or more.") }
    }

    func run() async throws {
        try await CommandBody.run {
            let catalog = try languages.catalog()
            let chosen = try choose(try Selftest.programs(in: Installation.hostilePrograms(given: directory)))
            var options = sandbox.options
            options.withoutLayers = missing.layers
            let tally = try await withSandbox(options) { executor in
                let selftest = Selftest(chosen, catalog: catalog, executor: executor, without: missing)
                let lines = SelftestLines(missing: missing, style: color.style)
                var tally = SelftestTally()
                for await report in selftest.reports() {
                    try Output.standard.write(json ? lines.record(report).line + "\n" : lines.text(report))
                    tally.count(report)
                }
                try Task.checkCancellation()
                return tally
            }
            if !json { try Output.standard.write(tally.summary(missing)) }
            return tally.isAsExpected ? ExitStatus.success : ExitStatus.unexpected
        }
    }

    private var missing: Set<Wall> { Set(without) }

    /// The programs to run.
    private func choose(_ programs: [HostileProgram]) throws -> [HostileProgram] {
        try chooseAll(programs).enumerated().filter { $0.offset % sample == 0 }.map(\.element)
    }

    /// Those that are asked for; with walls missing only such as do no harm then, unless they are named.
    private func chooseAll(_ programs: [HostileProgram]) throws -> [HostileProgram] {
        if let only {
            let named = programs.filter { $0.name.contains(only) }
            guard !named.isEmpty else { throw CommandError("no hostile program's name contains \(only)") }
            return named
        }
        guard !missing.isEmpty else { return programs }
        let harmless = programs.filter { $0.claim(without: missing) != .unknown }
        guard !harmless.isEmpty else {
            throw CommandError("no hostile program is meant to run without \(missing.names(joinedBy: " and "))")
        }
        return harmless
    }
}
