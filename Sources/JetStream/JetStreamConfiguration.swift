/// Where the NATS servers are, who asks, and how the stores are kept there.
public struct JetStreamConfiguration: Sendable {
    /// How this process proves who it is.
    public enum Credentials: Sendable {
        /// Nobody asks.
        case none
        /// A user's name and password.
        case password(user: String, password: String)
        /// A bearer token.
        case token(String)
        /// A `.creds` file: a user's JWT and seed.
        case credentialsFile(String)
        /// A public NKey, and the file of its seed.
        case nkey(publicKey: String, seedFile: String)
    }

    /// How connections are encrypted.
    public struct TLS: Sendable {
        /// The authorities that may have signed the servers' certificates, PEM; nil: the system's.
        public var authorityFile: String?
        /// This process's own certificate chain and key, PEM, where the servers ask for one.
        public var certificateFile: String?
        /// The certificate's key, PEM.
        public var keyFile: String?

        /// TLS with these files.
        public init(authorityFile: String? = nil, certificateFile: String? = nil, keyFile: String? = nil) {
            self.authorityFile = authorityFile
            self.certificateFile = certificateFile
            self.keyFile = keyFile
        }
    }

    /// The servers: `nats://10.0.0.1:4222`. Any that answers tells of the others.
    public var servers: [String]
    /// How this process proves who it is.
    public var credentials: Credentials
    /// How connections are encrypted; nil: they are not.
    public var tls: TLS?
    /// The first part of all subjects and names of streams, so that several stores can live on one cluster: 1 to 32
    /// letters, digits, hyphens and underscores.
    public var prefix: String
    /// On how many servers everything is kept: 3 survive the loss of one. Counts when the streams are first made.
    public var replicas: Int
    /// The most that each of the streams may hold, in bytes; nil: what the servers allow. Counts when they are first made.
    public var streamLimit: Int64?
    /// How long a call tries before it fails as unavailable. A new leader is elected within 4 to 9 s (nats-server 2.9).
    public var patience: Duration
    /// For how long what an unfinished upload has sent is kept after its last piece: 60 s or more.
    public var uploadAge: Duration

    /// The stores on these servers.
    public init(
        servers: [String], credentials: Credentials = .none, tls: TLS? = nil, prefix: String = "verdict",
        replicas: Int = 3, streamLimit: Int64? = nil, patience: Duration = .seconds(20),
        uploadAge: Duration = .seconds(7 * 86_400)
    ) {
        self.servers = servers
        self.credentials = credentials
        self.tls = tls
        self.prefix = prefix
        self.replicas = replicas
        self.streamLimit = streamLimit
        self.patience = patience
        self.uploadAge = uploadAge
    }
}
