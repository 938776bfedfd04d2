internal import Coordinator
internal import Credentials
internal import JSONText
internal import Kernel
internal import Units

/// What clients send and get. The names of fields are the API's.
enum AccountBody {
    struct Registration: Decodable { var name, email, password: String }
    struct Login: Decodable {
        var name, password: String
        var code: String?
    }
    struct Refresh: Decodable { var refresh_token: String }
    struct Forgotten: Decodable { var email: String }
    struct Reset: Decodable { var token, password: String }
    struct Change: Decodable { var password, new_password: String }
    struct Password: Decodable { var password: String }
    struct Code: Decodable { var code: String }
    struct NewToken: Decodable {
        var name: String
        var scopes: [String]
        var days: Int?
    }

    struct Tokens: Encodable {
        var access_token, refresh_token: String
        var token_type = "Bearer"
        var expires_in: Int64

        init(_ tokens: SessionTokens) {
            (access_token, refresh_token, expires_in) = (tokens.access, tokens.refresh, tokens.lifetime)
        }
    }
    struct Made: Encodable { var id: String }
    struct Address: Encodable { var otpauth: String }
    struct Recovery: Encodable { var recovery_codes: [String] }
    struct Session: Encodable {
        var id, address, begun: String
        var is_current: Bool
    }
    struct Sessions: Encodable { var sessions: [Session] }
    struct Token: Encodable {
        var id, name: String
        var scopes: [String]
        var made: String
        var expires: String?
    }
    struct TokenList: Encodable { var tokens: [Token] }
    struct MadeToken: Encodable { var id, token: String }
}

extension Accounts {
    /// What can be asked without having logged in.
    var openRoutes: [Route] {
        [
            Route(.post, "api/v1/auth/register", "accounts.register", "Make an account; a mail confirms its address.") {
                let body = try $0.decoded(AccountBody.Registration.self)
                let id = $0.newID(of: "account")
                try await self.register(
                    name: body.name, address: body.email, password: body.password, as: id, by: $0.actor)
                return RouteAnswer(.accepted)
            },
            Route(.get, "api/v1/auth/verify/{token}", "accounts.verify-address", "Confirm an account's address.") {
                try await self.verify($0.parameter("token"), by: $0.actor)
                return RouteAnswer()
            },
            Route(.post, "api/v1/auth/login", "accounts.open-session", "Begin a session.") {
                let body = try $0.decoded(AccountBody.Login.self)
                return try RouteAnswer(
                    AccountBody.Tokens(
                        try await self.logIn(
                            name: body.name, password: body.password, code: body.code, by: $0.actor)))
            },
            Route(.post, "api/v1/auth/refresh", "accounts.refresh-session", "Spend a refresh token for the next ones.")
            {
                let body = try $0.decoded(AccountBody.Refresh.self)
                return try RouteAnswer(AccountBody.Tokens(try await self.refresh(body.refresh_token, by: $0.actor)))
            },
            Route(.post, "api/v1/auth/logout", "accounts.log-out", "End a session.") {
                let body = try $0.decoded(AccountBody.Refresh.self)
                try await self.logOut(body.refresh_token, by: $0.actor)
                return RouteAnswer()
            },
            Route(.post, "api/v1/auth/forgot-password", "accounts.want-reset", "Have a code for a new password sent.") {
                let body = try $0.decoded(AccountBody.Forgotten.self)
                try await self.forget(body.email, by: $0.actor)
                return RouteAnswer(.accepted)
            },
            Route(.post, "api/v1/auth/reset-password", "accounts.reset-password", "Choose a new password.") {
                let body = try $0.decoded(AccountBody.Reset.self)
                try await self.reset(body.token, to: body.password, by: $0.actor)
                return RouteAnswer()
            },
            Route(.get, "api/v1/auth/keys", "accounts.read-keys", "The public keys of access tokens (JWKS).") { _ in
                let document = self.withKeys { $0.document(at: self.clock.now.seconds) }
                var answer = RouteAnswer(.ok)
                answer.body = Array(document.text.utf8)
                return answer
            },
        ]
    }

    /// What people can ask who have logged in.
    var ownRoutes: [Route] {
        sessionRoutes + secondFactorRoutes + tokenRoutes + personalRoutes + [
            Route(.post, "api/v1/auth/change-password", "accounts.change-password", "Choose another password.") {
                let body = try $0.decoded(AccountBody.Change.self)
                try await self.changePassword(
                    of: try Self.person($0), from: body.password, to: body.new_password, by: $0.actor)
                return RouteAnswer()
            }
        ]
    }

    /// What admins do for others.
    var adminRoutes: [Route] {
        [
            AccountList(accounts: self).route,
            Route(
                .post, "api/v1/auth/accounts", ConfirmAccount.action,
                "Make an account for somebody; nothing has to be confirmed."
            ) {
                let body = try $0.decoded(AccountBody.Registration.self)
                let id = $0.newID(of: "account")
                try await self.makeConfirmed(
                    name: body.name, address: body.email, password: body.password, as: id, by: $0.actor)
                return try RouteAnswer(AccountBody.Made(id: "\(id)"))
            },
        ]
    }

    private var sessionRoutes: [Route] {
        [
            Route(.get, "api/v1/auth/sessions", "accounts.read-sessions", "One's own sessions.") { request in
                let id = try Self.person(request)
                var sessions: [AccountBody.Session] = []
                for session in try await self.account(id).sessions {
                    let client = try await self.seal.text(session.clientSealed, "client", of: id)
                    sessions.append(
                        .init(
                            id: "\(session.id)", address: client ?? "", begun: "\(session.at)",
                            is_current: request.actor.session == "\(session.id)"))
                }
                return try RouteAnswer(AccountBody.Sessions(sessions: sessions))
            },
            Route(.delete, "api/v1/auth/sessions/{id}", "accounts.end-session", "End one of one's own sessions.") {
                try await self.endSession(try $0.id(of: "session"), of: try Self.person($0), by: $0.actor)
                return RouteAnswer()
            },
        ]
    }

    private var secondFactorRoutes: [Route] {
        let path = "api/v1/auth/second-factor"
        return [
            Route(.post, path, "accounts.offer-second-factor", "Begin to log in with codes of an app.") {
                let body = try $0.decoded(AccountBody.Password.self)
                let address = try await self.offerSecondFactor(
                    of: try Self.person($0), password: body.password, by: $0.actor)
                return try RouteAnswer(AccountBody.Address(otpauth: address))
            },
            Route(.post, path + "/confirm", "accounts.confirm-second-factor", "Show the app's first code.") {
                let body = try $0.decoded(AccountBody.Code.self)
                let codes = try await self.confirmSecondFactor(
                    of: try Self.person($0), code: body.code, by: $0.actor)
                return try RouteAnswer(AccountBody.Recovery(recovery_codes: codes))
            },
            Route(.post, path + "/remove", "accounts.remove-second-factor", "Log in without codes again.") {
                let body = try $0.decoded(AccountBody.Code.self)
                try await self.removeSecondFactor(of: try Self.person($0), code: body.code, by: $0.actor)
                return RouteAnswer()
            },
        ]
    }

    private var tokenRoutes: [Route] {
        [
            Route(.get, "api/v1/auth/tokens", "accounts.read-tokens", "One's own tokens for programs.") { request in
                let tokens = try await self.tokens(of: try Self.person(request)).map { token in
                    AccountBody.Token(
                        id: "\(token.id)", name: token.name, scopes: token.scopes, made: "\(token.made)",
                        expires: token.until.map { "\($0)" })
                }
                return try RouteAnswer(AccountBody.TokenList(tokens: tokens))
            },
            Route(.post, "api/v1/auth/tokens", "accounts.make-token", "Make a token for programs; it is shown once.") {
                let body = try $0.decoded(AccountBody.NewToken.self)
                let life = body.days.map { Duration.seconds(Int64(clamping: $0).clamped * 24 * 3600) }
                let made = try await self.makeToken(
                    of: try Self.person($0), name: body.name, scopes: body.scopes, life: life, by: $0.actor)
                return try RouteAnswer(AccountBody.MadeToken(id: "\(made.id)", token: made.text))
            },
            Route(.delete, "api/v1/auth/tokens/{id}", "accounts.revoke-token", "Revoke a token for programs.") {
                try await self.revokeToken(try $0.id(of: "token"), of: try Self.person($0), by: $0.actor)
                return RouteAnswer()
            },
        ]
    }

    static func person(_ request: RouteRequest) throws(DomainError) -> EntityID { try person(request.actor) }

    /// The person who has logged in.
    static func person(_ actor: Actor) throws(DomainError) -> EntityID {
        guard let person = actor.person else { throw DomainError(.forbidden, "log in first") }
        // What a program can do with a token must not give it more than that.
        guard actor.scopes == nil else {
            throw DomainError(.forbidden, "a token for programs cannot do this", advice: "log in")
        }
        return person
    }
}

extension Int64 {
    /// Days that can be counted in.
    fileprivate var clamped: Int64 { Swift.min(Swift.max(self, 0), 100_000) }
}
