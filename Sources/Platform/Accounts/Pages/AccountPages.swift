internal import Coordinator
internal import Kernel
internal import Templates

/// The pages of those who have not logged in: to register, to log in, to choose a forgotten password.
struct AccountPages: Sendable {
    let accounts: Accounts

    /// They.
    var all: [Page] {
        registering + loggingIn + forgetting + ProviderPages(accounts: accounts).all
    }

    private var registering: [Page] {
        [
            Page(.get, "register", Register.action, "Make an account.") { _ in .show(Self.registerForm()) },
            Page(.post, "register", Register.action, "Make an account.") { request in
                let (name, address) = (request.field("name"), request.field("email"))
                return try await .trying(Self.registerForm(name, address)) {
                    guard request.field("password") == request.field("again") else {
                        throw DomainError(.invalid, "the two passwords are not the same", advice: "type them again")
                    }
                    try await accounts.register(
                        name: name, address: address, password: request.field("password"),
                        as: request.newID(of: "account"), by: request.actor)
                    return .go(
                        PageRedirect(
                            to: LocalPath(of: ["login"]),
                            saying: "A mail is on its way to you. Follow the link in it, then log in."))
                }
            },
            Page(.get, "verify/{token}", VerifyAddress.action, "Confirm an address.") { request in
                .show(Self.verifyForm(request.parameter("token")))
            },
            Page(.post, "verify/{token}", VerifyAddress.action, "Confirm an address.") { request in
                try await .trying(Self.verifyForm(request.parameter("token"))) {
                    try await accounts.verify(request.parameter("token"), by: request.actor)
                    return .go(
                        PageRedirect(to: LocalPath(of: ["login"]), saying: "Your address is confirmed. Log in now."))
                }
            },
        ]
    }

    private var loggingIn: [Page] {
        [
            Page(.get, "login", OpenSession.action, "Log in.") { request in
                let next = Self.next(request.query["next"])
                if request.actor.person != nil { return .go(PageRedirect(to: next)) }
                return .show(accounts.loginForm("", next))
            },
            Page(.post, "login", OpenSession.action, "Log in.") { request in
                let (name, next) = (request.field("name"), Self.next(request.field("next")))
                return try await .trying(accounts.loginForm(name, next)) {
                    let code = request.field("code").filter { !$0.isWhitespace }
                    let tokens = try await accounts.logIn(
                        name: name, password: request.field("password"), code: code.isEmpty ? nil : code,
                        by: Actor(.anybody, address: request.actor.address))
                    var redirect = PageRedirect(to: next)
                    redirect.session = .begun(cookie: tokens.refresh)
                    return .go(redirect)
                }
            },
            Page(.post, "logout", LogOut.action, "Log out.") { request in
                if let person = request.actor.person, request.actor.scopes == nil,
                    let session = request.actor.session.flatMap({ EntityID($0) })
                {
                    try await accounts.endSession(session, of: person, by: request.actor)
                }
                var redirect = PageRedirect(to: LocalPath(of: []), saying: "You have logged out.")
                redirect.session = .ended
                return .go(redirect)
            },
        ]
    }

    private var forgetting: [Page] {
        [
            Page(.get, "forgot-password", WantReset.action, "Have a link for a new password sent.") { _ in
                .show(Self.forgotForm(""))
            },
            Page(.post, "forgot-password", WantReset.action, "Have a link for a new password sent.") { request in
                try await .trying(Self.forgotForm(request.field("email"))) {
                    try await accounts.forget(request.field("email"), by: request.actor)
                    return .go(
                        PageRedirect(
                            to: LocalPath(of: ["login"]),
                            saying: "If there is an account with this address, a mail is on its way to it."))
                }
            },
            Page(.get, "reset-password", ResetPassword.action, "Choose a new password.") { request in
                .show(Self.resetForm(request.query["token"] ?? ""))
            },
            Page(.post, "reset-password", ResetPassword.action, "Choose a new password.") { request in
                try await .trying(Self.resetForm(request.field("code"))) {
                    guard request.field("password") == request.field("again") else {
                        throw DomainError(.invalid, "the two passwords are not the same", advice: "type them again")
                    }
                    try await accounts.reset(
                        request.field("code"), to: request.field("password"), by: request.actor)
                    return .go(
                        PageRedirect(
                            to: LocalPath(of: ["login"]), saying: "Your password is changed. Log in with it now."))
                }
            },
        ]
    }

    /// Where somebody goes after logging in: a path of this site, or the front page.
    static func next(_ text: String?) -> LocalPath {
        text.flatMap { LocalPath($0) } ?? LocalPath(of: [])
    }

    private static func registerForm(_ name: String = "", _ email: String = "") -> PageContent {
        PageContent("accounts/register", "Register", ["name": .text(name), "email": .text(email)])
    }

    private static func verifyForm(_ token: String) -> PageContent {
        PageContent(
            "accounts/verify", "Confirm your address", ["herePath": .path(LocalPath(of: ["verify", token]))])
    }

    private static func forgotForm(_ email: String) -> PageContent {
        PageContent("accounts/forgot", "Choose a new password", ["email": .text(email)])
    }

    private static func resetForm(_ code: String) -> PageContent {
        PageContent("accounts/reset", "Choose a new password", ["code": .text(code)])
    }
}
