import Checking
import Concurrency
public import Problems
import Sandbox
import Synchronization
import SystemPackage
import Toolchains
import Units

/// Asks the input validators of a package about the inputs of all its test cases, and its programs about the data that tests them. No
/// verdict of a submission depends on that.
public struct InputVerification: Sendable {
    /// Something that a validator says of an input, or that is wrong with the validator.
    public struct Finding: Hashable, Sendable {
        /// The test case.
        public var test: String
        /// The validator's name in the package.
        public var validator: String
        /// What is said.
        public var message: String
        /// Whether the validator itself has failed, so that nothing is known of the input.
        public var isValidatorsFault: Bool
    }

    /// What came of a package.
    public struct Result: Sendable {
        /// What was found, in the order of the test cases, then of the validators.
        public var findings: [Finding]
        /// How many inputs were looked at.
        public var inputs: Int
        /// How many tests of the package's own programs were made.
        public var checks: Int
        /// The validators that were asked.
        public var validators: [String]
    }

    /// The most that is kept of what a validator writes.
    private static let wordLimit = ByteCount.kibibytes(16)
    /// The most lines of it that are told.
    private static let lines = 5

    private let package: ProblemPackage
    private let host: JudgeHost

    /// Looks at the inputs of `package` on `host`.
    public init(_ package: ProblemPackage, host: JudgeHost) {
        self.package = package
        self.host = host
    }

    /// Asks all validators about all inputs, many at once.
    /// - Parameter tell: told how many questions are answered, and of how many.
    /// - Throws: ``JudgingError`` if the package has no validator in a known language, or one cannot be built; `SandboxError`.
    public func verify(_ tell: @escaping @Sendable (Int, Int) -> Void = { _, _ in }) async throws -> Result {
        let problem = package.problem
        let factory = ValidatorFactory(
            languages: host.languages, executor: host.executor, builder: host.builder, limits: problem.limits,
            constants: problem.constants)
        let programs = problem.inputValidators.filter { factory.isProgram($0.files.map(\.name)) || $0.language != nil }
        guard !programs.isEmpty else {
            throw JudgingError(
                .badPackage,
                "\(problem.shortName) has no input validator in a known language, so nothing is checked; add one")
        }
        let validators = try await BoundedTasks.map(programs, atOnce: host.executor.parallelism) { program in
            let (plan, built) = try await factory.plan(for: program, of: package)
            return Validator(program: program, plan: plan, built: built)
        }
        // A test case that is judged by its sources only has no input.
        let tests = problem.testCases.filter { $0.staticArguments == nil }
        let questions = tests.flatMap { test in validators.map { (test: test, validator: $0) } }
        let answered = Mutex(0)
        let findings = try await BoundedTasks.map(questions, atOnce: host.executor.parallelism) { question in
            let finding = try await finding(question.validator, on: question.test)
            let count = answered.withLock { count in
                count += 1
                return count
            }
            tell(count, questions.count)
            return finding
        }
        let checks = problem.programChecks
        let failed = try await BoundedTasks.map(checks, atOnce: host.executor.parallelism) { check in
            try await finding(check, validators, factory)
        }
        withExtendedLifetime(validators) {}
        return Result(
            findings: findings.compactMap(\.self) + failed.compactMap(\.self), inputs: tests.count,
            checks: checks.count,
            validators: programs.map(\.name))
    }

    /// What is wrong with the package's programs by one of their tests.
    private func finding(
        _ check: ProgramCheck, _ validators: [Validator], _ factory: ValidatorFactory
    ) async throws -> Finding? {
        guard check.expectation == .invalidInput else {
            return try await OutputVerification(package, host: host, factory: factory).finding(check)
        }
        var said: Finding?
        for validator in validators {
            guard let finding = try await finding(validator, on: check.test) else { continue }
            guard finding.isValidatorsFault else { return nil }
            said = finding
        }
        return said
            ?? Finding(
                test: check.test.name, validator: validators.map(\.program.name).joined(separator: ", "),
                message: "accepts an input that is to be rejected", isValidatorsFault: false)
    }

    /// A validator, built.
    private struct Validator: Sendable {
        var program: Program
        var plan: RunPlan
        /// Keeps the program where it is.
        var built: BuiltProgram
    }

    private func finding(_ validator: Validator, on test: TestCase) async throws -> Finding? {
        var request = validator.plan.request
        request.command += test.inputArguments(for: validator.program.name)
        request.standardOutput = .collectEnds(Self.wordLimit)
        request.standardError = .collectEnds(Self.wordLimit)
        do throws(Errno) {
            request.standardInput = .file(try input(of: test))
        } catch {
            throw JudgingError(.files, "the input of \(test.name) cannot be read: \(error)")
        }
        // In the format that has arguments and files for submissions, validators get both, too.
        let place = WorkingDirectory(
            test.files.map { WorkingDirectory.File(name: $0.name, content: .at(package.path(of: $0.file))) },
            arguments: test.arguments, test: test.name, executor: host.executor)
        let run = try await place.with(request) { request in
            try await host.executor.run(request, in: validator.plan.cell)
        }
        try Task.checkCancellation()
        guard case .exited(let status) = run.outcome else {
            let words = ValidatorFailure.words(run, limits: request.limits, called: "input validator")
            return Finding(test: test.name, validator: validator.program.name, message: words, isValidatorsFault: true)
        }
        guard status != package.problem.validInputStatus else { return nil }
        let said = [run.standardError, run.standardOutput].map { Self.words(ByteText.decode($0)) }.first { !$0.isEmpty }
        return Finding(
            test: test.name, validator: validator.program.name,
            message: said ?? "exited with status \(status), and does not say why", isValidatorsFault: false)
    }

    private func input(of test: TestCase) throws(Errno) -> InputFile {
        do {
            return try host.inputs.value(at: package.path(of: test.input))
        } catch let error as Errno {
            throw error
        } catch {
            throw .ioError
        }
    }

    private static func words(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).filter { $0.contains { !$0.isWhitespace } }.suffix(lines)
            .joined(separator: "\n")
    }
}
