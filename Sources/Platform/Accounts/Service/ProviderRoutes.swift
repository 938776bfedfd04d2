internal import Coordinator
internal import Kernel
internal import OpenIDConnect

/// What clients send and get for logins at providers. The names of fields are the API's.
private enum LoginBody {
    struct Begin: Decodable { var link: Bool? }
    struct Return: Decodable {
        var ticket: String
        var state, code, iss, secondFactor: String?

        var answer: ProviderReturn { ProviderReturn(ticket: ticket, state: state, code: code, issuer: iss) }
    }
    struct Begun: Encodable { var authorizationURL, ticket: String }
    struct Provider: Encodable {
        var name, title: String
        var linked: Bool?
    }
    struct Providers: Encodable { var providers: [Provider] }
    struct CodeNeeded: Encodable { var ticket: String }
}

extension Accounts {
    /// What can be asked about logging in at those who know people.
    var providerRoutes: [Route] {
        let path = "api/v1/auth/oidc"
        return [
            Route(.get, path, "accounts.read-providers", "Who else people can log in at.") { request in
                var linked: [String]?
                if let person = request.actor.person {
                    linked = try await self.linkedLogins(of: person).map(\.provider)
                }
                let providers = self.logins.providers.map { provider in
                    LoginBody.Provider(
                        name: provider.name, title: provider.title, linked: linked?.contains(provider.name))
                }
                return try RouteAnswer(LoginBody.Providers(providers: providers))
            },
            Route(.post, path + "/{provider}/begin", "accounts.begin-login", "Begin to log in at a provider.") {
                let body = $0.body.isEmpty ? LoginBody.Begin() : try $0.decoded(LoginBody.Begin.self)
                let person = body.link == true ? try Self.person($0) : nil
                let begun = try await self.beginLogin(
                    at: $0.parameter("provider"), linkingTo: person, by: $0.actor)
                return try RouteAnswer(LoginBody.Begun(authorizationURL: begun.address, ticket: begun.ticket))
            },
            Route(.post, path + "/{provider}/finish", "accounts.open-session", "Begin a session after that.") {
                let body = try $0.decoded(LoginBody.Return.self)
                let login = try await self.finishLogin(
                    at: $0.parameter("provider"), body.answer, secondFactor: body.secondFactor, by: $0.actor)
                switch login {
                case .session(let tokens): return try RouteAnswer(AccountBody.Tokens(tokens))
                case .needsCode(let ticket): return try RouteAnswer(LoginBody.CodeNeeded(ticket: ticket), .accepted)
                }
            },
            Route(.post, path + "/{provider}/link", "accounts.link-login", "Link a login at a provider.") {
                let body = try $0.decoded(LoginBody.Return.self)
                try await self.linkLogin(
                    of: try Self.person($0), at: $0.parameter("provider"), body.answer, by: $0.actor)
                return RouteAnswer()
            },
            Route(.delete, path + "/{provider}/link", "accounts.unlink-login", "Unlink a login at a provider.") {
                try await self.unlinkLogins(of: try Self.person($0), at: $0.parameter("provider"), by: $0.actor)
                return RouteAnswer()
            },
        ]
    }
}
