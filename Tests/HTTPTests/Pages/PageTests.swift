import Foundation
import Storage
import Synchronization
import Testing

@testable import HTTP

/// Pages, as browsers get them.
@Suite("Pages", .timeLimit(.minutes(2)))
struct PageTests {
    private static let alice = "Cookie: verdict-session=alice-1"

    @Test("What is shown is escaped, the script bears the answer's nonce, and the menu has what one may")
    func page() async throws {
        try await PageServing.run { serving in
            let query = "text=%3Cscript%3Ealert(%221%22)%3C%2Fscript%3E%27%26"
            let page = try await PageServing.ask(serving, "GET", "/?\(query)", [Self.alice])
            let escaped = "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39;&amp;"
            #expect(page.status == 200 && page.text.contains(#"<p title="\#(escaped)">\#(escaped)</p>"#))
            #expect(page["cache-control"] == "no-store" && page["vary"]?.contains("Cookie") == true)
            let nonce = try #require(page.text.firstMatch(of: /nonce="([^"]+)"/)).1
            #expect(page["content-security-policy"]?.contains("'nonce-\(nonce)'") == true)
            let other = try await PageServing.ask(serving, "GET", "/")
            #expect(!other.text.contains(nonce) && !other.text.contains(#"href="/notes""#))
            #expect(page.text.contains(#"<a href="/notes">Notes</a>"#) && page.text.contains(">alice</a>"))
            #expect(other.text.contains(#"<a href="/login">Log in</a>"#))
            // A session that was used for a while goes on with another cookie.
            let old = try await PageServing.ask(serving, "GET", "/", ["Cookie: verdict-session=alice-old"])
            #expect(old["set-cookie"]?.hasPrefix("verdict-session=alice-2;") == true)
            #expect(page["set-cookie"] == nil)
        }
    }

    @Test("A form that was done leads on and is told once; one that is wrong is shown again; sent twice it is the same")
    func forms() async throws {
        try await PageServing.run { serving in
            let token = try await PageServing.form(serving, "/", [Self.alice]).token
            let lines = [Self.alice, "Sec-Fetch-Site: same-origin"]
            let said = "%3Cb%3E+%C3%A4"
            func send(_ form: String) async throws -> RawAnswer {
                try await PageServing.ask(serving, "POST", "/notes", lines, form: "_token=\(token)&" + form)
            }
            let done = try await send("_key=k1&text=\(said)")
            #expect(done.status == 303)
            let again = try await send("_key=k1&text=\(said)")
            #expect(again["location"] == done["location"] && done["location"]?.contains("key=page-") == true)
            #expect(try await send("_key=k1&text=other")["location"] != done["location"])
            #expect(try await send("_key=k2&text=\(said)")["location"] != done["location"])
            let cookie = try #require(done["set-cookie"]).prefix { $0 != ";" }
            let next = try await PageServing.ask(serving, "GET", "/", ["Cookie: verdict-session=alice-1; \(cookie)"])
            #expect(next.text.contains(#"<p class="said" role="status">&lt;b&gt; ä</p>"#))
            #expect(next["set-cookie"]?.contains("verdict-said=;") == true)
            let wrong = try await send("text=wrong")
            #expect(wrong.status == 422 && wrong.text.contains(#"role="alert">&lt;script&gt;"#))
            #expect(try await send("text=%ff").status == 400)
            #expect(try await send("text=%4").status == 400)
            let large = try await send("text=" + String(repeating: "a", count: 300_000))
            #expect(large.status == 413)
            let json = try await PageServing.ask(
                serving, "POST", "/notes", lines + ["Content-Type: application/json"], form: #"{"_token":"\#(token)"}"#)
            #expect(json.status == 415)
        }
    }

    @Test("A page has what its browser has done, and what its scripts were told by another coordinator")
    func seen() async throws {
        let asked = Mutex<[UInt64]>([])
        try await PageServing.run(catchUp: { position in asked.withLock { $0.append(position.number) } }) { serving in
            let cookie = "Cookie: verdict-session=alice-1; verdict-seen=7"
            for lines in [
                [], [cookie], [cookie, "Verdict-Position: 9"], [cookie, "Verdict-Position: 3"], ["Verdict-Position: 5"],
                ["Verdict-Position: soon"],
            ] {
                let answer = try await PageServing.ask(serving, "GET", "/", lines)
                #expect(answer.status == 200, "\(lines)")
            }
        }
        #expect(asked.withLock { $0 } == [7, 9, 7, 5])
    }

    @Test("A form may lead away to another site, by a page and no redirection, and what was kept comes back once")
    func departure() async throws {
        try await PageServing.run { serving in
            let token = try await PageServing.form(serving, "/", [Self.alice]).token
            let lines = [Self.alice, "Sec-Fetch-Site: same-origin"]
            func leave(_ address: String, _ kept: String = "ticket-1") async throws -> RawAnswer {
                try await PageServing.ask(
                    serving, "POST", "/away", lines, form: "_token=\(token)&address=\(address)&kept=\(kept)")
            }
            let page = try await leave("https%3A%2F%2Funi.example%2Flogin%3Fa%3Db%26c%3Dd")
            #expect(page.status == 200 && page["location"] == nil)
            #expect(page["refresh"] == "0; url=https://uni.example/login?a=b&c=d")
            #expect(page.text.contains("You go on to The &lt;Uni&gt; now") && !page.text.contains("<Uni>"))
            #expect(page["content-security-policy"]?.contains("form-action 'self'") == true)
            let cookie = try #require(page["set-cookie"])
            #expect(cookie.hasPrefix("verdict-away=ticket-1; Path=/; HttpOnly; SameSite=Lax; Max-Age=600"))
            let back = try await PageServing.ask(serving, "GET", "/back", [Self.alice + "; verdict-away=ticket-1"])
            #expect(back["location"] == "/?kept=ticket-1" && back["set-cookie"]?.hasPrefix("verdict-away=;") == true)
            let without = try await PageServing.ask(serving, "GET", "/back", [Self.alice])
            #expect(without["location"] == "/?kept=nothing")
            // No browser is sent where it would do something else than go there.
            for evil in [
                "javascript%3Aalert(1)", "%2F%2Fevil.example", "data%3Atext%2Fhtml%2Cx",
                "https%3A%2F%2Fa%0D%0ASet-Cookie%3A",
                "https%3A%2F%2Fa%22%3E", "https%3A%2F%2Fa%20b", "",
                "https%3A%2F%2F" + String(repeating: "a", count: 9000),
            ] {
                let answer = try await leave(evil)
                #expect(answer.status == 500 && answer["refresh"] == nil, "\(evil)")
            }
        }
    }

    @Test("A form may bring a file")
    func files() async throws {
        try await PageServing.run { serving in
            let token = try await PageServing.form(serving, "/", [Self.alice]).token
            let body =
                "--B\r\nContent-Disposition: form-data; name=\"_token\"\r\n\r\n\(token)\r\n"
                + "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"C:\\a\\b.zip\"\r\n"
                + "Content-Type: application/zip\r\n\r\nab\r\n--C\r\n\r\n--B--\r\n"
            let answer = try await PageServing.ask(
                serving, "POST", "/notes",
                [Self.alice, "Sec-Fetch-Site: same-origin", "Content-Type: multipart/form-data; boundary=B"], form: body
            )
            #expect(answer.status == 303 && answer["location"]?.hasSuffix("file=b.zip%3A9") == true)
        }
    }

    @Test(
        "Errors are pages for those who read pages, and problems for programs",
        arguments: [
            ("/nothing", 404, "There is nothing here"), ("/failing", 499, "This cannot be read"),
            ("/full", 429, "Too many at once"),
            ("/rule", 403, "You may not do this"),
        ])
    func errors(_ path: String, _ status: Int, _ title: String) async throws {
        try await PageServing.run { serving in
            let page = try await PageServing.ask(serving, "GET", path, [Self.alice, "Accept: text/html,*/*"])
            #expect(
                page.status == status && page.text.contains("<h1>\(title)</h1>") && page.text.hasSuffix("</html>\n"))
            let program = try await PageServing.ask(serving, "GET", path, [Self.alice])
            #expect(program.status == status && program["content-type"] == Problem.contentType)
            if status == 429 { #expect(page["retry-after"] == "7" && program["retry-after"] == "7") }
        }
    }

    @Test("Files of the program are kept by browsers for good, and are none of others")
    func assets() async throws {
        try await PageServing.run { serving in
            let page = try await PageServing.ask(serving, "GET", "/")
            let path = try #require(page.text.firstMatch(of: /href="(\/assets\/[^"]+\/site.css)"/)).1
            let style = try await PageServing.ask(serving, "GET", String(path))
            #expect(style.status == 200 && style["cache-control"] == "public, max-age=31536000, immutable")
            #expect(style["content-type"] == "text/css; charset=utf-8" && style["etag"] != nil)
            let older = try await PageServing.ask(serving, "GET", "/assets/older/site.css")
            #expect(older.status == 200 && older["cache-control"] == "no-cache")
            for wrong in [
                "/assets/x/../site.css", "/assets/x/%2e%2e/%2e%2e/etc/passwd", "/assets/x/", "/assets/x",
                "/assets/x/a/b/c",
            ] {
                #expect([400, 404].contains(try await PageServing.ask(serving, "GET", wrong).status), "\(wrong)")
            }
        }
    }

    @Test("Languages come in the order in which a reader takes them")
    func languages() {
        #expect(AcceptedLanguages.read("de-AT, en;q=0.7, fr;q=0.9, *;q=0.1, x;q=0, <b>") == ["de-at", "fr", "en"])
        #expect(AcceptedLanguages.read("") == [] && AcceptedLanguages.read(";;,,;q=") == [])
    }
}
