import Fleet
import FoundationEssentials
import Grading
import GradingWire
import Judging
import Problems
import Sandbox
import SystemPackage
import Telemetry
import Toolchains
import Units
import Wire

extension JobRunner {
    /// The most bytes that naming an artifact's files may take: it is an entry of the coordinator's log.
    private static let mostNamed = 320 << 10

    /// Compiles a submission.
    func build(
        _ build: Assignment.Build, _ package: CachedDirectory<Judge>, _ assignment: Assignment
    ) async throws -> BuiltProgram {
        let progress = ProgressReport(lease: assignment.lease, client: client)
        let span = tracer.begin("build", in: assignment.trace)
        progress.tellCompiling()
        defer {
            progress.end()
            withExtendedLifetime(package) {}
        }
        let program = try await withFiles(of: build.sources) { files in
            try await package.value.build(
                Submission(path: "submission", sources: .onDisk(files), entryPoint: build.entryPoint),
                language: build.language)
        }
        let compilation = program.compilation
        traceBuild(
            span, language: build.language, succeeded: compilation.succeeded, isCached: compilation.isCached)
        metrics.ran(compilation.isCached ? 0 : 1, disturbed: 0)
        return program
    }

    /// Brings what was built to the coordinator, and says how compiling went.
    func deliver(_ program: BuiltProgram) async throws -> Verdict_V1_BuildResult {
        var result = Verdict_V1_BuildResult()
        result.compilation = Verdict_V1_Compilation(program.compilation)
        result.language = program.language.id
        result.toolchain = program.toolchain ?? ""
        guard case .built(let artifact) = program.result else { return result }
        let built = try await LocalArtifact.read(artifact)
        guard built.tree.encoded.count <= Self.mostNamed else {
            result.compilation.succeeded = false
            result.compilation.message = "the compiler left \(artifact.files.count) files, which is too many"
            return result
        }
        try await ContentUpload(client: client).send(built.contents)
        result.artifact = built.tree.files
        // With more than a job may name, the submission's own are taken.
        if program.sources.count <= Assignment.mostBuiltSources { result.sources = program.sources }
        await artifacts.add(program, built.tree)
        return result
    }

    /// Runs a submission on test cases.
    func execute(
        _ execute: Assignment.Execute, _ package: CachedDirectory<Judge>,
        _ artifact: CachedDirectory<BuiltProgram?>, _ assignment: Assignment
    ) async throws -> Verdict_V1_ExecuteResult {
        let program = BuiltProgram(
            language: package.value.language(try submissionLanguage(execute.language), startingAt: execute.entryPoint),
            sources: execute.sources,
            artifact: Artifact(directory: artifact.path, files: execute.artifact.files.map(\.path)))
        if case .failed(let reason) = program.runnable(memoryLimit: execute.options.memory) {
            throw UnusableJob("cannot find out how to start the program: \(reason)")
        }
        let progress = ProgressReport(lease: assignment.lease, client: client)
        defer { progress.end() }
        // As long as they are in use, their files stay.
        defer { withExtendedLifetime((package, artifact)) {} }
        let batch = try await package.value.execute(program, on: execute.tests, execute.options) { index, result in
            progress.tell(Self.test(index, result))
            trace(result, index, in: assignment.trace)
        }
        if let failure = batch.sandboxFailure { throw failure }
        metrics.ran(
            batch.results.values.reduce(0) { $0 + max(1, $1.measurements.count) },
            disturbed: batch.results.values.count { $0.isDisturbed })
        var result = Verdict_V1_ExecuteResult()
        result.tests = batch.results.sorted { $0.key < $1.key }.map { Self.test($0.key, $0.value) }
        var left = Self.longestErrors
        for index in result.tests.indices {
            left -= result.tests[index].result.stderr.utf8.count
            if left < 0 { result.tests[index].result.clearStderr() }
        }
        result.layers = batch.layers.map(\.rawValue)
        result.workNs = UInt64(clamping: batch.coreTime.nanoseconds)
        return result
    }

    /// The most bytes of what a grader that failed leaves behind.
    private static let longestRemark = 4096

    /// Asks the package's own grader about a group of a submission's test cases.
    func grade(
        _ question: GraderQuestion, _ package: CachedDirectory<Judge>
    ) async throws -> Verdict_V1_GradeResult {
        defer { withExtendedLifetime(package) {} }
        var answer = try await package.value.grade(question)
        metrics.ran(1, disturbed: 0)
        answer.remark = answer.remark?.head(Self.longestRemark)
        return answer.message(ofGroup: question.group)
    }

    /// Finds a package's time limit.
    /// - Parameter budget: for how long processors may be used for it.
    func measure(
        _ package: CachedDirectory<Judge>, within budget: Duration
    ) async throws -> Verdict_V1_MeasureResult {
        var result = Verdict_V1_MeasureResult()
        defer { withExtendedLifetime(package) {} }
        if let estimate = try await package.value.measureTimeLimit(within: budget) {
            let excesses = caps.excesses(in: caps.testing(cpuTime: estimate.limit))
            guard excesses.isEmpty else {
                throw JudgingError(.badPackage, "the time limit found asks for \(excesses.joined(separator: "; "))")
            }
            result.cpuTimeNs = UInt64(clamping: estimate.limit.nanoseconds)
            result.estimate = estimate.message
            result.explanation =
                "the slowest submission that it is measured with, \(estimate.submission), took \(estimate.slowest.secondsText)"
        } else if case .fixed(let limit, let source) = package.value.problem.timeLimit {
            result.cpuTimeNs = UInt64(clamping: limit.nanoseconds)
            result.explanation = "given by \(source)"
        }
        return result
    }

    /// The most bytes of standard error that the results of one job have in all.
    private static let longestErrors = 64 << 10

    private static func test(_ index: Int, _ result: TestResult) -> Verdict_V1_ExecuteResult.Test {
        var test = Verdict_V1_ExecuteResult.Test()
        test.index = UInt32(clamping: index)
        test.result = Verdict_V1_TestResult(result)
        return test
    }
}
