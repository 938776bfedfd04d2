import CLinux
import Dispatch
import Glibc
import Synchronization
import SystemPackage
import Units

/// A place where one run at a time happens, made once and used again.
///
/// Its work blocks (a socket, pipes, cgroup files), so all of it is done on a queue of the cell's own.
final class Cell: Sendable {
    let configuration: CellConfiguration
    private let layers: [Layer]
    private let isNeverStrict: Bool
    private let store: FilePath
    private let online: UInt32
    private let watch: HostWatch
    private let queue: DispatchQueue
    private let broken = Atomic(false)
    // Proof: set in init on the caller's thread before anybody else has the cell, afterwards touched only on `queue`.
    private nonisolated(unsafe) let process: CellProcess

    private init(_ process: CellProcess, _ blueprint: CellBlueprint, _ configuration: CellConfiguration, number: Int) {
        unsafe self.process = process
        self.configuration = configuration
        layers = Layer.allCases.filter(blueprint.layers.contains)
        isNeverStrict = blueprint.withoutLayers.contains(.strictSeccomp)
        store = blueprint.store
        watch = blueprint.watch
        online = UInt32(clamping: sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        queue = DispatchQueue(label: "verdict.cell.\(number)")
    }

    /// Whether its process is gone, so that it can only be closed.
    var isBroken: Bool { broken.load(ordering: .relaxed) }

    /// Makes a cell; takes some milliseconds.
    static func make(
        _ blueprint: CellBlueprint, _ configuration: CellConfiguration, number: Int
    ) async throws(CellSetupError) -> Cell {
        let result: Result<Cell, CellSetupError> = await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                let result = Result { () throws(CellSetupError) in
                    let process = try CellProcess(blueprint, configuration, number: number)
                    return Cell(process, blueprint, configuration, number: number)
                }
                continuation.resume(returning: result)
            }
        }
        return try result.get()
    }

    /// Runs one request, held to `processors`; cancelling the task stops it.
    func run(_ request: RunRequest, on processors: [Int] = [], stop: StopSignal) async throws(SandboxError) -> RunResult
    {
        let result: Result<RunResult, SandboxError> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                queue.async {
                    let result = Result { () throws(SandboxError) in try self.runBlocking(request, processors, stop) }
                    continuation.resume(returning: result)
                }
            }
        } onCancel: {
            stop.raise()
        }
        return try result.get()
    }

    /// Ends the cell and waits until nothing of it is left.
    func close() async {
        await withCheckedContinuation { continuation in
            queue.async {
                unsafe self.process.end()
                continuation.resume()
            }
        }
    }

    private func runBlocking(
        _ request: RunRequest, _ processors: [Int], _ stop: StopSignal
    ) throws(SandboxError) -> RunResult {
        var request = request
        if isNeverStrict, request.policy == .strict { request.policy = .run }
        let process = unsafe self.process
        let cgroup = try process.cgroup.prepare(request.limits)
        do {
            var streams = try RunStreams(request)
            let files = cgroup.place.map { [$0.descriptor.rawValue, $0.cpu.rawValue] } ?? []
            let message = try RunMessage.make(
                request, store: store, hasCgroup: !files.isEmpty, processors: processors, online: online)
            try process.channel.send(.run(message), descriptors: streams.programEnds + files)
            streams.releaseProgramEnds()
            var observation = RunObservation(watch, processors, in: cgroup.place?.directory)
            let (reply, descriptors) = try follow(
                process.channel, &streams, [stop.descriptor, cgroup.outOfMemory], &observation
            ) { () throws(SandboxError) in
                // Nothing else ends what a run leaves behind if it has no PID namespace to end with.
                if !layers.contains(.pid) { try cgroup.kill() }
            }
            var result = try self.result(of: reply, descriptors, request, processors, streams, cgroup)
            result.disturbance = observation.disturbance(preemptions: result.disturbance.preemptions)
            try cgroup.remove()
            return result
        } catch {
            let memory = try? cgroup.measure(residentSet: ByteCount(0))
            try? cgroup.remove()
            guard error.code == .cellFailed, let memory, memory.isOut else { throw error }
            // In a v1 tree the cell's process is charged with the run, and is killed where the memory is too little for
            // the run to begin.
            broken.store(true, ordering: .relaxed)
            var result = RunResult(exit: nil, layers: layers)
            (result.peakMemory, result.oomKills) = (memory.reported(within: request.limits.memory), memory.kills)
            result.limitsStruck.insert(.memory)
            return result
        }
    }

    /// Follows the run: drains the streams, stops it when one of `stops` is raised or too much was written, and returns
    /// the cell's answer once both pipes have ended.
    private func follow(
        _ channel: CellChannel, _ streams: inout RunStreams, _ stops: [OwnedDescriptor?],
        _ observation: inout RunObservation, ended: () throws(SandboxError) -> Void
    ) throws(SandboxError) -> (CellReply, [OwnedDescriptor]) {
        var answer: (CellReply, [OwnedDescriptor])?
        var stopped = false
        var buffer: [UInt8] = []
        while true {
            if let answer, streams.output.pipe == nil, streams.error.pipe == nil { return answer }
            var events = [
                pollfd(fd: answer == nil ? channel.socket.rawValue : -1, events: Int16(POLLIN), revents: 0),
                pollfd(fd: streams.output.pipe?.rawValue ?? -1, events: Int16(POLLIN), revents: 0),
                pollfd(fd: streams.error.pipe?.rawValue ?? -1, events: Int16(POLLIN), revents: 0),
            ]
            for stop in stops {
                events.append(pollfd(fd: stopped ? -1 : stop?.rawValue ?? -1, events: Int16(POLLIN), revents: 0))
            }
            guard unsafe poll(&events, nfds_t(events.count), observation.timeout()) >= 0 || errno == EINTR else {
                throw SandboxError(.systemCall, stage: "wait for a run", errno: Errno(rawValue: errno))
            }
            if events[1].revents != 0 || events[2].revents != 0 {
                if buffer.isEmpty { buffer = StreamCollector.makeBuffer() }
                if events[1].revents != 0 { streams.output.drain(&buffer) }
                if events[2].revents != 0 { streams.error.drain(&buffer) }
            }
            let isOver = streams.output.isOverLimit || streams.error.isOverLimit
            if !stopped, isOver || events[3...].contains(where: { $0.revents != 0 }) {
                stopped = true
                if answer == nil { try channel.send(.stop(.init())) }
            }
            if events[0].revents != 0 {
                answer = try channel.receive()
                try ended()
            }
        }
    }

    private func result(
        of reply: CellReply, _ descriptors: [OwnedDescriptor], _ request: RunRequest, _ processors: [Int],
        _ streams: RunStreams, _ cgroup: RunCgroup
    ) throws(SandboxError) -> RunResult {
        switch reply.kind {
        case .outcome(let outcome):
            let residentSet = ByteCount.kibibytes(Int64(outcome.maxRssKib))
            let memory = try cgroup.measure(residentSet: residentSet)
            guard outcome.hasStatus_p || !memory.isOutAbove else {
                throw SandboxError(
                    .cellFailed, stage: "go on with a run", errno: .noMemory,
                    advice: "a cgroup above the run's ran out of memory: give it more, or run less at once")
            }
            let kept = request.scratch.filter(\.isKept).map(\.path)
            let scratch = zip(kept, descriptors).map { ($0, ScratchContents(descriptor: $1)) }
            var result = RunMessage.result(outcome, request.limits, memory, processors)
            result.outputBytes = ByteCount(Int64(streams.output.count))
            result.errorBytes = ByteCount(Int64(streams.error.count))
            result.standardOutput = streams.output.bytes
            result.standardError = streams.error.bytes
            if streams.output.isOverLimit || streams.error.isOverLimit { result.limitsStruck.insert(.output) }
            if LoadRefusal.explains(result, of: request) { result.markTooBigToLoad(under: request.limits) }
            result.scratch = Dictionary(scratch) { first, _ in first }
            let isStrict = request.policy == .strict && layers.contains(.seccomp)
            result.layers = layers.filter { $0 != .strictSeccomp } + (isStrict ? [.strictSeccomp] : [])
            return result
        case .failure(let failure):
            if failure.launch, Errno(rawValue: failure.error) == .noMemory, request.limits.memory != nil {
                var result = RunResult(exit: nil, layers: layers)
                result.markTooBigToLoad(under: request.limits)
                return result
            }
            let stage = failure.launch ? "\(failure.stage) \(request.command.first ?? "")" : failure.stage
            throw SandboxError(
                failure.launch ? .launchFailed : .cellFailed, stage: stage, errno: Errno(rawValue: failure.error))
        default:
            throw SandboxError(.cellFailed, stage: "follow a run", errno: .protocolError)
        }
    }
}
