import Checking
import Executions
import Files
import Grading
import Problems
import Sandbox
import SystemPackage
import Toolchains
import Units

/// The checker that an execution brings along, built as a package's own would be.
struct ExecutionChecking: Sendable {
    fileprivate let checker: LoneChecker
    fileprivate let directories: TestDirectories
    fileprivate let executor: any Executor

    /// What `checker` says of an output of test `index`; an answer that cannot be had is the judge's error, never the program's.
    /// - Throws: `SandboxError` if it could not be run; `CancellationError`.
    func check(
        _ output: [UInt8], of test: ExecutionTest, at index: Int, _ expectation: ExecutionTest.Expectation
    ) async throws -> VerdictPolicy.Finding {
        do {
            let file = try InputFile(output, in: executor.inputs)
            let result = try await directories.withDirectory(input: test.input, answer: expectation.output) { data in
                try await checker.check(
                    file, data: data, arguments: expectation.checkerArguments, points: .any, on: executor)
            }
            return VerdictPolicy.Finding(result).inPart
        } catch let error as Errno {
            let words = "the files of test \(index + 1) cannot be shown to the checker: \(error)"
            return VerdictPolicy.Finding(.judgeError, words + "; the directory TMPDIR needs room for a copy")
        }
    }
}

extension VerdictPolicy.Finding {
    /// The same with the verdict that a part of the points makes: there is no package that says what it is worth.
    fileprivate var inPart: Self {
        guard case .part(let part)? = points, part < .one else { return self }
        var finding = self
        finding.verdict = part > .zero ? .partial : .wrongAnswer
        if finding.message.isEmpty { finding.message = "the checker gives \(part.text()) of the points" }
        return finding
    }
}

extension JudgeHost {
    /// Builds the checker of an execution, when its turn has come.
    /// - Returns: how that went, and what checks; nil if it did not compile.
    /// - Throws: `SandboxError`; `CancellationError`.
    func build(
        _ checker: ExecutionChecker, within allowance: CompilationLimits
    ) async throws -> (compilation: ExecutionCompilation, checking: ExecutionChecking?) {
        do {
            let program = try await self.program(of: checker, within: allowance)
            var compilation = ExecutionCompilation(program.compilation)
            var limits = ProblemLimits()
            (limits.validationTime, limits.validationMemory) = (checker.limits.cpuTime, checker.limits.memory)
            limits.validationOutput = checker.limits.output
            let programs = ValidatorFactory(languages: languages, executor: executor, builder: builder, limits: limits)
            switch programs.plan(of: program) {
            case .failed(let reason):
                (compilation.succeeded, compilation.message) = (false, reason)
                return (compilation, nil)
            case .built(var plan):
                plan.request.limits.wallTime = checker.limits.wallTime
                plan.request.allow(processes: checker.limits.processes)
                let lone = LoneChecker(plan, program, by: try convention(named: checker.convention))
                let directories = TestDirectories(executor: executor, hasOutputLink: true)
                return (
                    compilation, ExecutionChecking(checker: lone, directories: directories, executor: executor)
                )
            }
        } catch let error as JudgingError where error.code != .files {
            // Another host would not know better, or who sent the checker has to.
            var failed = ExecutionCompilation(succeeded: false)
            failed.message = error.message
            return (failed, nil)
        }
    }

    private func program(
        of checker: ExecutionChecker, within allowance: CompilationLimits
    ) async throws -> BuiltProgram {
        let language = try languages.language(named: checker.language, forFiles: checker.sources.map(\.name))
        // The language names what its names do not tell, before the headers are beside it.
        let names = language.buildNames(for: checker.sources.map(\.name))
        let own = zip(names, checker.sources).map { Source(name: $0, bytes: $1.bytes) }
        let beside = headers.filter { header in
            !names.contains(header.name)
                && language.headers.contains { $0 == FilePath(header.name).extension }
        }
        var limits = ProblemLimits()
        (limits.compilationTime, limits.compilationMemory) = (allowance.cpuTime, allowance.memory)
        return try await ProgramBuild(languages: languages, builder: builder).build(
            own + beside.map { Source(name: $0.name, bytes: $0.bytes) }, in: language, limits: limits,
            turn: Turn(slots: slots, rank: RunSlots.Rank(submission: nextTurn(), test: -1)))
    }

    private func convention(named name: String) throws(JudgingError) -> CustomValidation.Convention {
        if let convention = CustomValidation.Convention(named: name) { return convention }
        let known = CustomValidation.Convention.names.joined(separator: ", ")
        throw JudgingError(.badPackage, "there is no convention \(name) for checkers; there are \(known)")
    }
}
