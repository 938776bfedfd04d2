internal import Coordinator
internal import Cryptography
internal import Kernel
internal import Logging
internal import OpenIDConnect
internal import RateLimits

/// What came of a login at a provider.
enum ProviderLogin: Sendable {
    /// A session was begun.
    case session(SessionTokens)
    /// The account needs a code of its app, too; it comes with this ticket.
    case needsCode(ticket: String)
}

/// What a browser comes back with from a provider.
struct ProviderReturn: Sendable {
    var ticket: String
    var state: String?
    var code: String?
    /// Who gave the code, by what the provider says.
    var issuer: String?
}

extension Accounts {
    /// Begins a login at a provider.
    /// - Parameters:
    ///   - name: the provider's.
    ///   - person: who wants to link that login; nil: somebody wants to log in.
    ///   - next: where the browser goes on this site afterwards.
    ///   - actor: who asks.
    /// - Returns: where the browser goes, and what it keeps meanwhile.
    func beginLogin(
        at name: String, linkingTo person: EntityID?, next: String? = nil, by actor: Actor
    ) async throws -> (address: String, ticket: String) {
        let client = try logins.client(name)
        let secrets = LoginSecrets()
        let address = try await trying(try attempt(by: actor)) {
            try await asking(client) { try await client.login(secrets) }
        }
        let step: LoginTicket.Step = person.map { .linking(secrets, person: "\($0)") } ?? .loggingIn(secrets)
        return (address, try logins.ticket(for: name, step, next: next))
    }

    /// Begins a session for whoever comes back from a provider, and has the app if the account has one.
    func finishLogin(
        at name: String, _ answer: ProviderReturn, secondFactor: String?, by actor: Actor
    ) async throws -> ProviderLogin {
        let client = try logins.client(name)
        return try await trying(try attempt(by: actor)) {
            let id: EntityID
            let step = try logins.step(of: answer.ticket, at: name)
            switch step {
            case .loggingIn(let secrets):
                let identity = try await identity(client, answer, secrets)
                id = try await account(of: identity, at: name, by: actor)
            case .known(let person):
                guard let known = EntityID(person), secondFactor != nil else {
                    throw AccountRefusal.wrongSecondFactor
                }
                id = known
            case .linking: throw AccountRefusal.wrongTicket
            }
            let state = try await account(id)
            guard state.isVerified else { throw AccountRefusal.wrongTicket }
            if state.needsCode {
                guard let secondFactor else {
                    return .needsCode(ticket: try logins.ticket(for: name, .known(person: "\(id)")))
                }
                // Whoever guesses codes is stopped at the account, wherever from.
                try await trying(try attempt(at: "\(id)")) {
                    try await requireSecondFactor(secondFactor, of: id, state, by: actor)
                }
            }
            // The other one was used up before.
            if case .known = step { try logins.use(answer.ticket) }
            try await know(id, state, at: actor)
            return .session(try await open(id, state, by: actor))
        }
    }

    /// Lets a person who has logged in log in at a provider from now on.
    func linkLogin(of person: EntityID, at name: String, _ answer: ProviderReturn, by actor: Actor) async throws {
        let client = try logins.client(name)
        try await trying(try attempt(by: actor)) {
            // A ticket of somebody else's would link that one's login to this account.
            guard case .linking(let secrets, let linking) = try logins.step(of: answer.ticket, at: name),
                linking == "\(person)"
            else { throw AccountRefusal.wrongTicket }
            let identity = try await identity(client, answer, secrets)
            try await link(identity, to: person, at: name, by: actor)
        }
    }

    /// Asks a provider who has come back. The ticket is used up, whatever comes of it.
    private func identity(
        _ client: OpenIDClient, _ answer: ProviderReturn, _ secrets: LoginSecrets
    ) async throws -> ProviderIdentity {
        guard let state = answer.state, areEqual(Array(state.utf8), Array(secrets.state.utf8)), let code = answer.code,
            (1...4096).contains(code.utf8.count)
        else { throw AccountRefusal.wrongTicket }
        try logins.use(answer.ticket)
        return try await asking(client) { try await client.identity(by: code, from: answer.issuer, secrets) }
    }

    private func asking<Value>(_ client: OpenIDClient, _ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as OpenIDError {
            logger.warning(
                "a login at a provider failed", metadata: ["provider": "\(client.provider.name)", "error": "\(error)"])
            throw DomainError(error, client.provider)
        }
    }
}

extension DomainError {
    /// What somebody is told who cannot log in at a provider; the coordinator's log says more.
    fileprivate init(_ error: OpenIDError, _ provider: OpenIDProvider) {
        if error.isRefusal {
            self.init(.forbidden, "the login at \(provider.title) was not accepted", advice: "begin it anew")
        } else {
            self.init(
                .unavailable, "logging in at \(provider.title) is not possible now",
                advice: "try again later, or log in with your password", retryAfter: .seconds(30))
        }
    }
}
