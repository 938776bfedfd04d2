internal import Concurrency
internal import Coordinator
internal import Credentials
public import Cryptography
internal import FoundationEssentials
internal import Hummingbird
internal import HummingbirdCore
public import Kernel
internal import NIOCore
internal import PageFrame
public import Storage
public import SystemPackage
internal import Templates
internal import Units

/// How pages are served.
public struct PageOptions: Sendable {
    /// What the site is called.
    public var site = "Verdict"
    /// Where people find it: `https://judge.example`; nil: wherever they say that they have found it.
    public var origin: String?
    /// What forms are recognized by: the same for all coordinators.
    public var formKey: SymmetricKey
    /// Where libraries for browsers are installed; nil: nowhere.
    public var libraries: FilePath? = "/usr/share/javascript"

    /// The usual, with that key.
    public init(formKey: SymmetricKey) { self.formKey = formKey }
}

/// The pages of the platform's modules, as browsers see them.
public struct PageRoutes: Sendable {
    /// How long a page waits for what its reader has done elsewhere.
    private static let patience = Duration.seconds(5)

    let platform: Platform
    private let options: PageOptions
    private let tokens: CrossSiteToken
    let renderer: PageRenderer
    private let assets: SiteAssets
    private let api: PageAPI
    private let list: RouteList
    private let catchUp: @Sendable (LogPosition) async throws -> Void

    /// Keeps people logged in; nil: nobody can be.
    var sessions: (any BrowserSessions)? { platform.browserSessions }

    /// Adds the pages of a platform. What is added to the router after them knows those who have logged in by their browsers, too.
    /// - Parameters:
    ///   - platform: whose pages.
    ///   - options: how they are served.
    ///   - router: where they are added.
    ///   - catchUp: returns when everything up to a position is known here.
    /// - Throws: `TemplateError` if a template cannot be used.
    public static func add(
        _ platform: Platform, options: PageOptions, to router: APIRouter,
        catchUp: @escaping @Sendable (LogPosition) async throws -> Void
    ) throws {
        let pages = try PageRoutes(platform, options, router.list, catchUp)
        router.add(middleware: Browsing(pages: pages))
        pages.assets.add(to: router)
        for page in platform.modules.flatMap(\.pages) {
            router.onPage(
                RouterPath(page.path), method: page.method == .get ? .get : .post,
                responder: CallbackResponder { request, context in
                    context.exchange.limitBody(to: page.bodyLimit)
                    if let problem = Problem.announcedBody(request.headers, context.exchange.bodyLimit) {
                        throw problem
                    }
                    do {
                        let response = try await pages.answer(page, request, context)
                        // A form that was refused is shown again.
                        if page.method == .post { await platform.settle() }
                        return response
                    } catch {
                        await platform.settle()
                        throw error
                    }
                })
        }
    }

    private init(
        _ platform: Platform, _ options: PageOptions, _ list: RouteList,
        _ catchUp: @escaping @Sendable (LogPosition) async throws -> Void
    ) throws {
        (self.platform, self.options, self.catchUp, self.list) = (platform, options, catchUp, list)
        tokens = CrossSiteToken(options.formKey)
        api = PageAPI(platform, decoder: PlatformRoutes.Decoder())
        assets = SiteAssets(libraries: options.libraries)
        var templates = FrameTemplates.all
        for module in platform.modules { templates.merge(module.templates) { $1 } }
        renderer = PageRenderer(
            site: options.site, library: try TemplateLibrary(templates), assets: assets,
            hasAccounts: platform.browserSessions != nil)
    }

    // MARK: Whether a request is the browser's own wish

    /// Whether a request that changes something comes from a page of ours.
    func mayChange(_ request: Request, _ context: APIContext) -> Bool {
        Self.origin(of: request).mayChange(at: own(request, context))
    }

    /// Whether what is read is for a page of ours, or for a person who goes there.
    func mayRead(_ request: Request, _ context: APIContext) -> Bool {
        let mode = RequestHeaders.value("sec-fetch-mode", request.headers)
        return Self.origin(of: request).mayRead(mode: mode, at: own(request, context))
    }

    private static func origin(of request: Request) -> RequestOrigin {
        RequestOrigin(
            site: RequestHeaders.value("sec-fetch-site", request.headers), origin: request.headers[.origin],
            referer: RequestHeaders.value("referer", request.headers))
    }

    private func own(_ request: Request, _ context: APIContext) -> String {
        let scheme = context.client.isEncrypted ? "https" : "http"
        return options.origin ?? "\(scheme)://\(request.head.authority ?? "")"
    }

    /// Whether a form or script of this browser's shows that.
    func isToken(_ text: String?, of browser: Browser) -> Bool {
        guard let text, let binding = browser.binding else { return false }
        return tokens.isToken(text, session: binding)
    }

    // MARK: Answering

    private func answer(_ page: Page, _ request: Request, _ context: APIContext) async throws -> Response {
        let browser = context.browser
        if page.method == .post, !mayChange(request, context) { throw Problem.foreignForm }
        let actor = actor(of: context)
        let route = Self.route(page)
        guard platform.mayAsk(actor, route, request: context.requestID) else {
            if actor.identity == .anybody { throw Problem.unauthenticated("this needs somebody who has logged in") }
            throw PermissionTable.refusal(of: actor, page.action)
        }
        let parameters = context.pathParameters
        try platform.take(route, by: actor, parameters, request: context.requestID)
        var form = Form()
        var command = CommandRequest()
        command.id = context.requestID
        if page.method == .post {
            let body = Array(try await request.body.collect(upTo: context.maxUploadSize).readableBytesView)
            form = try Form(body, type: request.headers[.contentType])
            guard let browser, isToken(form.fields["_token"]?.last, of: browser) else { throw Problem.foreignForm }
            command.digest = SHA256.hash(Array("POST \(request.uri.string)\n".utf8) + body)
            // The same form with something else in it is another one.
            if let key = form.fields["_key"]?.last, !key.isEmpty {
                command.key = "page-" + Base64URL.text(of: SHA256.hash(Array(key.utf8) + command.digest))
            }
            form.fields["_token"] = nil
            form.fields["_key"] = nil
        }
        let seen = Self.seen(request, browser)
        if let seen { try await wait(for: seen) }
        var asked = PageRequest(
            actor: actor, parameters: parameters, query: PlatformRoutes.query(request),
            fields: form.fields, files: form.files, command: command, seen: seen,
            languages: AcceptedLanguages.read(RequestHeaders.value("accept-language", request.headers) ?? ""),
            api: api)
        asked.kept = browser?.cookies[.away]
        return try response(to: try await page.make(asked), request, context)
    }

    /// How a page counts among what somebody may ask so often.
    private static func route(_ page: Page) -> Route {
        Route(page.method == .get ? .get : .post, page.path, page.action, page.summary) { _ in RouteAnswer() }
    }

    /// Who asks: by a token, or by the cookie, which pages take from forms as well.
    private func actor(of context: APIContext) -> Actor {
        if let session = context.browser?.session { return session.actor }
        return context.platformActor
    }

    /// Up to where a browser has seen what is done: by what it did itself, and by what its scripts were told.
    private static func seen(_ request: Request, _ browser: Browser?) -> LogPosition? {
        let told = RequestHeaders.value(PlatformRoutes.positionField, request.headers)
        return [browser?.cookies[.seen], told].compactMap { $0.flatMap { UInt64($0) } }.max().map { LogPosition($0) }
    }

    /// Waits until what this browser has seen is known here; a position that somebody made up is not waited for.
    private func wait(for position: LogPosition) async throws {
        try await firstToEnd {
            try await catchUp(position)
        } or: {
            try await Task.sleep(for: Self.patience)
        }
    }

    private func response(to answer: PageAnswer, _ request: Request, _ context: APIContext) throws -> Response {
        switch answer {
        case .show(let content):
            return try show(content, content.outcome == .fine ? .ok : .unprocessableContent, request, context)
        case .go(let redirect): return go(redirect, context)
        case .leave(let departure): return try leave(departure, request, context)
        case .data(let bytes, let type):
            return Response(
                status: .ok, headers: Self.privately([.contentType: type]),
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
        case .file(let file, let type):
            var headers = Self.privately([.contentType: type])
            headers[.contentDisposition] = "attachment; filename=\"\(Self.plain(file.name))\""
            RequestHeaders.set("content-security-policy", "sandbox; default-src 'none'", &headers)
            return Response(
                status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: file.bytes)))
        }
    }

    private static func plain(_ name: String) -> String {
        String(name.filter { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }.prefix(100))
    }

    private static func privately(_ headers: HTTPFields) -> HTTPFields {
        var headers = headers
        headers[.cacheControl] = "no-store"
        headers[.vary] = "Cookie, Sec-Fetch-Site, Origin"
        return headers
    }

    private func show(
        _ content: PageContent, _ status: HTTPResponse.Status, _ request: Request, _ context: APIContext
    ) throws -> Response {
        var headers = Self.privately([.contentType: "text/html; charset=utf-8"])
        var browser = context.browser ?? Browser(cookies: BrowserCookies([:], isEncrypted: context.client.isEncrypted))
        var message: String?
        if let said = browser.cookies[.said], status == .ok {
            message = Base64URL.bytes(of: said).flatMap { String(validating: $0, as: UTF8.self) }
            browser.cookies.set(nil, .said, &headers)
        }
        if browser.binding == nil {
            let visitor = Base64URL.text(of: randomBytes(16))
            browser.cookies.set(visitor, .visitor, &headers)
            browser.visitor = visitor
        }
        let html = try renderer.html(
            content,
            PageRenderer.Setting(
                browser: browser, navigation: platform.navigation(for: actor(of: context)), path: request.uri.path,
                nonce: context.nonce, token: tokens.text(session: browser.binding ?? ""), message: message))
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: html)))
    }

    /// A page that goes on by itself: the site's policy lets no form lead to another site.
    private func leave(
        _ departure: PageDeparture, _ request: Request, _ context: APIContext
    ) throws -> Response {
        let content = PageContent(
            "departure", "On to \(departure.name)",
            ["name": .text(departure.name), "address": .text(departure.address)])
        var response = try show(content, .ok, request, context)
        RequestHeaders.set("refresh", "0; url=\(departure.address)", &response.headers)
        let cookies = context.browser?.cookies ?? BrowserCookies([:], isEncrypted: context.client.isEncrypted)
        cookies.set(departure.kept, .away, &response.headers)
        return response
    }

    private func go(_ redirect: PageRedirect, _ context: APIContext) -> Response {
        var headers = Self.privately([.location: redirect.path.description])
        let cookies = context.browser?.cookies ?? BrowserCookies([:], isEncrypted: context.client.isEncrypted)
        if let message = redirect.message {
            cookies.set(Base64URL.text(of: Array(message.prefix(200).utf8)), .said, &headers)
        }
        if let position = redirect.position { cookies.set("\(position.number)", .seen, &headers) }
        if redirect.isBack { cookies.set(nil, .away, &headers) }
        switch redirect.session {
        case .same: break
        case .begun(let cookie):
            // Nothing that was known of the browser before goes on in the session.
            cookies.set(cookie, .session, &headers)
            cookies.set(nil, .visitor, &headers)
        case .ended:
            cookies.set(nil, .session, &headers)
            cookies.set(nil, .visitor, &headers)
        }
        return Response(status: .seeOther, headers: headers)
    }

    // MARK: Errors

    /// The page that says why another one is not to be seen. Whoever has not logged in, and must, is led there.
    func answer(to error: any Error, _ request: Request, _ context: APIContext) throws -> Response {
        var problem: Problem
        if let error = error as? HTTPError, ProblemMiddleware.isUnknown(error, context) {
            problem = list.unknown(request)
            problem.advice = nil
        } else {
            problem = ProblemMiddleware.problem(of: error, context)
        }
        // Who is nobody may be somebody who may.
        let isForPeople = problem.code == "forbidden" && actor(of: context).identity == .anybody
        if problem.status == .unauthorized || isForPeople, platform.browserSessions != nil {
            let back = request.method == .get ? request.uri.string : "/"
            return go(PageRedirect(to: PageRenderer.loginPath(from: back), saying: "Log in first."), context)
        }
        var content = PageContent("problem", Self.title(of: problem.status))
        content.values = [
            "detail": .text(Self.sentence(problem.detail)), "advice": TemplateValue(problem.advice),
            "status": TemplateValue(problem.status.code), "request": .text(context.requestID),
            "wait": problem.retryAfter.map { TemplateValue(max(1, $0.components.seconds)) } ?? .nothing,
        ]
        var response = try show(content, problem.status, request, context)
        let told = problem.response(instance: context.requestID).headers
        for name in [.retryAfter, .allow] as [HTTPFields.Element.Name] where told[name] != nil {
            response.headers[name] = told[name]
        }
        return response
    }

    private static func sentence(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

    private static func title(of status: HTTPResponse.Status) -> String {
        switch status.code {
        case 403: "You may not do this"
        case 404: "There is nothing here"
        case 405: "This cannot be done here"
        case 409: "This cannot be done now"
        case 413: "This is too large"
        case 429: "Too many at once"
        case 503: "Not now"
        case 500...599: "Something went wrong"
        default: "This cannot be read"
        }
    }
}
