import SystemPackage
import Units

/// Between the public types of a run and its messages.
enum RunMessage {
    /// All that a message is made of; equal ones make equal messages.
    struct Contents: Equatable {
        let command: [String]
        let environment: [String: String]
        let workingDirectory: String
        let directories: [RunRequest.Directory]
        let scratch: [RunRequest.Scratch]
        let limits: Limits
        let policy: RunRequest.SystemCallPolicy
        let proc: Bool
        let descriptors: Bool
        let isWarm: Bool
        let hasCgroup: Bool
        let processors: [Int]

        init(_ request: RunRequest, isWarm: Bool, hasCgroup: Bool, processors: [Int]) {
            command = request.command
            environment = request.environment
            workingDirectory = request.workingDirectory
            directories = request.directories
            scratch = request.scratch
            limits = request.limits
            policy = request.policy
            proc = request.proc
            descriptors = request.descriptors
            self.isWarm = isWarm
            self.hasCgroup = hasCgroup
            self.processors = processors
        }
    }

    /// - Parameters:
    ///   - store: the directory that shown ones lie below.
    ///   - online: how many processors the host has.
    static func make(
        _ request: Contents, store: FilePath, online: UInt32
    ) throws(SandboxError) -> Verdict_Cell_V1_Run {
        var message = Verdict_Cell_V1_Run()
        message.arguments = request.command
        message.environment = request.environment.map { "\($0.key)=\($0.value)" }.sorted()
        for text in message.arguments + message.environment + [request.workingDirectory] where text.contains("\0") {
            throw SandboxError(.badRequest, stage: "pass a NUL byte in an argument or variable")
        }
        message.workingDirectory = request.workingDirectory
        for directory in request.directories {
            var entry = Verdict_Cell_V1_Directory()
            entry.source = try relative(directory.hostPath, to: store, "show")
            entry.target = directory.path
            message.directories.append(entry)
        }
        for scratch in request.scratch {
            var entry = Verdict_Cell_V1_Scratch()
            entry.target = scratch.path
            entry.size = UInt64(scratch.size.bytes)
            entry.inodes = UInt64(scratch.inodes)
            entry.kept = scratch.isKept
            if let contents = scratch.contents { entry.contents = try relative(contents, to: store, "copy") }
            message.scratch.append(entry)
        }
        let limits = request.limits
        // 0 would be no limit.
        message.cpuLimitNs = limits.cpuTime.map { UInt64(max(1, $0.nanoseconds)) } ?? 0
        message.wallLimitNs = limits.wallTime.map { UInt64(max(1, $0.nanoseconds)) } ?? 0
        // Scratch file systems have quotas of their own; the limit is for a stream that is a file.
        let largest = request.scratch.map(\.size).max() ?? ByteCount(0)
        message.fileSize = UInt64(max(limits.output, largest).bytes) + 1
        message.stack = limits.stack.map { UInt64(max(1, $0.bytes)) } ?? 0
        message.openFiles = UInt32(limits.openFiles)
        message.filter = CellBlueprint.filter(of: request.policy)
        message.proc = request.proc
        message.descriptors = request.descriptors
        message.warm = request.isWarm
        message.hasCgroup_p = request.hasCgroup
        message.cores = request.processors.map(UInt32.init(clamping:))
        message.processors = min(online, UInt32(clamping: limits.processes))
        return message
    }

    /// `path` as seen from `store`, below which it must lie.
    private static func relative(
        _ path: FilePath, to store: FilePath, _ deed: String
    ) throws(SandboxError) -> String {
        var relative = path.lexicallyNormalized()
        guard relative.removePrefix(store), !relative.isEmpty else {
            throw SandboxError(.badRequest, stage: "\(deed) \(path), which is not below \(store)")
        }
        return relative.string
    }

    /// The facts that the cell and the cgroup know.
    static func result(
        _ outcome: Verdict_Cell_V1_Outcome, _ limits: Limits, _ memory: MemoryMeasure, _ processors: [Int]
    ) -> RunResult {
        var result = RunResult(exit: outcome.hasStatus_p ? exit(outcome.waitStatus) : nil)
        result.cpuTime = .nanoseconds(Int64(clamping: outcome.cpuNs))
        result.userTime = .nanoseconds(Int64(clamping: outcome.userNs))
        result.systemTime = .nanoseconds(Int64(clamping: outcome.systemNs))
        result.wallTime = .nanoseconds(Int64(clamping: outcome.wallNs))
        result.peakMemory = memory.reported(within: limits.memory)
        result.oomKills = memory.kills
        result.instructions = outcome.hasCount_p ? Int(clamping: outcome.count) : nil
        result.processors = outcome.pinned ? processors : []
        result.disturbance.preemptions = Int(clamping: outcome.involuntarySwitches)
        result.lastCPUTime = .nanoseconds(Int64(clamping: outcome.lastCpuNs))
        result.isWarm = outcome.warm
        result.waits = Int(clamping: outcome.voluntarySwitches)
        // A program that used too much and ended before anybody looked has used too much all the same.
        if outcome.cpuLimitStruck || limits.cpuTime.map({ result.cpuTime > $0 }) ?? false {
            result.limitsStruck.insert(.cpuTime)
        }
        if outcome.wallLimitStruck || limits.wallTime.map({ result.wallTime > $0 }) ?? false {
            result.limitsStruck.insert(.wallTime)
        }
        if memory.isOut { result.limitsStruck.insert(.memory) }
        return result
    }

    /// What the program's first process held at most; no machine has more than 1 PiB, whatever a cell says.
    static func residentSet(of outcome: Verdict_Cell_V1_Outcome) -> ByteCount {
        .kibibytes(Int64(min(outcome.maxRssKib, 1 << 40)))
    }

    /// A status as `wait(2)` encodes it.
    private static func exit(_ status: Int32) -> RunResult.Exit {
        let signal = status & 0x7f
        return signal == 0 ? .exited(status >> 8 & 0xff) : .signaled(Signal(rawValue: signal))
    }
}

/// Makes the frames of a cell's runs. Most runs are like the one before in everything but their streams, which no message
/// holds: a submission's next test. Then the frame is the same, too.
final class RunEncoder {
    private let store: FilePath
    private let online: UInt32
    private let warmStart: WarmStart?
    private var last: (contents: RunMessage.Contents, frame: [UInt8])?

    /// - Parameters:
    ///   - store: the directory that shown ones lie below.
    ///   - online: how many processors the host has.
    ///   - warmStart: what runs of the cell that begin like it may be copies of.
    init(store: FilePath, online: UInt32, warmStart: WarmStart? = nil) {
        self.store = store
        self.online = online
        self.warmStart = warmStart
    }

    /// The frame of a run held to `processors`.
    func frame(
        _ request: RunRequest, hasCgroup: Bool, processors: [Int]
    ) throws(SandboxError) -> [UInt8] {
        let contents = RunMessage.Contents(
            request, isWarm: warmStart?.begins(request) ?? false, hasCgroup: hasCgroup, processors: processors)
        if let last, last.contents == contents { return last.frame }
        let message = try RunMessage.make(contents, store: store, online: online)
        let frame = try CellChannel.frame(.run(message))
        last = (contents, frame)
        return frame
    }
}
