import SystemPackage
import Units

/// A run between its request and its answer.
// Proof: filled by the thread that starts it, and from then on touched by the cell's thread alone, which is told of it
// under a lock (CellThread.state).
final class ActiveRun: @unchecked Sendable {
    let request: RunRequest
    let layers: [Layer]
    let stop: StopSignal
    var stopNumber = 0
    let processors: [Int]
    var observation: RunObservation
    let cgroup: RunCgroup
    /// What the cell is told.
    let frame: [UInt8]
    /// What came of it, where it is not over at once.
    let end = Eventual<Result<RunResult, SandboxError>>()
    /// Says that the cell can only be closed now.
    let whenBroken: @Sendable () -> Void
    var streams: RunStreams
    var isStopped = false

    init(
        _ request: RunRequest, _ frame: [UInt8], _ streams: RunStreams, _ cgroup: RunCgroup,
        _ stop: StopSignal, _ processors: [Int], layers: [Layer], _ observation: RunObservation,
        whenBroken: @escaping @Sendable () -> Void
    ) {
        self.request = request
        self.frame = frame
        self.streams = streams
        self.cgroup = cgroup
        self.stop = stop
        self.processors = processors
        self.observation = observation
        self.layers = layers
        self.whenBroken = whenBroken
    }

    /// What the cell gets beside the message.
    var descriptors: [Int32] {
        streams.programEnds + (cgroup.place.map { [$0.descriptor.rawValue, $0.cpu.rawValue] } ?? [])
    }

    /// Takes what there is of the run; returns what came of it once it has ended.
    func follow(
        _ events: RunEvents, _ channel: CellChannel, _ buffer: inout [UInt8]
    ) -> Result<RunResult, SandboxError>? {
        do throws(SandboxError) {
            if events.contains(.output) { streams.output.drain(&buffer) }
            if events.contains(.error) { streams.error.drain(&buffer) }
            if !isStopped, streams.isOverLimit || streams.isRefused || events.contains(.outOfMemory) {
                isStopped = true
                if !events.contains(.socket) { try channel.send(.stop(.init())) }
            }
            guard events.contains(.socket) else { return nil }
            let (reply, descriptors) = try channel.receive()
            // Nothing else ends what a run leaves behind if it has no PID namespace to end with.
            if !layers.contains(.pid) { try cgroup.kill() }
            streams.finish(&buffer)
            let result = try result(of: reply, descriptors)
            cgroup.release()
            return .success(result)
        } catch {
            return failure(error)
        }
    }

    /// The result that the cell's reply stands for.
    private func result(of reply: CellReply, _ descriptors: [OwnedDescriptor]) throws(SandboxError) -> RunResult {
        switch reply.kind {
        case .outcome(let outcome):
            let memory = try cgroup.measure(residentSet: RunMessage.residentSet(of: outcome))
            guard outcome.hasStatus_p || !memory.isOutAbove else {
                throw SandboxError(
                    .cellFailed, stage: "go on with a run", errno: .noMemory,
                    advice: "a cgroup above the run's ran out of memory: give it more, or run less at once")
            }
            // What runs have left in the kernel goes with the cell.
            if cgroup.memory?.isSpent == true || outcome.worn { whenBroken() }
            let kept = request.scratch.filter(\.isKept).map(\.path)
            let scratch = zip(kept, descriptors).map { ($0, ScratchContents(descriptor: $1)) }
            var result = RunMessage.result(outcome, request.limits, memory, processors)
            result.refusedProcesses = try cgroup.refusedProcesses()
            result.outputBytes = ByteCount(Int64(streams.output.count))
            result.errorBytes = ByteCount(Int64(streams.error.count))
            result.standardOutput = streams.output.bytes
            result.standardError = streams.error.bytes
            if streams.isOverLimit { result.limitsStruck.insert(.output) }
            if LoadRefusal.explains(result, of: request) { result.markTooBigToLoad(under: request.limits) }
            result.disturbance = observation.disturbance(preemptions: result.disturbance.preemptions)
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
            var error = SandboxError(
                failure.launch ? .launchFailed : .cellFailed, stage: stage, errno: .init(rawValue: failure.error))
            if Layer(bit: failure.layer) == .pid { error.step = .cloning }
            throw error
        default:
            throw SandboxError(.cellFailed, stage: "follow a run", errno: .protocolError)
        }
    }

    /// What a failure to run means: an error, or that the memory allowed was too little for the run to begin.
    func failure(_ error: SandboxError) -> Result<RunResult, SandboxError> {
        let memory = try? cgroup.measure(residentSet: ByteCount(0))
        let cpuTime = cgroup.cpuTime
        cgroup.release()
        guard let memory, memory.isOut || memory.hasMetLimit && error.errno == .noMemory,
            [.cellFailed, .launchFailed].contains(error.code)
        else { return .failure(error) }
        // In a v1 tree the cell's process is charged with the run, and may be killed with it.
        if error.code == .cellFailed { whenBroken() }
        var result = RunResult(exit: nil, layers: layers)
        (result.cpuTime, result.wallTime) = (cpuTime ?? .zero, observation.elapsed)
        (result.peakMemory, result.oomKills) = (memory.reported(within: request.limits.memory), memory.kills)
        result.limitsStruck.insert(.memory)
        return .success(result)
    }
}

/// What has happened to a run or its cell: what `epoll_wait(2)` tells by the bit as a key, `poll(2)` by its order.
struct RunEvents: OptionSet {
    let rawValue: UInt64

    /// The cell has answered, or is gone.
    static let socket = RunEvents(rawValue: 1 << 0)
    /// There is standard output.
    static let output = RunEvents(rawValue: 1 << 1)
    /// There is standard error.
    static let error = RunEvents(rawValue: 1 << 2)
    static let outOfMemory = RunEvents(rawValue: 1 << 3)
    /// It is time to look at the host.
    static let look = RunEvents(rawValue: 1 << 4)
    /// A run is over, and nobody waits.
    static let idle = RunEvents(rawValue: 1 << 5)
}
