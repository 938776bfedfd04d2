import ArgumentParser
import Sandbox
import Units

/// The limits of one run.
struct LimitOptions: ParsableArguments {
    @Option(help: ArgumentHelp("CPU time of all processes together: 1s, 250ms.", valueName: "time"))
    var cpu: Duration?

    @Option(help: ArgumentHelp("Wall time (default: twice --cpu plus 1s, or 60s).", valueName: "time"))
    var wall: Duration?

    @Option(help: ArgumentHelp("Memory of all processes together: 256MiB.", valueName: "size"))
    var memory: ByteCount?

    @Option(help: ArgumentHelp("Bytes written to each of stdout and stderr, and to one file.", valueName: "size"))
    var output = ByteCount.mebibytes(64)

    @Option(help: ArgumentHelp("Processes and threads at once.", valueName: "n"))
    var processes = 64

    @Option(help: ArgumentHelp("The main thread's stack (default: as large as the memory).", valueName: "size"))
    var stack: ByteCount?

    @Option(help: ArgumentHelp("Open files of one process.", valueName: "n"))
    var files = 64

    @Option(
        help: ArgumentHelp("Processors for all threads together; 1 gives the most exact measurement.", valueName: "n"))
    var cores = 1

    func validate() throws {
        let processors = Sandbox.usableProcessors
        guard (1...processors).contains(cores) else {
            throw ValidationError(
                "--cores must be from 1 to \(processors), the number of processors that verdict may use here.")
        }
        if let cpu, cpu <= .zero { throw ValidationError("--cpu must be more than zero.") }
        if let wall, wall <= .zero { throw ValidationError("--wall must be more than zero.") }
        if let memory { try Self.check(memory: memory) }
        if let stack, stack.bytes == 0 { throw ValidationError("--stack must be more than zero.") }
        guard (1...Self.most).contains(processes) else {
            throw ValidationError("--processes must be from 1 to \(Self.most).")
        }
        guard (3...Self.most).contains(files) else {
            throw ValidationError("--files must be from 3, the standard streams, to \(Self.most).")
        }
    }

    /// Refuses a limit below which the kernel cannot start a program, most likely a size whose unit was forgotten.
    static func check(memory: ByteCount) throws {
        guard memory < .kibibytes(64) else { return }
        throw ValidationError("--memory \(memory) is less than any program needs; write a unit, as in 256MiB.")
    }

    /// The most processes or open files that a kernel with its usual settings gives (`proc(5)`, `pid_max`, `nr_open`).
    private static let most = 1 << 20

    /// The limits; what was not given is unlimited, but for the wall clock.
    var limits: Limits {
        Limits(
            cpuTime: cpu, wallTime: wall ?? cpu.map { $0 * 2 + .seconds(1) } ?? .seconds(60), memory: memory,
            output: output, processes: processes, stack: stack, openFiles: files, cores: cores)
    }
}
