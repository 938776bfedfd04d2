import CLinux
import Glibc
import Synchronization
public import SystemPackage

/// Cells, made on demand and kept warm, that run programs nobody trusts.
///
/// Close it when done: cells, cgroups and the store are removed then.
public final class Sandbox: Executor {
    /// What to build the sandbox with.
    public struct Options: Sendable {
        /// Layers that this host may lack; anything else missing is an error.
        public var allowedMissing: Set<Layer> = []
        /// Layers that are not used although this host has them, so that a test can see what they are good for: never
        /// for programs that nobody trusts. Without `mount` a cell shows the host's `/etc`, `/home`, `/root`, `/srv` and
        /// `/var` and its root is not read-only; it has a mount namespace all the same.
        public var withoutLayers: Set<Layer> = []
        /// How many runs go on at once; nil: one for each physical core that this process may use. More than that share
        /// cores, and their times are worth less.
        public var parallelism: Int?
        /// The program `verdict-cell`. Nil: what the environment's `VERDICT_CELL` names; else the one beside the
        /// running program, where SwiftPM puts it; else `../libexec/verdict/verdict-cell` from there.
        public var cellExecutable: FilePath?
        /// Bytes a second that runs together may read from each disk.
        var diskReads = DiskThrottle.most
        /// What is counted as ``RunResult/instructions``.
        var counter = PerformanceCounter.instructions

        /// All layers required, one run per core.
        public init() {}
    }

    private struct State {
        var pool: CellPoolState<Cell>
        var continuations: [Int: CheckedContinuation<Bool, Never>] = [:]
        var stops: [Int: StopSignal] = [:]
        /// Who waits for the last run to end.
        var closing: [CheckedContinuation<Void, Never>] = []
        var nextTicket = 0
        var nextCell = 0
    }

    /// How many processors this process may use; no run is held to more of them.
    public static var usableProcessors: Int { Host.usableProcessors }

    private static let counter = Atomic<Int>(0)

    /// The directory below which shown directories lie; removed by ``close()``.
    public let store: FilePath
    /// The directory of input files; removed by ``close()``.
    public let inputs: FilePath
    /// How many runs go on at once.
    public let parallelism: Int
    /// The layers that hold every run of this sandbox.
    public let layers: [Layer]
    private let blueprint: CellBlueprint
    private let directory: SandboxDirectory
    private let places: CorePlaces
    private let state: Mutex<State>

    /// Looks at the host, makes cgroups, the store and a first cell, and is then ready to run.
    /// - Throws: ``SandboxError`` with ``SandboxError/Code/unsupportedHost`` if a layer is missing.
    public init(_ options: Options = Options()) async throws(SandboxError) {
        let number = Self.counter.add(1, ordering: .relaxed).oldValue
        let topology = CoreTopology.ofHost()
        parallelism = options.parallelism ?? topology.cores.count
        places = CorePlaces(parallelism, topology: topology, start: Int(getpid()))
        directory = try SandboxDirectory(number: number)
        (store, inputs) = (directory.store, directory.inputs)
        var pool = CellPoolState<Cell>(parallelism: parallelism, capacity: 4 * parallelism + 4)
        do throws(SandboxError) {
            let layout = try Host.cgroupLayout()
            let trees = try CgroupTrees(
                layout: layout, number: number, without: options.withoutLayers, diskReads: options.diskReads)
            do throws(SandboxError) {
                let probe = HostProbe(
                    options: options, directory: directory, trees: trees, watch: HostWatch(layout: layout))
                let (blueprint, cell) = try await probe.run()
                self.blueprint = blueprint
                layers = Layer.allCases.filter(blueprint.layers.contains)
                _ = pool.put(cell, cell.configuration)
            } catch {
                try? trees.remove()
                throw error
            }
        } catch {
            directory.remove()
            throw error
        }
        state = Mutex(State(pool: pool, nextCell: 1))
    }

    /// Runs `request` in a warm cell of this configuration, or in a new one; see ``Executor/run(_:in:)``.
    public func run(
        _ request: RunRequest, in configuration: CellConfiguration
    ) async throws(SandboxError) -> RunResult {
        try await admitted(else: RunResult(exit: nil, layers: layers)) { stop, place throws(SandboxError) in
            try await self.run(request, in: try await self.cell(for: configuration), at: place, stop)
        }
    }

    /// Does `body` when there is a place, with what stops it and a processor if one is free; answers `cancelled` if the
    /// task is cancelled before that.
    func admitted<Value: Sendable>(
        else cancelled: Value, _ body: (StopSignal, CorePlaces.Place?) async throws(SandboxError) -> Value
    ) async throws(SandboxError) -> Value {
        let stop = StopSignal()
        let ticket = state.withLock { state in
            state.nextTicket += 1
            state.stops[state.nextTicket] = stop
            return state.nextTicket
        }
        guard await enter(ticket) else {
            state.withLock { _ = $0.stops.removeValue(forKey: ticket) }
            guard Task.isCancelled else { throw SandboxError(.closed, stage: "run in a sandbox that was closed") }
            return cancelled
        }
        let place = await places.take()
        defer {
            places.give(place)
            leave(ticket)
        }
        return try await body(stop, place)
    }

    /// Ends all cells and removes cgroups and store. Runs under way are stopped first.
    public func close() async {
        let (waiting, cells) = state.withLock { state in
            let (tickets, cells) = state.pool.close()
            for stop in state.stops.values { stop.raise() }
            return (tickets.compactMap { state.continuations.removeValue(forKey: $0) }, cells)
        }
        for continuation in waiting { continuation.resume(returning: false) }
        for cell in cells { await cell.close() }
        await withCheckedContinuation { continuation in
            let isQuiet = state.withLock { state in
                if !state.pool.isQuiet { state.closing.append(continuation) }
                return state.pool.isQuiet
            }
            if isQuiet { continuation.resume() }
        }
        // Nothing runs here any more; what could not be removed is cleared by the next start.
        try? blueprint.trees.remove()
        directory.remove()
    }

    func run(
        _ request: RunRequest, in cell: Cell, at place: CorePlaces.Place?, _ stop: StopSignal
    ) async throws(SandboxError) -> RunResult {
        do {
            let processors = places.processors(request.limits.cores, from: place)
            var result = try await cell.run(request, on: processors, stop: stop)
            result.isOnSharedCore = place?.isShared ?? false
            await keep(cell)
            return result
        } catch {
            // A program that could not be started says nothing against the cell; anything else does.
            if error.code == .launchFailed { await keep(cell) } else { await cell.close() }
            throw error
        }
    }

    func keep(_ cell: Cell) async {
        guard !cell.isBroken else { return await cell.close() }
        let surplus = state.withLock { $0.pool.put(cell, cell.configuration) }
        await surplus?.close()
    }

    func cell(for configuration: CellConfiguration) async throws(SandboxError) -> Cell {
        let (warm, number) = state.withLock { state in
            state.nextCell += 1
            return (state.pool.take(configuration), state.nextCell)
        }
        // That runs have left too much behind may have been seen since it was put there.
        if let warm, warm.isBroken {
            await warm.close()
        } else if let warm {
            return warm
        }
        do {
            return try await Cell.make(blueprint, configuration, number: number)
        } catch {
            throw error.error
        }
    }

    /// Waits for a place; false if the task was cancelled or the sandbox closed.
    private func enter(_ ticket: Int) async -> Bool {
        if !Task.isCancelled, state.withLock({ $0.pool.enterAtOnce() }) { return true }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer: Bool? = state.withLock { state in
                    if Task.isCancelled { return false }
                    switch state.pool.enter(ticket) {
                    case .admitted: return true
                    case .closed: return false
                    case .queued:
                        state.continuations[ticket] = continuation
                        return nil
                    }
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            let continuation = state.withLock { state in
                state.pool.leaveQueue(ticket) ? state.continuations.removeValue(forKey: ticket) : nil
            }
            continuation?.resume(returning: false)
        }
    }

    private func leave(_ ticket: Int) {
        let (next, closing) = state.withLock { state in
            state.stops[ticket] = nil
            let next = state.pool.exit().flatMap { state.continuations.removeValue(forKey: $0) }
            guard state.pool.isQuiet else { return (next, [CheckedContinuation<Void, Never>]()) }
            defer { state.closing = [] }
            return (next, state.closing)
        }
        next?.resume(returning: true)
        for continuation in closing { continuation.resume() }
    }
}

/// Makes a sandbox, lends it to `body`, and closes it whatever happens.
/// - Throws: ``SandboxError`` if this host cannot give the sandbox; else what `body` throws.
@discardableResult
public func withSandbox<Value>(
    _ options: Sandbox.Options = Sandbox.Options(), _ body: (Sandbox) async throws -> Value
) async throws -> Value {
    let sandbox = try await Sandbox(options)
    do {
        let value = try await body(sandbox)
        await sandbox.close()
        return value
    } catch {
        await sandbox.close()
        throw error
    }
}
