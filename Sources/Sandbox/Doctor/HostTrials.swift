/// What came of trying every layer.
struct HostTrials: Hashable, Sendable {
    /// What came of one trial.
    enum Trial: Hashable, Sendable {
        /// It worked; the words say what was seen.
        case held(String)
        /// The kernel refused.
        case failed(SandboxError)
        /// It could not be tried without another layer, which is missing.
        case blocked(by: Layer)
        /// There is nothing to try: no such cgroup tree.
        case absent
    }

    /// Each layer's trial.
    var layers: [Layer: Trial] = [:]
    /// A `/proc` of the run's own PID namespace.
    var proc = Trial.blocked(by: .pid)
    /// A writable file system, new for the run.
    var scratch = Trial.blocked(by: .pid)
    /// Whether the memory cgroup limits swap as well; nil: no memory cgroup could be made.
    var limitsSwap: Bool?
    /// Why nothing could be tried at all.
    var obstacle: SandboxError?

    subscript(_ layer: Layer) -> Trial {
        layers[layer] ?? .absent
    }
}
