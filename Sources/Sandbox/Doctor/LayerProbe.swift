import Synchronization
import SystemPackage
import Units

/// Tries layers one at a time, each in a cell made for the purpose, so that one that is missing hides no other.
struct LayerProbe {
    private static let counter = Atomic<Int>(0)

    let number: Int
    private let executable: FilePath
    private let store: FilePath
    private let emptyInput: InputFile
    private let noCgroups: CgroupTrees
    /// What a cell cannot do without, as far as it could be had.
    private(set) var base: Set<Layer> = [.user, .mount, .pid, .privileges]
    var trials = HostTrials()

    /// Tries everything. Failures are results here, not errors.
    static func run(layout: CgroupLayout) async -> HostTrials {
        // Far from the numbers of sandboxes, whose cgroups have the same names.
        let number = 1_000_000 + counter.add(1, ordering: .relaxed).oldValue
        do throws(SandboxError) {
            let directory = try SandboxDirectory(number: number)
            defer { directory.remove() }
            var probe = try LayerProbe(directory, number: number)
            return await probe.tryAll(layout)
        } catch {
            var trials = HostTrials()
            trials.obstacle = error
            return trials
        }
    }

    private init(_ directory: SandboxDirectory, number: Int) throws(SandboxError) {
        executable = try Host.cellExecutable()
        store = directory.store
        emptyInput = try InputFile([], in: directory.inputs)
        self.number = number
        noCgroups = try CgroupTrees(layout: .none, number: number)
    }

    private mutating func tryAll(_ layout: CgroupLayout) async -> HostTrials {
        await findBase()
        if case .held = trials[.mount] { await tryLayers() } else { block() }
        await tryCgroups(layout)
        return trials
    }

    /// The least that makes a cell; without a mount namespace there is none.
    private mutating func findBase() async {
        for layer in base where layer != .pid { trials.layers[layer] = .held("a cell was made with it") }
        while true {
            guard let failure = await failure(base) else { return }
            let layer = failure.layer ?? (base.contains(.user) && failure.error.step == .writingIDMaps ? .user : .mount)
            guard base.contains(layer) else { return trials.layers[.mount] = .failed(failure.error) }
            trials.layers[layer] = .failed(failure.error)
            base.remove(layer)
            if layer == .mount { return }
        }
    }

    /// No cell, hence nothing else that can be tried in one.
    private mutating func block() {
        let culprit: Layer = if case .failed = trials[.user] { .user } else { .mount }
        for layer in [Layer.pid, .ipc, .network, .uts, .cgroup, .privileges, .seccomp, .strictSeccomp, .rlimits] {
            if case .failed = trials[layer] { continue }
            trials.layers[layer] = .blocked(by: culprit)
        }
        trials.proc = .blocked(by: culprit)
        trials.scratch = .blocked(by: culprit)
    }

    private mutating func tryLayers() async {
        for (layer, held) in [
            (Layer.network, "a cell was made with an empty one"), (.uts, "a cell was made with one"),
            (.cgroup, "a cell was made with one"),
        ] {
            trials.layers[layer] = await trial(base.union([layer]), nil, held: held)
        }
        trials.layers[.pid] = await trial(base, request(), held: "a program ran in one")
        guard case .failed(let error) = trials[.pid] else { return await tryRuns() }
        var culprit = Layer.pid
        // Without the ids of a user namespace a program cannot be given its own.
        if case .failed = trials[.user], error.step != .cloning {
            culprit = .user
            trials.layers[.pid] = .blocked(by: .user)
        }
        for layer in [Layer.ipc, .seccomp, .strictSeccomp, .rlimits] { trials.layers[layer] = .blocked(by: culprit) }
        trials.proc = .blocked(by: culprit)
        trials.scratch = .blocked(by: culprit)
    }

    /// What only a running program shows.
    private mutating func tryRuns() async {
        trials.layers[.ipc] = await trial(base.union([.ipc]), request(), held: "a program ran in one")
        trials.layers[.seccomp] = await trial(
            base.union([.seccomp]), request(), held: "a program ran behind the filter")
        var strict = request()
        strict.policy = .strict
        trials.layers[.strictSeccomp] = await trial(
            base.union([.seccomp, .strictSeccomp]), strict, held: "a program met the filter that kills")
        trials.layers[.rlimits] = await trial(base.union([.rlimits]), request(), held: "a program ran within them")
        var proc = request()
        proc.proc = true
        trials.proc = await trial(base, proc, held: "a program ran with its own /proc")
        var scratch = request()
        scratch.scratch = [.init(path: "/tmp", size: .mebibytes(1), inodes: 16)]
        trials.scratch = await trial(base, scratch, held: "a program ran with its own tmpfs, 1 MiB and 16 inodes")
    }

    /// What comes of a cell with `layers`, and of a run in it if there is a request.
    func trial(
        _ layers: Set<Layer>, _ request: RunRequest?, in trees: CgroupTrees? = nil, held: String
    ) async -> HostTrials.Trial {
        guard let failure = await failure(layers, request, in: trees) else { return .held(held) }
        return .failed(failure.error)
    }

    /// The cell's own program: the one static executable that is certainly there. Without a worker it ends at once.
    func request() -> RunRequest {
        RunRequest(
            command: ["/probe"], standardOutput: .discard, standardError: .discard,
            limits: Limits(cpuTime: .seconds(1), wallTime: .seconds(10), memory: .mebibytes(64), processes: 8))
    }

    private func failure(
        _ layers: Set<Layer>, _ request: RunRequest? = nil, in trees: CgroupTrees? = nil
    ) async -> CellSetupError? {
        let blueprint = CellBlueprint(
            executable: executable, store: store, emptyInput: emptyInput, layers: layers,
            trees: trees ?? noCgroups)
        let configuration = CellConfiguration(mounts: [.init(hostPath: executable, path: "/probe")])
        do throws(CellSetupError) {
            let cell = try await Cell.make(blueprint, configuration, number: 0)
            let failure = await failure(of: request, in: cell)
            await cell.close()
            return failure
        } catch {
            return error
        }
    }

    private func failure(of request: RunRequest?, in cell: Cell) async -> CellSetupError? {
        guard let request else { return nil }
        do throws(SandboxError) {
            _ = try await cell.run(request, stop: StopSignal())
            return nil
        } catch {
            return CellSetupError(error: error, layer: nil)
        }
    }
}

extension CgroupLayout {
    /// No cgroup trees at all.
    static let none = CgroupLayout(cgroup: "", mountInfo: "")
}
