public import Units

/// The caps of a daemon: what no program may be given more of, whoever asks for it.
extension ProgramLimits: Configuration {
    /// `caps.cpu`, `caps.wall`, `caps.memory`, `caps.output` and `caps.processes`.
    public static let settings: [Setting<ProgramLimits>] = [
        Setting(
            \.cpuTime, "caps.cpu", .duration(in: .milliseconds(1) ... .seconds(3600)),
            "the most CPU time that a package, a validator or a single run may ask for"),
        Setting(
            \.wallTime, "caps.wall", .duration(in: .milliseconds(1) ... .seconds(7201)),
            "the most wall time; a test case takes up to twice its CPU time and a second"),
        Setting(
            \.memory, "caps.memory", .byteCount(atLeast: .mebibytes(1)),
            "the most memory, before what a language's runtime needs for itself"),
        Setting(\.output, "caps.output", .byteCount(atLeast: .kibibytes(1)), "the most output"),
        Setting(\.processes, "caps.processes", .integer(in: 1...4096), "the most processes and threads at once"),
    ]
}
