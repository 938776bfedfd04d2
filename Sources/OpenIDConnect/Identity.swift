internal import Cryptography
internal import JSONText

/// Who somebody is to a provider: what its token said (OpenID Connect Core 1.0, section 2). Pure.
package struct ProviderIdentity: Hashable, Sendable {
    /// Who says so.
    package let issuer: String
    /// Whom the provider means: never another person's, and never changed. Capital and small letters differ.
    package let subject: String
    /// An address of which the provider has checked that it is theirs; nil if there is none.
    package private(set) var verifiedAddress: String?
    /// What they are called there; nil if it is not said.
    package private(set) var username: String?

    /// How far the clocks of the provider and of this machine may be apart, in seconds.
    static let leeway = 60.0

    /// What a token is asked for.
    struct Expectation: Hashable, Sendable {
        var issuer: String
        var clientID: String
        var nonce: String
        /// Seconds since 1970 (UTC).
        var now: Int64
    }

    /// Whom the claims of a token with the right signature are about.
    init(_ claims: [String: JSONTree], _ expected: Expectation) throws(OpenIDError) {
        guard claims["iss"] == .string(expected.issuer) else { throw Self.wrong("it is of another provider") }
        try Self.require(expected.clientID, isMeantBy: claims)
        guard let nonce = claims["nonce"]?.string, areEqual(Array(nonce.utf8), Array(expected.nonce.utf8)) else {
            throw Self.wrong("it belongs to another login")
        }
        try Self.require(claims, areGoodAt: Double(expected.now))
        guard let subject = claims["sub"]?.string, (1...255).contains(subject.utf8.count) else {
            throw Self.wrong("it does not say who somebody is")
        }
        (issuer, self.subject) = (expected.issuer, subject)
        add(claims)
    }

    /// Adds what is said beside the token, if it is about the same person.
    mutating func add(userInfo claims: [String: JSONTree]) throws(OpenIDError) {
        guard claims["sub"] == .string(subject) else { throw .refused(.userInfo, "it is about somebody else") }
        add(claims)
    }

    private mutating func add(_ claims: [String: JSONTree]) {
        if claims["email_verified"] == .bool(true), let address = claims["email"]?.string, address.utf8.count <= 320 {
            verifiedAddress = address
        }
        if let name = claims["preferred_username"]?.string, name.utf8.count <= 320 { username = name }
    }

    private static func require(_ client: String, isMeantBy claims: [String: JSONTree]) throws(OpenIDError) {
        let audience: [JSONTree] =
            switch claims["aud"] {
            case .string(let text): [.string(text)]
            case .array(let list): list
            default: []
            }
        guard audience.contains(.string(client)) else { throw wrong("it is for another service") }
        let party = claims["azp"] ?? .null
        guard party == .string(client) || party == .null && audience.count == 1 else {
            throw wrong("it was given to another service")
        }
    }

    private static func require(_ claims: [String: JSONTree], areGoodAt now: Double) throws(OpenIDError) {
        guard let expires = claims["exp"]?.double, let issued = claims["iat"]?.double else {
            throw wrong("it does not say when it is good")
        }
        // A number that is none is neither before nor after.
        guard now < expires + leeway else { throw wrong("it has expired") }
        guard issued <= now + leeway else { throw wrong("it was made in the future; set the clocks") }
        guard let begins = claims["nbf"] else { return }
        guard let begins = begins.double, begins <= now + leeway else { throw wrong("it is not good yet") }
    }

    private static func wrong(_ reason: String) -> OpenIDError { .refused(.identity, reason) }
}
