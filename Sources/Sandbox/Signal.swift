/// A signal by number, printed by name (`signal(7)`, Linux x86-64 and AArch64).
public struct Signal: Hashable, Sendable, RawRepresentable {
    /// The number, 1 to 64.
    public var rawValue: Int32

    /// The signal with this number.
    public init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    /// `SIGSYS`: a bad system call, or one that seccomp killed for.
    public static let systemCall = Signal(rawValue: 31)
    /// `SIGSEGV`: memory that is not there.
    public static let segmentationFault = Signal(rawValue: 11)
    /// `SIGKILL`.
    public static let kill = Signal(rawValue: 9)
    /// `SIGPIPE`, from writing to what nobody reads.
    public static let pipe = Signal(rawValue: 13)

    /// Those that can be sent to a program while it runs: `SIGHUP`, `SIGINT`, `SIGQUIT`, `SIGUSR1`, `SIGUSR2` and `SIGTERM`.
    public static let sendable: Set<Signal> = Set([1, 2, 3, 10, 12, 15].map(Signal.init(rawValue:)))

    private static let names: [Int32: String] = [
        1: "SIGHUP", 2: "SIGINT", 3: "SIGQUIT", 4: "SIGILL", 5: "SIGTRAP", 6: "SIGABRT", 7: "SIGBUS", 8: "SIGFPE",
        9: "SIGKILL", 10: "SIGUSR1", 11: "SIGSEGV", 12: "SIGUSR2", 13: "SIGPIPE", 14: "SIGALRM", 15: "SIGTERM",
        16: "SIGSTKFLT", 17: "SIGCHLD", 18: "SIGCONT", 19: "SIGSTOP", 20: "SIGTSTP", 21: "SIGTTIN", 22: "SIGTTOU",
        23: "SIGURG", 24: "SIGXCPU", 25: "SIGXFSZ", 26: "SIGVTALRM", 27: "SIGPROF", 28: "SIGWINCH", 29: "SIGIO",
        30: "SIGPWR", 31: "SIGSYS",
    ]
}

extension Signal {
    /// The one of ``sendable`` with that name, `SIGINT`; nil if there is none.
    public init?(sendable name: String) {
        guard let signal = Self.sendable.first(where: { $0.description == name }) else { return nil }
        self = signal
    }
}

extension Signal: CustomStringConvertible {
    /// `SIGSEGV`, or `SIGRTMIN+3` for real-time signals.
    public var description: String {
        Self.names[rawValue] ?? "SIGRTMIN+\(rawValue - 34)"
    }
}
