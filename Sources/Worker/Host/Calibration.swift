import Glibc
import Sandbox
import SystemPackage
import Units

/// How fast this worker computes: what ``CalibrationProgram`` takes in the sandbox.
struct Calibration: Sendable {
    /// What was measured.
    struct Measurement: Hashable, Sendable {
        /// The median of the runs' CPU time.
        var cpuTime: Duration
        /// How many runs there were, and how many of them the host disturbed so much that it was worth a mark.
        var runs: Int
        var disturbed: Int
    }

    private static let runs = 5
    private let executor: any Executor
    private let directory: FilePath

    /// A calibration with `executor`, the program being in its store.
    init(executor: any Executor) {
        self.executor = executor
        directory = executor.store.appending("calibration")
    }

    /// Measures; nil on a processor that the program is not written for.
    /// - Throws: `SandboxError`; `Errno` if the program cannot be written.
    func measure() async throws -> Measurement? {
        guard let file = CalibrationProgram.file else { return nil }
        try write(file)
        var results: [RunResult] = []
        for _ in 0..<Self.runs {
            let result = try await run()
            guard result.outcome == .exited(0) else {
                throw SandboxError(.cellFailed, stage: "calibrate: the program ended with \(result.outcome)")
            }
            results.append(result)
        }
        return Measurement(
            cpuTime: results.map(\.cpuTime).sorted()[Self.runs / 2], runs: Self.runs,
            disturbed: results.count { $0.disturbance.isNotable(cpuTime: $0.cpuTime, wallTime: $0.wallTime) })
    }

    /// Whether the sandbox runs a program that is known to run. On a processor that the program is not written for, nobody
    /// can tell: true.
    func works() async -> Bool {
        guard let file = CalibrationProgram.file else { return true }
        do {
            try write(file)
            return try await run().outcome == .exited(0)
        } catch {
            return false
        }
    }

    private func run() async throws(SandboxError) -> RunResult {
        try await executor.run(
            RunRequest(
                command: ["/box/calibrate"], directories: [.init(hostPath: directory, path: "/box")],
                limits: Limits(cpuTime: .seconds(10), wallTime: .seconds(30), memory: .mebibytes(16))),
            in: CellConfiguration())
    }

    private func write(_ file: [UInt8]) throws(Errno) {
        let path = directory.appending("calibrate")
        guard unsafe access(path.string, X_OK) != 0 else { return }
        guard unsafe mkdir(directory.string, 0o755) == 0 || errno == EEXIST,
            unsafe chmod(directory.string, 0o755) == 0
        else { throw Errno(rawValue: errno) }
        let mode = FilePermissions(rawValue: 0o755)
        do {
            let descriptor = try FileDescriptor.open(
                path, .writeOnly, options: [.create, .truncate, .closeOnExec], permissions: mode)
            try descriptor.closeAfter {
                _ = try descriptor.writeAll(file)
                guard fchmod(descriptor.rawValue, mode.rawValue) == 0 else { throw Errno(rawValue: errno) }
            }
        } catch let error as Errno {
            throw error
        } catch {
            throw .ioError
        }
    }
}
