import ArgumentParser
import Judging
import PackageFiles
import Problems
import Reporting
import Toolchains

/// What `verdict languages --check` does: it judges the programs that come with Verdict, and prints what came of each.
struct LanguageCheck {
    private let programs: LanguagePrograms
    private let host: JudgeHost
    private let json: Bool
    private let text: JudgementText

    init(_ programs: LanguagePrograms, host: JudgeHost, json: Bool, style: TextStyle) {
        self.programs = programs
        self.host = host
        self.json = json
        text = JudgementText(style: style, paths: programs.package.problem.submissions.map(\.path))
    }

    /// Judges the programs in each of `languages` that this host has, and says which languages cannot be checked.
    /// - Parameter isNamed: whether the user asked for just these languages: then all of them must be there.
    func run(_ languages: [Language], isNamed: Bool) async throws -> ExitCode {
        var judgements: [Judgement] = []
        var obstacles = 0
        for language in languages {
            if let obstacle = obstacle(to: language) {
                obstacles += 1
                try Output.error.write("\(isNamed ? "verdict" : "not checked"): \(obstacle)\n")
            } else {
                judgements += try await judge(language)
            }
        }
        if !json { try Output.standard.write(JudgementText.summary(of: judgements) + "\n") }
        guard !judgements.isEmpty, !isNamed || obstacles == 0 else { return ExitStatus.unexpected }
        return ExitStatus.judged(judgements)
    }

    /// Why the language cannot be checked here; nil if it can.
    private func obstacle(to language: Language) -> String? {
        if case .missing(_, let packages) = language.availability() {
            return "\(language.name) is not installed: apt install \(packages.joined(separator: " "))"
        }
        guard programs.programs(in: language).isEmpty else { return nil }
        return "\(language.name) has no programs in \(programs.package.directory.root); "
            + "add submissions that are called \(language.id)"
    }

    /// Judges the programs in one language and prints each when those before it are done.
    private func judge(_ language: Language) async throws -> [Judgement] {
        var options = JudgeOptions()
        options.language = language.id
        let judge = try Judge(programs.package, host: host, options: options)
        return try await judge.judge(programs.programs(in: language)) { events in
            var order = InOrder<Judgement>()
            var judgements: [Judgement] = []
            for try await case .finished(submission: let index, let judgement) in events {
                let ready = order.take(judgement, at: index)
                try Output.standard.write(ready.flatMap(lines).map { $0 + "\n" }.joined())
                judgements += ready
            }
            // A cancelled stream ends as if it were complete.
            try Task.checkCancellation()
            return judgements
        }
    }

    private func lines(for judgement: Judgement) -> [String] {
        guard !json else { return [JudgementRecord.json(of: judgement).line] }
        return [text.line(for: judgement)] + (judgement.isAsExpected ? [] : text.details(for: judgement))
    }
}
