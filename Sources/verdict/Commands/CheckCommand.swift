import ArgumentParser
import Checking
import Grading
import Judging
import Problems
import Reporting
import Sandbox
import SystemPackage

/// `verdict check`.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check one output, or a table of outputs, with a checker.",
        discussion: """
            CHECKER is a dialect of the default validator (icpc-2025-09, kattis-legacy, domjudge) or the source of a \
            validator, which is built and run in the sandbox.

            Examples:
              verdict check kattis-legacy 1.in 1.ans out.txt -- float_tolerance 1e-6
              verdict check output_validators/check.cpp 1.in 1.ans out.txt
              verdict check --cases checker_cases.tsv

            Exit status: 0 accepted, or all cases as expected; 1 not; 2 if the checker failed.
            """
    )

    @Argument(
        help: ArgumentHelp(
            "The name of a dialect of the default validator, or the source of a validator.", valueName: "checker"))
    var checker: String?

    @Argument(help: ArgumentHelp("The test case's input.", valueName: "input"))
    var input: String?

    @Argument(help: ArgumentHelp("The judge's answer.", valueName: "answer"))
    var answer: String?

    @Argument(help: ArgumentHelp("The output to check.", valueName: "output"))
    var output: String?

    @Argument(parsing: .postTerminator, help: ArgumentHelp("The checker's arguments.", valueName: "args"))
    var arguments: [String] = []

    @Option(help: ArgumentHelp("Run the rows of a table (checker, args, answer, output, expected).", valueName: "file"))
    var cases: String?

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var languages: LanguageOptions
    @OptionGroup var sandbox: SandboxOptions

    func validate() throws {
        if cases != nil {
            if checker != nil { throw ValidationError("--cases takes its checkers from the table; leave CHECKER out.") }
        } else if output == nil {
            throw ValidationError("Give CHECKER INPUT ANSWER OUTPUT, or --cases FILE.")
        }
    }

    func run() async throws {
        try await CommandBody.run {
            if let cases { return try runTable(cases) }
            guard let checker, let input, let answer, let output else { return ExitStatus.failure }
            guard HostFile.exists(FilePath(input)) else { throw CommandError("cannot read \(input): no such file") }
            if let dialect = Dialect(rawValue: checker) {
                let validator = try DefaultValidator(dialect: dialect, arguments: arguments)
                let outcome = validator.check(
                    output: try HostFile.contents(of: FilePath(output)),
                    answer: try HostFile.contents(of: FilePath(answer)))
                return try tell(outcome)
            }
            return try await runValidator(checker, input: input, answer: answer, output: output)
        }
    }

    private func runTable(_ path: String) throws -> ExitCode {
        let table = try CaseTable(path: FilePath(path))
        let report = table.report()
        for difference in report.differing {
            try Output.standard.write(PrintableText.line(difference.description) + "\n")
        }
        for (name, count) in report.unsupported.sorted(by: { $0.key < $1.key }) {
            try Output.standard.write("not run: \(count) rows of the unknown checker \(PrintableText.line(name))\n")
        }
        try Output.standard.write("\(report.agreeing) of \(table.rows.count)\n")
        return report.agreeing == table.rows.count ? ExitStatus.success : ExitStatus.unexpected
    }

    private func runValidator(
        _ checker: String, input: String, answer: String, output: String
    ) async throws -> ExitCode {
        guard HostFile.exists(FilePath(checker)) else {
            let names = Dialect.allCases.map(\.rawValue).joined(separator: ", ")
            throw CommandError("no checker \(checker): neither a file nor one of \(names)")
        }
        let files = try SubmissionSelection.files(at: checker)
        let catalog = try languages.catalog()
        return try await withSandbox(sandbox.options) { executor in
            let factory = ValidatorFactory(languages: catalog, executor: executor)
            let result = try await factory.check(
                output: FilePath(output), input: FilePath(input), answer: FilePath(answer), arguments: arguments,
                with: files, called: checker)
            switch result {
            case .accepted: return try tell(.accepted, "")
            case .wrongAnswer(let reason): return try tell(.wrongAnswer, reason)
            case .judgeError(let reason): return try tell(.judgeError, reason)
            }
        }
    }

    private func tell(_ outcome: CheckOutcome) throws -> ExitCode {
        switch outcome {
        case .accepted: try tell(.accepted, "")
        case .rejected(let mismatch): try tell(.wrongAnswer, "\(mismatch)")
        case .judgeError(let reason): try tell(.judgeError, reason)
        }
    }

    private func tell(_ verdict: Grading.Verdict, _ reason: String) throws -> ExitCode {
        if json {
            let record: JSONValue = ["verdict": .string(verdict.rawValue), "message": .string(reason)]
            try Output.standard.write(record.line + "\n")
        } else {
            let words = reason.isEmpty ? "" : "  " + PrintableText.line(reason, limit: 2000)
            try Output.standard.write(verdict.rawValue + words + "\n")
        }
        return switch verdict {
        case .accepted: ExitStatus.success
        case .judgeError: ExitStatus.failure
        default: ExitStatus.unexpected
        }
    }
}
