import ArgumentParser
import Grading
import Judging
import Problems
import Reporting
import Sandbox
import SystemPackage
import Toolchains

/// `verdict import`.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Write a problem package in another format, and judge both to see that they say the same.",
        discussion: """
            Writes the package as `verdict export` does. Then all submissions that both packages have are judged twice, \
            once in each, and every verdict and score that differs is told.

            Exit status: 0 all verdicts and scores are the same; 1 some differ; 2 the package cannot be written or judged; \
            3 this host cannot sandbox.

            Examples:
              verdict import coins/ --to 2025-09 -o problems/coins
              verdict import sum.zip --to domjudge -o sum --json
              verdict import sum/ --to legacy -o old/sum --no-judge
            """
    )

    @Argument(
        help: ArgumentHelp("The problem package's directory or archive.", valueName: "package"), completion: .file())
    var package: String

    @OptionGroup var target: ExportOptions

    @Flag(inversion: .prefixedNo, help: "Judge the submissions of both packages.")
    var judge = true

    @Flag(help: "Print one JSON object for the package, and one for each submission.")
    var json = false

    @OptionGroup var headers: HeadersOption
    @OptionGroup var languages: LanguageOptions
    @OptionGroup var sandbox: SandboxOptions

    func validate() throws {
        guard target.output?.hasSuffix(".zip") ?? false, judge else { return }
        throw ValidationError(
            "--output must be a folder, as what is in it is judged; use `verdict export`, or --no-judge.")
    }

    func run() async throws {
        try await CommandBody.run {
            let given = GivenPackage(
                path: FilePath(package), format: target.format, headers: headers, sandbox: sandbox, languages: languages
            )
            return try await given.with { package in
                let result = try await target.export(package)
                try target.tell(result, json: json, of: package)
                guard judge else { return ExitStatus.success }
                return try await compare(package, result)
            }
        }
    }

    /// Judges both packages, and says what differs.
    private func compare(_ package: ProblemPackage, _ result: PackageExport.Result) async throws -> ExitCode {
        let catalog = try languages.catalog()
        let pairs = SubmissionPair.pairs(of: package.problem, result)
        let (originals, copies) = try await withSandbox(sandbox.options) { executor in
            let host = JudgeHost(preparingFor: catalog, executor: executor)
            let originals = try await judgements(of: pairs.map(\.original), in: package, on: host)
            return (originals, try await judgements(of: pairs.map(\.copy), in: result.copy, on: host))
        }
        let comparisons = zip(originals, copies).map { SubmissionComparison(original: $0, copy: $1) }
        for comparison in comparisons {
            guard json || !comparison.isSame else { continue }
            try Output.standard.write((json ? comparison.record.line : PrintableText.line(comparison.text)) + "\n")
        }
        let differing = comparisons.count { !$0.isSame }
        if !json {
            let all = "\(comparisons.count) submissions judged in both packages"
            try Output.standard.write(all + (differing == 0 ? ", no difference\n" : ", \(differing) differ\n"))
        }
        guard !comparisons.contains(where: \.isJudgeError) else { return ExitStatus.failure }
        return differing == 0 ? ExitStatus.success : ExitStatus.unexpected
    }

    private func judgements(
        of submissions: [Submission], in package: ProblemPackage, on host: JudgeHost
    ) async throws -> [Judgement] {
        let name = "\(package.problem.shortName), \(package.problem.format.rawValue)"
        try Output.error.write("judging \(submissions.count) submissions to \(PrintableText.line(name))\n")
        let judge = try Judge(package, host: host)
        let found = try await judge.judge(submissions) { events in
            var found: [Int: Judgement] = [:]
            for try await case .finished(let index, let judgement) in events { found[index] = judgement }
            return found
        }
        try Task.checkCancellation()
        return submissions.indices.compactMap { found[$0] }
    }
}
