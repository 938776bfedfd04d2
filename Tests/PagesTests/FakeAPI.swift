import Coordinator
import FoundationEssentials
import Kernel
import KernelTestSupport
import Logging
@_spi(Sanitizing) import Markup
import PageFrame
import Synchronization
import Templates
import Testing

@testable import Pages

/// What the API was sent.
final class Sent: Sendable {
    private let texts = Mutex<[String]>([])
    private let asked = Mutex<[String: Int]>([:])

    var all: [String] { texts.withLock { $0 } }

    func add(_ text: String) { texts.withLock { $0.append(text) } }

    /// A route was asked.
    func ask(_ key: String) { asked.withLock { $0[key, default: 0] += 1 } }

    /// How often a route was asked, such as `GET api/v1/problems/{id}`.
    func count(of key: String) -> Int { asked.withLock { $0[key] ?? 0 } }
}

/// An API that answers each path with one text, and keeps what it was sent.
struct FakeAPI {
    let site: Platform
    let library: TemplateLibrary
    /// The templates are the same of all; without optimizations it takes a third of a second to read them.
    private static let read = Mutex<TemplateLibrary?>(nil)

    init(_ answers: [String: String], store: TestStore, sent: Sent) async throws {
        var modules: [Module] = []
        for name in ["library", "submissions", "contests", "hacks", "profiles", "invocations"] {
            var module = Module(name)
            let action = Action(rawValue: name + ".ask")
            module.permits = [Permit(action, .anybody)]
            module.questions = [action]
            module.routes = answers.filter { Self.owner(of: $0.key) == name }.map { key, text in
                let words = key.split(separator: " ")
                return Route(Route.Method(rawValue: String(words[0])) ?? .get, String(words[1]), action, "Answers.") {
                    request in
                    sent.ask(key)
                    if !request.body.isEmpty {
                        sent.add("\(key) \(String(decoding: request.body, as: UTF8.self))")
                    } else if request.parameters != [:], !key.hasPrefix("GET") {
                        sent.add(key)
                    }
                    var answer = RouteAnswer(.ok)
                    answer.body = Array(text.utf8)
                    return answer
                }
            }
            modules.append(module)
        }
        let pages = SitePages(
            title: "Site",
            modules: [
                "library", "submissions", "contests", "hacks", "profiles", "invocations", "uploads",
            ],
            languages: [.init(id: "cpp17", name: "C++ 17")]
        ) { $0.contains("<script") ? nil : SafeMarkup(sanitized: $0) }
        modules.append(pages.module)
        let logger = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
        site = try Platform(log: try await store.log(), logger: logger) { _ in modules }
        library = try Self.read.withLock { read in
            let library = try read ?? TemplateLibrary(FrameTemplates.all.merging(pages.module.templates) { $1 })
            read = library
            return library
        }
    }

    /// The API that answers with ``SiteAnswers``, and what it is sent, while `body` goes on.
    static func with(_ body: (FakeAPI, Sent) async throws -> Void) async throws {
        let (store, sent) = (try TestStore(), Sent())
        try await body(try await FakeAPI(SiteAnswers.all, store: store, sent: sent), sent)
    }

    func ask(
        _ method: Page.Method, _ path: String, _ parameters: [String: String] = [:], query: [String: String] = [:],
        fields: [String: String] = [:], files: [String: PageFile] = [:], as actor: Actor = .alice
    ) async throws -> PageAnswer {
        let page = try #require(site.modules.flatMap(\.pages).first { $0.method == method && $0.path == path })
        return try await page.make(
            PageRequest(
                actor: actor, parameters: parameters, query: query, fields: fields.mapValues { [$0] }, files: files,
                api: PageAPI(site, decoder: Decoder())))
    }

    /// Where a form leads, or what it is told is wrong.
    func go(
        _ path: String, _ parameters: [String: String] = [:], _ fields: [String: String] = [:],
        _ files: [String: PageFile] = [:]
    ) async throws -> String {
        switch try await ask(.post, path, parameters, fields: fields, files: files) {
        case .go(let redirect): redirect.path.description
        case .show(let content): content.complaint ?? ""
        case .file, .data, .leave: ""
        }
    }

    /// A page as HTML.
    func html(
        _ path: String, _ parameters: [String: String] = [:], query: [String: String] = [:],
        as actor: Actor = .alice
    ) async throws -> String {
        guard case .show(let content) = try await ask(.get, path, parameters, query: query, as: actor) else {
            throw DomainError(.failed, "it shows nothing")
        }
        return content.title + "\n" + (try library.render(content.template, content.values).text)
    }

    private static func owner(of key: String) -> String {
        if key.contains("/hack") || key.contains("/locks") { return "hacks" }
        return key.contains("submissions") || key.contains("result")
            ? "submissions"
            : key.contains("/contests")
                ? "contests"
                : key.contains("/users")
                    ? "profiles"
                    : key.contains("invocations") || key.contains("solutions") ? "invocations" : "library"
    }
}

private struct Decoder: RouteDecoder {
    func decode<Value: Decodable>(_ type: Value.Type, from body: [UInt8]) throws -> Value {
        try JSONDecoder().decode(type, from: Data(body))
    }
}
