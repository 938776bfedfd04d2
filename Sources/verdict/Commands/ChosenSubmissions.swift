import Judging
import Problems
import Reporting
import Toolchains

/// What `judge` and `submit` are to judge.
enum ChosenSubmissions {
    /// The submissions named by `names`; without names, all of the package that are in a language of `catalog`, with a word
    /// about the others, or all if they are taken to be in `language`.
    static func choose(
        _ names: [String], of package: ProblemPackage, language: String?, _ catalog: LanguageCatalog
    ) throws -> [Submission] {
        let selection = SubmissionSelection(package)
        guard names.isEmpty else { return try selection.select(names) }
        if language != nil { return package.problem.submissions }
        let (chosen, ignored) = try selection.all(in: catalog)
        for submission in ignored {
            try Output.error.write(
                "warning: not judged, for no language is known: \(PrintableText.line(submission.path))\n")
        }
        return chosen
    }
}
