import Concurrency
import Files
import Sandbox
import Synchronization
import SystemPackage
import Toolchains
import Units

/// One run of a compiler on sources that are in memory, and what is taken of it.
struct CompilerRun: Sendable {
    /// Of this process: several builders may keep what they build in one store.
    private static let serial = Atomic(0)

    let executor: any Executor
    /// How, with the limits that hold.
    let plan: BuildPlan

    /// Builds `sources` in a new directory of the executor's store.
    /// - Parameter name: what the directory's name begins with.
    /// - Throws: ``JudgingError`` or `SandboxError` if the engine is at fault; then nothing is left behind.
    func build(_ sources: [Source], named name: String) async throws -> Build {
        let number = Self.serial.add(1, ordering: .relaxed).newValue
        let directory = BuildDirectory(executor.store.appending("builds").appending("\(name)-\(number)"))
        let box = directory.path.appending("box")
        try Self.makeDirectory(box)
        var build = try await build(sources, in: directory.path, to: box)
        build.size = ByteCount(Int64(build.log.utf8.count))
        if case .built = build.result {
            build.directory = directory
            build.size = build.size + (try await BlockingWork.run { _ in try directory.path.treeSize() })
        }
        return build
    }

    private func build(_ sources: [Source], in place: FilePath, to box: FilePath) async throws -> Build {
        let source = place.appending("source")
        try Self.makeDirectory(source)
        try Self.write(sources, into: source)
        let run = try await run(source)
        var build = Build(
            result: .failed(""), cpuTime: run.cpuTime, log: CompilePolicy.log(of: run),
            isRepeatable: CompilePolicy.isRepeatable(run))
        if let failure = CompilePolicy.failure(of: run, within: plan.request.limits) {
            build.result = .failed(failure)
        } else {
            build.result = try await BlockingWork.run { _ in try Self.artifact(of: run, plan, sources, in: box) }
        }
        return build
    }

    private func run(_ source: FilePath) async throws -> RunResult {
        var request = plan.request
        request.directories.append(RunRequest.Directory(hostPath: source, path: "/source"))
        let run = try await executor.run(request, in: plan.cell)
        try run.requireEnd()
        return run
    }

    /// What the compiler left, kept in `box`.
    private static func artifact(
        of run: RunResult, _ plan: BuildPlan, _ sources: [Source], in box: FilePath
    ) throws -> BuildResult<Artifact> {
        do {
            try run.scratch["/box"]?.copy(
                to: box, limit: CompilePolicy.artifactLimit, files: CompilePolicy.artifactFiles)
        } catch  where error.code == .badRequest {
            return .failed("the compiler's output could not be taken: \(error)")
        } catch {
            throw Self.failure("keep what was compiled", in: box, error)
        }
        if plan.keepsSources {
            let missing = sources.filter { !box.appending($0.name).exists }
            for source in missing {
                let places = FilePath(source.name).directories.map { box.appending($0.components) }
                guard places.allSatisfy({ !$0.exists || $0.isDirectory }) else {
                    return .failed("the compiler left a file where the source \(source.name) belongs into a folder")
                }
            }
            try Self.write(missing, into: box)
        }
        let files = try box.files()
        guard !files.isEmpty else { return .failed("the compiler ended well but wrote no program") }
        return .built(Artifact(directory: box, files: files))
    }

    private static func makeDirectory(_ path: FilePath) throws(JudgingError) {
        do {
            try path.makeDirectories()
        } catch {
            throw failure("make a directory", in: path, error)
        }
    }

    private static func write(_ sources: [Source], into directory: FilePath) throws(JudgingError) {
        for source in sources {
            let path = try source.path(in: directory)
            do {
                try path.writeFile(source.bytes)
            } catch {
                throw failure("write the source \(source.name)", in: directory, error)
            }
        }
    }

    /// The host's fault, and never that of the program that was to be built.
    static func failure(_ stage: String, in place: FilePath, _ error: any Error) -> JudgingError {
        JudgingError(
            .files,
            "cannot \(stage) in \(place): \(error); make room there, or set TMPDIR to a directory that has it")
    }
}

extension Source {
    /// Where it lies in `directory`.
    /// - Throws: ``JudgingError`` if its name leads out of there.
    func path(in directory: FilePath) throws(JudgingError) -> FilePath {
        guard let path = directory.lexicallyResolving(FilePath(name)) else {
            throw JudgingError(.badPackage, "the source \(name) lies outside of its directory; rename it")
        }
        return path
    }
}
