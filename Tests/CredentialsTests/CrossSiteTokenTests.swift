import Cryptography
import Testing

@testable import Credentials

@Suite("What other sites cannot send") struct CrossSiteTokenTests {
    @Test("is a token of the session")
    func token() {
        let tokens = CrossSiteToken(SymmetricKey())
        let text = tokens.text(session: "s1")
        #expect(text.utf8.count == 129 && text != tokens.text(session: "s1"))
        #expect(tokens.isToken(text, session: "s1"))
        #expect(!tokens.isToken(text, session: "s2") && !tokens.isToken(text, session: "s1!"))
        #expect(!CrossSiteToken(SymmetricKey()).isToken(text, session: "s1"))
        let bytes = Array(text.utf8)
        for index in bytes.indices {
            var other = bytes
            other[index] = other[index] == UInt8(ascii: "0") ? UInt8(ascii: "1") : UInt8(ascii: "0")
            #expect(!tokens.isToken(String(decoding: other, as: UTF8.self), session: "s1"))
        }
        for other in ["", ".", text + "0", String(text.dropLast()), text.uppercased(), text.replacing(".", with: "")] {
            #expect(!tokens.isToken(other, session: "s1"))
        }
    }

    /// OWASP's Cross-Site Request Forgery Prevention Cheat Sheet, section HMAC CSRF tokens.
    @Test("has the form that OWASP describes")
    func form() throws {
        let key = SymmetricKey(Array("secret".utf8))
        let text = CrossSiteToken(key).text(session: "session")
        let random = try #require(text.split(separator: ".").last)
        let code = MessageCode.sha256(of: Array("7!session!32!\(random)".utf8), key: key)
        #expect(text.split(separator: ".").first.map(String.init) == code.map { hex($0) }.joined())
    }

    private func hex(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16) }

    @Test(
        "comes from our own pages only",
        arguments: [
            ("same-origin", nil, nil, true), ("none", nil, nil, true), ("cross-site", nil, nil, false),
            ("same-site", "https://judge.example", nil, false), ("", "https://judge.example", nil, false),
            ("cross-site", "https://judge.example", "https://judge.example/", false),
            (nil, "https://judge.example", nil, true), (nil, "https://judge.example.evil.example", nil, false),
            (nil, "null", "https://judge.example/", false), (nil, "http://judge.example", nil, false),
            (nil, nil, "https://judge.example/contest", true), (nil, nil, "https://judge.example", true),
            (nil, nil, "https://judge.example.evil.example/", false), (nil, nil, nil, false),
            (nil, nil, "https://evil.example/https://judge.example/", false),
        ] as [(String?, String?, String?, Bool)])
    func origins(_ site: String?, _ origin: String?, _ referer: String?, _ mayChange: Bool) {
        let from = RequestOrigin(site: site, origin: origin, referer: referer)
        #expect(from.mayChange(at: "https://judge.example") == mayChange)
    }

    @Test(
        "is not read by scripts of other sites, whether a browser says much of itself or little",
        arguments: [
            ("same-origin", "cors", nil, true), ("none", "navigate", nil, true), ("cross-site", "navigate", nil, true),
            ("cross-site", "cors", "https://evil.example", false), ("same-site", "websocket", nil, false),
            ("cross-site", nil, nil, false), (nil, nil, nil, true), (nil, nil, "https://judge.example", true),
            (nil, nil, "http://judge.example", false), (nil, nil, "null", false), (nil, nil, "", false),
            (nil, nil, "https://judge.example.evil.example", false),
            (nil, "navigate", "https://evil.example", false),
        ] as [(String?, String?, String?, Bool)])
    func reading(_ site: String?, _ mode: String?, _ origin: String?, _ mayRead: Bool) {
        let from = RequestOrigin(site: site, origin: origin, referer: nil)
        #expect(from.mayRead(mode: mode, at: "https://judge.example") == mayRead)
    }
}
