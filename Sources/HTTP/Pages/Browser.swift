internal import Coordinator
internal import Credentials
internal import Hummingbird
internal import HummingbirdCore
internal import Kernel
internal import NIOCore
internal import Units

/// What is known of a browser that asks.
struct Browser: Sendable {
    /// Its cookies.
    var cookies: BrowserCookies
    /// Who has logged in; nil: nobody.
    var session: BrowserSession?
    /// What recognizes the browser from now on, if nothing did.
    var visitor: String?

    /// What its forms are bound to: the session, or, without one, the browser. nil: nothing yet.
    var binding: String? {
        if let session { return "session \(session.id)" }
        return (visitor ?? cookies[.visitor]).map { "visitor \($0)" }
    }
}

/// Around all routes: finds out who has logged in by a browser's cookie, and makes pages of errors for those who read pages.
struct Browsing: RouterMiddleware {
    typealias Context = APIContext

    let pages: PageRoutes

    func handle(
        _ request: Request, context: APIContext, next: @concurrent (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        let isPage = Self.isPage(request)
        do {
            try await look(request, &context)
            var response = try await next(request, context)
            try await renew(request, context, &response)
            return response
        } catch  where isPage {
            return try pages.answer(to: error, request, context)
        }
    }

    /// Whether whoever asks reads pages there.
    private static func isPage(_ request: Request) -> Bool {
        let path = request.uri.path
        guard path != "/api", !path.hasPrefix("/api/"), !path.hasPrefix("/assets/") else { return false }
        return request.headers[.accept]?.lowercased().contains("text/html") ?? false
    }

    /// Finds out who asks. Whoever shows a token instead is known by that, and by nothing that a browser adds by itself.
    private func look(_ request: Request, _ context: inout APIContext) async throws {
        guard request.headers[.authorization] == nil, context.actor == nil else { return }
        let cookies = BrowserCookies(request.headers, isEncrypted: context.client.isEncrypted)
        var browser = Browser(cookies: cookies)
        context.browser = browser
        guard !cookies.isEmpty else { return }
        let isRead = request.method == .get || request.method == .head
        if !isRead {
            guard pages.mayChange(request, context) else { throw Problem.foreignForm }
        }
        guard let cookie = cookies[.session] else { return }
        browser.session = try await pages.platform.session(of: cookie, from: context.client.text)
        context.browser = browser
        guard let session = browser.session else { return }
        // A script of ours shows that the page is ours; a form is asked for that where it is read.
        let isOurs =
            isRead
            ? pages.mayRead(request, context)
            : pages.isToken(RequestHeaders.value("x-cross-site-token", request.headers), of: browser)
        guard isOurs else { return }
        context.actor = session.actor
        context.reauthenticate = { [platform = pages.platform] in try await platform.person(in: session) }
        context.exchange.who = session.actor.identity.description
    }

    /// A session that was used for a while goes on with another cookie.
    private func renew(_ request: Request, _ context: APIContext, _ response: inout Response) async throws {
        guard request.method == .get, let browser = context.browser, let session = browser.session, session.isDue,
            context.actor != nil, let cookie = browser.cookies[.session], let sessions = pages.sessions,
            !browser.cookies.areSet(.session, in: response.headers),
            let next = await sessions.nextCookie(after: cookie, from: context.client.text)
        else { return }
        browser.cookies.set(next, .session, &response.headers)
    }
}

extension Problem {
    /// A form that another site has sent, or that is none of this browser's.
    static var foreignForm: Problem {
        Problem(
            .forbidden, "the form does not come from a page of this site", code: "foreign_form",
            advice: "go back, load the page anew, and send the form again")
    }
}
