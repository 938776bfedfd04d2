import Fleet
import Glibc
import Logging
import Synchronization
import SystemPackage
import Wire

/// A coordinator and a worker of this build, on this machine.
struct BenchFleet {
    private let folder: String
    private let coordinator: pid_t
    private let worker: pid_t

    /// Where it serves HTTP, if it does: a Unix socket.
    var http: String { folder + "/http" }

    /// Starts both, lends them to `body`, and ends them.
    /// - Parameter options: what the coordinator is told besides; `{http}` is where HTTP may be served.
    static func with<Value>(
        _ bench: Bench, options: [String] = [], _ body: (BenchFleet) async throws -> Value
    ) async throws -> Value {
        let folder = bench.work + "/fleet-\(UInt64.random(in: 0 ... .max))"
        guard unsafe mkdir(folder, 0o700) == 0 else { throw BenchError("cannot make \(folder)") }
        let coordinator = try Command(
            arguments: [
                bench.binaries + "/verdict-coordinator", "--create", "--data", folder + "/store", "--listen",
                "unix:\(folder)/socket", "--operations-listen", "off", "--languages", bench.root + "/Languages",
            ] + options.map { $0 == "{http}" ? "unix:\(folder)/http" : $0 }, error: folder + "/coordinator.log"
        ).start()
        try await waitFor("ready", in: folder + "/coordinator.log")
        let worker = try Command(
            arguments: [
                bench.binaries + "/verdict-worker", "--coordinator", "unix:\(folder)/socket", "--name", "bench",
                "--token-file", folder + "/store/tokens/worker", "--operations-listen", "off", "--cache-folder",
                "/dev/shm/verdict-bench-\(getpid())", "--languages", bench.root + "/Languages",
            ], error: folder + "/worker.log"
        ).start()
        let fleet = BenchFleet(folder: folder, coordinator: coordinator, worker: worker)
        do {
            try await waitFor("connected", in: folder + "/worker.log")
            let value = try await body(fleet)
            try fleet.end()
            return value
        } catch {
            try? fleet.end()
            let logs = ["coordinator", "worker"].compactMap { HostFiles.text("\(folder)/\($0).log") }
            throw BenchError("\(error)\n" + logs.joined(separator: "\n"))
        }
    }

    /// A client of the coordinator.
    func client(role: String = "client") throws -> VerdictClient {
        let address = WireAddress.unix(FilePath(folder + "/socket"))
        let token = try SecretFile.token(FilePath(folder + "/store/tokens/" + role))
        var logger = Logger(label: "bench")
        logger.logLevel = .error
        return VerdictClient(ClientConfiguration(address: address, token: token), logger: logger)
    }

    /// Both stand still, so that something else can be measured.
    func pause() { signal(SIGSTOP) }

    /// Both go on.
    func resume() { signal(SIGCONT) }

    private func signal(_ number: Int32) {
        for process in [worker, coordinator] { kill(process, number) }
    }

    private func end() throws {
        for process in [worker, coordinator] {
            kill(process, SIGTERM)
            _ = try Command.wait(for: process)
        }
    }

    private static func waitFor(_ word: String, in log: String) async throws {
        for _ in 0..<1200 {
            if HostFiles.text(log)?.contains(word) ?? false { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw BenchError("no \"\(word)\" within a minute: \(HostFiles.text(log) ?? "")")
    }
}

/// A number that many tasks add to.
final class Counter: Sendable {
    private let sum = Atomic(0)

    /// What it is now.
    var value: Int { sum.load(ordering: .relaxed) }

    /// Adds to it.
    func add(_ number: Int) { sum.add(number, ordering: .relaxed) }
}
