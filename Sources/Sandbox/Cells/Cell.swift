import Dispatch
import Synchronization
import Units

/// A place where one run at a time happens, made once and used again.
final class Cell: Sendable {
    let configuration: CellConfiguration
    private let layers: [Layer]
    private let isNeverStrict: Bool
    private let watch: HostWatch
    private let broken = Atomic(false)
    private let thread: CellThread
    /// For how long callers' threads have waited since they last let others go on, in ns.
    private let waited = Atomic<Int64>(0)
    private static let longestWait = Duration.milliseconds(5)

    private init(
        _ thread: CellThread, _ blueprint: CellBlueprint, _ configuration: CellConfiguration
    ) {
        self.thread = thread
        self.configuration = configuration
        layers = Layer.allCases.filter(blueprint.layers.contains)
        isNeverStrict = blueprint.withoutLayers.contains(.strictSeccomp)
        watch = blueprint.watch
    }

    /// Whether it can only be closed: its process is gone, or runs have left too much in the kernel.
    var isBroken: Bool { broken.load(ordering: .relaxed) || thread.isSpent }

    /// Makes a cell; takes some milliseconds.
    static func make(
        _ blueprint: CellBlueprint, _ configuration: CellConfiguration, number: Int
    ) async throws(CellSetupError) -> Cell {
        let result: Result<Cell, CellSetupError> = await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                let result = Result { () throws(CellSetupError) in
                    let process = try CellProcess(blueprint, configuration, number: number)
                    do throws(SandboxError) {
                        return Cell(try CellThread(process), blueprint, configuration)
                    } catch {
                        process.end()
                        throw CellSetupError(error: error, layer: nil)
                    }
                }
                continuation.resume(returning: result)
            }
        }
        return try result.get()
    }

    /// Runs one request, held to `processors`; cancelling the task stops it.
    func run(_ request: RunRequest, on processors: [Int] = [], stop: StopSignal) async throws(SandboxError) -> RunResult
    {
        let start = ContinuousClock.now
        let begun = try thread.begin { process throws(SandboxError) in
            try prepare(request, processors, stop, process)
        }
        switch begun {
        case .ended(let result):
            // Who does nothing but short runs never waits otherwise, and other tasks want to go on, too.
            let time = (ContinuousClock.now - start).nanoseconds
            if waited.add(time, ordering: .relaxed).newValue > Self.longestWait.nanoseconds {
                waited.store(0, ordering: .relaxed)
                await Task.yield()
            }
            return try result.get()
        case .goesOn(let end):
            return try await withTaskCancellationHandler {
                await end.value
            } onCancel: {
                stop.raise()
            }.get()
        }
    }

    /// Ends the cell and waits until nothing of it is left.
    func close() async {
        await thread.close()
    }

    private func prepare(
        _ request: RunRequest, _ processors: [Int], _ stop: StopSignal, _ process: CellProcess
    ) throws(SandboxError) -> ActiveRun {
        var request = request
        if isNeverStrict, request.policy == .strict { request.policy = .run }
        let cgroup = try process.cgroup.prepare(request.limits)
        do throws(SandboxError) {
            let streams = try RunStreams(request, process.inputs)
            let frame = try process.encoder.frame(request, hasCgroup: cgroup.place != nil, processors: processors)
            return ActiveRun(
                request, frame, streams, cgroup, stop, processors, layers: layers,
                RunObservation(watch, processors, in: cgroup.place?.directory),
                whenBroken: { self.broken.store(true, ordering: .relaxed) })
        } catch {
            cgroup.release()
            throw error
        }
    }
}
