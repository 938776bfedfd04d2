import HTTP
import Identity
import Operations
import Units
import Wire

/// The settings of HTTP.
struct HTTPSettings: Configuration {
    var listen: [String] = []
    var maxBody = ByteCount.mebibytes(16)
    var connections = 4096
    var connectionsPerAddress = 256
    var trustedProxies: [String] = []
    var corsOrigins: [String] = []
    var anonymous: String?

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
    ]

    /// Where it is served.
    var addresses: [HTTPAddress] { listen.compactMap(HTTPAddress.init(parsing:)) }

    /// What contradicts the settings of TLS.
    func contradictions(hasCertificate: Bool, allowsUnencrypted: Bool) -> [String] {
        addresses.compactMap { address in
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

    /// The server's configuration; nil if it is served nowhere.
    func configuration(
        access: AccessList, tls: TLSFiles?, allowsUnencrypted: Bool, drainTime: Duration
    ) -> HTTPConfiguration? {
        guard !listen.isEmpty else { return nil }
        var configuration = HTTPConfiguration(addresses: addresses, access: access)
        configuration.tls = tls
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
