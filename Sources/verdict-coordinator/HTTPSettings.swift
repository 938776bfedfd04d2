import Coordinator
import Evaluation
import Files
import HTTP
import Identity
import Logging
import Operations
import SystemPackage
import Units
import Wire

/// The settings of HTTP.
struct HTTPSettings: Configuration {
    var listen: [String] = []
    var maxBody = ByteCount.mebibytes(16)
    var connections = 4096
    var connectionsPerAddress = 1024
    var trustedProxies: [String] = []
    var corsOrigins: [String] = []
    var anonymous: String?
    var clientAuthorities: FilePath?
    var requiresCertificates = false
    var judge0: String? = "/judge0"
    var judge0Maintenance: String?
    var judge0Queue = 1000
    var piston: String? = "/piston"
    var sandboxFusion: String? = "/sandboxfusion"
    var datasets: FilePath?
    var callbacks = true
    var callbackSecret: FilePath?
    var callbackNetworks: [String] = []

    static let settings: [Setting<Self>] = [
        Setting(
            \.listen, "http.listen", .list,
            "where HTTP is served: http://HOST:PORT, https://HOST:PORT, unix:PATH; none: nowhere"
        ) { addresses in
            addresses.contains { HTTPAddress(parsing: $0) == nil }
                ? "must be addresses such as http://127.0.0.1:8080, https://0.0.0.0:8443 or unix:/run/verdict/http.sock"
                : nil
        },
        Setting(
            \.maxBody, "http.max-body", .byteCount(atLeast: .kibibytes(64)), "the largest body of a request over HTTP"),
        Setting(
            \.connections, "http.connections", .integer(in: 4...100_000),
            "the most connections of HTTP; for one more, the one goes that was idle longest"),
        Setting(
            \.connectionsPerAddress, "http.connections-per-address", .integer(in: 1...100_000),
            "the most connections of HTTP from one address, but for trusted proxies"),
        Setting(
            \.trustedProxies, "http.trusted-proxies", .list,
            "the proxies whose X-Forwarded-For is believed: addresses, networks such as 10.0.0.0/8, unix"
        ) { proxies in
            HTTPConfiguration.areProxies(proxies)
                ? nil : "must be addresses such as 10.0.0.7, networks such as 10.0.0.0/8, or unix"
        },
        Setting(
            \.corsOrigins, "http.cors-origins", .list, "the origins whose pages may use the API from a browser, or *"
        ) { origins in
            HTTPConfiguration.areOrigins(origins) ? nil : "must be origins such as https://judge.example, or *"
        },
        Setting(
            \.anonymous, "http.anonymous", .optional(.string, "off"),
            "the name of the client that asks from this machine without a token"
        ) { name in
            guard let name else { return nil }
            let isName = name.utf8.allSatisfy { $0 > 0x20 && $0 != UInt8(ascii: "#") } && name.utf8.count <= 64
            return isName ? nil : "must be a name as the access list has them"
        },
        Setting(
            \.clientAuthorities, "http.client-authorities", .optional(.path, "none"),
            "the certificate authorities whose certificates callers at https:// may show instead of a token"),
        Setting(
            \.requiresCertificates, "http.require-certificates", .boolean,
            "whether nobody is served at https:// who shows no such certificate"),
        Setting(
            \.judge0, "http.judge0", .optional(.string, "off"),
            "below which path Judge0's API is served; / for the root",
            check: Self.pathProblem),
        Setting(
            \.judge0Maintenance, "http.judge0-maintenance", .optional(.string, "off"),
            "what Judge0's API says while it takes no submissions"),
        Setting(
            \.judge0Queue, "http.judge0-queue", .integer(in: 1...100_000),
            "how many executions may wait or run before Judge0's API says that its queue is full"),
        Setting(
            \.piston, "http.piston", .optional(.string, "off"), "below which path Piston's API is served",
            check: Self.pathProblem),
        Setting(
            \.sandboxFusion, "http.sandboxfusion", .optional(.string, "off"),
            "below which path SandboxFusion's API is served", check: Self.pathProblem),
        Setting(
            \.datasets, "http.sandboxfusion-datasets", .optional(.path, "none"),
            "the folder of the data sets that SandboxFusion's API has by name: NAME.jsonl, a row a line"),
        Setting(
            \.callbacks, "http.callbacks", .boolean,
            "whether Judge0's submissions may name a URL on the Internet that is told when they have ended"),
        Setting(
            \.callbackSecret, "http.callback-secret", .optional(.path, "none"),
            "the file of the secret that signs what such URLs are told"),
        Setting(
            \.callbackNetworks, "http.callback-networks", .list,
            "networks such as 10.0.0.0/8 that may be told although they are not the Internet"
        ) { networks in
            networks.contains { NetworkRange(parsing: $0) == nil } ? "must be networks such as 10.0.0.0/8" : nil
        },
    ]

    private static func pathProblem(_ path: String?) -> String? {
        guard let path else { return nil }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let isPath =
            path == "/"
            || (parts.first == "" && parts.count > 1
                && parts.dropFirst().allSatisfy { part in
                    !part.isEmpty && part != "." && part != ".."
                        && part.utf8.allSatisfy { byte in
                            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                                || "-._".utf8.contains(byte)
                        }
                })
        return isPath ? nil : "must be a path such as /judge0, or off"
    }

    /// Where it is served.
    var addresses: [HTTPAddress] { listen.compactMap(HTTPAddress.init(parsing:)) }

    /// What contradicts the settings of TLS.
    func contradictions(hasCertificate: Bool, allowsUnencrypted: Bool) -> [String] {
        if requiresCertificates, clientAuthorities == nil {
            return [
                "http.require-certificates is set, but http.client-authorities is not; name who vouches for callers"
            ]
        }
        if clientAuthorities != nil, !addresses.contains(where: \.isEncrypted) {
            return ["http.client-authorities is set, but http.listen has no https:// address; add one"]
        }
        return addresses.compactMap { address in
            if address.isEncrypted {
                hasCertificate
                    ? nil : "\(address) is encrypted, and there is no certificate; set tls.certificate and tls.key"
            } else if !address.endpoint.isLocal, !allowsUnencrypted {
                "\(address) is not on this machine alone, and not encrypted; write https://, or set tls.allow-unencrypted"
            } else {
                nil
            }
        }
    }

    /// Adds all routes that are wanted.
    /// - Parameters:
    ///   - desk: what runs programs.
    ///   - callbacks: what tells others of ends.
    ///   - harnesses: the folder of the programs around candidates.
    ///   - logger: is told of data sets that cannot be used.
    /// - Throws: what reading data sets and harnesses throws.
    func addRoutes(
        of desk: ExecutionDesk, _ callbacks: Judge0Callbacks?, harnesses: FilePath, to router: APIRouter,
        logger: Logger
    ) throws {
        ExecutionRoutes(desk).add(to: router)
        LanguageRoutes(desk).add(to: router)
        FileRoutes(desk.files).add(to: router)
        if let judge0 {
            var options = Judge0Options()
            options.maintenance = judge0Maintenance
            options.maxQueueSize = judge0Queue
            Judge0Routes(desk, options: options, callbacks: callbacks).add(to: router, below: judge0)
        }
        if let piston { PistonRoutes(desk).add(to: router, below: piston) }
        if let sandboxFusion {
            let datasets = SandboxFusionDatasets(
                try tables(logger), harnesses: harnesses.isDirectory ? try Harnesses(harnesses) : Harnesses())
            SandboxFusionRoutes(desk, datasets: datasets).add(to: router, below: sandboxFusion)
        }
    }

    /// The data sets that have names.
    private func tables(_ logger: Logger) throws -> RecordTables {
        guard let datasets else { return RecordTables() }
        let tables = try RecordTables(datasets)
        for problem in tables.problems {
            logger.warning("something in the folder of data sets cannot be used", metadata: ["problem": "\(problem)"])
        }
        return tables
    }

    /// What tells others that submissions have ended; nil where nobody is to be told.
    /// - Throws: what reading the secret throws.
    func callbacks(of desk: ExecutionDesk, logger: Logger) throws -> Judge0Callbacks? {
        guard judge0 != nil, callbacks else { return nil }
        let secret = try callbackSecret.map { Array(try SecretFile.token($0).utf8) }
        return Judge0Callbacks(
            desk, secret: secret, allowed: callbackNetworks.compactMap(NetworkRange.init(parsing:)), logger: logger)
    }

    /// The server's configuration; nil if it is served nowhere.
    func configuration(
        access: AccessList, tls: TLSFiles?, allowsUnencrypted: Bool, drainTime: Duration
    ) -> HTTPConfiguration? {
        guard !listen.isEmpty else { return nil }
        var configuration = HTTPConfiguration(addresses: addresses, access: access)
        configuration.tls = tls
        // Who vouches for callers of the socket vouches for nobody here.
        configuration.tls?.authorities = clientAuthorities
        configuration.tls?.requiresCertificates = requiresCertificates
        configuration.allowsUnencrypted = allowsUnencrypted
        configuration.anonymous = anonymous.map { Principal(role: .client, name: $0) }
        configuration.trustedProxies = trustedProxies
        configuration.corsOrigins = corsOrigins
        configuration.limits.body = maxBody
        configuration.limits.connections = connections
        configuration.limits.connectionsPerAddress = connectionsPerAddress
        configuration.drainTime = drainTime
        return configuration
    }
}
