internal import Coordinator
internal import Kernel
internal import QRCodes
internal import Templates
internal import Units

/// The pages of people's own accounts.
struct OwnAccountPages: Sendable {
    private static let home = LocalPath(of: ["account"])
    /// A token's, in days.
    private static let longestLife = 366

    let accounts: Accounts

    /// They.
    var all: [Page] { overview + secondFactor + tokens + personal }

    private var overview: [Page] {
        [
            Page(.get, "account", "accounts.read-sessions", "One's own account.") { request in
                .show(try await home(of: request))
            },
            Page(.post, "account/password", ChangePassword.action, "Choose another password.") { request in
                try await .trying(try await home(of: request)) {
                    guard request.field("new") == request.field("again") else {
                        throw DomainError(.invalid, "the two new passwords are not the same", advice: "type them again")
                    }
                    try await accounts.changePassword(
                        of: try Self.person(request), from: request.field("password"), to: request.field("new"),
                        by: request.actor)
                    var redirect = PageRedirect(
                        to: LocalPath(of: ["login"]), saying: "Your password is changed. Log in with it now.")
                    redirect.session = .ended
                    return .go(redirect)
                }
            },
            Page(.post, "account/sessions/{id}/end", EndSession.action, "End a session.") { request in
                let session = try request.id(of: "session")
                try await accounts.endSession(session, of: try Self.person(request), by: request.actor)
                var redirect = PageRedirect(to: Self.home, saying: "The session is ended.")
                if request.actor.session == "\(session)" { redirect.session = .ended }
                return .go(redirect)
            },
        ]
    }

    private var secondFactor: [Page] {
        let path = "account/second-factor"
        return [
            Page(.post, path, OfferSecondFactor.action, "Begin to log in with codes of an app.") { request in
                try await .trying(try await home(of: request)) {
                    let address = try await accounts.offerSecondFactor(
                        of: try Self.person(request), password: request.field("password"), by: request.actor)
                    return .show(Self.confirmForm(address))
                }
            },
            Page(.post, path + "/confirm", ConfirmSecondFactor.action, "Show the app's first code.") { request in
                try await .trying(Self.confirmForm(request.field("address"))) {
                    let codes = try await accounts.confirmSecondFactor(
                        of: try Self.person(request), code: request.field("code").filter { !$0.isWhitespace },
                        by: request.actor)
                    return .show(
                        PageContent(
                            "accounts/recovery", "Your recovery codes", ["codes": .list(codes.map { .text($0) })]))
                }
            },
            Page(.post, path + "/remove", RemoveSecondFactor.action, "Log in without codes again.") { request in
                try await .trying(try await home(of: request)) {
                    try await accounts.removeSecondFactor(
                        of: try Self.person(request), code: request.field("code").filter { !$0.isWhitespace },
                        by: request.actor)
                    return .go(PageRedirect(to: Self.home, saying: "Logging in needs no code any more."))
                }
            },
        ]
    }

    private static func confirmForm(_ address: String) -> PageContent {
        let parameters = address.split(separator: "?").last?.split(separator: "&") ?? []
        let secret = parameters.first { $0.hasPrefix("secret=") }?.dropFirst("secret=".count) ?? ""
        let picture = QRCode(Array(address.utf8))?.picture(label: "The address of your account for apps, as a QR code")
        return PageContent(
            "accounts/second-factor", "Set up your app",
            [
                "address": .text(address), "secret": .text(Self.inGroups(String(secret))),
                "picture": picture.map { .html($0) } ?? .nothing,
            ])
    }

    /// Four letters at a time can be typed without losing one's place.
    private static func inGroups(_ text: String) -> String {
        stride(from: 0, to: text.count, by: 4).map { String(text.dropFirst($0).prefix(4)) }.joined(separator: " ")
    }

    private var tokens: [Page] {
        [
            Page(.post, "account/tokens", MakeToken.action, "Make a token for programs.") { request in
                try await .trying(try await home(of: request)) {
                    let days = request.field("days")
                    guard days.isEmpty || Int64(days).map({ (1...Int64(Self.longestLife)).contains($0) }) ?? false
                    else {
                        throw DomainError(.invalid, "the days must be a number from 1 to \(Self.longestLife)")
                    }
                    let scopes = request.field("scopes").split { $0 == "," || $0.isWhitespace }.map(String.init)
                    let made = try await accounts.makeToken(
                        of: try Self.person(request), name: request.field("name"), scopes: scopes,
                        life: Int64(days).map { .seconds($0 * 24 * 3600) }, by: request.actor)
                    return .show(
                        PageContent("accounts/token", "Your new token", ["secret": .text(made.text)]))
                }
            },
            Page(.post, "account/tokens/{id}/revoke", RevokeToken.action, "Revoke a token for programs.") { request in
                try await accounts.revokeToken(
                    try request.id(of: "token"), of: try Self.person(request), by: request.actor)
                return .go(PageRedirect(to: Self.home, saying: "The token is good for nothing any more."))
            },
        ]
    }

    private var personal: [Page] {
        [
            Page(.post, "account/export", "accounts.export", "All that is kept of oneself.") { request in
                let bytes = try await accounts.export(of: try Self.person(request))
                return .file(PageFile(name: "verdict-account.json", bytes: bytes), type: "application/json")
            },
            Page(.post, "account/erase", EraseAccount.action, "Erase oneself, for good.") { request in
                try await .trying(try await home(of: request)) {
                    let id = try Self.person(request)
                    guard request.field("sure") == "yes" else {
                        throw DomainError(.invalid, "you have not said that you are sure", advice: "tick the box")
                    }
                    try await accounts.requirePassword(
                        request.field("password"), of: id, try await accounts.account(id), for: EraseAccount.action,
                        by: request.actor)
                    try await accounts.erase(id, by: request.actor)
                    var redirect = PageRedirect(to: LocalPath(of: []), saying: "Your account is erased.")
                    redirect.session = .ended
                    return .go(redirect)
                }
            },
        ]
    }

    // MARK: The overview

    func home(of request: PageRequest) async throws -> PageContent {
        let id = try Self.person(request)
        let account = try await accounts.account(id)
        let name = try await accounts.seal.text(account.nameSealed, "name", of: id) ?? ""
        var values: [String: TemplateValue] = ["name": .text(name)]
        values["email"] = TemplateValue(try await accounts.seal.text(account.addressSealed, "address", of: id))
        if case .confirmed(_, _, let recovery) = account.secondFactor {
            values["factor"] = ["codes": TemplateValue(recovery.count)]
        }
        values["sessions"] = .list(try await sessions(of: id, account, current: request.actor.session))
        values["tokens"] = .list(try await accounts.tokens(of: id).map(Self.token))
        let linked = Set(try await accounts.linkedLogins(of: id).map(\.provider))
        values["providers"] = .list(accounts.logins.providers.map { ProviderPages.row($0, linked) })
        values["hasProviders"] = .flag(!accounts.logins.providers.isEmpty)
        return PageContent("accounts/account", "Your account", values)
    }

    private func sessions(of id: EntityID, _ account: Account, current: String?) async throws -> [TemplateValue] {
        var all: [TemplateValue] = []
        for session in account.sessions.reversed() {
            let client = try await accounts.seal.text(session.clientSealed, "client", of: id)
            all.append([
                "from": .text(client ?? ""), "begun": TemplateValue(session.at),
                "isCurrent": .flag(current == "\(session.id)"),
                "endPath": .path(LocalPath(of: ["account", "sessions", "\(session.id)", "end"])),
            ])
        }
        return all
    }

    private static func token(_ token: ListedToken) -> TemplateValue {
        [
            "name": .text(token.name), "scopes": .text(token.scopes.joined(separator: ", ")),
            "made": TemplateValue(token.made), "until": token.until.map { TemplateValue($0) } ?? .nothing,
            "revokePath": .path(LocalPath(of: ["account", "tokens", "\(token.id)", "revoke"])),
        ]
    }

    private static func person(_ request: PageRequest) throws(DomainError) -> EntityID {
        try Accounts.person(request.actor)
    }
}
