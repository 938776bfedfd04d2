internal import JSONText
internal import Units

/// The JWS of an access token (RFC 7515, RFC 9068): its three parts, read as strictly as only its maker can be read. There is one
/// algorithm, and the token does not choose it.
struct AccessTokenText {
    /// The longest that is read.
    static let longest = 4096
    private static let algorithm = "ES256"
    private static let type = "at+jwt"

    /// The id of the key that it names.
    let key: String
    /// What the signature is of.
    let signed: [UInt8]
    /// The signature.
    let signature: [UInt8]
    private let payload: [UInt8]

    /// Reads a text; nil if it is none. Nothing is known yet about who made it.
    init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard text.utf8.count <= Self.longest, parts.count == 3, let header = Base64URL.bytes(of: String(parts[0])),
            let payload = Base64URL.bytes(of: String(parts[1])), let signature = Base64URL.bytes(of: String(parts[2])),
            let members = Self.members(header), members.count == 3, members["alg"] == .string(Self.algorithm),
            members["typ"] == .string(Self.type), let key = members["kid"]?.string
        else { return nil }
        (self.key, self.payload, self.signature) = (key, payload, signature)
        signed = Array("\(parts[0]).\(parts[1])".utf8)
    }

    /// What is to be signed of a token.
    static func unsigned(_ token: AccessToken, key: String, issuer: String, audience: String) -> String {
        let header = JSONTree.object([
            .init(key: "alg", value: .string(algorithm)), .init(key: "kid", value: .string(key)),
            .init(key: "typ", value: .string(type)),
        ])
        let payload = JSONTree.object([
            .init(key: "iss", value: .string(issuer)), .init(key: "aud", value: .string(audience)),
            .init(key: "sub", value: .string(token.subject)), .init(key: "sid", value: .string(token.session)),
            .init(key: "jti", value: .string(token.id)),
            .init(key: "roles", value: .array(token.roles.map { .string($0) })),
            .init(key: "iat", value: JSONTree(token.issued)), .init(key: "nbf", value: JSONTree(token.notBefore)),
            .init(key: "exp", value: JSONTree(token.expires)),
        ])
        return [header, payload].map { Base64URL.text(of: Array($0.text.utf8)) }.joined(separator: ".")
    }

    /// What it says, once its signature is known to be right.
    /// - Throws: `malformed` or `foreign`.
    func token(issuer: String, audience: String) throws(AccessToken.Refusal) -> AccessToken {
        guard let members = Self.members(payload), let subject = members["sub"]?.string,
            let session = members["sid"]?.string, let id = members["jti"]?.string, let roles = members["roles"]?.array,
            let issued = members["iat"]?.integer, let notBefore = members["nbf"]?.integer,
            let expires = members["exp"]?.integer, roles.allSatisfy({ $0.string != nil })
        else { throw .malformed }
        guard members["iss"] == .string(issuer), members["aud"] == .string(audience) else { throw .foreign }
        return AccessToken(
            subject: subject, session: session, id: id, roles: roles.compactMap(\.string), issued: Int64(issued),
            notBefore: Int64(notBefore), expires: Int64(expires))
    }

    /// The members of an object; nil if it is none, or a member is there twice.
    private static func members(_ bytes: [UInt8]) -> [String: JSONTree]? {
        var limits = JSONLimits(values: 256)
        limits.depth = 4
        do {
            return try JSONTree(parsing: bytes, within: limits).distinctMembers
        } catch {
            return nil
        }
    }
}
