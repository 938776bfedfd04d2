public import SystemPackage

/// Cells, made on demand and kept warm, that run programs nobody trusts.
public final class Sandbox: Executor {
    public let store: FilePath
    public let parallelism: Int

    /// What to build the sandbox with.
    public struct Options: Sendable {
        /// Layers that this host may lack; anything else missing is an error.
        public var allowedMissing: Set<Layer> = []
        /// How many runs go on at once; nil: one for each physical core this process may use.
        public var parallelism: Int?

        /// All layers required, one run per core.
        public init() {}
    }

    /// Looks at the host, makes the cgroups and the store, and is then ready to run.
    /// - Throws: ``SandboxError`` with ``SandboxError/Code/unsupportedHost`` if a layer is missing.
    public init(_ options: Options = Options()) throws(SandboxError) {
        throw SandboxError(.unsupportedHost, stage: "not built yet")
    }

    /// The layers that hold every run of this sandbox.
    public var layers: [Layer] { [] }

    public func run(
        _ request: RunRequest, in configuration: CellConfiguration
    ) async throws(SandboxError) -> RunResult {
        throw SandboxError(.unsupportedHost, stage: "not built yet")
    }

    /// Ends all cells and removes cgroups and store. Runs under way are stopped first.
    public func close() async {
    }
}
