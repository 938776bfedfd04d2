import Cryptography
import Foundation
import JSONText
import Kernel
import OpenIDConnect
import Outgoing
import Synchronization
import Testing
import Units

@testable import Accounts

/// A provider of logins that does what one has to: each code is taken once, with its verifier, and tokens are signed.
final class KnownPeople: Sendable {
    /// No answer came.
    private struct Silence: Error {}

    private struct Login: Sendable {
        var claims: [String: JSONTree]
        var challenge: String
        var redirect: String
    }

    let name: String
    let issuer: String
    private let clock: SiteClock
    private let key = P256.PrivateKey()
    private let logins = Mutex<[String: Login]>([:])
    /// Whether it answers nothing.
    let isDown = Mutex(false)

    init(_ name: String, _ clock: SiteClock) {
        (self.name, self.clock, issuer) = (name, clock, "https://\(name).example")
    }

    /// Those providers, as a site asks them.
    static func options(_ all: [KnownPeople]) throws -> ProviderOptions {
        let providers = try all.map { one in
            try #require(
                OpenIDProvider(
                    name: one.name, title: "The \(one.name)", issuer: one.issuer, clientID: "judge",
                    clientSecret: SymmetricKey(Array("secret".utf8))))
        }
        return ProviderOptions(providers) { request in
            guard let one = all.first(where: { request.url.text.hasPrefix($0.issuer) }), !one.isDown.withLock(\.self)
            else { throw Silence() }
            return one.answer(request.url.target, String(decoding: request.form ?? [], as: UTF8.self))
        }
    }

    /// Somebody logs in at the address to which a browser was sent.
    /// - Returns: what the browser comes back with.
    func logIn(
        _ address: String, _ subject: String, _ claims: [String: JSONTree] = [:]
    ) throws -> (state: String, code: String) {
        let fields = Self.fields(try #require(address.split(separator: "?").last).description)
        #expect(address.hasPrefix(issuer + "/login?") && fields["scope"] == "openid email profile")
        let now = clock.now.seconds
        let usual: [String: JSONTree] = [
            "iss": .string(issuer), "aud": .string("judge"), "sub": .string(subject), "iat": JSONTree(now),
            "exp": JSONTree(now + 300), "nonce": .string(try #require(fields["nonce"])),
        ]
        let code = "\(UInt64.random(in: 0 ... .max))"
        let login = Login(
            claims: usual.merging(claims) { $1 }, challenge: try #require(fields["code_challenge"]),
            redirect: try #require(fields["redirect_uri"]))
        logins.withLock { $0[code] = login }
        return (try #require(fields["state"]), code)
    }

    private func answer(_ target: String, _ form: String) -> OutgoingExchange.Answer {
        switch target {
        case "/.well-known/openid-configuration":
            return Self.answer([
                "issuer": .string(issuer), "authorization_endpoint": .string(issuer + "/login"),
                "token_endpoint": .string(issuer + "/token"), "jwks_uri": .string(issuer + "/keys"),
            ])
        case "/keys":
            let key: [String: JSONTree] = [
                "kty": .string("EC"), "crv": .string("P-256"), "x": .string(Base64URL.text(of: key.publicKey.x)),
                "y": .string(Base64URL.text(of: key.publicKey.y)),
            ]
            return Self.answer(["keys": .array([Self.object(key)])])
        default: return exchange(Self.fields(form))
        }
    }

    private func exchange(_ fields: [String: String]) -> OutgoingExchange.Answer {
        let login = logins.withLock { $0.removeValue(forKey: fields["code"] ?? "") }
        let hash = SHA256.hash((fields["code_verifier"] ?? "").utf8)
        guard let login, login.challenge == Base64URL.text(of: hash), login.redirect == fields["redirect_uri"] else {
            return .init(status: 400, body: Array(#"{"error":"invalid_grant"}"#.utf8))
        }
        let parts = [["alg": .string("ES256")], login.claims].map { members in
            Base64URL.text(of: Array(Self.object(members).text.utf8))
        }
        let text = parts.joined(separator: ".")
        let token = text + "." + Base64URL.text(of: key.signature(of: Array(text.utf8)))
        return Self.answer(["id_token": .string(token), "token_type": .string("Bearer")])
    }

    private static func object(_ members: [String: JSONTree]) -> JSONTree {
        .object(members.map { .init(key: $0.key, value: $0.value) })
    }

    private static func answer(_ members: [String: JSONTree]) -> OutgoingExchange.Answer {
        .init(status: 200, body: Array(object(members).text.utf8))
    }

    static func fields(_ query: String) -> [String: String] {
        let pairs = query.split(separator: "&").compactMap { field -> (String, String)? in
            let parts = field.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, let value = parts[1].removingPercentEncoding else { return nil }
            return (parts[0], value)
        }
        return Dictionary(pairs) { $1 }
    }
}

extension Site {
    /// What a browser has when it is on its way to a provider.
    func begin(
        _ provider: String, link: Bool = false, by actor: Actor = somebody()
    ) async throws -> (address: String, ticket: String) {
        let answer = try await ask(
            .post, "oidc/{provider}/begin", link ? ["link": true] : [:], by: actor, parameters: ["provider": provider])
        return (try answer.value("authorizationURL"), try answer.value("ticket"))
    }

    /// Asks a route with what a browser came back with.
    func comeBack(
        _ path: String = "finish", _ provider: String, _ ticket: String, _ back: (state: String, code: String)? = nil,
        secondFactor: String? = nil, by actor: Actor = somebody()
    ) async throws -> Answer {
        var body = ["ticket": ticket]
        (body["state"], body["code"], body["secondFactor"]) = (back?.state, back?.code, secondFactor)
        return try await ask(
            .post, "oidc/{provider}/" + path, body, by: actor, parameters: ["provider": provider])
    }

    /// Logs in at a provider.
    func logIn(_ subject: String, at people: KnownPeople, _ claims: [String: JSONTree] = [:]) async throws -> Actor {
        let begun = try await begin(people.name)
        let answer = try await comeBack(
            "finish", people.name, begun.ticket, try people.logIn(begun.address, subject, claims))
        return try await person(try answer.value("access_token"))
    }
}
