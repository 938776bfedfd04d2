import Glibc
import Sandbox
import SystemPackage
import Units

/// Runs of every kind, chosen at random: those that succeed, fail, are killed, attack, or are called off.
struct RunMix: Sendable {
    /// Ways to end that cost little, and ways that a limit has to end.
    private static let quick = ["none", "exit", "abort", "segv", "daemons", "zombies", "objects", "kill", "files"]
    private static let limited = ["spin", "sleep", "memory", "bomb", "flood", "descriptors"]

    private let sandbox: Sandbox
    private let mixed: RunRequest
    private let hostile: [RunRequest]

    /// Shows the programs to the runs of `sandbox`.
    init(_ bench: Bench, _ sandbox: Sandbox) throws {
        self.sandbox = sandbox
        let limits = Limits(
            cpuTime: .milliseconds(10), wallTime: .milliseconds(40), memory: .mebibytes(16), output: .kibibytes(64),
            processes: 16)
        var mixed = try sandbox.request(bench.program("mixed"), limits: limits)
        mixed.scratch = [.init(path: "/tmp", size: .mebibytes(4))]
        self.mixed = mixed
        let directory = bench.programs + "/hostile"
        var hostile: [RunRequest] = []
        for name in HostFiles.names(in: directory) ?? [] {
            var request = try sandbox.request(directory + "/" + name, limits: limits)
            request.limits.cpuTime = .milliseconds(60)
            request.limits.wallTime = .milliseconds(150)
            request.limits.memory = .mebibytes(64)
            request.limits.processes = 64
            request.scratch = [.init(path: "/tmp", size: .mebibytes(16)), .init(path: "/dev/shm", size: .mebibytes(4))]
            request.proc = name.contains("proc")
            hostile.append(request)
        }
        guard !hostile.isEmpty else { throw BenchError("no hostile programs in \(directory)") }
        self.hostile = hostile
    }

    /// What one run was to be, and what it came to.
    func run(_ random: inout some RandomNumberGenerator) async throws -> String {
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<75: return try await run(mode: Self.quick.randomElement(using: &random) ?? "none")
        case 75..<93: return try await run(mode: Self.limited.randomElement(using: &random) ?? "spin")
        case 93..<97:
            guard let request = hostile.randomElement(using: &random) else { return "hostile" }
            return "hostile " + kind(try await sandbox.run(request, in: CellConfiguration()))
        case 97..<98:
            var request = mixed
            request.command = ["/nowhere"]
            do throws(SandboxError) {
                return kind(try await sandbox.run(request, in: CellConfiguration()))
            } catch {
                guard error.code == .launchFailed else { throw error }
                return "not started"
            }
        default: return try await callOff(after: .microseconds(Int.random(in: 0..<5_000, using: &random)))
        }
    }

    /// Has a cell for each of `count` runs at once: a run that broke its cell may have been the last.
    func warm(_ count: Int) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<count { group.addTask { _ = try await run(mode: "sleep") } }
            try await group.waitForAll()
        }
    }

    private func run(mode: String) async throws -> String {
        var request = mixed
        request.command.append(mode)
        return kind(try await sandbox.run(request, in: CellConfiguration()))
    }

    /// A run that its caller cancels.
    private func callOff(after delay: Duration) async throws -> String {
        var request = mixed
        request.command.append("sleep")
        request.limits.wallTime = .seconds(5)
        let called = request
        let task = Task { [sandbox] in try await sandbox.run(called, in: CellConfiguration()) }
        try await Task.sleep(for: delay)
        task.cancel()
        return kind(try await task.value)
    }

    private func kind(_ result: RunResult) -> String {
        switch result.outcome {
        case .exited(0): "exited 0"
        case .exited: "failed"
        case .signaled: "killed by a signal"
        case .cpuLimit, .wallLimit, .memoryLimit, .outputLimit, .securityViolation: "stopped by a limit"
        case .cancelled: "called off"
        }
    }
}

/// Random numbers that follow from a seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }
}
