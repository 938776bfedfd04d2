import Logging
import Sandbox
import Toolchains
import Units
import Wire

/// What this host can compile and run.
enum InstalledLanguages {
    private static let longestVersion = 256

    /// The languages of `catalog` that are there and say so themselves, with their versions; and answers, which every host judges.
    /// - Throws: `SandboxError`.
    static func find(
        in catalog: LanguageCatalog, using executor: any Executor, logger: Logger
    ) async throws(SandboxError) -> [Verdict_V1_WorkerLanguage] {
        var found: [Verdict_V1_WorkerLanguage] = []
        for language in catalog.languages where language.availability() == .available {
            guard let version = try await language.version(using: executor) else {
                logger.warning(
                    "a language is installed but does not work", metadata: ["language": "\(language.id)"])
                continue
            }
            var entry = Verdict_V1_WorkerLanguage()
            entry.id = language.id
            entry.version = version.head(longestVersion)
            found.append(entry)
        }
        // Nothing is needed for submissions that are no programs.
        var answers = Verdict_V1_WorkerLanguage()
        answers.id = Language.answers.id
        return found + [answers]
    }
}
