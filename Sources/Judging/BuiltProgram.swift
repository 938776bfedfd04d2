import Files
public import Provenance
import Sandbox
import SystemPackage
public import Toolchains
public import Units

/// A program after its build, whatever came of it. Whoever runs it keeps the program until the run has ended: its files may go
/// with it.
public struct BuiltProgram: Sendable {
    /// Its language.
    public let language: Language
    /// What can be run.
    public let result: BuildResult<Artifact>
    /// How compiling went.
    public let compilation: Compilation
    /// The names of its sources.
    public let sources: [String]
    /// What the submission's own files hash to; nil if they were not read, or it is no submission's program.
    public internal(set) var source: ContentDigest?
    /// As ``Provenance/JudgedContent/toolchain``; nil if nothing was built, or it is no submission's program.
    public internal(set) var toolchain: String?
    /// For how long it was built; nothing if it was there.
    let workTime: Duration
    /// Keeps the artifact where it is; nil if whoever made this does.
    let directory: BuildDirectory?

    /// A program that came of `build`. One that nobody can tell how to start counts as one that did not compile.
    init(language: Language, sources: [String], build: Build, key: BuildKey, isCached: Bool) {
        var result = build.result
        if case .built(let artifact) = result,
            case .failed(let reason) = Self.plan(language, sources, artifact, memoryLimit: nil)
        {
            result = .failed(reason)
        }
        self.init(
            language, result, sources: sources, build: build,
            Compilation(
                result, cpuTime: build.cpuTime, log: build.log, isCached: isCached, buildKey: key.text))
    }

    /// A program that was never compiled, for the reason `failure`.
    init(language: Language, failure: String) {
        let result = BuildResult<Artifact>.failed(failure)
        self.init(language, result, sources: [], build: nil, Compilation(result))
    }

    /// A program that was built elsewhere.
    /// - Parameters:
    ///   - sources: the names of its sources, which say how some languages are started.
    ///   - artifact: what was built, below the store of the executor that is to run it.
    public init(language: Language, sources: [String], artifact: Artifact) {
        let result = BuildResult.built(artifact)
        self.init(language, result, sources: sources, build: nil, Compilation(result))
    }

    private init(
        _ language: Language, _ result: BuildResult<Artifact>, sources: [String], build: Build?,
        _ compilation: Compilation
    ) {
        self.language = language
        self.result = result
        self.sources = sources
        self.compilation = compilation
        workTime = compilation.isCached ? .zero : build?.workTime ?? .zero
        directory = build?.directory
    }

    /// How the program is run, with the artifact shown at `/box`; or why it cannot be.
    public func runnable(memoryLimit: ByteCount?) -> BuildResult<RunPlan> {
        switch result {
        case .built(let artifact): Self.plan(language, sources, artifact, memoryLimit: memoryLimit)
        case .failed(let reason): .failed(reason)
        }
    }

    private static func plan(
        _ language: Language, _ sources: [String], _ artifact: Artifact, memoryLimit: ByteCount?
    ) -> BuildResult<RunPlan> {
        do {
            var plan = try language.runPlan(
                sources: sources, artifact: artifact.files, memoryLimit: memoryLimit
            ) { name in
                // What cannot be read is judged by its name, as what is not there. No more is read than any source or class has.
                try? artifact.directory.appending(name).contents(atMost: 16 << 20)
            }
            plan.request.directories.append(RunRequest.Directory(hostPath: artifact.directory, path: "/box"))
            return .built(plan)
        } catch {
            return .failed(error.message)
        }
    }
}

extension Compilation {
    /// The compilation that came to `result`.
    fileprivate init(
        _ result: BuildResult<Artifact>, cpuTime: Duration = .zero, log: String = "", isCached: Bool = false,
        buildKey: String = ""
    ) {
        switch result {
        case .built: self.init(succeeded: true, cpuTime: cpuTime, log: log, buildKey: buildKey)
        case .failed(let reason):
            self.init(succeeded: false, message: reason, cpuTime: cpuTime, log: log, buildKey: buildKey)
        }
        self.isCached = isCached
    }
}
