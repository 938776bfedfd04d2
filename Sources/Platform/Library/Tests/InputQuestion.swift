internal import Executions
internal import Problems
internal import Toolchains
internal import Units

/// What an input validator of a package is asked, as a program that is run once for each input; and what its answers mean. Pure.
struct InputQuestion {
    /// The most that is told of what a validator writes, and the most lines.
    private static let (longestWords, mostLines) = (1000, 5)

    let execution: Execution
    private let validator: String
    private let names: [String]
    private let accepting: Int32

    /// What is asked of `validator`.
    /// - Parameters:
    ///   - validator: the program.
    ///   - sources: its files' contents, in order.
    ///   - tests: the test cases with their inputs.
    ///   - problem: whose they are.
    ///   - language: what the validator is written in.
    init(
        _ validator: Program, sources: [[UInt8]], tests: [(test: TestCase, input: [UInt8])], of problem: Problem,
        in language: Language
    ) {
        let files = zip(validator.files, sources).map { file, bytes in
            ExecutionFile(name: file.name, bytes: problem.constants.filled(into: bytes) ?? bytes)
        }
        var execution = Execution(language: language.id, sources: files)
        execution.compilerArguments = validator.compilerFlags
        execution.tests = tests.map { test, input in
            var asked = ExecutionTest(input: input)
            asked.arguments = test.inputArguments(for: validator.name)
            return asked
        }
        execution.limits.cpuTime = min(problem.limits.validationTime, .seconds(60))
        execution.limits.wallTime = execution.limits.cpuTime * 2 + .seconds(1)
        execution.limits.memory = problem.limits.validationMemory
        execution.limits.output = .kibibytes(64)
        self.execution = execution
        (self.validator, names, accepting) = (validator.name, tests.map(\.test.name), problem.validInputStatus)
    }

    /// What the validator finds.
    func findings(_ result: ExecutionResult) -> [LibraryBody.Finding] {
        guard result.compilation.succeeded else {
            let words = Self.words(Array(result.compilation.log.utf8)) ?? result.compilation.message
            return [finding("", "does not compile: " + words, isFault: true)]
        }
        return result.tests.compactMap { test in
            guard names.indices.contains(test.index) else { return nil }
            let name = names[test.index]
            guard case .exited(let status) = test.ending else {
                return finding(name, test.message.isEmpty ? "did not end by itself" : test.message, isFault: true)
            }
            guard status != accepting else { return nil }
            let said = Self.words(test.error) ?? Self.words(test.output)
            return finding(name, said ?? "exited with status \(status), and does not say why", isFault: false)
        }
    }

    private func finding(_ test: String, _ message: String, isFault: Bool) -> LibraryBody.Finding {
        .init(test: test, validator: validator, message: message, isValidatorsFault: isFault)
    }

    private static func words(_ bytes: [UInt8]) -> String? {
        let lines = String(decoding: bytes.prefix(longestWords), as: UTF8.self).split(whereSeparator: \.isNewline)
        return lines.isEmpty ? nil : lines.prefix(mostLines).joined(separator: "\n")
    }
}
