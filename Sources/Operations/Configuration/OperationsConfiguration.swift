public import Units

/// The settings that every daemon has.
public struct OperationsConfiguration: Configuration {
    /// The least severe level that is logged.
    public var logLevel = LogLevel.info
    /// How log lines are written.
    public var logFormat = LogFormat.text
    /// Where metrics and health are served; nil: nowhere.
    public var address: HostPort? = HostPort(host: "127.0.0.1", port: 9464)
    /// How long a daemon may take to finish what it does when it is told to stop.
    public var shutdownDeadline = Duration.seconds(30)
    /// Whether a daemon ends when its standard input does.
    public var endsWithInput = false

    /// The defaults.
    public init() {}

    /// `log.level`, `log.format`, `operations.listen`, `shutdown.deadline` and `shutdown.with-input`.
    public static let settings: [Setting<OperationsConfiguration>] = [
        Setting(\.logLevel, "log.level", .choice, "the least severe level that is logged"),
        Setting(\.logFormat, "log.format", .choice, "how log lines are written to standard error"),
        Setting(
            \.address, "operations.listen", .optional(.address, "off"),
            "where /metrics, /healthz and /readyz are served, without authentication"),
        Setting(
            \.shutdownDeadline, "shutdown.deadline", .duration(in: .seconds(1) ... .seconds(3600)),
            "how long work under way may go on after SIGTERM"),
        Setting(
            \.endsWithInput, "shutdown.with-input", .boolean,
            "end, as after SIGTERM, when standard input ends: for a program that starts it and may die"),
    ]
}

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
