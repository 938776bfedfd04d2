internal import Cryptography
internal import JSONText
internal import Units

/// How a token may be signed. What is not here is believed of nobody: no `none`, and nothing whose key others know, too.
enum SigningAlgorithm: String, Hashable, Sendable {
    /// RSA.
    case rs256 = "RS256"
    /// The curve P-256.
    case es256 = "ES256"
}

/// The keys that a provider signs with (RFC 7517). Pure. What cannot be used here is passed over.
struct SigningKeys: Hashable, Sendable {
    /// How large the document may be.
    static let largest = 256 << 10
    /// How many keys are looked at.
    private static let most = 64

    private enum Value: Hashable, Sendable {
        case rsa(RSA.PublicKey)
        case elliptic(P256.PublicKey)
    }

    private struct Key: Hashable, Sendable {
        var id: String?
        var value: Value

        var algorithm: SigningAlgorithm {
            switch value {
            case .rsa: .rs256
            case .elliptic: .es256
            }
        }
    }

    private let keys: [Key]

    /// Reads the document.
    init(_ bytes: [UInt8]) throws(OpenIDError) {
        guard let list = JSONTree.members(of: bytes)?["keys"]?.array else {
            throw .unusable(.keys, "they are no set of keys")
        }
        keys = list.prefix(Self.most).compactMap { $0.distinctMembers.flatMap(Self.key) }
    }

    private static func key(_ members: [String: JSONTree]) -> Key? {
        guard members["use"].map({ $0 == .string("sig") }) ?? true,
            members["key_ops"].map({ $0.array?.contains(.string("verify")) ?? false }) ?? true,
            let value = value(members)
        else { return nil }
        let key = Key(id: members["kid"]?.string, value: value)
        return members["alg"].map { $0 == .string(key.algorithm.rawValue) } ?? true ? key : nil
    }

    private static func value(_ members: [String: JSONTree]) -> Value? {
        switch members["kty"] {
        case .string("RSA"):
            guard let modulus = bytes("n", members), let exponent = bytes("e", members) else { return nil }
            return RSA.PublicKey(modulus: modulus, exponent: exponent).map { .rsa($0) }
        case .string("EC"):
            guard members["crv"] == .string("P-256"), let x = bytes("x", members), let y = bytes("y", members) else {
                return nil
            }
            return P256.PublicKey(x: x, y: y).map { .elliptic($0) }
        default: return nil
        }
    }

    private static func bytes(_ name: String, _ members: [String: JSONTree]) -> [UInt8]? {
        members[name]?.string.flatMap { Base64URL.bytes(of: $0) }
    }

    /// Whether a key that such a token may be signed with is here. Of a token that names none, the only one of its kind.
    func know(_ algorithm: SigningAlgorithm, _ id: String?) -> Bool { !candidates(algorithm, id).isEmpty }

    /// Whether a signature was made with a key that such a token may be signed with.
    func isSignature(
        _ signature: [UInt8], of message: [UInt8], _ algorithm: SigningAlgorithm, _ id: String?
    ) -> Bool {
        candidates(algorithm, id).contains { key in
            switch key.value {
            case .rsa(let key): key.isSignature(signature, of: message)
            case .elliptic(let key): key.isSignature(signature, of: message)
            }
        }
    }

    private func candidates(_ algorithm: SigningAlgorithm, _ id: String?) -> [Key] {
        let fitting = keys.filter { $0.algorithm == algorithm }
        guard let id else { return fitting.count == 1 ? fitting : [] }
        return fitting.filter { $0.id == id }
    }
}
