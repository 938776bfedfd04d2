import Dispatch
import Files
import Fleet
import Glibc
import Identity
import Logging
import SystemPackage
import Wire

/// A coordinator and a worker of this machine: processes that begin and end with this one.
struct LocalFleet: Sendable {
    /// The programs, by their paths.
    struct Programs: Sendable {
        var coordinator: String
        var worker: String
    }

    /// How it serves.
    struct Settings: Sendable {
        /// Where HTTP is served.
        var listen: String
        /// How many programs run at once; nil: as many as there are cores.
        var jobs: Int?
        /// A folder of headers for checkers that do not bring them along; nil: there is none.
        var headers: FilePath?
        /// Whether callers on this machine need a token.
        var requiresTokens: Bool
        /// Whether other machines may be served without TLS.
        var allowsUnencrypted: Bool
        /// Where people find the pages, if that is not where HTTP is served.
        var origin: String?
        /// Whether the platform is filled with a contest that runs.
        var isDemonstration: Bool
    }

    /// How long the two may take to end, one after the other.
    static let longestEnd = DispatchTimeInterval.seconds(25)
    /// How long the two may take to begin.
    private static let patience = Duration.seconds(60)

    /// What is kept, by its real path.
    let folder: FilePath
    private let programs: Programs
    private let settings: Settings
    /// Where the worker unpacks and builds: in memory where that can be, and nobody else's.
    private let cache: FilePath
    private let claim: FolderClaim

    /// A fleet on `folder`, which is made if it is missing.
    /// - Throws: ``CommandError`` if that cannot be, or another `verdict serve` uses it.
    init(folder: FilePath, programs: Programs, settings: Settings) throws {
        do throws(Errno) {
            try folder.makeDirectories()
        } catch {
            throw CommandError("cannot make \(folder): \(error); name another with --data")
        }
        self.folder = HostFile.realPath(of: folder) ?? folder
        (self.programs, self.settings) = (programs, settings)
        claim = try FolderClaim(self.folder)
        let memory = FilePath("/dev/shm")
        cache =
            unsafe access(memory.string, W_OK) == 0
            ? memory.appending("verdict-serve-\(claim.name)") : self.folder.appending("cache")
    }

    /// The programs beside this one.
    /// - Throws: ``CommandError`` that says how to get one that is missing.
    static func programs() throws -> Programs {
        guard let own = HostFile.realPath(of: "/proc/self/exe") else {
            throw CommandError("cannot find out where verdict is; is /proc mounted?")
        }
        let folder = own.removingLastComponent()
        let paths = ["verdict-coordinator", "verdict-worker"].map { folder.appending($0) }
        if let missing = paths.first(where: { !HostFile.exists($0) }) {
            throw CommandError(
                "\(missing) is not there; build it with `swift build --configuration release`, or install Verdict whole"
            )
        }
        return Programs(coordinator: paths[0].string, worker: paths[1].string)
    }

    /// Serves until the task is cancelled.
    /// - Parameter onReady: called once with the address of HTTP, when programs can be run.
    /// - Throws: ``CommandError`` if one of the two cannot begin, or ends by itself; `CancellationError`; what `onReady` throws.
    func serve(_ onReady: @Sendable @escaping (String) throws -> Void) async throws {
        if settings.isDemonstration { try makePassword() }
        let coordinator = try ServerProcess(coordinatorCommand, log: folder.appending("coordinator.log"))
        // Nobody else uses it. What cannot be removed is used again by the next start.
        defer { _ = try? cache.removeTree() }
        try await coordinator.during {
            let address = try await until("the coordinator listens", coordinator) { listening(coordinator.log) }
            let worker = try ServerProcess(workerCommand, log: folder.appending("worker.log"))
            try await worker.during {
                let client = try client()
                do {
                    try await until("a worker is known", worker) {
                        try await client.overview().workers.isEmpty ? nil : ()
                    }
                } catch {
                    await client.close()
                    throw error
                }
                await client.close()
                try onReady(address)
                while true { try await Task.sleep(for: .seconds(86_400)) }
            }
        }
    }

    private var socket: FilePath { folder.appending("socket") }

    private var coordinatorCommand: [String] {
        [
            programs.coordinator, "--create", "--data", folder.string, "--listen", "unix:\(socket)", "--http-listen",
            settings.listen, "--shutdown-deadline", "4s",
        ] + (settings.requiresTokens ? [] : ["--http-anonymous", "local"])
            + (settings.allowsUnencrypted ? ["--tls-allow-unencrypted"] : []) + platform + Self.common
    }

    /// What people need, who have accounts: a place where mails go, which no machine has to have a server for.
    private var platform: [String] {
        guard let origin = settings.origin ?? (settings.listen.hasPrefix("unix:") ? nil : settings.listen) else {
            return []
        }
        return ["--accounts-origin", origin, "--mail-folder", mails.string]
            + (settings.isDemonstration ? ["--demonstration", demonstrationPassword.string] : [])
    }

    /// Makes the password of the people of the demonstration, if there is none.
    private func makePassword() throws {
        guard !HostFile.exists(demonstrationPassword) else { return }
        try AccessListFile.write(token: String(SecretFile.makeToken().prefix(16)), to: demonstrationPassword)
    }

    /// Where mails are written.
    var mails: FilePath { folder.appending("mail") }

    /// The file of the password of the people of the demonstration.
    var demonstrationPassword: FilePath { folder.appending("demonstration-password") }

    private var workerCommand: [String] {
        [
            programs.worker, "--coordinator", "unix:\(socket)", "--token-file", token(.worker).string, "--name",
            "local",
            "--cache-folder", cache.string, "--shutdown-deadline", "2s",
        ] + (settings.jobs.map { ["--jobs", "\($0)"] } ?? [])
            + (settings.headers.map { ["--headers", $0.string] } ?? []) + Self.common
    }

    /// Lines about each request would fill the disk.
    private static let common = [
        "--operations-listen", "off", "--shutdown-with-input", "--log-level", "notice", "--log-format", "text",
    ]

    private func token(_ role: Role) -> FilePath { folder.appending("tokens").appending(role.rawValue) }

    private func client() throws -> VerdictClient {
        VerdictClient(
            ClientConfiguration(address: .unix(socket), token: try SecretFile.token(token(.admin))),
            logger: Logger(label: "verdict") { _ in SwiftLogNoOpLogHandler() })
    }

    /// The address of HTTP, when the coordinator has said that it listens there.
    private func listening(_ log: String) -> String? {
        for line in log.split(separator: "\n") where line.contains(" listening") {
            guard let start = line.firstRange(of: "address=")?.upperBound else { continue }
            let address = line[start...].prefix { $0 != " " }.filter { $0 != "\"" }
            if address != "unix:\(socket)" { return String(address) }
        }
        return nil
    }

    /// Asks again and again until there is an answer.
    private func until<Answer: Sendable>(
        _ what: String, _ process: ServerProcess, _ answer: () async throws -> Answer?
    ) async throws -> Answer {
        let end = ContinuousClock.now + Self.patience
        while ContinuousClock.now < end {
            if let answer = try await answer() { return answer }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw CommandError("waited \(Self.patience) in vain until \(what); see \(process.logFile)")
    }
}
