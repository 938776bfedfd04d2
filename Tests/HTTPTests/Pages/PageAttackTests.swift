import Foundation
import Testing

@testable import HTTP

/// What somebody on another site, or beside us, may try with a person's browser.
@Suite("Pages under attack", .timeLimit(.minutes(2)))
struct PageAttackTests {
    private static let own = "Origin: http://localhost"
    private static let alice = "Cookie: verdict-session=alice-1"

    @Test("A form is taken from a page of ours alone, with the token of its session")
    func crossSite() async throws {
        try await PageServing.run { serving in
            let token = try await PageServing.form(serving, "/", [Self.alice]).token
            let bobs = try await PageServing.form(serving, "/", ["Cookie: verdict-session=bob-1"]).token
            let (nobodys, visitor) = try await PageServing.form(serving)
            let good = "_token=\(token)&text=hello"
            let cases: [(lines: [String], form: String, status: Int)] = [
                ([Self.alice, "Sec-Fetch-Site: same-origin"], good, 303),
                ([Self.alice, "Sec-Fetch-Site: none"], good, 303),
                ([Self.alice, Self.own], good, 303), ([Self.alice, "Referer: http://localhost/notes"], good, 303),
                ([Self.alice, "Sec-Fetch-Site: cross-site"], good, 403),
                ([Self.alice, "Sec-Fetch-Site: cross-site", Self.own], good, 403),
                ([Self.alice, "Sec-Fetch-Site: same-site", Self.own], good, 403),
                ([Self.alice, "Sec-Fetch-Site: garbage"], good, 403),
                ([Self.alice], good, 403), ([Self.alice, "Origin: null"], good, 403),
                ([Self.alice, "Origin: http://evil.example"], good, 403),
                ([Self.alice, "Origin: http://localhost.evil.example"], good, 403),
                ([Self.alice, "Origin: https://localhost"], good, 403),
                ([Self.alice, "Referer: http://localhost.evil.example/"], good, 403),
                ([Self.alice, "Origin: http://evil.example", "Referer: http://localhost/"], good, 403),
                ([Self.alice, Self.own], "text=hello", 403), ([Self.alice, Self.own], "_token=&text=hello", 403),
                ([Self.alice, Self.own], "_token=\(bobs)&text=hello", 403),
                ([Self.alice, Self.own], "_token=\(nobodys)&text=hello", 403),
                ([Self.alice, Self.own], "_token=\(token.dropLast())&text=hello", 403),
                // The token in the path is none.
                ([Self.alice, Self.own], "text=_token=\(token)", 403),
                // Nobody's form leads to logging in, whatever its token.
                ([visitor.map { "Cookie: " + $0 } ?? "", Self.own], "_token=\(nobodys)&text=hello", 401),
            ]
            for (lines, form, status) in cases {
                let answer = try await PageServing.ask(serving, "POST", "/notes", lines, form: form)
                #expect(answer.status == status, "\(lines) \(form.prefix(20)): \(answer.text)")
            }
            // What anybody may send is bound to the browser.
            let open = try #require(visitor).replacing("verdict-visitor=", with: "")
            let cookie = "Cookie: verdict-visitor=\(open)"
            #expect(
                try await PageServing.ask(serving, "POST", "/open", [cookie, Self.own], form: "_token=\(nobodys)")
                    .status == 303)
            for other in [
                "Cookie: verdict-visitor=other", "X-None: 1",
                "Cookie: verdict-visitor=\(open); verdict-visitor=\(open)",
            ] {
                let answer = try await PageServing.ask(
                    serving, "POST", "/open", [other, Self.own], form: "_token=\(nobodys)")
                #expect(answer.status == 403, "\(other)")
            }
        }
    }

    @Test("A cookie that somebody else may have set is none")
    func tossing() async throws {
        try await PageServing.run(proxies: ["127.0.0.1"]) { serving in
            let forwarded = ["X-Forwarded-For: 192.0.2.7", "X-Forwarded-Proto: https"]
            let cases: [(cookie: String, isEncrypted: Bool, status: Int)] = [
                ("verdict-session=alice-1", false, 200), ("verdict-session=alice-1; verdict-session=bob-1", false, 401),
                ("verdict-session=bob-1; a=b; verdict-session=alice-1", false, 401),
                ("verdict-session=nobody-1", false, 401),
                ("verdict-session=", false, 401), ("verdict-session=alice-1\"", false, 401),
                ("; ;=;verdict-session", false, 401),
                // A neighbour of our domain can set the one, and nobody but us the other.
                ("verdict-session=alice-1", true, 401), ("__Host-verdict-session=alice-1", true, 200),
                ("__Host-verdict-session=alice-1", false, 401),
                ("verdict-session=bob-1; __Host-verdict-session=alice-1", true, 200),
                ("__Host-verdict-session=alice-1; __Host-verdict-session=alice-1", true, 401),
                (" __host-verdict-session=alice-1", true, 401),
            ]
            for (cookie, isEncrypted, status) in cases {
                let lines = ["Cookie: \(cookie)"] + (isEncrypted ? forwarded : [])
                let answer = try await PageServing.ask(serving, "GET", "/notes", lines)
                #expect(answer.status == status, "\(cookie) \(isEncrypted)")
            }
            // Two fields of the header are one.
            let two = ["Cookie: verdict-session=alice-1", "Cookie: verdict-session=bob-1"]
            #expect(try await PageServing.ask(serving, "GET", "/notes", two).status == 401)
            let secure = try await PageServing.ask(serving, "GET", "/", forwarded)
            let set = try #require(secure["set-cookie"])
            #expect(
                set.hasPrefix("__Host-verdict-visitor=") && set.hasSuffix("; Path=/; HttpOnly; SameSite=Lax; Secure"))
            #expect(secure["strict-transport-security"] == "max-age=31536000")
            #expect(try await PageServing.ask(serving, "GET", "/")["strict-transport-security"] == nil)
        }
    }

    @Test("While nobody can tell whose a session is, nobody is taken for logged out")
    func outage() async throws {
        try await PageServing.run { serving in
            for path in ["/", "/notes", "/api/v1/notes"] {
                let answer = try await PageServing.ask(
                    serving, "GET", path, ["Cookie: verdict-session=away-1", "Accept: text/html"])
                #expect(answer.status == 503, "\(path)")
                #expect(!answer.headers.contains { $0.value.contains("verdict-session") }, "\(path)")
            }
        }
    }

    @Test("The API knows a browser's person for our own pages, and changes nothing without the page's token")
    func api() async throws {
        try await PageServing.run { serving in
            let token = try await PageServing.form(serving, "/", [Self.alice]).token
            let cases: [(method: String, lines: [String], status: Int)] = [
                ("GET", [Self.alice], 200), ("GET", [Self.alice, "Sec-Fetch-Site: same-origin"], 200), ("GET", [], 401),
                ("GET", [Self.alice, "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors"], 401),
                ("GET", [Self.alice, "Sec-Fetch-Site: same-site", "Sec-Fetch-Mode: cors"], 401),
                // As browsers ask where nothing is encrypted: they say nothing but from where a script is.
                ("GET", [Self.alice, Self.own], 200), ("GET", [Self.alice, "Origin: null"], 401),
                ("GET", [Self.alice, "Origin: http://evil.example"], 401),
                ("GET", [Self.alice, "Origin: https://localhost"], 401),
                ("GET", [Self.alice, "Referer: http://evil.example/"], 200),
                ("POST", [Self.alice, Self.own], 401),
                ("POST", [Self.alice, Self.own, "X-Cross-Site-Token: \(token)"], 200),
                ("POST", [Self.alice, Self.own, "X-Cross-Site-Token: x"], 401),
                ("POST", [Self.alice, "Origin: http://evil.example", "X-Cross-Site-Token: \(token)"], 403),
                ("POST", [Self.alice, "Sec-Fetch-Site: cross-site", "X-Cross-Site-Token: \(token)"], 403),
                // Who shows a token of a program needs nothing else, and is nobody by the cookie beside it.
                ("POST", ["Authorization: Bearer alice-token", Self.alice], 403),
                ("POST", ["Authorization: Bearer nobody", Self.alice, Self.own], 401),
            ]
            for (method, lines, status) in cases {
                let form = method == "POST" ? "" : nil
                let answer = try await PageServing.ask(serving, method, "/api/v1/notes", lines, form: form)
                #expect(answer.status == status, "\(method) \(lines): \(answer.text)")
            }
        }
    }

    @Test("Every answer says what browsers may not do with it")
    func headers() async throws {
        try await PageServing.run { serving in
            let paths = [
                "/", "/notes", "/nothing", "/failing", "/full", "/file", "/healthz", "/api/openapi.json",
                "/api/v1/notes", "/api/docs",
                "/assets/x/site.css", "/assets/x/none.css", "/hello",
            ]
            for path in paths {
                for accept in ["text/html", "*/*"] {
                    let answer = try await PageServing.ask(serving, "GET", path, ["Accept: \(accept)"])
                    Self.expectHardened(answer, "\(path) \(accept)")
                }
            }
            // Refused before anybody has looked at it.
            Self.expectHardened(try await HTTPTests.ask(serving.address, "GET / HTTP/1.1\r\n\r\n"), "no host")
            let file = try await PageServing.ask(serving, "GET", "/file")
            #expect(file["content-disposition"] == "attachment; filename=\"ab.html\"")
            #expect(file["content-security-policy"] == "sandbox; default-src 'none'")
        }
    }

    private static func expectHardened(_ answer: RawAnswer, _ what: String) {
        let policy = answer["content-security-policy"] ?? ""
        #expect(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "\(what): \(policy)")
        #expect(policy.contains("frame-ancestors 'none'") || policy.contains("sandbox"), "\(what): \(policy)")
        #expect(answer["x-content-type-options"] == "nosniff" && answer["x-frame-options"] == "DENY", "\(what)")
        #expect(answer["referrer-policy"] == "same-origin", "\(what)")
        #expect(answer.headers.filter { $0.name == "content-security-policy" }.count == 1, "\(what)")
    }

    @Test("A form leads nowhere but into this site, and writes no header")
    func redirects() async throws {
        try await PageServing.run { serving in
            let (token, visitor) = try await PageServing.form(serving)
            let cookie = "Cookie: \(try #require(visitor))"
            let cases = [
                ("/notes", "/notes"), ("//evil.example", "/"), ("/%5Cevil.example", "/"), ("https://evil.example", "/"),
                ("/a%0D%0ASet-Cookie:%20x=y", "/"), ("/a%20b", "/"), ("%09//evil.example", "/"),
                ("javascript:alert(1)", "/"), ("", "/"),
            ]
            for (next, wanted) in cases {
                let answer = try await PageServing.ask(
                    serving, "POST", "/open", [cookie, Self.own], form: "_token=\(token)&next=\(next)")
                #expect(answer.status == 303 && answer["location"] == wanted, "\(next): \(answer.headers)")
                #expect(!answer.headers.contains { $0.value.contains("x=y") })
            }
            let back = try await PageServing.ask(serving, "GET", "/notes?a=b", ["Accept: text/html"])
            #expect(back.status == 303 && back["location"] == "/login?next=%2Fnotes%3Fa%3Db")
        }
    }

    @Test("Logging in makes a new session, whatever the browser brought, and logging out ends it")
    func fixation() async throws {
        try await PageServing.run { serving in
            for cookie in ["verdict-visitor=fixed", "verdict-visitor=fixed; verdict-session=evil-1"] {
                let token = try await PageServing.form(serving, "/", ["Cookie: \(cookie)"]).token
                let answer = try await PageServing.ask(
                    serving, "POST", "/open", ["Cookie: \(cookie)", Self.own], form: "_token=\(token)&login=yes")
                let set = answer.headers.filter { $0.name == "set-cookie" }.map(\.value)
                #expect(
                    set.contains { $0.hasPrefix("verdict-session=alice-1; Path=/; HttpOnly; SameSite=Lax; Max-Age=") })
                #expect(set.contains("verdict-visitor=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"))
            }
            let token = try await PageServing.form(serving, "/", [Self.alice]).token
            let out = try await PageServing.ask(
                serving, "POST", "/open", [Self.alice, Self.own], form: "_token=\(token)&login=no")
            #expect(out.headers.contains { $0.value == "verdict-session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0" })
        }
    }
}
