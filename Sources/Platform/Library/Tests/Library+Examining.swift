internal import Coordinator
internal import Events
internal import Executions
internal import Fleet
internal import Grading
package import Kernel
internal import PackageFiles
internal import Problems
package import Storage
internal import Toolchains
internal import Units
internal import Wire

/// What becomes of an input that is no test case of a package yet.
package enum ExaminedInput: Hashable, Sendable {
    /// The package's input validators do not take it; why not.
    case invalid(String)
    /// Nobody can say what is right: a program of the package's own failed; which one, and how.
    case unanswered(String)
    /// It is valid: what is right, and the package that has it as its only test case.
    case test(answer: [UInt8], package: ContentHash)
}

/// Inputs that somebody makes up, looked at by a package's own programs on the fleet.
extension Library {
    /// Asks that what somebody makes up for a package can be looked at.
    /// - Throws: `DomainError` (`wrongState`) that says why it cannot; what reading the package throws.
    package func requireExaminable(_ package: ContentHash) async throws {
        _ = try ExaminingPrograms(try await open(package).problem, try runner.get().languages)
    }

    /// Has an input looked at by a package's validators, and what is right found out by one of its right solutions.
    /// - Parameters:
    ///   - input: the input.
    ///   - package: the package.
    /// - Throws: `DomainError`: `wrongState` if that is not possible with the package; `exhausted`, if no worker is free.
    package func examine(_ input: [UInt8], for package: ContentHash) async throws -> ExaminedInput {
        let (runner, open) = (try self.runner.get(), try await open(package))
        let programs = try ExaminingPrograms(open.problem, runner.languages)
        for (validator, language) in programs.validators {
            let question = InputQuestion(
                validator, sources: try await sources(of: validator.files), tests: [(programs.example, input)],
                of: open.problem, in: language)
            let findings = question.findings(try await runner.run(question.execution))
            guard let finding = findings.first else { continue }
            let words = "\(validator.name): \(finding.message)"
            return finding.isValidatorsFault ? .unanswered(words) : .invalid(words)
        }
        let question = AnswerQuestion(
            programs.solution, sources: try await sources(of: programs.solution.files), input: input, of: open.problem)
        switch question.answer(try await runner.run(question.execution)) {
        case .failure(let why): return .unanswered(why.words)
        case .success(let answer):
            var files = TestFiles(open)
            try files.keepOnly(input: Self.content(input), answer: Self.content(answer), beside: programs.example.name)
            let summary = try await desk.get().add(files.files, contents: [input, answer])
            guard let id = ContentHash(bytes: summary.package.id) else {
                throw DomainError(.failed, "the package has no id")
            }
            return .test(answer: answer, package: id)
        }
    }

    /// Adds a test case to a problem, which has a new version then.
    /// - Parameters:
    ///   - name: what it is called: `secret/7`.
    ///   - input: its input.
    ///   - answer: what is right.
    ///   - id: the problem.
    ///   - actor: who adds it.
    ///   - request: what the request says of itself: the same with the same key does nothing twice.
    /// - Returns: where the version stands in the log.
    /// - Throws: `DomainError`: `notFound` if the actor sees no such problem; `forbidden`; `alreadyExists`; `invalid` in formats
    ///   that list their test cases.
    package func addTest(
        _ name: String, input: [UInt8], answer: [UInt8], to id: EntityID, by actor: Actor, _ request: CommandRequest
    ) async throws -> LogPosition {
        let problem = try await problem(id, seenBy: actor)
        try services.require(actor, AddVersion.action, to: problem.subject(id))
        guard let version = problem.latest else { throw LibraryProblem.unknown }
        var files = TestFiles(try await open(version.package))
        try files.add(name, input: Self.content(input), answer: Self.content(answer))
        let facts = try await facts(of: try await desk.get().add(files.files, contents: [input, answer]))
        let command = AddVersion(problem: id, facts: facts, change: "added \(name)", base: version.number)
        return try await services.commands.perform(command, by: actor, request).position
    }

    private func sources(of files: [SourceFile]) async throws -> [[UInt8]] {
        var sources: [[UInt8]] = []
        for file in files { sources.append(try await content(file.file, atMost: 1 << 20)) }
        return sources
    }
}

/// The programs of a package that say of any input whether it is valid and what is right. Pure.
struct ExaminingPrograms {
    /// A right solution, and what it is written in.
    struct Solution {
        var path: String
        var files: [SourceFile]
        var language: String
    }

    let validators: [(Program, Language)]
    let solution: Solution
    /// A test case beside which an input stands that somebody makes up.
    let example: TestCase

    /// - Throws: `DomainError` (`wrongState`) if the package has not what is needed, or is judged otherwise than by an input, what a
    ///   program writes, and what is right.
    init(_ problem: Problem, _ languages: LanguageCatalog) throws(DomainError) {
        guard [.legacy, .legacyICPC, .icpc2025].contains(problem.format) else {
            throw Self.refusal("packages of this format (\(problem.format.rawValue)) list their test cases")
        }
        guard case .fixed = problem.timeLimit else {
            throw Self.refusal("its time limit is measured, and would be another one with other test cases")
        }
        if case .custom(let custom) = problem.validation {
            guard case .afterTheRun = custom.exchange, custom.passes == nil else {
                throw Self.refusal("programs talk with its judge, or run several times")
            }
        }
        let isPlain =
            !problem.takesAnswers && !problem.hasTwoSteps && problem.runs.isEmpty && problem.inputFile == nil
            && problem.outputFile == nil && problem.includes.isEmpty && problem.preamble.isEmpty
            && problem.staticValidator == nil
        guard isPlain else { throw Self.refusal("its programs do not run by themselves, from an input to an output") }
        var validators: [(Program, Language)] = []
        for validator in problem.inputValidators where validator.preamble.isEmpty {
            let language =
                validator.language.map { languages[$0] } ?? languages.language(forFiles: validator.files.map(\.name))
            if let language { validators.append((validator, language)) }
        }
        guard !validators.isEmpty else { throw Self.refusal("it has no input validator that can be asked") }
        let tests = problem.testCases.filter { $0.staticArguments == nil }
        // The fleet has what validators are written in, or nothing could be looked at.
        let known = Set(validators.map(\.1.id))
        let solutions = Self.solutions(of: problem, languages)
        guard let solution = solutions.first(where: { known.contains($0.language) }) ?? solutions.first,
            let example = tests.first(where: { !$0.isSample }) ?? tests.first
        else { throw Self.refusal("it has no right solution that can be run") }
        (self.validators, self.solution, self.example) = (validators, solution, example)
    }

    private static func solutions(of problem: Problem, _ languages: LanguageCatalog) -> [Solution] {
        problem.submissions.compactMap { submission in
            guard submission.expected.verdicts == [.accepted], case .inPackage(let files) = submission.sources,
                submission.entryPoint == nil,
                let language = submission.language ?? languages.language(forFiles: files.map(\.name))?.id
            else { return nil }
            return Solution(path: submission.path, files: files, language: language)
        }
    }

    private static func refusal(_ why: String) -> DomainError {
        DomainError(.wrongState, "inputs cannot be made up for this problem: \(why)", advice: "change its package")
    }
}

/// What a right solution is asked: what comes of an input. Pure.
struct AnswerQuestion {
    /// Why there is no answer.
    struct NoAnswer: Error {
        var words: String
    }

    let execution: Execution
    private let path: String

    /// What is asked of `solution`.
    init(_ solution: ExaminingPrograms.Solution, sources: [[UInt8]], input: [UInt8], of problem: Problem) {
        let files = zip(solution.files, sources).map { file, bytes in
            ExecutionFile(name: file.name, bytes: problem.constants.filled(into: bytes) ?? bytes)
        }
        var execution = Execution(language: solution.language, sources: files, tests: [ExecutionTest(input: input)])
        if case .fixed(let limit, _) = problem.timeLimit { execution.limits.cpuTime = min(limit, .seconds(60)) }
        execution.limits.wallTime = execution.limits.cpuTime * 2 + .seconds(1)
        (execution.limits.memory, execution.limits.output) = (problem.limits.memory, problem.limits.output)
        (self.execution, path) = (execution, solution.path)
    }

    /// What it wrote, if it ended as it should.
    func answer(_ result: ExecutionResult) -> Result<[UInt8], NoAnswer> {
        guard result.compilation.succeeded else {
            return .failure(NoAnswer(words: "\(path) does not compile: \(result.compilation.message)"))
        }
        guard let test = result.tests.first, test.verdict == .accepted, test.ending == .exited(0) else {
            let words = result.tests.first?.message ?? ""
            return .failure(NoAnswer(words: "\(path) fails: \(words.isEmpty ? "it did not end well" : words)"))
        }
        return .success(test.output)
    }
}
