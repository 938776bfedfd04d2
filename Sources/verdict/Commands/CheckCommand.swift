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
            CHECKER is the name of a checker that is built in (--list shows them: dialects of the default validator, and \
            the checkers of testlib, DMOJ and other systems) or the source of a validator, which is built and run in \
            the sandbox.

            Examples:
              verdict check kattis-legacy 1.in 1.ans out.txt -- float_tolerance 1e-6
              verdict check testlib.rcmp6 1.in 1.ans out.txt
              verdict check dmoj.floats 1.in 1.ans out.txt -- '{"precision": 9}'
              verdict check output_validators/check.cpp 1.in 1.ans out.txt
              verdict check --convention cms checker.py 1.in 1.ans out.txt
              verdict check --cases checker_cases.tsv

            An output that gets a part of the points is PC, with the part. A number of points stands beside AC: how many there \
            are to be had is the package's to say.

            Exit status: 0 accepted, or all cases as expected; 1 not, or in part; 2 if the checker failed.
            """
    )

    @Argument(
        help: ArgumentHelp(
            "The name of a checker that is built in, or the source of a validator.", valueName: "checker"))
    var checker: String?

    @Argument(help: ArgumentHelp("The test case's input.", valueName: "input"))
    var input: String?

    @Argument(help: ArgumentHelp("The judge's answer.", valueName: "answer"))
    var answer: String?

    @Argument(help: ArgumentHelp("The output to check.", valueName: "output"))
    var output: String?

    @Argument(parsing: .postTerminator, help: ArgumentHelp("The checker's arguments.", valueName: "args"))
    var arguments: [String] = []

    @Option(
        help: ArgumentHelp(
            """
            How a checker that is a program is called, and how it answers: icpc (exit status 42 or 43), or as another system \
            has it.
            """, valueName: "name"))
    var convention = CheckConvention.icpc

    @Option(help: ArgumentHelp("Run the rows of a table (checker, args, answer, output, expected).", valueName: "file"))
    var cases: String?

    @Flag(help: "List the checkers that are built in.")
    var list = false

    @Flag(help: "Print JSON.")
    var json = false

    @OptionGroup var languages: LanguageOptions
    @OptionGroup var sandbox: SandboxOptions

    func validate() throws {
        if list {
            if checker != nil || cases != nil { throw ValidationError("--list stands alone; leave out the rest.") }
        } else if cases != nil {
            if checker != nil { throw ValidationError("--cases takes its checkers from the table; leave CHECKER out.") }
        } else if output == nil {
            throw ValidationError("Give CHECKER INPUT ANSWER OUTPUT, --cases FILE or --list.")
        }
    }

    func run() async throws {
        try await CommandBody.run {
            if list { return try listCheckers() }
            if let cases { return try runTable(cases) }
            guard let checker, let input, let answer, let output else { return ExitStatus.failure }
            guard HostFile.exists(FilePath(input)) else { throw CommandError("cannot read \(input): no such file") }
            if NativeChecker.names.contains(checker) {
                guard convention == .icpc else {
                    throw CommandError("\(checker) is built in, and follows no convention; leave out --convention")
                }
                let native = try NativeChecker(checker, arguments: arguments)
                return try tell(
                    native.check(
                        output: try HostFile.contents(of: FilePath(output)),
                        answer: try HostFile.contents(of: FilePath(answer))))
            }
            return try await runValidator(checker, input: input, answer: answer, output: output)
        }
    }

    private func listCheckers() throws -> ExitCode {
        var table = TextTable([.words("CHECKER"), .words("COMPARES")])
        for name in NativeChecker.names { table.add([.init(name), .init(NativeChecker.summary(of: name) ?? "")]) }
        try Output.standard.write(table.lines(style: TextStyle(isColored: false)).joined(separator: "\n") + "\n")
        return ExitStatus.success
    }

    private func runTable(_ path: String) throws -> ExitCode {
        let table: CaseTable
        do {
            table = try CaseTable(path: FilePath(path))
        } catch let error as Errno {
            throw CommandError("cannot read \(path): \(error)")
        }
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
            let names = NativeChecker.names.joined(separator: ", ")
            throw CommandError("no checker \(checker): neither a file nor one of \(names)")
        }
        let files = try SubmissionSelection.files(at: checker)
        let catalog = try languages.catalog()
        return try await withSandbox(sandbox.options) { executor in
            let factory = ValidatorFactory(languages: catalog, executor: executor)
            let result = try await factory.check(
                output: FilePath(output), input: FilePath(input), answer: FilePath(answer), by: convention.value,
                arguments: arguments, with: files, called: checker)
            switch result {
            case .accepted(let points): return try tell(CheckerResult(.accepted, award: points.map(award)))
            case .wrongAnswer(let reason): return try tell(CheckerResult(.wrongAnswer, message: reason))
            case .judgeError(let reason): return try tell(CheckerResult(.judgeError, message: reason))
            }
        }
    }

    private func award(_ points: TestOutcome.Points) -> CheckerResult.Award {
        switch points {
        case .part(let part): .part(part)
        case .score(let score): .points(score.approximation)
        }
    }

    private func tell(_ result: CheckerResult) throws -> ExitCode {
        let verdict = result.isPartial ? Verdict.partial.rawValue : result.verdict.letters
        if json {
            var record: JSONValue = ["verdict": .string(verdict), "message": .string(result.message)]
            switch result.award {
            case .part(let part): record = record.adding([.init(key: "part", value: .string(part.text()))])
            case .points(let points): record = record.adding([.init(key: "points", value: .number(points))])
            case nil: break
            }
            try Output.standard.write(record.line + "\n")
        } else {
            var words = [verdict]
            switch result.award {
            case .part(let part): words.append("\(part.text()) of the points")
            case .points(let points): words.append("\(Self.text(of: points)) points")
            case nil: break
            }
            if !result.message.isEmpty { words.append(PrintableText.line(result.message, limit: 2000)) }
            try Output.standard.write(words.joined(separator: "  ") + "\n")
        }
        if result.isPartial { return ExitStatus.unexpected }
        return switch result.verdict {
        case .accepted: ExitStatus.success
        case .judgeError: ExitStatus.failure
        case .wrongAnswer, .presentationError: ExitStatus.unexpected
        }
    }

    /// The number as people write it: whole ones without a point.
    private static func text(of points: Double) -> String {
        Int(exactly: points).map { "\($0)" } ?? "\(points)"
    }
}

extension CheckerResult {
    /// Whether the output gets a part of the points, be it called right or wrong.
    fileprivate var isPartial: Bool {
        guard verdict != .judgeError, case .part(let part) = award else { return false }
        return part > .zero && part < .one
    }
}

/// The names of conventions on the command line.
struct CheckConvention: Hashable, ExpressibleByArgument {
    static let icpc = CheckConvention(defaultValueDescription: "icpc", value: .icpc)

    static var allValueStrings: [String] { CustomValidation.Convention.names }

    /// Its name.
    let defaultValueDescription: String
    /// The convention.
    let value: CustomValidation.Convention

    private init(defaultValueDescription: String, value: CustomValidation.Convention) {
        (self.defaultValueDescription, self.value) = (defaultValueDescription, value)
    }

    init?(argument: String) {
        guard let value = CustomValidation.Convention(named: argument) else { return nil }
        self.init(defaultValueDescription: argument, value: value)
    }
}
