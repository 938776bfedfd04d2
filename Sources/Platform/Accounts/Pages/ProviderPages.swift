internal import Coordinator
internal import Kernel
internal import OpenIDConnect
internal import Templates

/// The pages of logging in at those who know people, and of linking such logins to one's account.
struct ProviderPages: Sendable {
    private static let account = LocalPath(of: ["account"])

    let accounts: Accounts

    /// They.
    var all: [Page] { goingThere + comingBack + linking }

    private var goingThere: [Page] {
        [
            Page(
                .post, "login/oidc/{provider}/begin", "accounts.begin-login", "Go to a provider to log in there."
            ) { request in
                let next = AccountPages.next(request.field("next"))
                return try await .trying(accounts.loginForm("", next)) {
                    try await leave(request, linkingTo: nil, next: next.description)
                }
            }
        ]
    }

    private func leave(_ request: PageRequest, linkingTo person: EntityID?, next: String?) async throws -> PageAnswer {
        let name = request.parameter("provider")
        let title = try accounts.logins.client(name).provider.title
        let begun = try await accounts.beginLogin(
            at: name, linkingTo: person, next: next, by: Actor(request.actor.identity, address: request.actor.address))
        return .leave(try PageDeparture(to: begun.address, called: title, keeping: begun.ticket))
    }

    // MARK: Coming back

    private var comingBack: [Page] {
        [
            Page(.get, "login/oidc/{provider}", OpenSession.action, "Come back from a provider.") { request in
                let name = request.parameter("provider")
                let title = try accounts.logins.client(name).provider.title
                let ticket = request.kept.flatMap { try? accounts.logins.ticket($0, at: name) }
                if case .linking = ticket?.step {
                    return try await .trying(try await home(request)) {
                        try Self.requireAnswer(request, title)
                        try await accounts.linkLogin(
                            of: try Accounts.person(request.actor), at: name, Self.answer(request), by: request.actor)
                        return .go(back(to: Self.account, saying: "You can log in with \(title) from now on."))
                    }
                }
                let next = AccountPages.next(ticket?.next)
                return try await .trying(accounts.loginForm("", next)) {
                    try Self.requireAnswer(request, title)
                    return try await finish(
                        request, Self.answer(request), code: nil, next: next)
                }
            },
            Page(
                .post, "login/oidc/{provider}/code", OpenSession.action,
                "Log in with a code, when a provider has said who it is."
            ) { request in
                let name = request.parameter("provider")
                let title = try accounts.logins.client(name).provider.title
                let (ticket, next) = (request.field("ticket"), AccountPages.next(request.field("next")))
                return try await .trying(Self.codeForm(name, title, ticket, next)) {
                    let code = request.field("code").filter { !$0.isWhitespace }
                    return try await finish(
                        request, ProviderReturn(ticket: ticket), code: code.isEmpty ? nil : code, next: next)
                }
            },
        ]
    }

    private func finish(
        _ request: PageRequest, _ answer: ProviderReturn, code: String?, next: LocalPath
    ) async throws -> PageAnswer {
        let name = request.parameter("provider")
        let login = try await accounts.finishLogin(
            at: name, answer, secondFactor: code, by: Actor(.anybody, address: request.actor.address))
        switch login {
        case .session(let tokens):
            var redirect = back(to: next, saying: nil)
            redirect.session = .begun(cookie: tokens.refresh)
            return .go(redirect)
        case .needsCode(let ticket):
            return .show(Self.codeForm(name, try accounts.logins.client(name).provider.title, ticket, next))
        }
    }

    private func back(to path: LocalPath, saying message: String?) -> PageRedirect {
        var redirect = PageRedirect(to: path, saying: message)
        redirect.isBack = true
        return redirect
    }

    private static func answer(_ request: PageRequest) -> ProviderReturn {
        ProviderReturn(
            ticket: request.kept ?? "", state: request.query["state"], code: request.query["code"],
            issuer: request.query["iss"])
    }

    /// What a provider says instead of a code is no text to be shown: whoever made the link wrote it.
    private static func requireAnswer(_ request: PageRequest, _ title: String) throws(DomainError) {
        switch request.query["error"] {
        case nil: return
        case "access_denied":
            throw DomainError(.forbidden, "the login at \(title) was stopped there", advice: "begin it anew")
        default:
            throw DomainError(
                .wrongState, "\(title) did not log you in", advice: "try again later, or log in with your password")
        }
    }

    private static func codeForm(
        _ name: String, _ title: String, _ ticket: String, _ next: LocalPath
    ) -> PageContent {
        PageContent(
            "accounts/provider-code", "Code of your app",
            [
                "title": .text(title), "ticket": .text(ticket), "next": .text(next.description),
                "herePath": .path(LocalPath(of: ["login", "oidc", name, "code"])),
            ])
    }

    // MARK: Linking

    private var linking: [Page] {
        let path = "account/logins/{provider}"
        return [
            Page(.post, path + "/link", "accounts.link-login", "Link a login at a provider.") { request in
                try await .trying(try await home(request)) {
                    try await leave(request, linkingTo: try Accounts.person(request.actor), next: nil)
                }
            },
            Page(.post, path + "/unlink", "accounts.unlink-login", "Unlink a login at a provider.") { request in
                try await .trying(try await home(request)) {
                    try await accounts.unlinkLogins(
                        of: try Accounts.person(request.actor), at: request.parameter("provider"), by: request.actor)
                    return .go(PageRedirect(to: Self.account, saying: "That login is unlinked."))
                }
            },
        ]
    }

    private func home(_ request: PageRequest) async throws -> PageContent {
        try await OwnAccountPages(accounts: accounts).home(of: request)
    }

    /// A provider on the page of one's account.
    static func row(_ provider: OpenIDProvider, _ linked: Set<String>) -> TemplateValue {
        let home = ["account", "logins", provider.name]
        return [
            "title": .text(provider.title), "isLinked": .flag(linked.contains(provider.name)),
            "linkPath": .path(LocalPath(of: home + ["link"])),
            "unlinkPath": .path(LocalPath(of: home + ["unlink"])),
        ]
    }
}

extension Accounts {
    /// The form to log in, with buttons for whoever else knows people.
    func loginForm(_ name: String, _ next: LocalPath) -> PageContent {
        let providers = logins.providers.map { provider -> TemplateValue in
            [
                "title": .text(provider.title),
                "beginPath": .path(LocalPath(of: ["login", "oidc", provider.name, "begin"])),
            ]
        }
        return PageContent(
            "accounts/login", "Log in",
            [
                "name": .text(name), "next": .text(next.description), "providers": .list(providers),
                "hasProviders": .flag(!providers.isEmpty),
            ])
    }
}
