internal import Identity
internal import Wire

/// Who asks, and by what it is known.
struct Caller: Hashable, Sendable {
    /// What somebody showed.
    enum Credential: Hashable, Sendable {
        case token(SecretDigest)
        /// The certificate of a TLS client.
        case certificate(SecretDigest)
        /// Nothing, from this machine.
        case anonymous
    }

    var principal: Principal
    var credential: Credential
}
