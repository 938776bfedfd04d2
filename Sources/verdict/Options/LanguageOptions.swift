import ArgumentParser
import Toolchains

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
