internal import SystemPackage

/// Where a fleet's part listens, as text: `tcp://HOST:PORT` or `unix:PATH`.
enum Endpoint {
    static func isValid(_ text: String) -> Bool {
        if text.hasPrefix("unix:") { return text.utf8.count > 5 && text.utf8.count <= 5 + 107 }
        return text.hasPrefix("tcp://") && HostPort(parsing: String(text.dropFirst(6))) != nil
    }

    /// Whether only programs of this host can connect.
    static func isLocal(_ text: String) -> Bool {
        guard text.hasPrefix("tcp://"), let address = HostPort(parsing: String(text.dropFirst(6))) else { return true }
        return address.host == "localhost" || address.host == "::1" || address.host.hasPrefix("127.")
    }
}

extension SettingType where Value == String {
    /// `tcp://HOST:PORT` or `unix:PATH`.
    static var endpoint: Self {
        SettingType(
            "tcp://HOST:PORT or unix:PATH", parse: { Endpoint.isValid($0) ? $0 : nil }, format: { $0 })
    }
}

extension Setting {
    /// The files of TLS that both daemons have.
    static func tls(
        _ certificate: any WritableKeyPath<Root, FilePath?> & Sendable,
        _ privateKey: any WritableKeyPath<Root, FilePath?> & Sendable,
        _ authorities: any WritableKeyPath<Root, FilePath?> & Sendable, required summary: String
    ) -> [Setting] {
        [
            Setting(certificate, "tls.certificate", .optional(.path, "none"), "\(summary), with its chain, in PEM"),
            Setting(privateKey, "tls.key", .optional(.path, "none"), "the certificate's private key in PEM; mode 0600"),
            Setting(
                authorities, "tls.authorities", .optional(.path, "none"),
                "the authorities that vouch for the other side, in PEM"),
        ]
    }

    /// What is wrong between the files of TLS.
    static func contradictions(_ certificate: FilePath?, _ privateKey: FilePath?) -> [String] {
        (certificate == nil) == (privateKey == nil)
            ? [] : ["\"tls.certificate\" and \"tls.key\" belong together: set both or none"]
    }
}
