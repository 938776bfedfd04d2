public import Provenance
import Sandbox
import SystemPackage
public import Toolchains
public import Units

/// A program after its build, whatever came of it.
public struct BuiltProgram: Sendable {
    /// Its language.
    public let language: Language
    /// How compiling went.
    public internal(set) var compilation: Compilation
    /// The names of its sources.
    public internal(set) var sources: [String] = []
    /// What the submission's own files hash to; nil if they were not read, or it is no submission's program.
    public internal(set) var source: ContentDigest?
    /// As ``Provenance/JudgedContent/toolchain``; nil if nothing was built, or it is no submission's program.
    public internal(set) var toolchain: String?
    /// What can be run; nil exactly if the compilation failed.
    public internal(set) var artifact: Artifact?
    /// Keeps the artifact where it is; nil if whoever made this does.
    var directory: BuildDirectory?

    /// A program that came of `outcome`.
    init(language: Language, sources: [String], outcome: Builder.Outcome) {
        self.language = language
        self.sources = sources
        compilation = outcome.compilation
        artifact = outcome.artifact
        directory = outcome.directory
    }

    /// A program that was never compiled, for the reason `failure`.
    init(language: Language, failure: String) {
        self.language = language
        compilation = Compilation(succeeded: false, message: failure)
    }

    /// A program that was built elsewhere.
    /// - Parameters:
    ///   - sources: the names of its sources, which say how some languages are started.
    ///   - artifact: what was built, below the store of the executor that is to run it.
    public init(language: Language, sources: [String], artifact: Artifact) {
        self.language = language
        self.sources = sources
        self.artifact = artifact
        compilation = Compilation(succeeded: true)
    }

    /// How compiling went, and how the program is run, with the artifact shown at `/box`; the latter is nil exactly if
    /// there is nothing to run. A program that nobody can tell how to start counts as one that did not compile.
    ///
    /// Whoever runs it keeps the program until the run has ended.
    public func runnable(memoryLimit: ByteCount?) -> (Compilation, RunPlan?) {
        var compilation = compilation
        do {
            return (compilation, try runPlan(memoryLimit: memoryLimit))
        } catch {
            compilation.succeeded = false
            compilation.message = error.message
            return (compilation, nil)
        }
    }

    private func runPlan(memoryLimit: ByteCount?) throws(ToolchainError) -> RunPlan? {
        guard let artifact else { return nil }
        var plan = try language.runPlan(sources: sources, artifact: artifact.files, memoryLimit: memoryLimit) { name in
            // What cannot be read is judged by its name, as what is not there.
            try? artifact.directory.appending(name).contents()
        }
        plan.request.directories.append(RunRequest.Directory(hostPath: artifact.directory, path: "/box"))
        return plan
    }
}
