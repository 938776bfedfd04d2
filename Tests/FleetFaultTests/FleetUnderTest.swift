import Fleet
import Foundation
import Identity
import Logging
import Synchronization
import SystemPackage
import TestSupport
import Wire

/// A fleet of real processes on this machine: a coordinator or several, and workers that are killed and started as a test likes.
final class FleetUnderTest: Sendable {
    private struct State {
        var coordinators: [Int: ChildProcess] = [:]
        var workers: [String: ChildProcess] = [:]
    }

    /// Everything that belongs to it.
    let folder: FilePath
    /// What every start of the coordinator is told besides.
    private let coordinatorFlags: [String]
    /// The folder of the languages that its workers know.
    private let languages: FilePath
    /// Where its workers unpack packages.
    private let memory: FilePath
    /// The port that the coordinator listens at, for proxies.
    let port: Int
    private let state = Mutex(State())

    /// A fleet without processes, below a folder of its own.
    init(coordinatorFlags: [String], languages: FilePath) throws {
        self.coordinatorFlags = coordinatorFlags
        self.languages = languages
        folder = FilePath(FileManager.default.temporaryDirectory.path)
            .appending("verdict-fleet-\(UInt64.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(
            atPath: folder.string, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        memory = FilePath("/dev/shm").appending(folder.lastComponent?.string ?? "verdict-fleet")
        try FileManager.default.createDirectory(
            atPath: memory.string, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        port = try freePort()
    }

    /// Where the coordinator listens for this machine.
    var socket: WireAddress { socket(of: 0) }
    /// Where it listens for proxies.
    var tcp: WireAddress { .tcp(host: "127.0.0.1", port: port) }

    /// Where the coordinator of that number listens for this machine.
    func socket(of number: Int) -> WireAddress { .unix(folder.appending(number == 0 ? "socket" : "socket-\(number)")) }

    /// Where all of that many coordinators listen, as options say it.
    func sockets(of count: Int) -> String { (0..<count).map { "\(socket(of: $0))" }.joined(separator: ",") }

    /// Starts a coordinator and waits until it takes calls. All have the first one's keys and access list.
    /// - Parameters:
    ///   - number: which one; the first has 0.
    ///   - wrapper: a command that starts it in turn.
    ///   - flags: what it is told besides.
    func startCoordinator(_ number: Int = 0, wrapper: [String] = [], flags: [String] = []) async throws {
        let store = folder.appending("store")
        let place =
            number == 0
            ? ["--create", "--data", store.string, "--listen", "\(socket),\(tcp)"]
            : [
                "--data", folder.appending("store-\(number)").string, "--listen", "\(socket(of: number))",
                "--keys", store.appending("keys").string, "--access", store.appending("access").string,
            ]
        let command = [try ChildProcess.built("verdict-coordinator"), "--lease", "3s", "--operations-listen", "off"]
        let process = try start(wrapper + command + place + coordinatorFlags + flags, log: "coordinator-\(number).log")
        try await process.line(with: " ready")
        state.withLock { $0.coordinators[number] = process }
    }

    /// Starts a worker; it connects when it can.
    /// - Parameter addresses: where coordinators are, with commas; nil: the first one's.
    func startWorker(_ name: String, at addresses: String? = nil, wrapper: [String] = []) throws {
        let command = [
            try ChildProcess.built("verdict-worker"), "--coordinator", "\(addresses ?? "\(socket)")", "--name", name,
            "--token-file", token(.worker).string, "--cache-folder", memory.appending(name).string,
            "--cache-size", "64MiB", "--jobs", "1", "--operations-listen", "off",
            "--languages", languages.string,
        ]
        let process = try start(wrapper + command, log: "\(name).log")
        state.withLock { $0.workers[name] = process }
    }

    /// Every program's log is a file of its own, which its next start goes on with.
    private func start(_ command: [String], log: String) throws -> ChildProcess {
        // A line of an earlier start must not be taken for one of this one.
        let number = UInt64.random(in: 0 ... .max)
        return try ChildProcess(
            command, output: URL(fileURLWithPath: folder.appending("\(number)-\(log)").string),
            environment: ["LC_ALL": "C"])
    }

    /// The first coordinator's process.
    var coordinator: ChildProcess? { coordinator(0) }

    /// The process of the coordinator of that number.
    func coordinator(_ number: Int) -> ChildProcess? { state.withLock { $0.coordinators[number] } }

    /// A worker's process.
    func worker(_ name: String) -> ChildProcess? { state.withLock { $0.workers[name] } }

    /// The file of a role's token, which the coordinator made.
    func token(_ role: Role) -> FilePath { folder.appending("store/tokens/\(role.rawValue)") }

    /// A client of the coordinator that waits patiently while it is gone.
    /// - Parameter others: where other coordinators are.
    func client(
        _ role: Role = .client, at address: WireAddress? = nil, others: [WireAddress] = []
    ) throws -> VerdictClient {
        var configuration = ClientConfiguration(
            address: address ?? socket, others: others, token: try SecretFile.token(token(role)))
        configuration.longestDelay = .milliseconds(500)
        var options = TransferOptions()
        options.patience = .seconds(90)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return VerdictClient(configuration, options: options, logger: logger)
    }

    /// The last lines of all logs, for a failure.
    var logs: String {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.string)) ?? []
        return names.filter { $0.hasSuffix(".log") }.sorted().map { name in
            let text = (try? String(contentsOfFile: folder.appending(name).string, encoding: .utf8)) ?? ""
            return "== \(name)\n" + text.split(separator: "\n").suffix(12).joined(separator: "\n")
        }.joined(separator: "\n")
    }

    /// Ends all processes and removes what they left.
    func end() {
        let processes = state.withLock { state in
            defer { state = State() }
            return Array(state.workers.values) + Array(state.coordinators.values)
        }
        for process in processes {
            process.signal(SIGCONT)
            process.signal(SIGTERM)
        }
        for process in processes where !process.ends(within: .seconds(10)) { process.kill() }
        for path in [folder, memory] { try? FileManager.default.removeItem(atPath: path.string) }
    }

    deinit {
        end()
    }
}

/// A fleet that is there while `body` runs; what its programs said is shown when that throws.
func withFleet(
    coordinatorFlags: [String] = [], workers: [String] = ["one", "two"],
    languages: FilePath = RepositoryLanguages.few,
    _ body: (FleetUnderTest) async throws -> Void
) async throws {
    let fleet = try FleetUnderTest(coordinatorFlags: coordinatorFlags, languages: languages)
    defer { fleet.end() }
    do {
        try await fleet.startCoordinator()
        for worker in workers { try fleet.startWorker(worker) }
        try await body(fleet)
    } catch {
        throw FleetFailure(description: "\(error)\n\(fleet.logs)")
    }
}

/// Something failed while a fleet was there.
struct FleetFailure: Error, CustomStringConvertible {
    let description: String
}
