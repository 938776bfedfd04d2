import Coordinator
import Cryptography
import EmbeddedStorage
import Hummingbird
import Kernel
import KernelTestSupport
import Logging
import Storage
import SystemPackage
import Templates
import Testing

@testable import HTTP

/// Sessions that a test makes up: the cookie `alice-1` is Alice's, `admin-1` an admin's, of `away-1` nobody can tell, and
/// what ends in `-old` is due.
struct MadeUpSessions: BrowserSessions {
    func session(of cookie: String, from address: String) async throws -> BrowserSession? {
        let name = String(cookie.prefix { $0 != "-" })
        if name == "away" { throw DomainError(.unavailable, "the store does not answer") }
        guard ["alice", "bob", "admin"].contains(name) else { return nil }
        var actor = name == "bob" ? Actor.bob : Actor.alice
        if name == "admin" { actor.grants = [RoleGrant(.admin, in: .site)] }
        return BrowserSession(actor: actor, id: "session-of-\(name)", name: name, isDue: cookie.hasSuffix("-old"))
    }

    func person(in session: BrowserSession) async -> Actor? { session.actor }

    func nextCookie(after cookie: String, from address: String) async -> String? {
        cookie.replacing("-old", with: "-2")
    }
}

/// A module with a page for each case, on a server.
enum PageServing {
    static let text = #"<script>alert("1")</script>'&"#

    static var module: Module {
        var module = Module("notes")
        module.permits = [
            Permit("notes.read", .anybody), Permit("notes.write", .people), Permit("notes.rule", .role(.admin)),
        ]
        module.questions = ["notes.rule"]
        module.pages = [
            Page(.get, "", "notes.read", "The front.") { request in
                var content = PageContent("notes/front", "Notes", ["text": .text(request.query["text"] ?? "")])
                content.scripts = ["follow"]
                return .show(content)
            },
            Page(.get, "notes", "notes.write", "A form.") { request in
                .show(PageContent("notes/front", "Form", ["text": .text("\(request.languages)")]))
            },
            Page(.post, "notes", "notes.write", "Sends it.") { request in
                guard request.field("text") != "wrong" else {
                    return .show(
                        PageContent("notes/front", "Form", ["text": .text(request.field("text"))]).complaining(text))
                }
                let file = request.files["file"].map { "\($0.name):\($0.bytes.count)" } ?? ""
                return .go(
                    PageRedirect(
                        to: LocalPath(of: ["notes"], query: [("key", request.command.key ?? ""), ("file", file)]),
                        saying: request.field("text")))
            },
            Page(.get, "rule", "notes.rule", "For admins.") { _ in .show(PageContent("notes/front", "Rule")) },
            Page(.post, "open", "notes.read", "Anybody's form.") { request in
                var redirect = PageRedirect(to: LocalPath(request.field("next")) ?? LocalPath(of: []))
                if request.field("login") == "yes" { redirect.session = .begun(cookie: "alice-1") }
                if request.field("login") == "no" { redirect.session = .ended }
                return .go(redirect)
            },
            Page(.post, "away", "notes.read", "Leaves.") { request in
                .leave(
                    try PageDeparture(
                        to: request.field("address"), called: "The <Uni>", keeping: request.field("kept")))
            },
            Page(.get, "back", "notes.read", "Comes back.") { request in
                var redirect = PageRedirect(to: LocalPath(of: [], query: [("kept", request.kept ?? "nothing")]))
                redirect.isBack = true
                return .go(redirect)
            },
            Page(.get, "file", "notes.read", "A file.") { _ in
                .file(PageFile(name: "a\"\r\nb.html", bytes: Array(text.utf8)), type: "text/html")
            },
            Page(.get, "failing", "notes.read", "Fails.") { _ in throw CancellationError() },
            Page(.get, "full", "notes.read", "Is full.") { _ in
                throw Problem(.tooManyRequests, "there are too many", retryAfter: .seconds(7))
            },
        ]
        module.routes = [
            Route(.get, "api/v1/notes", "notes.write", "Reads.") { try RouteAnswer("\($0.actor.identity)") },
            Route(.post, "api/v1/notes", "notes.write", "Writes.") { try RouteAnswer("\($0.actor.identity)") },
        ]
        module.templates = [
            "notes/front": #"<p title="{{text}}">{{text}}</p><form method="post" action="/notes">{{> token}}</form>"#
        ]
        module.navigation = [NavigationItem("Notes", LocalPath(of: ["notes"]), "notes.write")]
        module.browserSessions = MadeUpSessions()
        return module
    }

    /// Runs `body` with a server of these pages.
    static func run(
        proxies: [String] = [], origin: String? = nil,
        catchUp: @escaping @Sendable (LogPosition) async throws -> Void = { _ in },
        _ body: @escaping @Sendable (Serving) async throws -> Void
    ) async throws {
        let store = try TestStore()
        let logger = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
        let platform = try Platform(log: try await store.log(), logger: logger) { _ in [module] }
        try await Serving.run(
            configure: { $0.trustedProxies = proxies },
            routes: { router in
                var options = PageOptions(formKey: SymmetricKey([UInt8](repeating: 3, count: 32)))
                options.origin = origin
                try PageRoutes.add(platform, options: options, to: router, catchUp: catchUp)
                try PlatformRoutes(platform) { _ in }.add(to: router)
            }, body)
        _ = store
    }

    /// The answer to a request with these lines in its header.
    static func ask(
        _ serving: Serving, _ method: String, _ path: String, _ lines: [String] = [], form: String? = nil
    ) async throws -> RawAnswer {
        var head = "\(method) \(path) HTTP/1.1\r\nHost: localhost\r\n" + lines.map { $0 + "\r\n" }.joined()
        if let form {
            head += "Content-Length: \(form.utf8.count)\r\n"
            if !lines.contains(where: { $0.lowercased().hasPrefix("content-type") }) {
                head += "Content-Type: application/x-www-form-urlencoded\r\n"
            }
        }
        return try await HTTPTests.ask(serving.address, head + "\r\n" + (form ?? ""))
    }

    /// The token in a page's form, and the cookie of its visitor, if it has set one.
    static func form(_ serving: Serving, _ path: String = "/", _ lines: [String] = []) async throws -> (
        token: String, visitor: String?
    ) {
        let page = try await ask(serving, "GET", path, lines)
        let token = try #require(page.text.firstMatch(of: /name="_token" value="([^"]+)"/), "\(page.text)").1
        let visitor = page.headers.first { $0.name == "set-cookie" && $0.value.contains("visitor") }?.value
        return (String(token), visitor.map { String($0.prefix { $0 != ";" }) })
    }
}
