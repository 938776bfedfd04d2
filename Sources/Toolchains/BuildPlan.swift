public import Sandbox

/// How a source is compiled: one sandboxed run. Nothing is compiled where ``Language/buildPlan(sources:contents:prepared:)`` is nil.
///
/// The caller shows the sources at `/source`, adds a kept scratch file system at `/box` where the compiler writes, and
/// afterwards takes what is there as the artifact.
public struct BuildPlan: Sendable {
    /// The cell that compilers of this language run in.
    public var cell: CellConfiguration
    /// Command, environment, limits, policy; with working directory `/box`.
    public var request: RunRequest
    /// Whether the sources themselves belong into the artifact (interpreted languages).
    public var keepsSources: Bool
}

/// How an artifact is run: everything of the request but its streams, the test's limits and `/box`.
public struct RunPlan: Sendable {
    /// The cell that programs of this language run in.
    public var cell: CellConfiguration
    /// Command, environment, working directory `/box`, processes, `/proc`; memory raised by the runtime's own need.
    public var request: RunRequest
}
