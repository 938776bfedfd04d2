package import NIOSSL

/// The server that mail is given to.
package struct MailServer: Sendable {
    /// How what is said to it is kept from others.
    package enum Security: String, Hashable, Sendable, CaseIterable {
        /// The connection begins in the clear and goes on in TLS, or not at all (RFC 3207).
        case startTLS = "starttls"
        /// The connection is TLS from its beginning (RFC 8314).
        case tls
        /// Nothing is kept from anybody: for a server on this machine.
        case none
    }

    /// Its name, or its address.
    package var host: String
    /// Its port.
    package var port: Int
    /// How what is said is kept from others.
    package var security: Security
    /// Who logs in; nil: nobody does.
    package var login: (user: String, password: String)?
    /// What this machine is called.
    package var ownName: String
    /// Whom certificates are believed from; nil: whom this machine believes.
    package var trustRoots: NIOSSLTrustRoots?
    /// How long each answer may take.
    package var patience: Duration = .seconds(30)
    /// How long a mail may take in all.
    package var wholePatience: Duration = .seconds(120)

    /// A server.
    /// - Parameters:
    ///   - host: its name, or its address.
    ///   - port: its port; nil: the usual one.
    ///   - security: how what is said is kept from others.
    ///   - login: who logs in; nil: nobody does.
    ///   - ownName: what this machine is called: what is not a name is said as `localhost`.
    package init(
        host: String, port: Int? = nil, security: Security = .startTLS, login: (user: String, password: String)? = nil,
        ownName: String = "localhost"
    ) {
        let usual: Int =
            switch security {
            case .startTLS: 587
            case .tls: 465
            case .none: 25
            }
        (self.host, self.port, self.security, self.login) = (host, port ?? usual, security, login)
        let isName =
            !ownName.isEmpty
            && ownName.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."):
                    true
                default: false
                }
            }
        self.ownName = isName ? ownName : "localhost"
    }
}
