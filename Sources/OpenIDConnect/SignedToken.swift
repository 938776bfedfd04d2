internal import JSONText
internal import Units

/// A token as it came (RFC 7515): who made it is not known before its signature is checked. Pure.
struct SignedToken: Sendable {
    /// The longest that is read.
    static let longest = 32 << 10

    /// How it says that it is signed.
    let algorithm: SigningAlgorithm
    /// The key that it names; nil if it names none.
    let keyID: String?
    private let signed: [UInt8]
    private let signature: [UInt8]
    private let payload: [UInt8]

    /// Reads a text. A key that comes with the token is nobody's, and is not looked at.
    init(_ text: String) throws(OpenIDError) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard text.utf8.count <= Self.longest, parts.count == 3, let header = Base64URL.bytes(of: String(parts[0])),
            let payload = Base64URL.bytes(of: String(parts[1])), let signature = Base64URL.bytes(of: String(parts[2])),
            let members = JSONTree.members(of: header)
        else { throw Self.wrong("it is no signed token") }
        guard let algorithm = members["alg"]?.string.flatMap({ SigningAlgorithm(rawValue: $0) }) else {
            throw Self.wrong("it is not signed with RS256 or ES256")
        }
        guard members["crit"] == nil else { throw Self.wrong("it wants something that is not known here") }
        if let id = members["kid"], id.string == nil { throw Self.wrong("the name of its key is no text") }
        (self.algorithm, keyID) = (algorithm, members["kid"]?.string)
        (self.payload, self.signature) = (payload, signature)
        signed = Array("\(parts[0]).\(parts[1])".utf8)
    }

    /// What it says, if it was signed with one of the keys.
    func claims(signedWith keys: SigningKeys) throws(OpenIDError) -> [String: JSONTree] {
        guard keys.isSignature(signature, of: signed, algorithm, keyID) else {
            throw Self.wrong("its signature is not the provider's")
        }
        guard let claims = JSONTree.members(of: payload) else { throw Self.wrong("it says nothing") }
        return claims
    }

    private static func wrong(_ reason: String) -> OpenIDError { .refused(.identity, reason) }
}
