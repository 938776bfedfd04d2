import Cryptography
import JSONText
import Testing
import Units

@testable import OpenIDConnect

@Suite("A token of a provider") struct TokenTests {
    @Test("is believed if the provider signed it, with the curve or with RSA")
    func good() throws {
        #expect(try Cast.read(Cast.token()) == "u1")
        #expect(try Cast.read("\(RSAFixture.signed).\(RSAFixture.signature)") == "u1")
        let nameless = Cast.token(header: ["alg": .string("ES256")])
        #expect(try Cast.read(nameless) == "u1", "the only key of its kind")
        let other = Cast.jwk(P256.PrivateKey().publicKey, ["kid": .string("ec-2")])
        #expect(try Cast.read(nameless, [Cast.jwk(), other]).contains("signature"), "which of two?")
        #expect(try Cast.read(Cast.token(), [other, Cast.jwk()]) == "u1")
    }

    @Test("chooses no algorithm, and brings no key")
    func confusion() throws {
        let unsigned = Cast.part(["alg": .string("none")]) + "." + Cast.part(Cast.claims())
        for algorithm in ["none", "None", "HS256", "RS512", "ES384", "PS256", "", "es256"] {
            let token = Cast.token(header: ["alg": .string(algorithm), "kid": .string("ec-1")])
            #expect(try Cast.read(token).contains("not signed with RS256 or ES256"), "\(algorithm)")
        }
        #expect(try Cast.read(unsigned + ".") != "u1")
        #expect(try Cast.read(unsigned) != "u1")
        // With the public key as the secret of a code.
        let text = Cast.part(["alg": .string("HS256"), "kid": .string("rsa-1")]) + "." + Cast.part(Cast.claims())
        let secret = SymmetricKey(try #require(Base64URL.bytes(of: RSAFixture.modulus)))
        let code = MessageCode.sha256(of: Array(text.utf8), key: secret)
        #expect(try Cast.read(text + "." + Base64URL.text(of: code)) != "u1")
        // Of the one kind, named as the other.
        #expect(try Cast.read(Cast.token(header: ["alg": .string("RS256"), "kid": .string("rsa-1")])) != "u1")
        #expect(try Cast.read(Cast.token(header: ["alg": .string("ES256"), "kid": .string("rsa-1")])) != "u1")
        let mallory = P256.PrivateKey()
        for field in ["jwk", "jku", "x5u", "x5c"] {
            let header: [String: JSONTree] = [
                "alg": .string("ES256"), "kid": .string("ec-1"), field: Cast.jwk(mallory.publicKey),
            ]
            #expect(try Cast.read(Cast.token(header: header, key: mallory)).contains("signature"), "\(field)")
        }
        let critical: [String: JSONTree] = [
            "alg": .string("ES256"), "kid": .string("ec-1"), "crit": .array([.string("b64")]),
        ]
        #expect(try Cast.read(Cast.token(header: critical)).contains("not known here"))
    }

    @Test("has a signature that somebody made, of all of it")
    func signatures() throws {
        let parts = Cast.token().split(separator: ".").map(String.init)
        for signature in [[UInt8](repeating: 0, count: 64), [], [UInt8](repeating: 255, count: 64)] {
            #expect(try Cast.read("\(parts[0]).\(parts[1]).\(Base64URL.text(of: signature))") != "u1")
        }
        let other = Cast.part(Cast.claims(["sub": .string("u2")]))
        #expect(try Cast.read("\(parts[0]).\(other).\(parts[2])").contains("signature"))
        #expect(try Cast.read(Cast.token(key: P256.PrivateKey())).contains("signature"))
        for size in [0, 1, 255, 256, 257] {
            let signature = Base64URL.text(of: [UInt8](repeating: 0, count: size))
            #expect(try Cast.read("\(RSAFixture.signed).\(signature)") != "u1", "\(size)")
        }
    }

    @Test("names a key that the provider has for signing", arguments: ["ec-2", "", "../ec-1", "ec-1\u{0}", "EC-1"])
    func keyNames(name: String) throws {
        let token = Cast.token(header: ["alg": .string("ES256"), "kid": .string(name)])
        #expect(try Cast.read(token).contains("signature"))
    }

    @Test("is not believed for keys that are for something else, or too weak")
    func keys() throws {
        let changes: [[String: JSONTree]] = [
            ["use": .string("enc")], ["alg": .string("ES384")], ["key_ops": .array([.string("sign")])],
            ["crv": .string("P-384")], ["kty": .string("oct")], ["x": .string("AA")], ["y": .string("")],
            ["x": .string(Base64URL.text(of: [UInt8](repeating: 1, count: 32)))], ["x": .null],
        ]
        for change in changes {
            #expect(try Cast.read(Cast.token(), [Cast.jwk(Cast.key.publicKey, change)]) != "u1", "\(change)")
        }
        let good: [[String: JSONTree]] = [
            ["use": .string("sig")], ["alg": .string("ES256")], ["key_ops": .array([.string("verify")])],
        ]
        for change in good { #expect(try Cast.read(Cast.token(), [Cast.jwk(Cast.key.publicKey, change)]) == "u1") }
        let token = "\(RSAFixture.signed).\(RSAFixture.signature)"
        #expect(try Cast.read(token, [Cast.rsa(["e": .string("AQ")])]) != "u1", "an exponent of 1")
        #expect(try Cast.read(token, [Cast.rsa(["e": .string("")])]) != "u1")
        #expect(try !Cast.keys([Cast.rsa(modulus: RSAFixture.weakModulus)]).know(.rs256, "rsa-1"))
        #expect(try Cast.keys([Cast.rsa()]).know(.rs256, "rsa-1"))
        for text in ["", "[]", "{}", "{\"keys\":{}}", "{\"keys\":[],\"keys\":[]}"] {
            #expect(throws: OpenIDError.self) { try SigningKeys(Array(text.utf8)) }
        }
    }

    @Test("is no token if it is something else")
    func garbage() throws {
        let good = Cast.token()
        for text in ["", ".", "..", "a.b.c", good + ".", "." + good, good + "=", String(good.dropLast(80)), "é.é.é"] {
            #expect(try Cast.read(text) != "u1", "\(text)")
        }
        for count in stride(from: 0, to: good.utf8.count, by: 7) {
            #expect(try Cast.read(String(good.prefix(count))) != "u1")
        }
        #expect(try Cast.read(String(repeating: "a", count: SignedToken.longest + 1)) == "it is no signed token")
    }
}
