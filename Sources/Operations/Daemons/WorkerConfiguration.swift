public import SystemPackage
public import Units

/// The settings of `verdict-worker`, from `/etc/verdict/worker.yaml`, `VERDICT_WORKER_…` and flags.
public struct WorkerConfiguration: Configuration {
    /// What the environment's variables begin with.
    public static let prefix = "VERDICT_WORKER"

    /// What the worker is called, the same after it was started anew.
    public var name = "worker"
    /// Where the coordinator listens, as `tcp://HOST:PORT` or `unix:PATH`.
    public var coordinator = "tcp://127.0.0.1:7411"
    /// The file that holds the worker's token; nil: its certificate says who it is.
    public var tokenFile: FilePath? = "/etc/verdict/worker.token"
    /// Whether the connection is TLS.
    public var usesTLS = false
    /// The certificate that the worker shows; nil: none.
    public var certificate: FilePath?
    /// The certificate's private key.
    public var privateKey: FilePath?
    /// The authorities that vouch for the coordinator; nil: the system's.
    public var authorities: FilePath?
    /// Where packages are unpacked to, on a file system in memory.
    public var cacheDirectory = FilePath("/run/verdict-worker")
    /// How much of it may be used.
    public var cacheSize = ByteCount.gibibytes(1)
    /// How many jobs run at a time; nil: as many as there are processors.
    public var slots: Int?
    /// How many jobs are fetched beyond those that run.
    public var ahead = 2
    /// The directory of language files; nil: as installed.
    public var languages: FilePath?
    /// Log, metrics and shutdown.
    public var operations = Self.operationsDefaults

    /// The defaults.
    public init() {}

    /// A worker may stand beside a coordinator, whose metrics have the port before.
    private static var operationsDefaults: OperationsConfiguration {
        var operations = OperationsConfiguration()
        operations.address = HostPort(host: "127.0.0.1", port: 9465)
        operations.shutdownDeadline = .seconds(60)
        return operations
    }

    /// The declarations.
    public static let settings: [Setting<Self>] =
        [
            Setting(
                \.name, "name", .string, "what the worker is called, the same after a restart, unlike every other's",
                isRequired: true
            ) { $0.utf8.count <= 128 ? nil : "must have at most 128 bytes; make it shorter" },
            Setting(\.coordinator, "coordinator", .endpoint, "where the coordinator listens"),
            Setting(
                \.tokenFile, "token-file", .optional(.path, "none"), "the file that holds the worker's token; mode 0600"
            ),
            Setting(\.slots, "slots", .optional(.integer(in: 1...1024), "processors"), "how many jobs run at a time"),
            Setting(\.ahead, "ahead", .integer(in: 0...64), "how many jobs are fetched beyond those that run"),
            Setting(
                \.cacheDirectory, "cache.directory", .path, "where packages are unpacked to, on a file system in memory"
            ),
            Setting(
                \.cacheSize, "cache.size", .byteCount(atLeast: .mebibytes(16)), "how much the cache may hold"),
            Setting(
                \.languages, "languages.directory", .optional(.path, "installed"),
                "the directory of language files"),
            Setting(\.usesTLS, "tls.enabled", .boolean, "whether the connection to the coordinator is TLS"),
        ] + Setting.tls(\.certificate, \.privateKey, \.authorities, required: "the certificate that the worker shows")
        + Setting.group(\.operations)

    /// TLS has all of its files or none, and a worker has something to show.
    public var contradictions: [String] {
        var problems = Setting<Self>.contradictions(certificate, privateKey)
        if !usesTLS, certificate != nil || authorities != nil {
            problems.append(
                "\"tls.certificate\" and \"tls.authorities\" say nothing without TLS: set \"tls.enabled\" to true")
        }
        if !usesTLS, !Endpoint.isLocal(coordinator) {
            problems.append(
                "\"coordinator\" is another host and would get the token in the clear: set \"tls.enabled\" to true")
        }
        if tokenFile == nil, certificate == nil, !coordinator.hasPrefix("unix:") {
            problems.append("the worker has nothing to show: set \"token-file\" or \"tls.certificate\"")
        }
        return problems
    }
}
