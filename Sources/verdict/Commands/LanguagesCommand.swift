import ArgumentParser
import Judging
import Reporting
import Sandbox
import Toolchains

/// `verdict languages`.
struct LanguagesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "languages",
        abstract: "List the languages: which this host has, their versions, and what to install for the rest.",
        discussion: """
            With --check, the programs that come with Verdict are judged, in every language that is named, or that this host has: \
            one that is right, one that is wrong, one for each limit, one that fails and one that does not compile. This \
            shows whether a language works here before a contest needs it.

            Exit status of --check: 0 if every verdict is the expected one, 1 if not, or if a named language is not installed.

            Examples:
              verdict languages
              verdict languages python3 pypy3
              verdict languages --json --no-versions
              verdict languages --check
              verdict languages --check ada ocaml --json
              verdict languages --prepare      # now, and not when a source needs it first
            """
    )

    @Argument(help: ArgumentHelp("Which languages (default: all).", valueName: "id"))
    var ids: [String] = []

    @Flag(help: "Judge the programs that come with Verdict in these languages, and print the verdict of each.")
    var check = false

    @Flag(
        help:
            "Print one JSON object per line for each language; with --check, for each program, as `verdict judge` does."
    )
    var json = false

    @Flag(inversion: .prefixedNo, help: "Ask compilers and interpreters for their versions (in the sandbox).")
    var versions = true

    @Flag(help: "Make what speeds up compilers, such as precompiled headers, and keep it in ~/.cache/verdict.")
    var prepare = false

    @OptionGroup var color: ColorOption
    @OptionGroup var languages: LanguageOptions
    @OptionGroup var sandbox: SandboxOptions

    func validate() throws {
        if check, prepare { throw ValidationError("--check and --prepare: give one of them.") }
    }

    func run() async throws {
        try await CommandBody.run {
            let catalog = try languages.catalog()
            let chosen = try choose(from: catalog)
            guard !prepare else { return try await prepareAll(chosen) }
            guard !check else { return try await judgePrograms(in: chosen, of: catalog) }
            guard versions else {
                for language in chosen { try tell(language, version: nil) }
                return ExitStatus.success
            }
            try await withSandbox(sandbox.options) { executor in
                for language in chosen {
                    var version: String?
                    if language.availability() == .available { version = try await language.version(using: executor) }
                    try Task.checkCancellation()
                    try tell(language, version: version)
                }
            }
            return ExitStatus.success
        }
    }

    private func choose(from catalog: LanguageCatalog) throws -> [Language] {
        guard !ids.isEmpty else { return catalog.languages }
        return try ids.map { id in
            guard let language = catalog[id] else {
                throw CommandError("no language \(id); `verdict languages` lists the known ones")
            }
            return language
        }
    }

    private func judgePrograms(in chosen: [Language], of catalog: LanguageCatalog) async throws -> ExitCode {
        let programs = try LanguagePrograms(in: Installation.languagePrograms())
        return try await withSandbox(sandbox.options) { executor in
            let host = JudgeHost(preparingFor: catalog, executor: executor)
            return try await LanguageCheck(programs, host: host, json: json, style: color.style)
                .run(chosen, isNamed: !ids.isEmpty)
        }
    }

    private func prepareAll(_ chosen: [Language]) async throws -> ExitCode {
        guard let directory = Installation.preparedToolchains else {
            throw CommandError("no directory for prepared files; set HOME or XDG_CACHE_HOME")
        }
        let prepared = PreparedToolchains(directory: directory)
        try await withSandbox(sandbox.options) { executor in
            for language in chosen where language.availability() == .available {
                guard let place = try await prepared.prepare(language, using: executor) else { continue }
                try Output.standard.write("\(language.name): \(place)\n")
            }
        }
        return ExitStatus.success
    }

    private func tell(_ language: Language, version: String?) throws {
        let line = LanguageLine(language: language, version: version)
        try Output.standard.write((json ? line.json.line : line.text(style: color.style)) + "\n")
    }
}

/// What is said of one language.
struct LanguageLine {
    let language: Language
    let version: String?

    /// The language as JSON.
    var json: JSONValue {
        [
            "id": .string(language.id),
            "name": .string(language.name),
            "extensions": .array(language.extensions.map { .string($0) }),
            "available": .bool(language.availability() == .available),
            "version": version.map { .string($0) } ?? .null,
            "packages": .array(packages.map { .string($0) }),
        ]
    }

    /// The language on one line.
    func text(style: TextStyle) -> String {
        let head = pad(language.id, 12) + pad(language.name, 14)
        guard packages.isEmpty else {
            return head + style.mark("missing", .doubtful) + "  apt install \(packages.joined(separator: " "))"
        }
        return head + style.mark("there  ", .good) + "  " + PrintableText.line(version ?? "")
    }

    private var packages: [String] {
        if case .missing(_, let packages) = language.availability() { packages } else { [] }
    }

    private func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }
}
