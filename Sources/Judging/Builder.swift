import Problems
import Sandbox
import Synchronization
import SystemPackage
import Toolchains
import Units

/// Builds programs, each content once.
final class Builder: Sendable {
    /// What came of a build.
    struct Outcome: Sendable {
        var compilation: Compilation
        /// What can be run; nil exactly if the compilation failed.
        var artifact: Artifact?
        /// Where all that belongs to the build lies.
        var directory: BuildDirectory?
        /// What the build takes in all, log included.
        var size = ByteCount(0)
    }

    /// The most that a compiler may leave behind.
    private static let artifactLimit = ByteCount.mebibytes(512)
    private static let artifactFiles = 4096

    private let executor: any Executor
    private let prepared: PreparedToolchains?
    private let finished: Mutex<FinishedBuilds>
    /// Of this process: several builders may keep what they build in one store.
    private static let serial = Atomic(0)

    /// A builder that keeps what it builds below the store of `executor`, and is faster where something is prepared.
    /// - Parameter limit: how much it keeps, besides what is in use; nil: all.
    init(executor: any Executor, prepared: PreparedToolchains? = nil, limit: ByteCount? = nil) {
        self.executor = executor
        self.prepared = prepared
        finished = Mutex(FinishedBuilds(limit: limit))
    }

    /// Builds `sources` as `language` says.
    /// - Parameter slot: runs the compiler when its turn has come.
    /// - Throws: ``JudgingError`` or `SandboxError` if the engine is at fault, never because of the sources.
    func build(
        _ sources: [Source], language: Language, limits: ProblemLimits,
        slot: (() async throws -> Outcome) async throws -> Outcome
    ) async throws -> BuiltProgram {
        let names = sources.map(\.name)
        let plan: BuildPlan?
        do {
            plan = try language.buildPlan(sources: names, prepared: prepared?.directory(for: language))
        } catch {
            return BuiltProgram(language: language, failure: error.message)
        }
        try Self.checkAvailability(of: language)
        let outcome = try await build(sources, language: language.id, plan: plan, limits: limits, slot: slot)
        return BuiltProgram(language: language, sources: names, outcome: outcome)
    }

    private static func checkAvailability(of language: Language) throws(JudgingError) {
        guard case .missing(let files, let packages) = language.availability() else { return }
        throw JudgingError(
            .missingCompiler,
            "\(language.name) needs \(files.joined(separator: ", ")), which this host lacks;"
                + " install the Debian package \(packages.joined(separator: " "))")
    }

    private func build(
        _ sources: [Source], language: String, plan: BuildPlan?, limits: ProblemLimits,
        slot: (() async throws -> Outcome) async throws -> Outcome
    ) async throws -> Outcome {
        let key = BuildKey(language: language, plan: plan, sources: sources)
        if let known = finished.withLock({ $0.outcome(of: key) }) { return Self.cached(known) }
        let outcome = try await slot {
            if let known = self.finished.withLock({ $0.outcome(of: key) }) { return Self.cached(known) }
            return try await self.compile(sources, key: key, plan: plan, limits: limits)
        }
        finished.withLock { $0.add(outcome, of: key) }
        return outcome
    }

    private static func cached(_ outcome: Outcome) -> Outcome {
        var outcome = outcome
        outcome.compilation.isCached = true
        return outcome
    }

    private func compile(
        _ sources: [Source], key: BuildKey, plan: BuildPlan?, limits: ProblemLimits
    ) async throws -> Outcome {
        let number = Self.serial.add(1, ordering: .relaxed).newValue
        let place = executor.store.appending("builds").appending("\(key.text.prefix(16))-\(number)")
        let directory = BuildDirectory(place)
        do {
            var outcome = try await compile(sources, key: key, plan: plan, limits: limits, in: place)
            outcome.directory = directory
            outcome.size = try place.treeSize() + ByteCount(Int64(outcome.compilation.log.utf8.count))
            return outcome
        } catch {
            directory.giveUp()
            throw error
        }
    }

    private func compile(
        _ sources: [Source], key: BuildKey, plan: BuildPlan?, limits: ProblemLimits, in place: FilePath
    ) async throws -> Outcome {
        let (source, box) = (place.appending("source"), place.appending("box"))
        do {
            try box.makeDirectories()
            try source.makeDirectories()
        } catch {
            throw Self.failure("make a directory", in: place, error)
        }
        guard let plan else {
            try write(sources, into: box)
            return Outcome(
                compilation: Compilation(succeeded: true, buildKey: key.text),
                artifact: Artifact(directory: box, files: sources.map(\.name).sorted()))
        }
        try write(sources, into: source)
        var (compilation, contents) = try await run(plan, source: source, limits: limits)
        compilation.buildKey = key.text
        guard compilation.succeeded else { return Outcome(compilation: compilation, artifact: nil) }
        do {
            try contents?.copy(to: box, limit: Self.artifactLimit, files: Self.artifactFiles)
        } catch  where error.code == .badRequest {
            compilation.succeeded = false
            compilation.message = "the compiler's output could not be taken: \(error)"
            return Outcome(compilation: compilation, artifact: nil)
        } catch {
            throw Self.failure("keep what was compiled", in: box, error)
        }
        if plan.keepsSources {
            try write(sources.filter { !box.appending($0.name).exists }, into: box)
        }
        let files = try box.files()
        guard !files.isEmpty else {
            compilation.succeeded = false
            compilation.message = "the compiler ended well but wrote no program"
            return Outcome(compilation: compilation, artifact: nil)
        }
        return Outcome(compilation: compilation, artifact: Artifact(directory: box, files: files))
    }

    private func write(_ sources: [Source], into directory: FilePath) throws {
        for source in sources {
            guard let path = directory.lexicallyResolving(FilePath(source.name)) else {
                throw JudgingError(.badPackage, "the source \(source.name) lies outside of its directory; rename it")
            }
            do {
                try path.writeFile(source.bytes)
            } catch {
                throw Self.failure("write the source \(source.name)", in: directory, error)
            }
        }
    }

    /// The host's fault, and never that of the program that was to be built.
    private static func failure(_ stage: String, in place: FilePath, _ error: any Error) -> JudgingError {
        JudgingError(
            .files,
            "cannot \(stage) in \(place): \(error); make room there, or set TMPDIR to a directory that has it")
    }

    private func run(
        _ plan: BuildPlan, source: FilePath, limits: ProblemLimits
    ) async throws -> (Compilation, ScratchContents?) {
        var request = plan.request
        request.limits = CompilePolicy.limits(of: request.limits, within: limits)
        request.directories.append(RunRequest.Directory(hostPath: source, path: "/source"))
        request.scratch.removeAll { $0.path == "/box" }
        request.scratch.append(
            RunRequest.Scratch(path: "/box", size: Self.artifactLimit, inodes: Self.artifactFiles, isKept: true))
        request.standardOutput = .collectEnds(CompilePolicy.logLimit)
        request.standardError = .collectEnds(CompilePolicy.logLimit)
        let run = try await executor.run(request, in: plan.cell)
        if case .cancelled = run.outcome { throw CancellationError() }
        let failure = CompilePolicy.failure(of: run, within: request.limits)
        let compilation = Compilation(
            succeeded: failure == nil, message: failure ?? "", cpuTime: run.cpuTime, log: CompilePolicy.log(of: run))
        return (compilation, run.scratch["/box"])
    }
}
