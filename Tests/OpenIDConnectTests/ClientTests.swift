import Cryptography
import Foundation
import JSONText
import Outgoing
import Synchronization
import Testing

@testable import OpenIDConnect

/// No answer came.
private struct Silence: Error, CustomStringConvertible {
    let description = "no answer"
}

/// A provider that answers as it is told, and counts what it is asked.
private final class Answers: Sendable {
    struct State: Sendable {
        var answers: [String: OutgoingExchange.Answer] = [:]
        var asked: [String] = []
        var forms: [String] = []
        var headers: [[String]] = []
        var now = Cast.now
    }

    let state = Mutex(State())

    init() {
        set("/.well-known/openid-configuration", Cast.metadata())
        set("/keys", Cast.keySet([Cast.jwk()]))
    }

    func set(_ path: String, _ body: [UInt8], status: Int = 200) {
        state.withLock { $0.answers[path] = .init(status: status, body: body) }
    }

    func give(_ token: String, access: String? = nil) {
        var members: [JSONTree.Member] = [.init(key: "id_token", value: .string(token))]
        if let access { members.append(.init(key: "access_token", value: .string(access))) }
        set("/token", Array(JSONTree.object(members).text.utf8))
    }

    func wait(_ seconds: Int64) { state.withLock { $0.now += seconds } }

    func count(_ path: String) -> Int { state.withLock { $0.asked.count { $0 == path } } }

    func client(_ issuer: String = "https://id.example") throws -> OpenIDClient {
        OpenIDClient(
            try Cast.provider(issuer), redirect: "https://judge.example/login/oidc/id",
            now: { [self] in state.withLock { $0.now } }
        ) { [self] request in
            try state.withLock { state in
                state.asked.append(request.url.target)
                if let form = request.form { state.forms.append(String(decoding: form, as: UTF8.self)) }
                state.headers.append(request.headers.map { "\($0): \($1)" })
                guard let answer = state.answers[request.url.target] else {
                    throw Silence()
                }
                return answer
            }
        }
    }

    /// Why a login fails; its subject if it does not.
    func login(_ client: OpenIDClient, _ secrets: LoginSecrets = LoginSecrets()) async throws -> String {
        do {
            return try await client.identity(by: "code", secrets).subject
        } catch let error as OpenIDError {
            return error.reason
        }
    }
}

@Suite("A client of a provider") struct ClientTests {
    private let answers = Answers()
    private let secrets = LoginSecrets()

    private func token(_ changed: [String: JSONTree] = [:]) -> String {
        Cast.token(Cast.claims(["nonce": .string(secrets.nonce)].merging(changed) { $1 }))
    }

    @Test("sends people there with what only it can recognize, and gives the code with its secret")
    func asks() async throws {
        let client = try answers.client()
        let address = try await client.login(secrets)
        #expect(
            address == "https://id.example/login?theme=dark&response_type=code&client_id=judge"
                + "&redirect_uri=https%3A%2F%2Fjudge.example%2Flogin%2Foidc%2Fid&scope=openid%20email%20profile"
                + "&state=\(secrets.state)&nonce=\(secrets.nonce)&code_challenge=\(secrets.challenge)"
                + "&code_challenge_method=S256")
        answers.give(token())
        #expect(try await answers.login(client, secrets) == "u1")
        #expect(answers.count("/.well-known/openid-configuration") == 1, "kept")
        let (forms, headers) = answers.state.withLock { ($0.forms, $0.headers) }
        let form =
            "grant_type=authorization_code&code=code"
            + "&redirect_uri=https%3A%2F%2Fjudge.example%2Flogin%2Foidc%2Fid&code_verifier=\(secrets.verifier)"
        #expect(forms == [form])
        // judge:a%20b%26c
        #expect(headers.contains { $0.contains("Authorization: Basic anVkZ2U6YSUyMGIlMjZj") })
        #expect(LoginSecrets() != LoginSecrets())
    }

    @Test("follows the example of RFC 7636")
    func challenge() throws {
        let text = #"{"state":"s","nonce":"n","verifier":"dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"}"#
        let secrets = try JSONDecoder().decode(LoginSecrets.self, from: Data(text.utf8))
        #expect(secrets.challenge == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
    }

    @Test("shows its secret in the form where the provider wants that")
    func post() async throws {
        let ways: JSONTree = .array([.string("client_secret_post")])
        answers.set(
            "/.well-known/openid-configuration", Cast.metadata(["token_endpoint_auth_methods_supported": ways]))
        answers.give(token())
        #expect(try await answers.login(try answers.client(), secrets) == "u1")
        let form = answers.state.withLock { $0.forms.last ?? "" }
        #expect(form.hasSuffix("&client_id=judge&client_secret=a%20b%26c"))
        #expect(answers.state.withLock { $0.headers.allSatisfy { !"\($0)".contains("Basic") } })
    }

    @Test("uses no document that is another provider's, or leads to where others can read")
    func metadata() async throws {
        let changes: [[String: JSONTree]] = [
            ["issuer": .string("https://evil.example")], ["issuer": .string("https://id.example/")], ["issuer": .null],
            ["token_endpoint": .string("http://id.example/token")], ["token_endpoint": .null],
            ["jwks_uri": .string("http://127.0.0.1/keys")], ["jwks_uri": .string("file:///etc/passwd")],
            ["authorization_endpoint": .string("javascript:alert(1)")], ["authorization_endpoint": JSONTree(1)],
            ["userinfo_endpoint": .string("http://id.example/me")],
            ["token_endpoint_auth_methods_supported": .array([.string("private_key_jwt")])],
        ]
        for change in changes {
            answers.set("/.well-known/openid-configuration", Cast.metadata(change))
            await #expect(throws: OpenIDError.self, "\(change)") { try await answers.client().login(secrets) }
        }
        for text in ["", "[]", "{", "<html>", "{\"a\":" + String(repeating: "[", count: 100_000)] {
            answers.set("/.well-known/openid-configuration", Array(text.utf8))
            await #expect(throws: OpenIDError.self) { try await answers.client().login(secrets) }
        }
        answers.set("/.well-known/openid-configuration", Cast.metadata(), status: 302)
        await #expect(throws: OpenIDError.self) { try await answers.client().login(secrets) }
    }

    @Test("is set to a provider that can be asked without anybody reading it")
    func issuers() {
        let table = [
            ("https://id.example", true), ("https://id.example/realms/a", true), ("http://127.0.0.1:9400", true),
            ("http://localhost:1", true), ("http://[::1]:1", true), ("http://id.example", false),
            ("http://10.0.0.1", false),
            ("http://127.0.0.1.evil.example", false), ("https://id.example?x", false), ("https://id.example#x", false),
            ("ftp://id.example", false), ("", false), ("https://u@id.example", false),
        ]
        for (issuer, isGood) in table {
            let provider = OpenIDProvider(
                name: "a", title: "a", issuer: issuer, clientID: "a", clientSecret: SymmetricKey([1]))
            #expect((provider != nil) == isGood, "\(issuer)")
        }
    }

    @Test("reads keys again for one that it does not know, once a minute, and each hour")
    func rotation() async throws {
        let client = try answers.client()
        answers.give(token())
        #expect(try await answers.login(client, secrets) == "u1")
        let next = P256.PrivateKey()
        let header: [String: JSONTree] = ["alg": .string("ES256"), "kid": .string("ec-2")]
        let claims = Cast.claims(["nonce": .string(secrets.nonce)])
        answers.give(Cast.token(header: header, claims, key: next))
        answers.set("/keys", Cast.keySet([Cast.jwk(next.publicKey, ["kid": .string("ec-2")])]))
        answers.wait(59)
        for _ in 0..<3 { #expect(try await answers.login(client, secrets).contains("signature")) }
        #expect(answers.count("/keys") == 1)
        answers.wait(1)
        #expect(try await answers.login(client, secrets) == "u1")
        #expect(answers.count("/keys") == 2)
        answers.give(token())
        #expect(try await answers.login(client, secrets).contains("signature"), "the key before")
        #expect(answers.count("/keys") == 2)
    }

    @Test("tells a code that is not taken from a provider that cannot be used, and repeats nothing that it said")
    func failures() async throws {
        let client = try answers.client()
        #expect(try await answers.login(client, secrets).contains("no answer"))
        for (status, isRefusal) in [(400, true), (401, false), (302, false), (500, false), (200, true)] {
            answers.set("/token", Array(#"{"error":"<script>","id_token":7}"#.utf8), status: status)
            do {
                _ = try await client.identity(by: "code", secrets)
                Issue.record("believed")
            } catch let error as OpenIDError {
                #expect(error.isRefusal == isRefusal && !"\(error)".contains("script"), "\(status) \(error)")
            }
        }
    }

    @Test(
        "shows a provider no code that is said to be of another one, and asks that it is said where the provider says so"
    )
    func issuers() async throws {
        for saysIssuer in [false, true] {
            answers.set(
                "/.well-known/openid-configuration",
                Cast.metadata(["authorization_response_iss_parameter_supported": .bool(saysIssuer)]))
            let client = try answers.client()
            for issuer in ["https://id.example", nil, "https://evil.example", "https://id.example/", ""] {
                answers.give(token())
                let asked = answers.count("/token")
                let isGood = issuer == "https://id.example" || issuer == nil && !saysIssuer
                do {
                    _ = try await client.identity(by: "code", from: issuer, secrets)
                    #expect(isGood, "\(issuer ?? "nothing")")
                } catch let error as OpenIDError {
                    #expect(!isGood && error.isRefusal && !"\(error)".contains("evil"), "\(issuer ?? "nothing")")
                }
                #expect(answers.count("/token") == asked + (isGood ? 1 : 0))
            }
        }
    }

    @Test("asks for the address where the token does not say it, and for that of nobody else")
    func userInfo() async throws {
        answers.set(
            "/.well-known/openid-configuration",
            Cast.metadata(["userinfo_endpoint": .string("https://id.example/me")]))
        answers.give(token(), access: "opens")
        let client = try answers.client()
        answers.set("/me", Array(#"{"sub":"u2","email":"b@b.example","email_verified":true}"#.utf8))
        await #expect(throws: OpenIDError.self) { try await client.identity(by: "code", secrets) }
        answers.set("/me", Array(#"{"sub":"u1","email":"a@b.example","email_verified":true}"#.utf8))
        #expect(try await client.identity(by: "code", secrets).verifiedAddress == "a@b.example")
        #expect(answers.state.withLock { $0.headers.last?.contains("Authorization: Bearer opens") ?? false })
        answers.give(token(), access: "opens\r\nX: y")
        #expect(try await client.identity(by: "code", secrets).verifiedAddress == nil, "no header")
    }
}
