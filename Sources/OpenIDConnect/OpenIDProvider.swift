package import Cryptography
internal import Outgoing

/// Somebody who knows people, such as a university: what is set of it.
package struct OpenIDProvider: Sendable {
    /// What it is called in addresses: `university`.
    package let name: String
    /// What people know it by.
    package let title: String
    /// Who it says it is, as its tokens write it.
    package let issuer: String
    /// Who this service is to it.
    package let clientID: String
    /// What this service shows it.
    package let clientSecret: SymmetricKey
    /// Where its discovery document is.
    let discovery: OutgoingURL

    /// A provider; nil if the issuer is no address that can be asked: `https` everywhere, `http` only on this machine itself.
    /// - Parameters:
    ///   - name: what it is called in addresses.
    ///   - title: what people know it by.
    ///   - issuer: who it says it is.
    ///   - clientID: who this service is to it.
    ///   - clientSecret: what this service shows it.
    package init?(name: String, title: String, issuer: String, clientID: String, clientSecret: SymmetricKey) {
        let base = issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer
        guard !issuer.contains("?"), !issuer.contains("#"), OutgoingURL(issuer) != nil,
            let discovery = OutgoingURL(base + "/.well-known/openid-configuration"),
            discovery.isEncrypted || Self.isOnThisMachine(discovery)
        else { return nil }
        (self.name, self.title, self.issuer) = (name, title, issuer)
        (self.clientID, self.clientSecret, self.discovery) = (clientID, clientSecret, discovery)
    }

    /// Whether that may be asked instead of the issuer: not without encryption, where the issuer itself has it.
    func mayName(_ url: OutgoingURL) -> Bool {
        url.isEncrypted || !discovery.isEncrypted && Self.isOnThisMachine(url)
    }

    private static func isOnThisMachine(_ url: OutgoingURL) -> Bool {
        ["localhost", "127.0.0.1", "::1"].contains(url.host)
    }
}
