import Fleet
import Grading
import Judging
import Logging
import PackageFiles
import Problems
import Sandbox
import SwiftProtobuf
import SystemPackage
import Telemetry
import Toolchains
import Units
import Wire

/// Does jobs, in three steps: what a job needs is brought here, then it runs, then what came of it is brought into form.
/// Only the second needs a processor.
struct JobRunner: Sendable {
    let name: String
    let client: WireClient
    let host: JudgeHost
    let executor: any Executor
    let packages: PackageCache
    let artifacts: ArtifactCache
    /// Where sources lie until they are compiled.
    let sources: CachePlace
    let metrics: WorkerMetrics
    let tracer: Tracer
    /// What no program is given more of.
    let caps: ProgramLimits
    /// For how long processors may be used to find one package's time limit.
    let measuringBudget: Duration

    /// A job with all that it needs.
    enum Prepared: Sendable {
        case build(Assignment.Build, CachedDirectory<Judge>)
        case execute(Assignment.Execute, CachedDirectory<Judge>, CachedDirectory<BuiltProgram?>)
        case measure(CachedDirectory<Judge>, budget: Duration)
        case run(Assignment.Run)
        case execution
        case grade(GraderQuestion, CachedDirectory<Judge>)
    }

    /// What came of a job that ran.
    enum Computed: Sendable {
        case built(BuiltProgram)
        case result(Verdict_V1_FinishRequest.OneOf_Result)
        /// All was said while it ran.
        case told
    }

    /// Brings here what the job needs.
    func prepare(_ assignment: Assignment) async throws -> Prepared {
        switch assignment.work {
        case .build(let build):
            _ = try submissionLanguage(build.language)
            return .build(build, try await packages.package(build.package))
        case .execute(let execute):
            let language = try submissionLanguage(execute.language)
            let package = try await packages.package(execute.package)
            let count = package.value.problem.testCases.count
            guard execute.tests.allSatisfy({ $0 < count }) else {
                throw UnusableJob("it names test cases that the package does not have: \(count) are there")
            }
            guard case .available = language.availability() else {
                throw UnusableJob("\(language.name) cannot be run here")
            }
            return .execute(execute, package, try await artifacts.artifact(execute.artifact))
        case .measure(let package, let budget):
            return .measure(
                try await packages.package(package), budget: min(budget ?? measuringBudget, measuringBudget))
        case .run(let run):
            _ = try language(run.language)
            return .run(run)
        case .execution(let name):
            _ = try language(name)
            return .execution
        case .grade(let question, let package):
            let package = try await packages.package(package)
            guard package.value.problem.grading.isGradedByProgram(question.group) else {
                throw UnusableJob("the package's group \(question.group) is not graded by the package's own grader")
            }
            return .grade(question, package)
        }
    }

    /// Runs the job.
    func compute(_ assignment: Assignment, _ prepared: Prepared) async throws -> Computed {
        switch prepared {
        case .build(let build, let package):
            return .built(try await self.build(build, package, assignment))
        case .execute(let execute, let package, let artifact):
            return .result(
                .execute(try await self.execute(execute, package, artifact, assignment)))
        case .measure(let package, let budget):
            return .result(.measure(try await measure(package, within: budget)))
        case .run(let run):
            try await self.run(run, assignment)
            return .told
        case .execution:
            try await executeAttached(assignment)
            return .told
        case .grade(let question, let package):
            return .result(.grade(try await grade(question, package)))
        }
    }

    /// Brings what came of it into the form that the coordinator wants; contents are there when it is returned.
    func conclude(_ computed: Computed) async throws -> JobEnd {
        switch computed {
        case .built(let program): .result(.build(try await deliver(program)))
        case .result(let result): .result(result)
        case .told: .told
        }
    }

    /// The language called `name`.
    /// - Throws: ``UnusableJob``: that this worker does not know it need not be true of others.
    func language(_ name: String) throws(UnusableJob) -> Language {
        try Self.known(host.languages[name], name)
    }

    /// The same of a submission, which may be answers instead of a program.
    func submissionLanguage(_ name: String) throws(UnusableJob) -> Language {
        try Self.known(host.languages.submissionLanguage(name), name)
    }

    private static func known(_ language: Language?, _ name: String) throws(UnusableJob) -> Language {
        guard let language else {
            throw UnusableJob("this worker knows no language \(name.prefix(100).debugDescription)")
        }
        return language
    }

    /// Lets `body` use the sources as files, which are gone afterwards.
    func withFiles<Value>(
        of sources: [Assignment.SourceText], _ body: ([LocalSource]) async throws -> Value
    ) async throws -> Value {
        let directory = self.sources.newPath()
        do {
            try await write(sources, to: directory)
        } catch let error as TreeWriterError where error.isForWantOfRoom {
            // Packages lie on the same file system: those that nobody uses go first.
            await packages.clear()
            guard (try? await write(sources, to: directory)) != nil else { throw CacheFull.fileSystem }
        }
        let result: Value
        do {
            result = try await body(
                sources.map { LocalSource(path: directory.pushing(FilePath($0.path.text)), name: $0.path.text) })
        } catch {
            try? TreeWriter.remove(directory)
            throw error
        }
        // What came of it counts: what resists is removed at the next start.
        try? TreeWriter.remove(directory)
        return result
    }

    private func write(_ sources: [Assignment.SourceText], to directory: FilePath) async throws {
        let contents = Dictionary(sources.map { ($0.path, $0.bytes) }, uniquingKeysWith: { first, _ in first })
        let files = sources.map { source in Verdict_V1_FileRef.with { $0.path = source.path.text } }
        try await TreeWriter.write(files, to: directory, atOnce: 1) { file, write in
            try write(TreePath(file.path).flatMap { contents[$0] } ?? [])
        }
    }
}
