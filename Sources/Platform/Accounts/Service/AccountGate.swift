internal import Coordinator
internal import Credentials
internal import Cryptography
internal import Kernel
internal import Storage

extension Accounts {
    /// Who has a token; nil: nobody, by one that is made here and is good now. Each is looked up in the log: what was ended or
    /// revoked is good no more at once.
    /// - Throws: `DomainError` (`unavailable`) while the store does not answer.
    func authenticate(_ token: String) async throws -> Actor? {
        if let token = OpaqueToken(token, kind: .api) { return try await actor(token) }
        return try await actor(access: token)
    }

    private func actor(access text: String) async throws -> Actor? {
        let now = clock.now
        let read: Result<AccessToken, AccessToken.Refusal> = withKeys { keys in
            Result { () throws(AccessToken.Refusal) in try keys.read(text, at: now.seconds) }
        }
        guard case .success(let token) = read, let id = EntityID(token.subject), let session = EntityID(token.session)
        else { return nil }
        let state = try await commands.state(of: session.stream(AccountStream.sessions), as: Session.self)
        guard state.account == id, state.isOpen(at: now, allEnded: try await account(id).sessionsEnded) else {
            return nil
        }
        return Actor(.person(id), grants: roles(id), session: "\(session)")
    }

    private func actor(_ token: OpaqueToken) async throws -> Actor? {
        let id = Self.id(of: token)
        let state = try await commands.state(of: id.stream(AccountStream.tokens), as: ProgramToken.self)
        guard state.isGood(at: clock.now), areEqual(state.tokenHash, token.hash), let person = state.account else {
            return nil
        }
        guard try await !account(person).isErased else { return nil }
        return Actor(.person(person), grants: roles(person), session: "token \(id)", scopes: state.scopes)
    }

    /// What a token for programs is found by.
    static func id(of token: OpaqueToken) -> EntityID {
        EntityID(number: token.hash.prefix(16).reduce(UInt128(0)) { $0 << 8 | UInt128($1) })
    }
}
