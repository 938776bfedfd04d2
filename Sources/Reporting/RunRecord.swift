public import Sandbox
import Units

/// One run as the JSON object that `verdict run --json` prints, and as words.
public enum RunRecord {
    /// The record of `run`, keys in their documented order.
    public static func json(of run: RunResult) -> JSONValue {
        [
            "outcome": .string(run.outcome.name),
            "exit_code": exitCode(of: run),
            "signal": signal(of: run),
            "cpu_ms": .integer(run.cpuTime.wholeMilliseconds),
            "user_ms": .integer(run.userTime.wholeMilliseconds),
            "system_ms": .integer(run.systemTime.wholeMilliseconds),
            "wall_ms": .integer(run.wallTime.wholeMilliseconds),
            "memory_kib": .integer(run.peakMemory.kibibytes),
            "stdout": .string(String(decoding: run.standardOutput, as: UTF8.self)),
            "stderr": .string(String(decoding: run.standardError, as: UTF8.self)),
            "layers": .array(run.layers.map { .string($0.rawValue) }),
            "cpu_us": .integer(run.cpuTime.nanoseconds / 1000),
            "wall_us": .integer(run.wallTime.nanoseconds / 1000),
            "oom_kills": .integer(Int64(run.oomKills)),
            "refused_processes": .integer(Int64(run.refusedProcesses)),
            "stdout_bytes": .integer(run.outputBytes.bytes),
            "stderr_bytes": .integer(run.errorBytes.bytes),
            "processors": .array(run.processors.map { .integer(Int64($0)) }),
            "instructions": run.instructions.map { .integer(Int64($0)) } ?? .null,
            "disturbed": .bool(run.disturbance.isNotable(cpuTime: run.cpuTime, wallTime: run.wallTime)),
            "disturbance": run.disturbance.json,
        ]
    }

    /// The outcome and measures on one line: `exited 0: cpu 0.001 s, wall 0.002 s, memory 1.2 MiB`.
    public static func text(of run: RunResult) -> String {
        "\(run.outcome): cpu \(run.cpuTime.secondsText) (user \(run.userTime.secondsText), "
            + "system \(run.systemTime.secondsText)), wall \(run.wallTime.secondsText), memory \(run.peakMemory)"
    }

    private static func exitCode(of run: RunResult) -> JSONValue {
        if case .exited(let status) = run.exit { .integer(Int64(status)) } else { .null }
    }

    private static func signal(of run: RunResult) -> JSONValue {
        if case .signaled(let signal) = run.exit { .string(signal.description) } else { .null }
    }
}

extension Disturbance {
    /// What the host did, as members of a run's record; microseconds, null where it was not looked at.
    var json: JSONValue {
        [
            "stolen_us": .integer(stolen.nanoseconds / 1000),
            "waited_us": waited.map { .integer($0.nanoseconds / 1000) } ?? .null,
            "throttled_us": .integer(throttled.nanoseconds / 1000),
            "preemptions": .integer(Int64(preemptions)),
        ]
    }
}
