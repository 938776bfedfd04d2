internal import Cryptography
internal import FoundationEssentials
internal import JSONText
package import Outgoing

/// Something that a provider is asked.
package struct ProviderRequest: Sendable {
    /// Whom.
    package let url: OutgoingURL
    /// Fields beside those that every request has.
    package let headers: [(String, String)]
    /// A form; nil: something is only read.
    package let form: [UInt8]?
    /// The longest answer that is read.
    package let most: Int
}

extension ProviderMetadata {
    /// The address at which somebody begins to log in (OpenID Connect Core 1.0, section 3.1.2.1).
    func login(at provider: OpenIDProvider, _ secrets: LoginSecrets, redirect: String) -> String {
        let query = Self.form([
            ("response_type", "code"), ("client_id", provider.clientID), ("redirect_uri", redirect),
            ("scope", "openid email profile"), ("state", secrets.state), ("nonce", secrets.nonce),
            ("code_challenge", secrets.challenge), ("code_challenge_method", "S256"),
        ])
        return authorization.text + (authorization.target.contains("?") ? "&" : "?") + query
    }

    /// Gives a code for tokens (RFC 6749, section 4.1.3).
    func exchange(
        of code: String, at provider: OpenIDProvider, _ secrets: LoginSecrets, redirect: String
    ) -> ProviderRequest {
        var fields = [
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirect),
            ("code_verifier", secrets.verifier),
        ]
        let secret = String(decoding: provider.clientSecret.bytes, as: UTF8.self)
        var headers = [("Accept", "application/json"), ("Content-Type", "application/x-www-form-urlencoded")]
        if takesBasic {
            let pair = Self.escaped(provider.clientID) + ":" + Self.escaped(secret)
            headers.append(("Authorization", "Basic " + Data(pair.utf8).base64EncodedString()))
        } else {
            fields += [("client_id", provider.clientID), ("client_secret", secret)]
        }
        return ProviderRequest(
            url: token, headers: headers, form: Array(Self.form(fields).utf8), most: ProviderTokens.largest)
    }

    private static func form(_ fields: [(String, String)]) -> String {
        fields.map { "\($0)=\(escaped($1))" }.joined(separator: "&")
    }

    /// Percent signs for all that may mean something.
    private static func escaped(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        let bytes = text.utf8.flatMap { byte -> [UInt8] in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                [byte]
            default: [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// What a provider gives for a code (RFC 6749, section 5.1). Pure.
struct ProviderTokens: Sendable {
    /// How large the answer may be.
    static let largest = 128 << 10

    /// Who somebody is, signed.
    let identity: SignedToken
    /// What opens the provider's other doors; nil if it cannot stand in a header.
    let access: String?

    /// Reads an answer.
    init(_ answer: OutgoingExchange.Answer) throws(OpenIDError) {
        switch answer.status {
        case 200: break
        case 400: throw .refused(.exchange, "the provider does not take the code")
        case 401, 403:
            throw .unusable(
                .exchange, "the provider does not know this service", advice: "set its client-id and secret")
        default: throw .unusable(.exchange, "the provider answered with the status \(answer.status)")
        }
        guard let members = JSONTree.members(of: answer.body), let text = members["id_token"]?.string else {
            throw .refused(.exchange, "the provider gave no token that says who somebody is")
        }
        identity = try SignedToken(text)
        access = members["access_token"]?.string.flatMap { token in
            token.utf8.allSatisfy { (0x21...0x7E).contains($0) } && token.utf8.count <= 16_384 ? token : nil
        }
    }
}
