import ArgumentParser
import Judging
import Reporting
import Sandbox
import SystemPackage
import Units

/// `verdict run`.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run one program in the sandbox and report what it did.",
        discussion: """
            The program sees the host's /usr, /bin and /lib read-only, an empty /tmp, /dev/shm and /box, and nothing else. A \
            program that lies elsewhere is copied to /box first.

            Examples:
              verdict run -- /bin/echo hi
              verdict run --cpu 1s --memory 64MiB --stdin input.txt -- ./a.out
              verdict run --language python3 try.py -- argument
              verdict run --stream --wall 10m -- /usr/bin/python3 -i
              verdict run --repeat 200 --json -- /bin/true

            Exit status: 0 if the program exited with status 0, 1 if it did not, 2 if it could not be run.
            """
    )

    @Option(help: ArgumentHelp("Build and run FILE as a program of this language.", valueName: "id"))
    var language: String?

    @Argument(help: ArgumentHelp("With --language: the source, or the directory of sources.", valueName: "file"))
    var source: String?

    @Argument(parsing: .postTerminator, help: ArgumentHelp("The program and its arguments.", valueName: "command"))
    var command: [String] = []

    @Option(help: ArgumentHelp("What the program reads; - is this command's own standard input.", valueName: "file"))
    var stdin: String?

    @Option(
        name: .customLong("mount"),
        help: ArgumentHelp("Show PATH of the host, read-only, at the same path or INSIDE.", valueName: "path[:inside]"))
    var mounts: [String] = []

    @Option(
        name: .customLong("env"),
        help: ArgumentHelp("Set an environment variable (repeatable).", valueName: "name=value"))
    var environment: [String] = []

    @Option(help: ArgumentHelp("Size of the writable /tmp, and of /dev/shm; 0 for none.", valueName: "size"))
    var tmp = ByteCount.mebibytes(64)

    @Flag(help: "Show a /proc with only the run's own processes.")
    var proc = false

    @Flag(help: "Kill the program for a forbidden system call, instead of returning an error.")
    var strict = false

    @Option(
        name: .customLong("repeat"),
        help: ArgumentHelp("Run N times; print p50, p90 and p99 of the time from request to outcome.", valueName: "n"))
    var count = 1

    @Flag(help: "Pass input and output through while the program runs; without --stdin, the input of this command.")
    var stream = false

    @Flag(help: "Print one JSON object.")
    var json = false

    @OptionGroup(title: "Limits") var limits: LimitOptions
    @OptionGroup var languages: LanguageOptions
    @OptionGroup var sandbox: SandboxOptions

    func validate() throws {
        if language == nil, command.isEmpty {
            throw ValidationError("Give a command after --, as in: verdict run -- /bin/echo hi")
        }
        if language == nil, source != nil {
            throw ValidationError("Put the command after --, or name the language of the source with --language.")
        }
        if language != nil, source == nil { throw ValidationError("--language needs a source file.") }
        if stream, json || count > 1 { throw ValidationError("--stream goes with neither --json nor --repeat.") }
        if count < 1 { throw ValidationError("--repeat must be at least 1.") }
        for variable in environment where !variable.dropFirst().contains("=") {
            throw ValidationError("--env \(variable): write NAME=VALUE.")
        }
        if language == nil, command.first?.isEmpty == true { throw ValidationError("The command has no name.") }
        for mount in mounts {
            guard MountOption(parsing: mount) != nil else {
                throw ValidationError(
                    "--mount \(mount): write PATH or PATH:INSIDE; INSIDE is absolute, has no \"..\" and is not /.")
            }
        }
    }

    func run() async throws {
        try await CommandBody.run {
            // Before there is a sandbox: who waits for input that never comes has nothing to leave behind.
            let input = try stdin.map(RunPreparation.input)
            return try await withSandbox(sandbox.options) { sandbox in
                guard let (request, cell, program) = try await prepare(with: input, in: sandbox) else {
                    return ExitStatus.unexpected
                }
                defer { withExtendedLifetime(program) {} }
                return try await measure(request, in: cell, with: sandbox)
            }
        }
    }

    private func prepare(
        with input: [UInt8]?, in executor: any Executor
    ) async throws -> (RunRequest, CellConfiguration, BuiltProgram?)? {
        let preparation = RunPreparation(command: self, input: input, executor: executor)
        guard let language, let source else {
            let (request, cell) = try preparation.command(command)
            return (request, cell, nil)
        }
        let catalog = try languages.catalog()
        return try await preparation.program(of: source, language: language, arguments: command, in: catalog)
    }

    private func measure(
        _ request: RunRequest, in cell: CellConfiguration, with executor: any Executor
    ) async throws -> ExitCode {
        let clock = ContinuousClock()
        var times: [Duration] = []
        var last: RunResult?
        for _ in 0..<count {
            let start = clock.now
            let run =
                stream
                ? try await RunStreaming().run(request, in: cell, with: executor)
                : try await executor.run(request, in: cell)
            times.append(clock.now - start)
            try Task.checkCancellation()
            last = run
        }
        guard let last, let percentiles = Percentiles(times) else { return ExitStatus.failure }
        try tell(last, percentiles)
        return last.outcome == .exited(0) ? ExitStatus.success : ExitStatus.unexpected
    }

    private func tell(_ run: RunResult, _ percentiles: Percentiles) throws {
        if json {
            var record = RunRecord.json(of: run)
            if count > 1, case .object(let members) = record {
                record = .object(members + [JSONValue.Member(key: "latency", value: percentiles.json)])
            }
            try Output.standard.write(record.line + "\n")
            return
        }
        if count > 1 {
            try Output.standard.write(percentiles.text + "\n")
        } else {
            try pass(run.standardOutput, to: .standard)
            try pass(run.standardError, to: .error)
        }
        try Output.error.write(RunRecord.text(of: run) + "\n")
    }

    /// A terminal gets text that cannot control it; a pipe or file gets the bytes.
    private func pass(_ bytes: [UInt8], to output: Output) throws {
        guard Terminal.isTerminal(output) else { return try output.write(bytes: bytes) }
        try output.write(PrintableText.block(ByteText.decode(bytes)))
    }
}
