import Glibc
import Sandbox
import SystemPackage

/// Where things are, and how thorough to be.
struct Bench: Sendable {
    /// The repository.
    var root: String
    /// Compiled programs: those of `Programs` by their names, and `hostile/` with the hostile ones.
    var programs: String
    /// A directory to write into, of this run's own.
    var work: String
    /// Whether a rough answer will do.
    var isQuick: Bool
    /// Runs of the leak figure; nil: its usual number.
    var runs: Int?
    /// What random choices follow from.
    var seed: UInt64

    /// The directory of this program, with `verdict` and `spawn` in it.
    let binaries: String

    init(root: String, programs: String, work: String, isQuick: Bool, runs: Int?, seed: UInt64) throws {
        guard let resolved = unsafe realpath("/proc/self/exe", nil) else { throw BenchError("cannot find myself") }
        defer { unsafe free(resolved) }
        binaries = FilePath(unsafe String(cString: resolved)).removingLastComponent().string
        (self.root, self.programs, self.work) = (root, programs, work)
        (self.isQuick, self.runs, self.seed) = (isQuick, runs, seed)
    }

    var verdict: String { binaries + "/verdict" }

    /// The compiled program of `Programs`.
    func program(_ name: String) -> String { programs + "/" + name }

    /// `few` rounds where a rough answer will do.
    func rounds(_ usual: Int, quick few: Int) -> Int { isQuick ? few : usual }

    /// Starts `command` `runs` times in each of `workers` processes, one after the other, with nothing between.
    /// - Returns: The median time of a run, and the time it all took, in seconds.
    func spawn(_ runs: Int, workers: Int = 1, _ command: [String]) throws -> (median: Double, total: Double) {
        let output = work + "/spawn.out"
        let options = workers == 1 ? [] : ["-j", "\(workers)"]
        try Command(
            arguments: [binaries + "/spawn", "\(runs)"] + options + command, output: output, error: work + "/spawn.err"
        ).succeed()
        let numbers = HostFiles.text(output)?.split(whereSeparator: \.isWhitespace).compactMap { Double($0) } ?? []
        guard numbers.count == 2 else { throw BenchError("spawn did not answer") }
        return (numbers[0] / 1e9, numbers[1] / 1e9)
    }

    /// Does what `verdict languages --prepare` does, once.
    /// - Returns: The environment in which `verdict` finds it.
    func prepared() throws -> [String: String] {
        let environment = ["XDG_CACHE_HOME": work + "/cache"]
        try Command(
            arguments: [verdict, "languages", "--prepare"], environment: environment, error: work + "/prepare.err"
        ).succeed()
        return environment
    }
}

extension Sandbox {
    /// Shows a static program of the host to runs, and makes a request for it.
    func request(
        _ program: String, _ arguments: [String] = [], limits: Limits = Limits(wallTime: .seconds(60))
    ) throws -> RunRequest {
        guard let name = FilePath(program).lastComponent?.string, let bytes = HostFiles.bytes(program) else {
            throw BenchError("cannot read \(program)")
        }
        let directory = store.appending(name)
        try HostFiles.makeDirectory(directory.string)
        try HostFiles.write(bytes, to: directory.appending(name).string)
        return RunRequest(
            command: ["/box/\(name)"] + arguments, workingDirectory: "/box",
            directories: [.init(hostPath: directory, path: "/box")], limits: limits)
    }

    /// Runs `request` and insists on its exit status 0.
    /// - Returns: The time from request to outcome, in seconds, and the outcome.
    @discardableResult
    func time(_ request: RunRequest) async throws -> (seconds: Double, result: RunResult) {
        let clock = ContinuousClock()
        let start = clock.now
        let result = try await run(request, in: CellConfiguration())
        let taken = clock.now - start
        guard result.outcome == .exited(0) else {
            throw BenchError("\(request.command[0]) was to exit with 0, but: \(result.outcome)")
        }
        return (taken.seconds, result)
    }
}
