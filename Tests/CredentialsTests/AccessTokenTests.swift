import Cryptography
import JSONText
import Testing
import Units

@testable import Credentials

@Suite("Access tokens") struct AccessTokenTests {
    private static let now: Int64 = 1_800_000_000
    private static let service = "https://judge.example"
    private static let key = P256.PrivateKey()

    private static func keys(_ key: P256.PrivateKey = key, issuer: String = service, audience: String = service) throws
        -> AccessTokenKeys
    {
        try #require(AccessTokenKeys([key], issuer: issuer, audience: audience))
    }

    private static func made(at time: Int64 = now) throws -> String {
        try keys().token(subject: "alice", session: "s1", roles: ["setter"], at: time)
    }

    @Test("say who acts, in which session and roles, and how long they are good")
    func read() throws {
        let token = try Self.keys().read(try Self.made(), at: Self.now)
        #expect(token.subject == "alice" && token.session == "s1" && token.roles == ["setter"])
        #expect(token.issued == Self.now && token.notBefore == Self.now && token.expires == Self.now + 600)
        #expect(try token.id != Self.keys().read(try Self.made(), at: Self.now).id)
    }

    @Test(
        "are good from when they were made until they expire",
        arguments: [
            (-6, AccessToken.Refusal.notYet), (-5, nil), (0, nil), (599, nil), (600, .expired), (100_000, .expired),
        ] as [(Int64, AccessToken.Refusal?)])
    func times(_ after: Int64, _ refusal: AccessToken.Refusal?) throws {
        let (keys, token) = (try Self.keys(), try Self.made())
        if let refusal {
            #expect(throws: refusal) { try keys.read(token, at: Self.now + after) }
        } else {
            #expect(try keys.read(token, at: Self.now + after).subject == "alice")
        }
    }

    @Test("of others, and for others, are refused")
    func foreign() throws {
        let token = try Self.made()
        #expect(throws: AccessToken.Refusal.foreign) {
            try Self.keys(issuer: "https://other.example").read(token, at: Self.now)
        }
        #expect(throws: AccessToken.Refusal.foreign) {
            try Self.keys(audience: "https://other.example").read(token, at: Self.now)
        }
        #expect(throws: AccessToken.Refusal.unknownKey) { try Self.keys(P256.PrivateKey()).read(token, at: Self.now) }
    }

    @Test("that were changed by one character anywhere are refused")
    func changed() throws {
        let (keys, text) = (try Self.keys(), Array(try Self.made().utf8))
        for index in text.indices {
            for byte in [UInt8(ascii: "A"), UInt8(ascii: "."), UInt8(ascii: "=")] where byte != text[index] {
                var other = text
                other[index] = byte
                #expect(throws: AccessToken.Refusal.self) {
                    try keys.read(String(decoding: other, as: UTF8.self), at: Self.now)
                }
            }
        }
    }

    @Test("cut off anywhere, or with something added, are refused")
    func cut() throws {
        let (keys, text) = (try Self.keys(), try Self.made())
        for length in 0..<text.count {
            #expect(throws: AccessToken.Refusal.self) { try keys.read(String(text.prefix(length)), at: Self.now) }
        }
        for other in [text + "=", text + ".", "." + text, text + " ", text + "\n", text + "." + text] {
            #expect(throws: AccessToken.Refusal.malformed) { try keys.read(other, at: Self.now) }
        }
        #expect(throws: AccessToken.Refusal.forged) { try keys.read(text + "A", at: Self.now) }
        let huge = String(repeating: "A", count: 1 << 20)
        #expect(throws: AccessToken.Refusal.malformed) { try keys.read(huge, at: Self.now) }
        #expect(throws: AccessToken.Refusal.malformed) { try keys.read(text + huge, at: Self.now) }
    }

    /// Headers that have fooled other readers, each with a signature that is right by what the header says, or with ours.
    @Test("with any other header are refused")
    func headers() throws {
        let keys = try Self.keys()
        let text = try Self.made()
        let parts = text.split(separator: ".").map(String.init)
        let header = try #require(Base64URL.bytes(of: parts[0]).map { String(decoding: $0, as: UTF8.self) })
        let kid = try #require(try JSONTree(parsing: header.utf8)["kid"]?.string)
        #expect(header == #"{"alg":"ES256","kid":"\#(kid)","typ":"at+jwt"}"#)
        let headers: [String] = [
            #"{"alg":"none","kid":"\#(kid)","typ":"at+jwt"}"#, #"{"alg":"None","kid":"\#(kid)","typ":"at+jwt"}"#,
            #"{"alg":"HS256","kid":"\#(kid)","typ":"at+jwt"}"#, #"{"alg":"es256","kid":"\#(kid)","typ":"at+jwt"}"#,
            #"{"alg":"ES384","kid":"\#(kid)","typ":"at+jwt"}"#, #"{"alg":"ES256","kid":"\#(kid)","typ":"JWT"}"#,
            #"{"alg":"ES256","kid":"\#(kid)"}"#, #"{"alg":"ES256","typ":"at+jwt"}"#, "{}", "[]", "null", "",
            #"{"alg":"ES256","kid":"\#(kid)","typ":"at+jwt","crit":["exp"]}"#,
            #"{"alg":"ES256","kid":"\#(kid)","typ":"at+jwt","jwk":{}}"#,
            #"{"alg":"none","alg":"ES256","kid":"\#(kid)","typ":"at+jwt"}"#,
            #"{"alg":"ES256","alg":"ES256","kid":"\#(kid)","typ":"at+jwt"}"#,
            #"{"alg":["ES256"],"kid":"\#(kid)","typ":"at+jwt"}"#, #"{"alg":"ES256","kid":7,"typ":"at+jwt"}"#,
            String(repeating: "[", count: 2000),
        ]
        for header in headers {
            let signed = Base64URL.text(of: Array(header.utf8)) + "." + parts[1]
            let right = Base64URL.text(of: Self.key.signature(of: Array(signed.utf8)))
            let point = SymmetricKey([4] + Self.key.publicKey.x + Self.key.publicKey.y)
            let coded = Base64URL.text(of: MessageCode.sha256(of: Array(signed.utf8), key: point))
            for signature in [right, coded, "", parts[2]] {
                #expect(throws: AccessToken.Refusal.malformed, "\(header)") {
                    try keys.read(signed + "." + signature, at: Self.now)
                }
            }
        }
        let other = #"{"alg":"ES256","kid":"other","typ":"at+jwt"}"#
        #expect(throws: AccessToken.Refusal.unknownKey) {
            try keys.read("\(Base64URL.text(of: Array(other.utf8))).\(parts[1]).\(parts[2])", at: Self.now)
        }
    }

    @Test("with signed claims that are not as they are made here are refused")
    func claims() throws {
        let keys = try Self.keys()
        let header = try #require(try Self.made().split(separator: ".").first)
        let usual: [(String, String)] = [
            ("iss", "\"\(Self.service)\""), ("aud", "\"\(Self.service)\""), ("sub", "\"alice\""), ("sid", "\"s1\""),
            ("jti", "\"1\""), ("roles", "[]"), ("iat", "\(Self.now)"), ("nbf", "\(Self.now)"),
            ("exp", "\(Self.now + 600)"),
        ]
        func read(_ members: [(String, String)]) throws -> AccessToken {
            let payload = "{" + members.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
            let signed = "\(header)." + Base64URL.text(of: Array(payload.utf8))
            return try keys.read(
                signed + "." + Base64URL.text(of: Self.key.signature(of: Array(signed.utf8))), at: Self.now)
        }
        #expect(try read(usual).subject == "alice")
        for index in usual.indices {
            var members = usual
            members.remove(at: index)
            #expect(throws: AccessToken.Refusal.self, "without \(usual[index].0)") { try read(members) }
            #expect(throws: AccessToken.Refusal.malformed, "twice") { try read(usual + [usual[index]]) }
            for value in ["null", "true", "{}", "1e999", "\"\"", "[\"x\",1]", "-1"] {
                members = usual
                members[index].1 = value
                // A text that is another one is a claim like others, where no certain one is wanted; -1 is long ago.
                let isFine =
                    value == "\"\"" && ["sub", "sid", "jti"].contains(usual[index].0)
                    || value == "-1" && ["iat", "nbf"].contains(usual[index].0)
                if !isFine {
                    #expect(throws: AccessToken.Refusal.self, "\(usual[index].0) \(value)") { try read(members) }
                }
            }
        }
    }

    @Test("of the key before are good until they expire, and no longer")
    func rotation() throws {
        var keys = try Self.keys()
        let old = keys.token(subject: "alice", session: "s1", roles: [], at: Self.now)
        keys.rotate(to: P256.PrivateKey(), at: Self.now + 1)
        let new = keys.token(subject: "bob", session: "s2", roles: [], at: Self.now + 1)
        #expect(try keys.read(old, at: Self.now + 599).subject == "alice")
        #expect(try keys.read(new, at: Self.now + 599).subject == "bob")
        #expect(keys.document(at: Self.now + 599)["keys"]?.array?.count == 2)
        #expect(throws: AccessToken.Refusal.expired) { try keys.read(old, at: Self.now + 600) }
        #expect(throws: AccessToken.Refusal.unknownKey) { try keys.read(old, at: Self.now + 700) }
        #expect(keys.document(at: Self.now + 700)["keys"]?.array?.count == 1)
        for step in 1...10 { keys.rotate(to: P256.PrivateKey(), at: Self.now + 1000 * Int64(step)) }
        #expect(keys.document(at: Self.now + 10_000)["keys"]?.array?.count == 2, "old keys are forgotten")
    }

    @Test("of keys that were read again are good, and keys that only check do not sign")
    func readAgain() throws {
        let old = try Self.made()
        let newer = P256.PrivateKey()
        let keys = try #require(
            AccessTokenKeys([Self.key, newer], issuer: Self.service, audience: Self.service))
        #expect(try keys.read(old, at: Self.now).subject == "alice")
        let new = keys.token(subject: "bob", session: "s", roles: [], at: Self.now)
        #expect(try Self.keys(newer).read(new, at: Self.now).subject == "bob")
        #expect(AccessTokenKeys([], issuer: "", audience: "") == nil)
    }

    /// RFC 7638 has no example for this kind of key; the text that is hashed is the one that its section 3 describes.
    @Test("have a document of public keys and nothing secret")
    func document() throws {
        let secret = try #require(P256.PrivateKey(SymmetricKey([UInt8](repeating: 7, count: 32))))
        let keys = try #require(try Self.keys(secret).document(at: Self.now)["keys"]?.array)
        let key = try #require(keys.first)
        let (x, y) = (Base64URL.text(of: secret.publicKey.x), Base64URL.text(of: secret.publicKey.y))
        #expect(key.members?.map(\.key).sorted() == ["alg", "crv", "kid", "kty", "use", "x", "y"])
        #expect(key["x"]?.string == x && key["y"]?.string == y && key["alg"]?.string == "ES256")
        let text = #"{"crv":"P-256","kty":"EC","x":"\#(x)","y":"\#(y)"}"#
        #expect(key["kid"]?.string == Base64URL.text(of: SHA256.hash(text.utf8)))
    }
}
