package import Cryptography
package import JSONText
internal import Units

/// The keys that access tokens are signed with (ES256): one that signs, and those before it, whose tokens are good until they
/// expire. Pure: whoever uses it says what time it is.
package struct AccessTokenKeys: Sendable {
    /// How far the clocks of two coordinators may be apart, in seconds.
    private static let leeway: Int64 = 5

    private struct Retired {
        var key: P256.PublicKey
        /// The last second at which one of its tokens can be good; nil: nobody knows.
        var until: Int64?
    }

    private let issuer: String
    private let audience: String
    /// How long a token is good, in seconds.
    package let lifetime: Int64
    private var current: P256.PrivateKey
    private var currentID: String
    private var retired: [String: Retired] = [:]

    /// Keys of which the last signs, and the others only check.
    /// - Parameters:
    ///   - keys: oldest first.
    ///   - issuer: who makes tokens: the address of this service.
    ///   - audience: whom they are for.
    ///   - lifetime: how long each is good, in seconds.
    package init?(_ keys: [P256.PrivateKey], issuer: String, audience: String, lifetime: Int64 = 600) {
        guard let last = keys.last else { return nil }
        (self.issuer, self.audience, self.lifetime) = (issuer, audience, lifetime)
        (current, currentID) = (last, Self.id(of: last.publicKey))
        for key in keys.dropLast() { retired[Self.id(of: key.publicKey)] = Retired(key: key.publicKey) }
        retired[currentID] = nil
    }

    /// Signs with `key` from now on; tokens of the key before are good until they expire.
    /// - Parameters:
    ///   - key: a new one.
    ///   - time: seconds since 1970 (UTC).
    package mutating func rotate(to key: P256.PrivateKey, at time: Int64) {
        forget(at: time)
        retired[currentID] = Retired(key: current.publicKey, until: time + lifetime + Self.leeway)
        (current, currentID) = (key, Self.id(of: key.publicKey))
        retired[currentID] = nil
    }

    /// Forgets the keys that no good token is signed with.
    private mutating func forget(at time: Int64) {
        retired = retired.filter { $0.value.until.map { $0 >= time } ?? true }
    }

    /// A token, signed.
    /// - Parameters:
    ///   - subject: the account.
    ///   - session: the session.
    ///   - roles: what the account may do.
    ///   - time: seconds since 1970 (UTC).
    package func token(subject: String, session: String, roles: [String], at time: Int64) -> String {
        let token = AccessToken(
            subject: subject, session: session, id: Base64URL.text(of: randomBytes(16)), roles: roles, issued: time,
            notBefore: time, expires: time + lifetime)
        let text = AccessTokenText.unsigned(token, key: currentID, issuer: issuer, audience: audience)
        return text + "." + Base64URL.text(of: current.signature(of: Array(text.utf8)))
    }

    /// What a token says, if it is one that was made here and is good now.
    /// - Parameters:
    ///   - text: the token.
    ///   - time: seconds since 1970 (UTC).
    package func read(_ text: String, at time: Int64) throws(AccessToken.Refusal) -> AccessToken {
        guard let parts = AccessTokenText(text) else { throw .malformed }
        guard let key = key(parts.key, at: time) else { throw .unknownKey }
        guard key.isSignature(parts.signature, of: parts.signed) else { throw .forged }
        let token = try parts.token(issuer: issuer, audience: audience)
        guard time < token.expires else { throw .expired }
        guard token.notBefore <= time + Self.leeway, token.issued <= time + Self.leeway else { throw .notYet }
        return token
    }

    private func key(_ id: String, at time: Int64) -> P256.PublicKey? {
        if id == currentID { return current.publicKey }
        guard let found = retired[id], found.until.map({ time <= $0 }) ?? true else { return nil }
        return found.key
    }

    /// The public keys, for others that check tokens (RFC 7517).
    /// - Parameter time: seconds since 1970 (UTC).
    package func document(at time: Int64) -> JSONTree {
        let older = retired.filter { $0.value.until.map { time <= $0 } ?? true }.sorted { $0.key < $1.key }
        let keys = [(currentID, current.publicKey)] + older.map { ($0.key, $0.value.key) }
        return .object([
            .init(
                key: "keys",
                value: .array(
                    keys.map { id, key in
                        let more: [(String, String)] = [("alg", "ES256"), ("kid", id), ("use", "sig")]
                        return .object((Self.members(of: key) + more).map { .init(key: $0, value: .string($1)) })
                    }))
        ])
    }

    /// What a key is called: its thumbprint (RFC 7638).
    private static func id(of key: P256.PublicKey) -> String {
        let text = JSONTree.object(members(of: key).map { .init(key: $0, value: .string($1)) }).text
        return Base64URL.text(of: SHA256.hash(text.utf8))
    }

    /// What makes a key, in the order of the alphabet.
    private static func members(of key: P256.PublicKey) -> [(String, String)] {
        [("crv", "P-256"), ("kty", "EC"), ("x", Base64URL.text(of: key.x)), ("y", Base64URL.text(of: key.y))]
    }
}
