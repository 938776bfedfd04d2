import ArgumentParser
import Reporting
import Sandbox
import Toolchains

/// `verdict languages`.
struct LanguagesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "languages",
        abstract: "List the languages: which this host has, their versions, and what to install for the rest.",
        discussion: """
            Examples:
              verdict languages
              verdict languages --json --no-versions
              verdict languages --prepare      # now, and not when a source needs it first
            """
    )

    @Flag(help: "Print one JSON object per line for each language.")
    var json = false

    @Flag(inversion: .prefixedNo, help: "Ask compilers and interpreters for their versions (in the sandbox).")
    var versions = true

    @Flag(help: "Make what speeds up compilers, such as precompiled headers, and keep it in ~/.cache/verdict.")
    var prepare = false

    @OptionGroup var color: ColorOption
    @OptionGroup var languages: LanguageOptions
    @OptionGroup var sandbox: SandboxOptions

    func run() async throws {
        try await CommandBody.run {
            let catalog = try languages.catalog()
            guard !prepare else { return try await prepareAll(catalog) }
            guard versions else {
                for language in catalog.languages { try tell(language, version: nil) }
                return ExitStatus.success
            }
            try await withSandbox(sandbox.options) { executor in
                for language in catalog.languages {
                    var version: String?
                    if language.availability() == .available { version = try await language.version(using: executor) }
                    try Task.checkCancellation()
                    try tell(language, version: version)
                }
            }
            return ExitStatus.success
        }
    }

    private func prepareAll(_ catalog: LanguageCatalog) async throws -> ExitCode {
        guard let directory = Installation.preparedToolchains else {
            throw CommandError("no directory for prepared files; set HOME or XDG_CACHE_HOME")
        }
        let prepared = PreparedToolchains(directory: directory)
        try await withSandbox(sandbox.options) { executor in
            for language in catalog.languages where language.availability() == .available {
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
