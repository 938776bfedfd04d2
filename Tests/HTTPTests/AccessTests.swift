import Coordinator
import Glibc
import Hummingbird
import Identity
import SystemPackage
import Testing
import Wire
import WireTestSupport

@testable import HTTP

@Suite("Who may ask over HTTP")
struct AccessTests {
    private static func routes(_ router: APIRouter) {
        router.requiring().get("who") { _, context in context.principal?.description ?? "nobody" }
        router.requiring(.submit).post("submit") { _, _ in "taken" }
        router.requiring(.operateFleet).get("operate") { _, _ in "done" }
        router.get("open") { _, context in context.principal?.description ?? "nobody" }
        router.group("facade").add(middleware: Authentication(.header("X-Auth-Token"), .query("token")))
            .add(middleware: Requires()).get("who") { _, context in context.principal?.name ?? "" }
    }

    @Test("A token is asked for, must be known, and allows what its role may")
    func tokens() async throws {
        try await Serving.run(routes: Self.routes) { serving in
            let none = try await fetch(serving.address, "/who")
            #expect(none.status == 401 && none["www-authenticate"] == #"Bearer realm="verdict""#)
            #expect(none.text.contains(#""code":"unauthenticated""#))
            for line in ["Bearer wrong", "Basic YTpi", "Bearer", "Bearer ", "Bearer alice-token x", "alice-token"] {
                #expect(try await fetch(serving.address, "/who", "Authorization: \(line)").status == 401, "\(line)")
                // Also where no token is needed.
                #expect(try await fetch(serving.address, "/open", "Authorization: \(line)").status == 401, "\(line)")
            }
            let alice = try await fetch(serving.address, "/who", "Authorization: bearer alice-token")
            #expect(alice.text == "client alice of course")
            #expect(try await fetch(serving.address, "/open").text == "nobody")
            let client = try await fetch(serving.address, "/operate", "Authorization: Bearer alice-token")
            #expect(client.status == 403 && client.text.contains("admin may"))
            #expect(try await fetch(serving.address, "/operate", "Authorization: Bearer root-token").text == "done")
            let worker = try await ask(
                serving.address,
                "POST /submit HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer worker-token\r\nContent-Length: 0\r\n\r\n")
            #expect(worker.status == 403)
        }
    }

    @Test("A facade says where its token stands")
    func facade() async throws {
        try await Serving.run(routes: Self.routes) { serving in
            let header = try await fetch(serving.address, "/facade/who", "X-Auth-Token: alice-token")
            #expect(header.text == "alice")
            #expect(try await fetch(serving.address, "/facade/who?token=alice-token").text == "alice")
            #expect(try await fetch(serving.address, "/facade/who?token=x").status == 401)
            #expect(try await fetch(serving.address, "/facade/who").status == 401)
            // The usual place counts as well; another route's place does not.
            #expect(try await fetch(serving.address, "/facade/who", "Authorization: Bearer root-token").text == "root")
            #expect(try await fetch(serving.address, "/who?token=alice-token").status == 401)
        }
    }

    @Test("A list that is read again counts for the next request")
    func replaced() async throws {
        try await Serving.run(routes: Self.routes) { serving in
            let before = try await fetch(serving.address, "/who", "Authorization: Bearer alice-token")
            #expect(before.status == 200)
            serving.server.replaceAccess(AccessList())
            #expect(try await fetch(serving.address, "/who", "Authorization: Bearer alice-token").status == 401)
        }
    }

    @Test("From this machine a token is not needed where that is allowed, unless a page of somebody else asks")
    func anonymous() async throws {
        try await Serving.run(
            configure: { $0.anonymous = Principal(role: .client, name: "me") }, routes: Self.routes
        ) { serving in
            let mine: [[String]] = [
                [], ["Origin: http://localhost"], ["Sec-Fetch-Site: same-origin"], ["Sec-Fetch-Site: none"],
            ]
            for lines in mine {
                let request = "GET /who HTTP/1.1\r\nHost: localhost\r\n" + lines.map { $0 + "\r\n" }.joined() + "\r\n"
                #expect(try await ask(serving.address, request).text == "client me", "\(lines)")
            }
            let others = [
                "Host: localhost\r\nOrigin: http://evil.example", "Host: localhost\r\nSec-Fetch-Site: cross-site",
                "Host: localhost\r\nSec-Fetch-Site: same-site", "Host: evil.example", "Host: 127.0.0.1.evil.example",
                "Host: localhost\r\nX-Forwarded-For: 127.0.0.1", "Host: localhost\r\nForwarded: for=127.0.0.1",
                "Host: localhost\r\nOrigin: null",
            ]
            for lines in others {
                let answer = try await ask(serving.address, "GET /who HTTP/1.1\r\n\(lines)\r\n\r\n")
                #expect(answer.status == 401, "\(lines)")
            }
            #expect(try await fetch(serving.address, "/who", "Authorization: Bearer wrong").status == 401)
        }
        try await Serving.run(routes: Self.routes) { serving in
            let answer = try await fetch(serving.address, "/who")
            #expect(answer.status == 401)
        }
    }

    @Test("Over a Unix socket; its file goes with the server")
    func unixSocket() async throws {
        let directory = try TemporaryDirectory()
        defer { directory.remove() }
        let path = directory.path.appending("http.sock")
        try await Serving.run(
            ["unix:\(path)", "http://127.0.0.1:0"],
            configure: { $0.anonymous = Principal(role: .client, name: "me") }, routes: Self.routes
        ) { serving in
            for address in serving.addresses {
                let answer = try await fetch(address, "/who")
                #expect(answer.text == "client me")
            }
        }
        #expect(unsafe Glibc.access(path.string, F_OK) != 0)
    }

    @Test("A trusted proxy says for whom it asks, and nobody else does")
    func proxies() throws {
        let proxies = try #require(TrustedProxies(["10.0.0.0/8", "::1"]))
        let client = { (peer: String?, lines: [String: String]) in
            var headers = HTTPFields()
            for (name, value) in lines { RequestHeaders.set(name, value, &headers) }
            return proxies.client(of: headers, peer: peer, isEncrypted: false)
        }
        #expect(client("9.9.9.9", ["x-forwarded-for": "1.2.3.4"]).text == "9.9.9.9")
        #expect(client("10.1.2.3", ["x-forwarded-for": "1.2.3.4"]).text == "1.2.3.4")
        #expect(client("10.1.2.3", ["x-forwarded-for": "6.6.6.6, 1.2.3.4, 10.0.0.1"]).text == "1.2.3.4")
        #expect(client("::ffff:10.1.2.3", ["x-forwarded-for": "2001:db8::1"]).text == "2001:db8::1")
        #expect(client("10.1.2.3", ["x-forwarded-for": "garbage"]).text == "10.1.2.3")
        #expect(client("10.1.2.3", ["x-forwarded-for": "1.2.3.0/24"]).text == "10.1.2.3")
        #expect(client("10.1.2.3", ["x-forwarded-for": "1.1.1.1", "x-forwarded-proto": "https"]).isEncrypted)
        #expect(!client("9.9.9.9", ["x-forwarded-proto": "https"]).isEncrypted)
        #expect(client("127.0.0.1", [:]).isLocal && client(nil, [:]).isLocal)
        #expect(!client("127.0.0.1", ["x-real-ip": "127.0.0.1"]).isLocal)
        #expect(!client("10.1.2.3", [:]).isLocal && !client("::1", [:]).isLocal)
        #expect(client("::1", ["x-forwarded-for": "127.0.0.1"]).isLocal)
        for wrong in ["10.0.0.0/33", "::1/129", "10.0.0", "proxy.example", "", "1.2.3.4/"] {
            #expect(TrustedProxies([wrong]) == nil, "\(wrong)")
        }
    }

    @Test(
        "TCP beyond this machine needs TLS, or to be allowed", arguments: ["http://0.0.0.0:0", "http://192.0.2.1:80"])
    func unencrypted(address: String) async throws {
        await #expect(throws: WireError.self) { try await Serving.run([address]) { _ in } }
    }

    @Test("Addresses are read as they are written")
    func addresses() {
        for text in ["http://127.0.0.1:8080", "https://[::]:443", "unix:/run/http.sock"] {
            #expect(HTTPAddress(parsing: text)?.description == text)
        }
        for text in ["tcp://a:1", "127.0.0.1:80", "http://a", "http://a:80/", "http://:80", "unix:", "https://::1:80"] {
            #expect(HTTPAddress(parsing: text) == nil, "\(text)")
        }
    }
}
