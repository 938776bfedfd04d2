internal import Coordinator
internal import Credentials
internal import Cryptography
internal import Kernel
internal import RateLimits
internal import Units

/// What a client gets that has logged in.
struct SessionTokens: Sendable {
    var access: String
    var refresh: String
    /// How long the access token is good, in seconds.
    var lifetime: Int64
}

extension Accounts {
    /// Begins a session for whoever knows the password, and has the app if the account has one.
    func logIn(name: String, password: String, code: String?, by actor: Actor) async throws -> SessionTokens {
        let known = try await trying(try attempt(at: Self.counted(name), by: actor)) {
            try await prove(name: name, password: password, code: code, by: actor)
        }
        try await know(known.id, known.state, at: actor)
        return try await open(known.id, known.state, by: actor)
    }

    /// Asks for the password of an account, and for a code of its app if it has one.
    private func prove(
        name: String, password: String, code: String?, by actor: Actor
    ) async throws -> (id: EntityID, state: Account) {
        let id = try await find(name)
        let state = if let id { try await account(id) } else { Account() }
        let stored = state.storedPassword
        let answer = try await hashing { try await $0.check(password, against: stored) }
        guard answer != .wrong, let id, let stored else {
            try noteFailure(OpenSession.action, at: id, by: actor)
            throw AccountRefusal.wrongLogin
        }
        guard state.isVerified else {
            // The code in the mail before may be too old.
            if let address = state.keys?.address, maySend(to: address, by: actor) {
                try await commands.perform(
                    OfferCode(account: id, purpose: .verifyAddress, nonce: randomBytes(16)),
                    by: Actor(.platform("accounts.log-in"), address: actor.address))
            }
            throw DomainError(
                .wrongState, "the address of this account is not confirmed",
                advice: "follow the link in the mail that was sent last")
        }
        try await requireSecondFactor(code, of: id, state, by: actor)
        if answer == .rightButWeaklyStored {
            let hash = try await hashing { try await $0.hash(password) }
            try await commands.perform(RehashPassword(account: id, shown: stored, passwordHash: hash), by: actor)
        }
        return (id, state)
    }

    /// Asks for a code of the account's app, if it has one, and uses it up.
    func requireSecondFactor(
        _ code: String?, of id: EntityID, _ state: Account, by actor: Actor
    ) async throws {
        guard case .confirmed(let sealed, _, _) = state.secondFactor else { return }
        guard let code else {
            throw DomainError(
                .wrongState, "this account needs a code",
                advice: "send the code of your app, or a recovery code, as code")
        }
        let proof = try await proof(code, sealed, of: id)
        do {
            try await commands.perform(UseSecondFactor(account: id, proof: proof), by: actor)
        } catch let error as DomainError where error.code == .forbidden {
            try noteFailure(UseSecondFactor.action, at: id, by: actor)
            throw error
        }
    }

    /// What was typed, with the secret opened that tells whether it is right.
    func proof(_ code: String, _ sealed: [UInt8], of id: EntityID) async throws -> SecondFactorProof {
        guard let secret = try await seal.open(sealed, "second factor", of: id) else { throw AccountRefusal.noAccount }
        return SecondFactorProof(
            text: code, secret: OneTimePassword(secret: SymmetricKey(secret)), secretSealed: sealed)
    }

    /// Begins a session of who has shown who they are.
    func open(_ id: EntityID, _ state: Account, by actor: Actor) async throws -> SessionTokens {
        let (session, token) = (EntityID.random(), OpaqueToken(.refresh))
        try await commands.perform(
            OpenSession(
                session: session, account: id, tokenHash: token.hash, clientHash: secrets.client(actor.address ?? "")),
            by: actor)
        // The list has room for so many; who has more loses the oldest.
        let own = Actor(.platform("accounts.log-in"), address: actor.address)
        for old in ListSession.crowdedOut(of: state) {
            try await commands.perform(EndSession(session: old, ending: .revoked), by: own)
        }
        let client = try await sealed(Array((actor.address ?? "").utf8), "client", of: id)
        do {
            try await commands.perform(
                ListSession(session: session, account: id, clientSealed: client, ended: state.sessionsEnded), by: actor)
        } catch let error as DomainError where error.code == .forbidden {
            // Somebody has chosen another password since this one was shown.
            try await commands.perform(EndSession(session: session, ending: .revoked), by: own)
            throw error
        }
        return tokens(of: id, session, token)
    }

    private func tokens(of id: EntityID, _ session: EntityID, _ token: OpaqueToken) -> SessionTokens {
        let names = roles(id).filter { $0.scope == .site }.map(\.role.rawValue).sorted()
        return withKeys { keys in
            let access = keys.token(subject: "\(id)", session: "\(session)", roles: names, at: clock.now.seconds)
            return SessionTokens(access: access, refresh: "\(session).\(token.text)", lifetime: keys.lifetime)
        }
    }

    /// Gives the next tokens for a refresh token, which is spent then.
    func refresh(_ text: String, by actor: Actor) async throws -> SessionTokens {
        guard let (session, token) = Self.refreshToken(text) else { throw AccountRefusal.sessionIsOver }
        let state = try await commands.state(of: session.stream(AccountStream.sessions), as: Session.self)
        guard let id = state.account else { throw AccountRefusal.sessionIsOver }
        let next = secrets.next(after: token, of: session)
        let refreshed = try await commands.perform(
            RefreshSession(
                session: session, tokenHash: token.hash, nextHash: next.hash,
                clientHash: secrets.client(actor.address ?? ""), allEnded: try await account(id).sessionsEnded),
            by: actor)
        guard refreshed.state.ending == nil else {
            try await commands.perform(UnlistSession(session: session, account: id), by: actor)
            throw AccountRefusal.sessionIsOver
        }
        return tokens(of: id, session, next)
    }

    /// Ends the session of a refresh token; what is none ends nothing, and nobody is told.
    func logOut(_ text: String, by actor: Actor) async throws {
        guard let (session, token) = Self.refreshToken(text) else { return }
        let ended = try await commands.perform(LogOut(session: session, tokenHash: token.hash), by: actor)
        guard ended.state.ending != nil, let id = ended.state.account else { return }
        try await commands.perform(UnlistSession(session: session, account: id), by: actor)
    }

    /// Ends a session of somebody's own.
    func endSession(_ session: EntityID, of id: EntityID, by actor: Actor) async throws {
        guard try await account(id).sessions.contains(where: { $0.id == session }) else {
            throw DomainError(.notFound, "there is no such session")
        }
        try await commands.perform(EndSession(session: session, ending: .revoked), by: actor)
        try await commands.perform(UnlistSession(session: session, account: id), by: actor)
    }

    static func refreshToken(_ text: String) -> (session: EntityID, token: OpaqueToken)? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard text.utf8.count <= 256, parts.count == 2, let session = EntityID(parts[0]),
            let token = OpaqueToken(String(parts[1]), kind: .refresh)
        else { return nil }
        return (session, token)
    }
}
