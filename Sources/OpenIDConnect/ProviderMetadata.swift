internal import JSONText
internal import Outgoing

/// Where a provider is asked for what (OpenID Connect Discovery 1.0). Pure.
struct ProviderMetadata: Hashable, Sendable {
    /// How large the document may be.
    static let largest = 256 << 10

    /// Where people log in.
    let authorization: OutgoingURL
    /// Where codes are given for tokens.
    let token: OutgoingURL
    /// Where its keys are.
    let keys: OutgoingURL
    /// Where it says more of somebody; nil if it does not.
    let userInfo: OutgoingURL?
    /// Whether the secret is shown in a header; else it is shown in the body.
    let takesBasic: Bool
    /// Whether it says who it is to everybody whom it sends back (RFC 9207).
    let saysIssuer: Bool

    /// Reads the document of a provider.
    init(_ bytes: [UInt8], of provider: OpenIDProvider) throws(OpenIDError) {
        guard let members = JSONTree.members(of: bytes) else { throw Self.wrong("it is no JSON object") }
        guard members["issuer"] == .string(provider.issuer) else {
            throw Self.wrong("it is of another issuer than the one that is set")
        }
        authorization = try Self.url("authorization_endpoint", members, provider)
        token = try Self.url("token_endpoint", members, provider)
        keys = try Self.url("jwks_uri", members, provider)
        userInfo = members["userinfo_endpoint"] == nil ? nil : try Self.url("userinfo_endpoint", members, provider)
        saysIssuer = members["authorization_response_iss_parameter_supported"] == .bool(true)
        // What is said of neither way is the first one.
        let ways = members["token_endpoint_auth_methods_supported"]?.array
        takesBasic = ways?.contains(.string("client_secret_basic")) ?? true
        guard takesBasic || ways?.contains(.string("client_secret_post")) == true else {
            throw Self.wrong("the provider takes no secret of the kinds that are known here")
        }
    }

    private static func url(
        _ name: String, _ members: [String: JSONTree], _ provider: OpenIDProvider
    ) throws(OpenIDError) -> OutgoingURL {
        guard let text = members[name]?.string, let url = OutgoingURL(text) else {
            throw wrong("\(name) is no address")
        }
        guard provider.mayName(url) else { throw wrong("\(name) is not encrypted") }
        return url
    }

    private static func wrong(_ reason: String) -> OpenIDError { .unusable(.discovery, reason) }
}

extension JSONTree {
    /// The members of the object that is written there; nil if it is none, or larger than such objects are.
    static func members(of bytes: [UInt8]) -> [String: JSONTree]? {
        var limits = JSONLimits(values: 10_000)
        limits.depth = 16
        do {
            return try JSONTree(parsing: bytes, within: limits).distinctMembers
        } catch {
            return nil
        }
    }
}
