import Executions
import Fleet
import FoundationEssentials
import Grading
import GradingWire
import Judging
import PackageFiles
import Problems
import Telemetry
import Units
import Wire

/// A job that this worker does not begin with, and why.
struct UnusableJob: Error, Hashable, CustomStringConvertible {
    /// What is wrong with it.
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

extension Assignment {
    private static let longestName = 512
    private static let mostSources = 256
    /// Of what was built, the package's files among them.
    static let mostBuiltSources = 512
    private static let mostSourceBytes = 4 << 20
    private static let mostTests = 65536

    /// The job that `job` says.
    /// - Parameter caps: what no program is given more of here, whatever the coordinator says.
    /// - Throws: ``UnusableJob`` at the first thing that is not as it should be.
    init(_ job: Verdict_V1_Job, caps: ProgramLimits = ProgramLimits()) throws(UnusableJob) {
        guard !job.id.isEmpty, job.id.utf8.count <= Self.longestName, job.lease.utf8.count <= 8 * Self.longestName
        else { throw UnusableJob("its id has \(job.id.utf8.count) bytes, its lease \(job.lease.utf8.count)") }
        lease = job.lease
        id = job.id
        trace = TraceContext(parsing: Self.trace(job))
        switch job.work {
        case .build(let build): work = .build(try Build(build))
        case .execute(let execute): work = .execute(try Execute(execute, caps))
        case .measure(let measure):
            work = .measure(
                package: try Self.package(measure.package),
                budget: measure.budgetNs > 0 ? .nanoseconds(Int64(clamping: measure.budgetNs)) : nil)
        case .run(let run): work = .run(try Run(run, caps))
        case .execution(let run):
            try Self.require(run.limits.limits(within: caps), within: caps)
            work = .execution(language: try Self.name(ofLanguage: run.language))
        case .grade(let grade):
            work = .grade(try Self.question(grade), package: try Self.package(grade.package))
        case nil: throw UnusableJob("this version does not know what is to be done")
        }
    }

    /// The W3C trace context that comes with the job; empty if there is none, or it is none.
    static func trace(_ job: Verdict_V1_Job) -> String {
        let text = job.traceparent
        return text.utf8.count == 55 && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f } ? text : ""
    }

    fileprivate static func package(_ bytes: Data) throws(UnusableJob) -> PackageID {
        guard let id = PackageID(bytes: bytes) else {
            throw UnusableJob("its package's id has \(bytes.count) bytes instead of 32")
        }
        return id
    }

    /// The most files, and bytes in all, that an artifact has; a compiler may leave no more.
    private static let mostFiles = 4096
    private static let mostArtifactBytes = ByteCount.mebibytes(512)

    fileprivate static func artifact(_ files: [Verdict_V1_FileRef]) throws(UnusableJob) -> FileManifest {
        guard !files.isEmpty, files.count <= mostFiles else {
            throw UnusableJob("its artifact has \(files.count) files")
        }
        let tree: FileManifest
        do {
            tree = try FileManifest(files: files)
        } catch {
            throw UnusableJob("its artifact is none: \(error)")
        }
        guard tree.size <= mostArtifactBytes else { throw UnusableJob("its artifact has \(tree.size)") }
        return tree
    }

    fileprivate static func name(ofLanguage name: String) throws(UnusableJob) -> String {
        guard !name.isEmpty, name.utf8.count <= longestName else {
            throw UnusableJob("its language's id has \(name.utf8.count) bytes")
        }
        return name
    }

    fileprivate static func entryPoint(_ name: String) throws(UnusableJob) -> String? {
        guard name.utf8.count <= longestName else {
            throw UnusableJob("where its program starts has \(name.utf8.count) bytes")
        }
        return name.isEmpty ? nil : name
    }

    fileprivate static func paths(_ names: [String], most: Int, of what: String) throws(UnusableJob) -> [TreePath] {
        guard !names.isEmpty, names.count <= most else { throw UnusableJob("it has \(names.count) \(what)") }
        var paths: [TreePath] = []
        for name in names {
            guard let path = TreePath(name) else {
                throw UnusableJob("\(name.prefix(200).debugDescription) is no path for one of the \(what)")
            }
            paths.append(path)
        }
        let files = Set(paths)
        let directories = Set(paths.flatMap(\.directories).compactMap { TreePath($0) })
        guard files.count == paths.count, files.isDisjoint(with: directories) else {
            throw UnusableJob("two of its \(what) have one path, or one lies below the other")
        }
        return paths
    }

    fileprivate static func sources(_ files: [Verdict_V1_SourceFile]) throws(UnusableJob) -> [SourceText] {
        let paths = try paths(files.map(\.name), most: mostSources, of: "sources")
        let size = files.reduce(0) { $0 + $1.content.count }
        guard size <= mostSourceBytes else { throw UnusableJob("its sources have \(size) bytes in all") }
        return zip(paths, files).map { SourceText(path: $0, bytes: [UInt8]($1.content)) }
    }

    /// The most arguments, and bytes of them in all, that a program of a job is started with.
    private static let mostArguments = 1024
    private static let mostArgumentBytes = 128 << 10

    fileprivate static func arguments(_ arguments: [String]) throws(UnusableJob) -> [String] {
        let size = arguments.reduce(0) { $0 + $1.utf8.count + 1 }
        guard arguments.count <= mostArguments, size <= mostArgumentBytes,
            !arguments.contains(where: { $0.utf8.contains(0) })
        else { throw UnusableJob("it has \(arguments.count) arguments of \(size) bytes, or a byte 0 in one") }
        return arguments
    }

    private static func question(_ grade: Verdict_V1_Job.Grade) throws(UnusableJob) -> GraderQuestion {
        _ = try arguments(grade.arguments)
        guard !grade.results.isEmpty, grade.results.count <= mostTests else {
            throw UnusableJob("its group has \(grade.results.count) results")
        }
        do {
            return try GraderQuestion(grade)
        } catch {
            throw UnusableJob("the grader cannot be asked: \(error)")
        }
    }

    fileprivate static func require(_ asked: ProgramLimits, within caps: ProgramLimits) throws(UnusableJob) {
        let excesses = caps.excesses(in: asked)
        guard excesses.isEmpty else { throw UnusableJob("it asks this worker for \(excesses.joined(separator: "; "))") }
    }
}

extension Assignment.Build {
    fileprivate init(_ build: Verdict_V1_Job.Build) throws(UnusableJob) {
        package = try Assignment.package(build.package)
        language = try Assignment.name(ofLanguage: build.language)
        entryPoint = try Assignment.entryPoint(build.entryPoint)
        sources = try Assignment.sources(build.sources)
    }
}

extension Assignment.Execute {
    fileprivate init(_ execute: Verdict_V1_Job.Execute, _ caps: ProgramLimits) throws(UnusableJob) {
        package = try Assignment.package(execute.package)
        language = try Assignment.name(ofLanguage: execute.language)
        entryPoint = try Assignment.entryPoint(execute.entryPoint)
        artifact = try Assignment.artifact(execute.artifact)
        sources = try Assignment.paths(execute.sources, most: Assignment.mostBuiltSources, of: "sources").map(\.text)
        guard !execute.tests.isEmpty, execute.tests.count <= Assignment.mostTests,
            zip(execute.tests, execute.tests.dropFirst()).allSatisfy({ $0 < $1 })
        else { throw UnusableJob("its \(execute.tests.count) test cases are none, too many or not in order") }
        tests = execute.tests.map { Int($0) }
        guard execute.limits.cpuTimeNs > 0 else { throw UnusableJob("it has no time limit") }
        let time = AllowedTime(execute.limits)
        options = BatchOptions(time)
        var asked = caps.testing(cpuTime: max(time.limit, time.stop ?? .zero))
        if execute.limits.memoryBytes > 0 {
            asked.memory = ByteCount(Int64(clamping: execute.limits.memoryBytes))
            options.memory = asked.memory
        }
        if execute.limits.outputBytes > 0 {
            asked.output = ByteCount(Int64(clamping: execute.limits.outputBytes))
            options.output = asked.output
        }
        try Assignment.require(asked, within: caps)
        options.runsAllTests = execute.allTests
        if !execute.policy.isEmpty {
            guard let policy = ResultPolicy(parsing: execute.policy) else { throw UnusableJob("its policy is none") }
            options.policy = policy
        }
        if !execute.dialect.isEmpty {
            guard let home = HomeSystem(dialect: execute.dialect) else { throw UnusableJob("its dialect is none") }
            options.dialect = home
        }
    }
}

extension Assignment.Run {
    fileprivate init(_ run: Verdict_V1_ExecuteRequest.Program, _ caps: ProgramLimits) throws(UnusableJob) {
        language = try Assignment.name(ofLanguage: run.language)
        sources = try Assignment.sources(run.sources)
        arguments = try Assignment.arguments(run.arguments)
        limits = run.limits.limits(within: caps)
        try Assignment.require(limits, within: caps)
    }
}

extension Assignment {
    /// The most that an execution has, and that each of its tests reads and expects together.
    static let largestExecution = ByteCount.mebibytes(256)
    private static let mostExecutionFiles = 4096

    /// The execution that `message` says.
    /// - Throws: ``UnusableJob`` at the first thing that is not as it should be.
    static func execution(
        _ message: Verdict_V1_Execution, caps: ProgramLimits
    ) throws(UnusableJob) -> Execution {
        _ = try name(ofLanguage: message.language)
        _ = try sources(message.sources)
        _ = try arguments(message.compilerArguments)
        if !message.files.isEmpty { _ = try paths(message.files.map(\.name), most: mostExecutionFiles, of: "files") }
        if !message.wantedFiles.isEmpty {
            _ = try paths(message.wantedFiles, most: mostExecutionFiles, of: "wanted files")
        }
        guard (1...mostTests).contains(message.tests.count) else {
            throw UnusableJob("its execution has \(message.tests.count) tests")
        }
        for test in message.tests {
            _ = try arguments(test.arguments)
            _ = try arguments(test.expectation.checkerArguments)
        }
        let execution = message.execution(within: caps)
        if let checker = execution.checker {
            _ = try sources(message.checker.sources)
            _ = try name(ofLanguage: checker.language ?? message.language)
            _ = try name(ofLanguage: checker.convention)
            try require(checker.limits, within: caps)
        }
        try require(execution.limits, within: caps)
        guard execution.compilation.cpuTime > .zero, execution.compilation.memory > ByteCount(0),
            execution.compilation.cpuTime <= caps.cpuTime, execution.compilation.memory <= caps.memory
        else { throw UnusableJob("its execution asks for more to compile than this worker allows") }
        return execution
    }
}
