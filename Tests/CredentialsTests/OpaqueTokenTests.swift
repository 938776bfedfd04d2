import Cryptography
import Testing

@testable import Credentials

@Suite("Opaque tokens") struct OpaqueTokenTests {
    @Test("are read again, by their kind only", arguments: OpaqueToken.Kind.allCases)
    func read(_ kind: OpaqueToken.Kind) {
        let token = OpaqueToken(kind)
        #expect(token.text.hasPrefix(kind.rawValue + "_") && token.text.utf8.count == 63)
        #expect(token.text.dropFirst(4).allSatisfy { "abcdefghijklmnopqrstuvwxyz234567".contains($0) })
        #expect(OpaqueToken(token.text, kind: kind) == token)
        #expect(OpaqueToken(token.text, kind: kind)?.hash == SHA256.hash(token.text.utf8))
        for other in OpaqueToken.Kind.allCases where other != kind {
            #expect(OpaqueToken(token.text, kind: other) == nil)
            let renamed = other.rawValue + token.text.dropFirst(3)
            #expect(OpaqueToken(renamed, kind: other) == nil, "the checksum is of the kind, too")
        }
        #expect(OpaqueToken(kind) != token)
    }

    @Test("that were changed anywhere are none")
    func changed() {
        let text = Array(OpaqueToken(.api).text.utf8)
        for index in text.indices {
            for byte in [UInt8(ascii: "a"), UInt8(ascii: "b"), UInt8(ascii: "A"), 0, 0xFF] where byte != text[index] {
                var other = text
                other[index] = byte
                #expect(OpaqueToken(String(decoding: other, as: UTF8.self), kind: .api) == nil)
            }
        }
        let whole = String(decoding: text, as: UTF8.self)
        for other in ["", "vrd_", String(whole.dropLast()), whole + "a", " " + whole, whole + "\n", whole.uppercased()]
        {
            #expect(OpaqueToken(other, kind: .api) == nil)
        }
    }

    @Test("that follow from something are the same for the same, and for nothing else")
    func derived() {
        let (key, context) = (SymmetricKey(), Array("context".utf8))
        let token = OpaqueToken(.mail, derivedFrom: context, key: key)
        #expect(token == OpaqueToken(.mail, derivedFrom: context, key: key))
        #expect(OpaqueToken(token.text, kind: .mail) == token)
        for other in [
            OpaqueToken(.mail, derivedFrom: context + [0], key: key), OpaqueToken(.mail, derivedFrom: [], key: key),
            OpaqueToken(.mail, derivedFrom: context, key: SymmetricKey()),
        ] {
            #expect(other != token)
        }
        let refresh = OpaqueToken(.refresh, derivedFrom: context, key: key).text
        #expect(refresh.dropFirst(4) != token.text.dropFirst(4))
    }

    @Test("do not appear where something is printed")
    func printed() {
        let token = OpaqueToken(.refresh)
        #expect("\(token)" == "vrr_…" && String(reflecting: token) == "vrr_…")
    }
}
