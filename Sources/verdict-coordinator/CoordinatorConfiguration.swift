import JetStream
import Operations
import SystemPackage
import Units
import Wire

/// Where the coordinator keeps what it must not lose.
enum StoreKind: String, CaseIterable, Hashable, Sendable {
    /// One SQLite file and a folder of contents, below the data folder.
    case embedded
    /// Streams of a NATS JetStream cluster.
    case nats
}

/// The settings of `verdict-coordinator`.
struct CoordinatorConfiguration: Configuration {
    var listen = ["unix:/run/verdict/coordinator.sock"]
    var data = FilePath("/var/lib/verdict")
    var create = false
    var keys: FilePath?
    var access: FilePath?
    var auditKey: FilePath?
    var languages: FilePath?
    var store = StoreKind.embedded
    var natsServers: [String] = []
    var natsPrefix = "verdict"
    var natsReplicas = 3
    var natsCredentials: FilePath?
    var natsAuthorities: FilePath?
    var natsCertificate: FilePath?
    var natsKey: FilePath?
    var lease = Duration.seconds(30)
    var waiting = 1_000_000
    var content = ByteCount.gibibytes(4)
    var caps = ProgramLimits()
    var measuringBudget = Duration.seconds(300)
    var connections = 4096
    var calls = 32_768
    var memory = ByteCount.mebibytes(256)
    var uploads = 512
    var followers = 20_000
    var reads = 6000
    var writes = 600
    var silence = Duration.seconds(30)
    var unusedContents = Duration.seconds(7 * 24 * 3600)
    var archiveAfter: Duration?
    var backups: FilePath?
    var snapshots: FilePath?
    var certificate: FilePath?
    var privateKey: FilePath?
    var authorities: FilePath?
    var allowsUnencrypted = false
    var http = HTTPSettings()
    var accounts = AccountSettings()
    var pages = PageSettings()
    var packages = PackageSettings()
    var demonstration: FilePath?
    var telemetry = TelemetrySettings()
    var operations = OperationsConfiguration()

    static let settings: [Setting<Self>] =
        [
            Setting(\.listen, "listen", .list, "where it listens: unix:PATH, tcp://HOST:PORT") { addresses in
                addresses.isEmpty || addresses.contains { WireAddress(parsing: $0) == nil }
                    ? "must be addresses such as unix:/run/verdict/coordinator.sock or tcp://0.0.0.0:7411" : nil
            },
            Setting(\.data, "data", .path, "the folder of the store, its keys and its access list"),
            Setting(
                \.demonstration, "demonstration", .optional(.path, "none"),
                "fills a new platform with a contest that runs, to be looked at: the file of its people's password"),
            Setting(\.create, "create", .boolean, "make keys, an access list and tokens where there are none"),
            Setting(\.keys, "keys", .optional(.path, "data"), "the file of the keys that seal what is stored"),
            Setting(\.access, "access", .optional(.path, "data"), "the file that says who may call"),
            Setting(
                \.auditKey, "audit.key", .optional(.path, "data"), "the file of the keys that sign the audit log"),
            Setting(\.languages, "languages", .optional(.path, "installed"), "the folder of language files"),
            Setting(\.store, "store", .choice, "where submissions, jobs and contents are kept"),
            Setting(\.natsServers, "nats.servers", .list, "the cluster's servers: nats://HOST:PORT, tls://HOST:PORT"),
            Setting(\.natsPrefix, "nats.prefix", .string, "the prefix of the names of the cluster's streams"),
            Setting(\.natsReplicas, "nats.replicas", .integer(in: 1...5), "how many servers keep each stream"),
            Setting(
                \.natsCredentials, "nats.credentials", .optional(.path, "none"),
                "the file of credentials for the cluster"),
            Setting(
                \.natsAuthorities, "nats.authorities", .optional(.path, "none"),
                "the certificate authorities to trust for the cluster; setting them turns TLS on"),
            Setting(
                \.natsCertificate, "nats.certificate", .optional(.path, "none"),
                "the certificate to show to the cluster"),
            Setting(\.natsKey, "nats.key", .optional(.path, "none"), "that certificate's private key"),
            Setting(
                \.lease, "lease", .duration(in: .seconds(1) ... .seconds(3600)),
                "how long a worker that does not answer keeps its jobs"),
            Setting(
                \.waiting, "limits.open", .integer(in: 1...100_000_000),
                "how many submissions may wait or be judged before new ones are refused"),
            Setting(\.content, "limits.content", .byteCount(atLeast: .mebibytes(1)), "the largest content"),
            Setting(
                \.measuringBudget, "measuring.budget", .duration(in: .seconds(1) ... .seconds(3600)),
                "the most processor time to compute the time limit of a package that gives none"),
            Setting(
                \.connections, "limits.connections", .integer(in: 4...100_000),
                "the most connections; one caller alone gets half of this and of the next four limits"),
            Setting(\.calls, "limits.calls", .integer(in: 4...10_000_000), "the most calls at once"),
            Setting(
                \.memory, "limits.memory", .byteCount(atLeast: .mebibytes(16)),
                "the most memory for requests and answers of calls"),
            Setting(\.uploads, "limits.uploads", .integer(in: 4...100_000), "the most uploads at once"),
            Setting(
                \.followers, "limits.followers", .integer(in: 4...1_000_000),
                "the most followers of submissions at once"),
            Setting(
                \.reads, "limits.reads", .integer(in: 1...10_000_000),
                "how often a minute one person, or one address without one, may read what the platform has"),
            Setting(
                \.writes, "limits.writes", .integer(in: 1...10_000_000),
                "how often a minute one person, or one address without one, may change something of the platform"),
            Setting(
                \.silence, "limits.silence", .duration(in: .seconds(1) ... .seconds(3600)),
                "how long an upload may send nothing before it is ended"),
            Setting(
                \.unusedContents, "contents.unused", .duration(in: .seconds(3600) ... .seconds(100 * 365 * 24 * 3600)),
                "how long a content is kept that nothing refers to any more"),
            Setting(
                \.archiveAfter, "log.archive-after",
                .optional(.duration(in: .seconds(24 * 3600) ... .seconds(100 * 365 * 24 * 3600)), "never"),
                "how old entries of the log are that go into its archive; for the embedded store"),
            Setting(\.backups, "backups", .optional(.path, "data"), "the folder in which backups are made"),
            Setting(
                \.snapshots, "snapshots", .optional(.path, "data"),
                "the folder of the snapshot that a start begins with; it may be deleted"),
            Setting(\.certificate, "tls.certificate", .optional(.path, "none"), "the certificate chain, in PEM"),
            Setting(\.privateKey, "tls.key", .optional(.path, "none"), "its private key, in PEM"),
            Setting(
                \.authorities, "tls.authorities", .optional(.path, "none"),
                "the certificate authorities whose certificates callers must show"),
            Setting(
                \.allowsUnencrypted, "tls.allow-unencrypted", .boolean,
                "allow tcp:// to other machines without TLS: everyone on the way can read everything"),
        ] + Setting.group(\.http) + Setting.group(\.accounts)
        + Setting.group(\.pages) + Setting.group(\.packages) + Setting.group(\.caps) + Setting.group(\.telemetry)
        + Setting.group(\.operations)

    var contradictions: [String] {
        var found: [String] = []
        if (certificate == nil) != (privateKey == nil) {
            found.append("tls.certificate and tls.key belong together; set both, or neither")
        }
        let open = listen.compactMap(WireAddress.init(parsing:)).first { !$0.isLocal }
        if let open, certificate == nil, !allowsUnencrypted {
            found.append(
                "\(open) is not on this machine alone, and there is no TLS; set tls.certificate and tls.key, or "
                    + "tls.allow-unencrypted")
        }
        found += http.contradictions(hasCertificate: certificate != nil, allowsUnencrypted: allowsUnencrypted)
        found += accounts.contradictions
        if demonstration != nil, accounts.origin == nil {
            found.append("demonstration is set, but accounts.origin is not; nobody could log in")
        }
        if store == .nats, natsServers.isEmpty {
            found.append("store is nats, but nats.servers is empty; name the cluster's servers")
        }
        if store == .embedded, !natsServers.isEmpty {
            found.append("nats.servers is set, but store is embedded; set store to nats")
        }
        if store == .nats, archiveAfter != nil {
            found.append("log.archive-after is set, but store is nats, which keeps all of the log; leave it out")
        }
        return found
    }

    /// The cluster, and how it is spoken to.
    func cluster() -> JetStreamConfiguration {
        var cluster = JetStreamConfiguration(servers: natsServers, prefix: natsPrefix, replicas: natsReplicas)
        if let natsCredentials { cluster.credentials = .credentialsFile(natsCredentials.string) }
        if natsAuthorities != nil || natsCertificate != nil {
            cluster.tls = JetStreamConfiguration.TLS(
                authorityFile: natsAuthorities?.string, certificateFile: natsCertificate?.string,
                keyFile: natsKey?.string)
        }
        return cluster
    }

    /// The files of TLS; nil without a certificate.
    var tls: TLSFiles? {
        certificate.map { TLSFiles(certificate: $0, privateKey: privateKey, authorities: authorities) }
    }
}
