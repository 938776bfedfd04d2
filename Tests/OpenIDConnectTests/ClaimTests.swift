import JSONText
import Testing

@testable import OpenIDConnect

@Suite("What a token says") struct ClaimTests {
    private static func list(_ texts: String...) -> JSONTree { .array(texts.map { .string($0) }) }

    @Test("is for this service, of this provider, of this login, and good now")
    func refused() throws {
        let now = Cast.now
        let table: [([String: JSONTree], String)] = [
            (["iss": .string("https://evil.example")], "another provider"),
            (["iss": .string("https://id.example/")], "another provider"), (["iss": .null], "another provider"),
            (["aud": .string("other")], "another service"), (["aud": .null], "another service"),
            (["aud": Self.list()], "another service"), (["aud": Self.list("other", "more")], "another service"),
            (["aud": Self.list("judge", "other")], "given to another"),
            (["aud": Self.list("judge", "other"), "azp": .string("other")], "given to another"),
            (["azp": .string("other")], "given to another"), (["azp": JSONTree(1)], "given to another"),
            (["nonce": .null], "another login"), (["nonce": .string("")], "another login"),
            (["nonce": .string("nonc")], "another login"), (["nonce": JSONTree(1)], "another login"),
            (["exp": JSONTree(now - 60)], "expired"), (["exp": .null], "when it is good"),
            (["exp": .string("\(now + 300)")], "when it is good"), (["exp": .number("NaN")], "expired"),
            (["iat": JSONTree(now + 61)], "future"), (["iat": .null], "when it is good"),
            (["iat": .number("NaN")], "future"), (["nbf": JSONTree(now + 61)], "not good yet"),
            (["nbf": .string("x")], "not good yet"), (["sub": .null], "who somebody is"),
            (["sub": .string("")], "who somebody is"), (["sub": JSONTree(7)], "who somebody is"),
            (["sub": .string(String(repeating: "a", count: 256))], "who somebody is"),
        ]
        for (change, reason) in table {
            let answer = try Cast.read(Cast.token(Cast.claims(change)))
            #expect(answer.contains(reason), "\(change): \(answer)")
        }
    }

    @Test("may be for others, too, and a little before or after its time")
    func believed() throws {
        let now = Cast.now
        let table: [[String: JSONTree]] = [
            ["aud": Self.list("judge")], ["aud": Self.list("other", "judge"), "azp": .string("judge")],
            ["azp": .string("judge")], ["exp": JSONTree(now - 59)], ["iat": JSONTree(now + 60)],
            ["exp": .number("\(now + 1).5")], ["nbf": JSONTree(now)],
        ]
        for change in table { #expect(try Cast.read(Cast.token(Cast.claims(change))) == "u1", "\(change)") }
    }

    @Test("counts as an address only if the provider has checked it")
    func addresses() throws {
        let table: [([String: JSONTree], String?)] = [
            (["email": .string("a@b.example"), "email_verified": .bool(true)], "a@b.example"),
            (["email": .string("a@b.example"), "email_verified": .bool(false)], nil),
            (["email": .string("a@b.example"), "email_verified": .string("true")], nil),
            (["email": .string("a@b.example")], nil), (["email_verified": .bool(true)], nil),
        ]
        for (claims, address) in table {
            #expect(try ProviderIdentity(Cast.claims(claims), Cast.expectation).verifiedAddress == address)
        }
        var identity = try ProviderIdentity(Cast.claims(), Cast.expectation)
        let more = try #require(table.first?.0)
        #expect(throws: OpenIDError.self) { try identity.add(userInfo: more) }
        #expect(throws: OpenIDError.self) { try identity.add(userInfo: more.merging(["sub": .string("u2")]) { $1 }) }
        #expect(identity.verifiedAddress == nil)
        try identity.add(userInfo: more.merging(["sub": .string("u1")]) { $1 })
        #expect(identity.verifiedAddress == "a@b.example")
    }
}
