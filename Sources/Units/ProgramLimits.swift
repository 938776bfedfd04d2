/// What one program may use, and what an operator lets any program use at most.
///
/// As caps, its properties are the settings `caps.cpu`, `caps.wall`, `caps.memory`, `caps.output` and `caps.processes`:
/// ``excesses(in:)`` names them.
public struct ProgramLimits: Hashable, Sendable {
    /// CPU time of all its processes together.
    public var cpuTime = Duration.seconds(120)
    /// Time from its start to its end.
    public var wallTime = Duration.seconds(300)
    /// Memory, before what a language's runtime needs for itself.
    public var memory = ByteCount.gibibytes(4)
    /// What it may write.
    public var output = ByteCount.mebibytes(256)
    /// Processes and threads at once.
    public var processes = 256

    /// The caps of who sets none.
    public init() {}

    /// What of `asked` is more than these caps, each with the cap and the setting that changes it; empty if nothing is.
    public func excesses(in asked: ProgramLimits) -> [String] {
        func excess(_ amount: String, _ what: String, _ cap: String, _ setting: String) -> String {
            "\(amount) of \(what), and the cap is \(cap) (setting caps.\(setting))"
        }
        var found: [String] = []
        if asked.cpuTime > cpuTime {
            found.append(excess(asked.cpuTime.secondsText, "CPU time", cpuTime.secondsText, "cpu"))
        }
        if asked.wallTime > wallTime {
            found.append(excess(asked.wallTime.secondsText, "wall time", wallTime.secondsText, "wall"))
        }
        if asked.memory > memory { found.append(excess("\(asked.memory)", "memory", "\(memory)", "memory")) }
        if asked.output > output { found.append(excess("\(asked.output)", "output", "\(output)", "output")) }
        if asked.processes > processes {
            found.append("\(asked.processes) processes, and the cap is \(processes) (setting caps.processes)")
        }
        return found
    }

    /// These limits under a CPU time limit, as a test case has them: the clock strikes after twice that and a second.
    public func testing(cpuTime: Duration) -> ProgramLimits {
        var limits = self
        limits.cpuTime = cpuTime
        limits.wallTime = cpuTime * 2 + .seconds(1)
        return limits
    }

    /// The most CPU time for which ``testing(cpuTime:)`` stays within these caps.
    public var mostTestingTime: Duration { max(.zero, min(cpuTime, (wallTime - .seconds(1)) / 2)) }
}
