import CBench
import Glibc

/// A program of the host, started as it is, and what it used.
struct Command: Sendable {
    var arguments: [String]
    /// What is added to this program's own environment.
    var environment: [String: String] = [:]
    /// Files; nil: `/dev/null`.
    var input: String?
    var output: String?
    var error: String?
    /// The only processor it may use; nil: any.
    var processor: Int32?

    struct Ending: Sendable {
        /// As a shell gives it: 128 and the signal's number for a signal.
        var status: Int32
        /// User and system time.
        var cpuTime: Duration
        var wallTime: Duration
    }

    /// Starts it.
    /// - Returns: Its process id.
    func start() throws -> pid_t {
        var variables = [String: String]()
        var next = unsafe environ
        while let entry = unsafe next.pointee {
            let parts = unsafe String(cString: entry).split(separator: "=", maxSplits: 1)
            if parts.count == 2 { variables[String(parts[0])] = String(parts[1]) }
            unsafe next += 1
        }
        variables.merge(environment) { _, new in new }
        let pid = unsafe Self.withPointers(arguments) { arguments in
            unsafe Self.withPointers(variables.map { "\($0)=\($1)" }) { environment in
                unsafe cbench_start(arguments, environment, input, output, error, processor ?? -1)
            }
        }
        guard pid > 0 else { throw BenchError("cannot start \(arguments[0]): error \(-pid)") }
        return pid
    }

    /// Waits for what ``start()`` started.
    static func wait(for pid: pid_t) throws -> (status: Int32, cpuTime: Duration) {
        var ending = cbench_ending()
        guard unsafe cbench_wait(pid, &ending) == 0 else { throw BenchError("cannot wait for process \(pid)") }
        let signal = ending.status & 0x7f
        return (
            signal == 0 ? ending.status >> 8 & 0xff : 128 + signal, .microseconds(ending.user_us + ending.system_us)
        )
    }

    /// Runs it to its end.
    func run() throws -> Ending {
        let clock = ContinuousClock()
        let start = clock.now
        let (status, cpuTime) = try Self.wait(for: try self.start())
        return Ending(status: status, cpuTime: cpuTime, wallTime: clock.now - start)
    }

    /// Runs it and insists that it ends with status 0.
    @discardableResult
    func succeed() throws -> Ending {
        let ending = try run()
        guard ending.status == 0 else {
            let message = error.flatMap { HostFiles.text($0) }.map { ": " + $0 } ?? ""
            throw BenchError("\(arguments[0]) ended with status \(ending.status)\(message)")
        }
        return ending
    }

    private static func withPointers<Value>(
        _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Value
    ) -> Value {
        let pointers = unsafe strings.map { unsafe strdup($0) } + [nil]
        defer { unsafe pointers.forEach { unsafe free($0) } }
        return unsafe body(pointers)
    }
}
