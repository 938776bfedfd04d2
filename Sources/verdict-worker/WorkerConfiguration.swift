import Operations
import Sandbox
import SystemPackage
import Units
import Wire

/// The settings of `verdict-worker`.
struct WorkerConfiguration: Configuration {
    var coordinator = ["unix:/run/verdict/coordinator.sock"]
    var name: String?
    var token: FilePath?
    var jobs: Int?
    var ahead = 2
    var allowMissing: [String] = []
    var languages: FilePath?
    var headers: FilePath?
    var cacheFolder = FilePath("/dev/shm/verdict-worker")
    var cacheSize = ByteCount.gibibytes(1)
    var certificate: FilePath?
    var privateKey: FilePath?
    var authorities: FilePath?
    var caps = ProgramLimits()
    var measuringBudget = Duration.seconds(300)
    var allowsUnencrypted = false
    var telemetry = TelemetrySettings()
    var operations = OperationsConfiguration()

    /// As it is when nobody sets anything. Metrics have a port beside the coordinator's, for hosts that have both.
    init() {
        operations.address = HostPort(host: "127.0.0.1", port: 9465)
    }

    static let settings: [Setting<Self>] =
        [
            Setting(
                \.coordinator, "coordinator", .list,
                "where the coordinators listen: unix:PATH, tcp://HOST:PORT; it works for one of them, and goes to another "
                    + "when that is gone"
            ) { addresses in
                ClientConfiguration(parsing: addresses) == nil
                    ? "must be addresses such as tcp://judge.example.org:7411 or unix:/run/verdict/coordinator.sock"
                    : nil
            },
            Setting(
                \.name, "name", .optional(.string, "host"),
                "its name, the same after each start; host: the host's name"
            ) { name in
                name.map { $0.utf8.count > 128 } == true ? "must have at most 128 bytes" : nil
            },
            Setting(\.token, "token-file", .optional(.path, "none"), "the file of its token"),
            Setting(
                \.jobs, "jobs", .optional(.integer(in: 1...1024), "cores"),
                "how many programs run at once; more than one per physical core share cores"),
            Setting(\.ahead, "ahead", .integer(in: 0...64), "how many jobs it takes in advance"),
            Setting(\.allowMissing, "allow-missing", .list, "layers that this host may lack") { layers in
                layers.contains { Layer(rawValue: $0) == nil }
                    ? "must be of: " + Layer.allCases.map(\.rawValue).joined(separator: ", ") : nil
            },
            Setting(\.languages, "languages", .optional(.path, "installed"), "the folder of language files"),
            Setting(
                \.headers, "headers", .optional(.path, "none"),
                "a folder of headers, testlib.h say, for checkers of executions that do not bring them along"),
            Setting(
                \.cacheFolder, "cache.folder", .path,
                "where packages are unpacked; use a file system in memory, so that test data never reaches a disk"),
            Setting(\.cacheSize, "cache.size", .byteCount(atLeast: .mebibytes(16)), "the most that the cache may use"),
            Setting(
                \.measuringBudget, "measuring.budget", .duration(in: .seconds(1) ... .seconds(3600)),
                "the most processor time to compute a package's time limit, whatever the coordinator says"),
            Setting(
                \.certificate, "tls.certificate", .optional(.path, "none"), "its own certificate chain, in PEM"),
            Setting(\.privateKey, "tls.key", .optional(.path, "none"), "the certificate's private key, in PEM"),
            Setting(
                \.authorities, "tls.authorities", .optional(.path, "none"),
                "the certificate authorities to trust for the coordinator; setting them turns TLS on"),
            Setting(
                \.allowsUnencrypted, "tls.allow-unencrypted", .boolean,
                "allow tcp:// to other machines without TLS: everyone on the way can read everything"),
        ] + Setting.group(\.caps) + Setting.group(\.telemetry) + Setting.group(\.operations)

    var contradictions: [String] {
        var found: [String] = []
        if (certificate == nil) != (privateKey == nil) {
            found.append("tls.certificate and tls.key belong together; set both, or neither")
        }
        let open = coordinator.compactMap(WireAddress.init(parsing:)).first { !$0.isLocal }
        if let address = open, tls == nil, !allowsUnencrypted {
            found.append(
                "\(address) is not on this machine, and there is no TLS; set tls.authorities, or tls.allow-unencrypted")
        }
        return found
    }

    /// The files of TLS; nil where none is named.
    var tls: TLSFiles? {
        guard authorities != nil || certificate != nil else { return nil }
        return TLSFiles(certificate: certificate, privateKey: privateKey, authorities: authorities)
    }

    /// How the coordinator is reached.
    /// - Throws: `WireError` if the token cannot be read.
    func client(version: String) throws -> ClientConfiguration {
        // Checked when it was set.
        guard var configuration = ClientConfiguration(parsing: coordinator, token: try token.map(SecretFile.token))
        else {
            throw WireError(.invalidArgument, "\(coordinator.joined(separator: ",")) is no address")
        }
        configuration.tls = tls
        configuration.allowsUnencrypted = allowsUnencrypted
        configuration.program = "verdict-worker"
        configuration.version = version
        return configuration
    }
}
