internal import Cryptography
internal import Units

/// What one login is recognized by: nobody else can end it, or begin it for somebody. Pure, once made.
package struct LoginSecrets: Hashable, Sendable, Codable {
    /// Comes back with the code, through the browser.
    package let state: String
    /// Comes back in the token.
    package let nonce: String
    /// Is shown with the code (RFC 7636).
    package let verifier: String

    /// New ones.
    package init() {
        state = Base64URL.text(of: randomBytes(32))
        nonce = Base64URL.text(of: randomBytes(32))
        verifier = Base64URL.text(of: randomBytes(32))
    }

    /// What the provider is told of ``verifier`` at first.
    var challenge: String { Base64URL.text(of: SHA256.hash(verifier.utf8)) }
}
