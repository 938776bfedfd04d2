import Sandbox
import SystemPackage
import Toolchains
import Units

/// A program after its build, whatever came of it.
struct BuiltProgram: Sendable {
    let language: Language
    /// How compiling went.
    var compilation: Compilation
    /// The names of its sources.
    var sources: [String] = []
    /// What can be run; nil exactly if the compilation failed.
    var artifact: Artifact?

    /// A program that came of `outcome`.
    init(language: Language, sources: [String], outcome: Builder.Outcome) {
        self.language = language
        self.sources = sources
        compilation = outcome.compilation
        artifact = outcome.artifact
    }

    /// A program that was never compiled, for the reason `failure`.
    init(language: Language, failure: String) {
        self.language = language
        compilation = Compilation(succeeded: false, message: failure)
    }

    /// How it is run, with the artifact shown at `/box`; nil if there is nothing to run.
    /// - Throws: `ToolchainError` if it is not clear where the program starts.
    func runPlan(memoryLimit: ByteCount?) throws(ToolchainError) -> RunPlan? {
        guard let artifact else { return nil }
        var plan = try language.runPlan(sources: sources, artifact: artifact.files, memoryLimit: memoryLimit) { name in
            // What cannot be read is judged by its name, as what is not there.
            try? artifact.directory.appending(name).contents()
        }
        plan.request.directories.append(RunRequest.Directory(hostPath: artifact.directory, path: "/box"))
        return plan
    }
}
