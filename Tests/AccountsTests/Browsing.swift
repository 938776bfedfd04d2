import Coordinator
import Kernel
import Markup
import PageFrame
import Templates
import Testing

@testable import Accounts

extension Site {
    /// Asks a page as the server does.
    func browse(
        _ method: Page.Method, _ path: String, _ provider: String = "", fields: [String: String] = [:],
        query: [String: String] = [:], kept: String? = nil, by actor: Actor = somebody()
    ) async throws -> PageAnswer {
        let page = try #require(module.pages.first { $0.method == method && $0.path == path }, "\(path)")
        guard platform.mayAsk(actor, page.action) else { throw PermissionTable.refusal(of: actor, page.action) }
        var request = PageRequest(
            actor: actor, parameters: ["provider": provider], query: query, fields: fields.mapValues { [$0] })
        request.kept = kept
        return try await page.make(request)
    }

    /// Where a form leads that leaves the site.
    func leave(
        _ path: String, _ provider: String, _ fields: [String: String] = [:], by actor: Actor = somebody()
    ) async throws -> PageDeparture {
        guard case .leave(let departure) = try await browse(.post, path, provider, fields: fields, by: actor) else {
            throw DomainError(.failed, "nobody was sent anywhere")
        }
        return departure
    }

    /// A page as HTML, with what is wrong in front.
    func html(
        _ method: Page.Method, _ path: String, _ provider: String = "", fields: [String: String] = [:],
        query: [String: String] = [:], kept: String? = nil, by actor: Actor = somebody()
    ) async throws -> String {
        let answer = try await browse(method, path, provider, fields: fields, query: query, kept: kept, by: actor)
        guard case .show(let content) = answer else { return "" }
        let library = try TemplateLibrary(FrameTemplates.all.merging(module.templates) { $1 })
        let html = try library.render(content.template, content.values).text
        return (content.complaint.map { "complaint: \($0)\n" } ?? "") + html
    }
}
