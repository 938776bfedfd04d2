public import ArgumentParser
public import Sandbox

/// Options of every command that makes a sandbox.
struct SandboxOptions: ParsableArguments {
    @Option(
        name: .customLong("allow-missing"),
        help: ArgumentHelp(
            "Run although this host lacks LAYER (repeatable); results list the active layers.", valueName: "layer"))
    var allowedMissing: [Layer] = []

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "How many programs run at once (default: one per physical core; more share cores).", valueName: "n"))
    var jobs: Int?

    func validate() throws {
        if let jobs, !(1...1024).contains(jobs) { throw ValidationError("--jobs must be from 1 to 1024.") }
    }

    /// The options as the sandbox takes them.
    var options: Sandbox.Options {
        var options = Sandbox.Options()
        options.allowedMissing = Set(allowedMissing)
        options.parallelism = jobs
        return options
    }
}

extension Layer: ExpressibleByArgument {}
