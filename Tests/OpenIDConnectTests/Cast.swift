import Cryptography
import JSONText
import Outgoing
import Synchronization
import Testing
import Units

@testable import OpenIDConnect

/// A provider of tests, and what it signs.
enum Cast {
    static let now: Int64 = 1_800_000_000
    static let key = P256.PrivateKey()

    static func provider(_ issuer: String = "https://id.example") throws -> OpenIDProvider {
        try #require(
            OpenIDProvider(
                name: "id", title: "Example", issuer: issuer, clientID: "judge",
                clientSecret: .init(Array("a b&c".utf8))))
    }

    static let expectation = ProviderIdentity.Expectation(
        issuer: "https://id.example", clientID: "judge", nonce: "nonce", now: now)

    /// The claims of a good token, some of them changed; null: left out.
    static func claims(_ changed: [String: JSONTree] = [:]) -> [String: JSONTree] {
        let usual: [String: JSONTree] = [
            "iss": .string("https://id.example"), "aud": .string("judge"), "sub": .string("u1"),
            "nonce": .string("nonce"), "iat": JSONTree(now), "exp": JSONTree(now + 300),
        ]
        return usual.merging(changed) { $1 }.filter { $0.value != .null }
    }

    static func part(_ members: [String: JSONTree]) -> String {
        let object = JSONTree.object(members.sorted { $0.key < $1.key }.map { .init(key: $0.key, value: $0.value) })
        return Base64URL.text(of: Array(object.text.utf8))
    }

    /// A token, signed by the curve's key whatever its header says.
    static func token(
        header: [String: JSONTree] = ["alg": .string("ES256"), "kid": .string("ec-1")],
        _ claims: [String: JSONTree] = claims(), key: P256.PrivateKey = key
    ) -> String {
        let text = part(header) + "." + part(claims)
        return text + "." + Base64URL.text(of: key.signature(of: Array(text.utf8)))
    }

    /// A public key as providers publish it.
    static func jwk(_ key: P256.PublicKey = key.publicKey, _ more: [String: JSONTree] = [:]) -> JSONTree {
        let members: [String: JSONTree] = [
            "kty": .string("EC"), "crv": .string("P-256"), "kid": .string("ec-1"),
            "x": .string(Base64URL.text(of: key.x)), "y": .string(Base64URL.text(of: key.y)),
        ]
        return .object(members.merging(more) { $1 }.map { .init(key: $0.key, value: $0.value) })
    }

    static func rsa(_ more: [String: JSONTree] = [:], modulus: String = RSAFixture.modulus) -> JSONTree {
        let members: [String: JSONTree] = [
            "kty": .string("RSA"), "kid": .string("rsa-1"), "n": .string(modulus), "e": .string("AQAB"),
        ]
        return .object(members.merging(more) { $1 }.map { .init(key: $0.key, value: $0.value) })
    }

    static func keySet(_ keys: [JSONTree]) -> [UInt8] {
        Array(JSONTree.object([.init(key: "keys", value: .array(keys))]).text.utf8)
    }

    static func keys(_ keys: [JSONTree] = [jwk(), rsa()]) throws -> SigningKeys { try SigningKeys(keySet(keys)) }

    /// Whose token it is, or the reason why it is not believed.
    static func read(_ token: String, _ keys: [JSONTree] = [jwk(), rsa()]) throws -> String {
        do {
            let claims = try SignedToken(token).claims(signedWith: try Self.keys(keys))
            return try ProviderIdentity(claims, expectation).subject
        } catch let error as OpenIDError {
            return error.reason
        }
    }

    /// A discovery document, some of it changed; null: left out.
    static func metadata(_ changed: [String: JSONTree] = [:]) -> [UInt8] {
        let usual: [String: JSONTree] = [
            "issuer": .string("https://id.example"), "jwks_uri": .string("https://id.example/keys"),
            "authorization_endpoint": .string("https://id.example/login?theme=dark"),
            "token_endpoint": .string("https://id.example/token"),
        ]
        let members = usual.merging(changed) { $1 }.filter { $0.value != .null }
        return Array(JSONTree.object(members.map { .init(key: $0.key, value: $0.value) }).text.utf8)
    }
}
