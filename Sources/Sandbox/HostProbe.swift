import Glibc
import SystemPackage

/// Finds out which layers this host gives by making a first cell.
struct HostProbe {
    let options: Sandbox.Options
    let directory: SandboxDirectory
    let trees: CgroupTrees
    let watch: HostWatch

    /// The blueprint of all further cells, and the first one.
    /// - Throws: ``SandboxError`` naming the first layer that is missing and not allowed to be.
    func run() async throws(SandboxError) -> (CellBlueprint, Cell) {
        var layers = Set(Layer.allCases).subtracting([.strictSeccomp]).subtracting(options.withoutLayers)
        for (layer, isThere) in [
            (Layer.memory, trees.memory != nil), (.processes, trees.processes != nil), (.cpu, trees.unified != nil),
        ] where !isThere && layers.contains(layer) {
            try allow(layer, trees.refusals[layer] ?? SandboxError(.unsupportedHost, stage: layer.purpose))
            layers.remove(layer)
        }
        guard layers.contains(.user) || geteuid() == 0 else {
            throw SandboxError(
                .unsupportedHost, stage: "run programs under their own ids without a user namespace",
                errno: .notPermitted, advice: "run as root")
        }
        guard layers.contains(.pid) || trees.unified?.has("cgroup.kill") == true else {
            throw SandboxError(
                .unsupportedHost, stage: "end runs without their PID namespace",
                advice: "it takes a cgroup v2 tree and Linux 5.14")
        }
        let executable = try Host.cellExecutable(options.cellExecutable)
        var blueprint = CellBlueprint(
            executable: executable, warmLibrary: Host.warmLibrary(beside: executable), store: directory.store,
            emptyInput: try InputFile([], in: directory.inputs), layers: layers,
            withoutLayers: options.withoutLayers, trees: trees,
            watch: watch, counter: options.counter)
        while true {
            do {
                return (blueprint, try await Cell.make(blueprint, CellConfiguration(), number: 0))
            } catch {
                guard let layer = error.layer, blueprint.layers.contains(layer), layer.isSeparable else {
                    throw error.layer.map { refusal($0, error.error) } ?? error.error
                }
                try allow(layer, error.error)
                blueprint.layers.remove(layer)
            }
        }
    }

    private func allow(_ layer: Layer, _ error: SandboxError) throws(SandboxError) {
        guard options.allowedMissing.contains(layer) else { throw refusal(layer, error) }
    }

    private func refusal(_ layer: Layer, _ error: SandboxError) -> SandboxError {
        SandboxError(.unsupportedHost, stage: error.stage, errno: error.errno, advice: layer.advice)
    }
}

extension Layer {
    /// Whether a cell can be made without it at all.
    var isSeparable: Bool { self != .mount && self != .pid }

    /// What it is for, in the words of an error.
    var purpose: String {
        switch self {
        case .memory: "limit memory by a cgroup"
        case .processes: "limit processes by a cgroup"
        case .cpu: "count CPU time by a cgroup"
        default: "make the layer \(rawValue)"
        }
    }

    /// What to do on a host that lacks it.
    var advice: String {
        let fix =
            switch self {
            case .user, .mount:
                """
                run as root, or allow user namespaces (sysctl user.max_user_namespaces, \
                kernel.apparmor_restrict_unprivileged_userns=0)
                """
            case .memory, .processes:
                """
                run as root, in a delegated cgroup (systemd-run --user --scope -p Delegate=yes verdict …) or in a container \
                that may write its cgroup (verdict doctor says how); the kernel may need cgroup_enable=memory
                """
            case .cpu:
                """
                run as root, or mount a cgroup v2 tree (mount -t cgroup2 none /sys/fs/cgroup/unified) and delegate it; \
                verdict doctor says how
                """
            default: "run as root or in a container that allows it (verdict doctor says how)"
            }
        return fix + ", or accept the risk with --allow-missing \(rawValue)"
    }
}
