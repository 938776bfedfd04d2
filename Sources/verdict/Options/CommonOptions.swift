public import ArgumentParser
import Reporting
public import Sandbox
import Toolchains

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

/// Where languages are described.
struct LanguageOptions: ParsableArguments {
    @Option(
        name: .customLong("languages-dir"),
        help: ArgumentHelp("Directory of language files (default: the installed ones).", valueName: "path"),
        completion: .directory)
    var directory: String?

    /// All languages described there.
    func catalog() throws -> LanguageCatalog {
        try LanguageCatalog(directory: Installation.languagesDirectory(given: directory))
    }
}

/// When text is coloured.
enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
    case auto, always, never
}

/// The option that says so.
struct ColorOption: ParsableArguments {
    @Option(help: ArgumentHelp("Colours; auto: on a terminal, unless NO_COLOR is set.", valueName: "when"))
    var color = ColorChoice.auto

    /// The style of text on standard output.
    var style: TextStyle {
        switch color {
        case .auto: TextStyle(isColored: Terminal.wantsColor(on: .standard))
        case .always: TextStyle(isColored: true)
        case .never: TextStyle(isColored: false)
        }
    }
}
