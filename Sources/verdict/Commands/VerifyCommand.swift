import ArgumentParser
import Judging
import Problems
import Reporting
import Sandbox
import Synchronization
import SystemPackage
import Toolchains

/// `verdict verify`.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Ask a package's input validators about all its test cases, and test its validators.",
        discussion: """
            Runs every input validator of the package on the input of every test case, in the sandbox, and prints what \
            they reject. They accept by exit status 42 in the ICPC's formats, and by 0 in all others: validators of \
            Polygon, TPS, Hydro and UOJ, and Library Checker's verifier. Tests that a package has programs for are made \
            first. What is in data/invalid_input, data/invalid_output and data/valid_output tests the validators: they \
            have to reject it, or accept it.

            Exit status: 0 all is as it has to be; 1 something is not; 2 a validator failed, or there is none; 3 this host \
            cannot sandbox.

            Examples:
              verdict verify sum/
              verdict verify sum.zip --json
            """
    )

    @Argument(
        help: ArgumentHelp("The problem package's directory or archive.", valueName: "package"), completion: .file())
    var package: String

    @Flag(help: "Print one JSON object per line for each finding.")
    var json = false

    @Option(help: "Read the package as one of this format (default: the one that its settings name).")
    var format: PackageFormat?

    @OptionGroup var headers: HeadersOption
    @OptionGroup var languages: LanguageOptions
    @OptionGroup var sandbox: SandboxOptions

    func run() async throws {
        try await CommandBody.run {
            let given = GivenPackage(
                path: FilePath(package), format: format, headers: headers, sandbox: sandbox, languages: languages)
            return try await given.with { try await verify($0) }
        }
    }

    private func verify(_ package: ProblemPackage) async throws -> ExitCode {
        let catalog = try languages.catalog()
        let painter = Mutex(LivePainter(on: .error))
        let result = try await withSandbox(sandbox.options) { executor in
            defer { painter.withLock { $0.erase() } }
            let verification = InputVerification(package, host: JudgeHost(preparingFor: catalog, executor: executor))
            return try await verification.verify { done, total in
                painter.withLock { painter in
                    painter.paint { [ProgressBar.line("asking validators", done: done, of: total, width: $0)] }
                }
            }
        }
        for finding in result.findings { try Output.standard.write(line(finding) + "\n") }
        if !json {
            let (inputs, count) = (result.inputs, result.findings.count)
            let end =
                count == 0
                ? result.checks == 0 ? "all valid" : "all as expected"
                : "\(count) \(count == 1 ? "finding" : "findings")"
            try Output.standard.write(
                "\(inputs) \(inputs == 1 ? "input" : "inputs"), \(result.validators.count) "
                    + "\(result.validators.count == 1 ? "validator" : "validators"), "
                    + (result.checks == 0 ? "" : "\(result.checks) \(result.checks == 1 ? "test" : "tests") of them, ")
                    + "\(end)\n")
        }
        if result.findings.contains(where: \.isValidatorsFault) { return ExitStatus.failure }
        return result.findings.isEmpty ? ExitStatus.success : ExitStatus.unexpected
    }

    private func line(_ finding: InputVerification.Finding) -> String {
        guard json else {
            return PrintableText.line("\(finding.test): \(finding.validator): \(finding.message)")
        }
        let record: JSONValue = [
            "test": .string(finding.test), "validator": .string(finding.validator), "message": .string(finding.message),
            "fault": finding.isValidatorsFault ? "validator" : "input",
        ]
        return record.line
    }
}
