public import SystemPackage

/// The settings of `verdict-coordinator`, from `/etc/verdict/coordinator.yaml`, `VERDICT_COORDINATOR_…` and flags.
public struct CoordinatorConfiguration: Configuration {
    /// What the environment's variables begin with.
    public static let prefix = "VERDICT_COORDINATOR"

    /// Where workers, clients and administrators connect, as `tcp://HOST:PORT` or `unix:PATH`.
    public var listen = "tcp://127.0.0.1:7411"
    /// Who may connect: roles, names and digests.
    public var accessFile = FilePath("/etc/verdict/access")
    /// The certificate that the coordinator shows; nil: no TLS.
    public var certificate: FilePath?
    /// The certificate's private key.
    public var privateKey: FilePath?
    /// The authorities that vouch for clients' certificates; nil: tokens alone.
    public var authorities: FilePath?
    /// Where the stores are.
    public var storeDirectory = FilePath("/var/lib/verdict-coordinator")
    /// The directory of language files; nil: as installed.
    public var languages: FilePath?
    /// How many connections there may be.
    public var connections = 4096
    /// Log, metrics and shutdown.
    public var operations = OperationsConfiguration()

    /// The defaults.
    public init() {}

    /// The declarations.
    public static let settings: [Setting<Self>] =
        [
            Setting(\.listen, "listen", .endpoint, "where workers, clients and administrators connect"),
            Setting(\.accessFile, "access-file", .path, "who may connect, a line each: role, name, digest; mode 0600"),
            Setting(\.connections, "connections", .integer(in: 1...65_536), "how many connections there may be"),
            Setting(\.storeDirectory, "store.directory", .path, "where submissions, results and jobs are stored"),
            Setting(
                \.languages, "languages.directory", .optional(.path, "installed"),
                "the directory of language files"),
        ]
        + Setting.tls(\.certificate, \.privateKey, \.authorities, required: "the certificate that is shown to clients")
        + Setting.group(\.operations)

    /// TLS needs a certificate and its key; without TLS only this host may connect.
    public var contradictions: [String] {
        Setting<Self>.contradictions(certificate, privateKey)
            + (certificate == nil && !Endpoint.isLocal(listen)
                ? ["\"listen\" is not this host's alone: set \"tls.certificate\" and \"tls.key\""] : [])
    }
}
