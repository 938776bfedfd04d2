public import Units

/// What one run may use. Nil means that the limit is not set.
public struct Limits: Hashable, Sendable {
    /// CPU time (user and system) of all processes and threads of the run together.
    public var cpuTime: Duration?
    /// Time from the program's start to its end, whatever it does.
    public var wallTime: Duration?
    /// Memory of all processes together, swap included and page cache left out (`cgroups(7)`).
    public var memory: ByteCount?
    /// Bytes written to standard output, and the same again to standard error; also the size of a single file.
    public var output: ByteCount
    /// Processes and threads at once, the program itself included.
    public var processes: Int
    /// The main thread's stack (`RLIMIT_STACK`); nil: as large as the memory limit allows.
    public var stack: ByteCount?
    /// Open file descriptors of one process (`RLIMIT_NOFILE`).
    public var openFiles: Int
    /// Processors that the run is held to, all its threads together. One is a run whose CPU time no other core's clock,
    /// cache or scheduler has a part in; a program that is to be judged by the clock may be given more. They are other
    /// runs' as well then, if these go on at the same time. More than ``Sandbox/usableProcessors`` are as many.
    public var cores: Int

    /// Limits for one run; what is not named is unlimited or set to a judge's usual default.
    public init(
        cpuTime: Duration? = nil, wallTime: Duration? = nil, memory: ByteCount? = nil,
        output: ByteCount = .mebibytes(64), processes: Int = 64, stack: ByteCount? = nil, openFiles: Int = 64,
        cores: Int = 1
    ) {
        self.cpuTime = cpuTime
        self.wallTime = wallTime
        self.memory = memory
        self.output = output
        self.processes = processes
        self.stack = stack
        self.openFiles = openFiles
        self.cores = cores
    }
}
