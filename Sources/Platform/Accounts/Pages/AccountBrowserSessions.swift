internal import Credentials
internal import Cryptography
internal import Kernel
internal import Logging
internal import Units

/// Keeps people logged in by a cookie, which is the refresh token of their session. From time to time the server spends it for
/// the next one, so that one that was stolen is found out.
struct AccountBrowserSessions: BrowserSessions {
    /// How long a cookie is used before the next one is due.
    static let life = Duration.seconds(900)

    let accounts: Accounts

    func session(of cookie: String, from address: String) async throws -> BrowserSession? {
        guard let (id, token) = Accounts.refreshToken(cookie) else { return nil }
        let now = accounts.clock.now
        let state = try await accounts.commands.state(of: id.stream(AccountStream.sessions), as: Session.self)
        guard let person = state.account else { return nil }
        let account = try await accounts.account(person)
        guard state.isOpen(at: now, allEnded: account.sessionsEnded) else { return nil }
        let isCurrent = areEqual(state.tokenHash, token.hash)
        // What was under way when the next cookie came.
        let isLast = state.lastHash == token.hash && now < state.used + Session.grace
        guard isCurrent || isLast else {
            // Two have it: nobody goes on.
            if state.wasSpent(token.hash) { _ = try? await accounts.refresh(cookie, by: Self.somebody(address)) }
            return nil
        }
        let name = try await accounts.seal.text(account.nameSealed, "name", of: person)
        let actor = Actor(.person(person), grants: accounts.roles(person), session: "\(id)", address: address)
        return BrowserSession(
            actor: actor, id: "\(id)", name: name, isDue: isLast || state.used + Self.life < now)
    }

    func person(in session: BrowserSession) async throws -> Actor? {
        guard let id = EntityID(session.id), let person = session.actor.person else { return nil }
        let state = try await accounts.commands.state(of: id.stream(AccountStream.sessions), as: Session.self)
        let ended = try await accounts.account(person).sessionsEnded
        guard state.account == person, state.isOpen(at: accounts.clock.now, allEnded: ended) else { return nil }
        return Actor(
            .person(person), grants: accounts.roles(person), session: session.id, address: session.actor.address)
    }

    func nextCookie(after cookie: String, from address: String) async -> String? {
        do {
            return try await accounts.refresh(cookie, by: Self.somebody(address)).refresh
        } catch {
            accounts.logger.notice("a browser's session was not renewed", metadata: ["error": "\(error)"])
            return nil
        }
    }

    private static func somebody(_ address: String) -> Actor { Actor(.anybody, address: address) }
}
