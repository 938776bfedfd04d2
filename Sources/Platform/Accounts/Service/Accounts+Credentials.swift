internal import Coordinator
internal import Credentials
internal import Kernel
internal import RateLimits
internal import Units

/// A token for programs, as its owner sees it.
struct ListedToken: Sendable {
    var id: EntityID
    var name: String
    var scopes: [String]
    var made: Timestamp
    var until: Timestamp?
}

extension Accounts {
    /// Begins to want codes of an app; its owner knows the password.
    /// - Returns: the address that the app reads.
    func offerSecondFactor(of id: EntityID, password: String, by actor: Actor) async throws -> String {
        let state = try await account(id)
        try await requirePassword(password, of: id, state, for: OfferSecondFactor.action, by: actor)
        let secret = OneTimePassword()
        let sealed = try await sealed(secret.bytes, "second factor", of: id)
        try await commands.perform(OfferSecondFactor(account: id, secretSealed: sealed), by: actor)
        let name = try await seal.text(state.nameSealed, "name", of: id) ?? ""
        return secret.address(account: name, issuer: options.title)
    }

    /// Wants codes of the app from now on; a first one came.
    /// - Returns: the recovery codes, which are shown once.
    func confirmSecondFactor(of id: EntityID, code: String, by actor: Actor) async throws -> [String] {
        try await trying(try attempt(at: "\(id)")) {
            guard case .offered(let sealed, _) = try await account(id).secondFactor else {
                throw DomainError(.wrongState, "no app waits for its first code", advice: "begin anew")
            }
            let recovery = (0..<RecoveryCode.count).map { _ in RecoveryCode() }
            let proof = try await proof(code, sealed, of: id)
            try await commands.perform(
                ConfirmSecondFactor(account: id, proof: proof, recoveryHashes: recovery.map(\.hash)), by: actor)
            return recovery.map(\.text)
        }
    }

    /// Wants no codes any more; a last one came.
    func removeSecondFactor(of id: EntityID, code: String, by actor: Actor) async throws {
        try await trying(try attempt(at: "\(id)")) {
            guard case .confirmed(let sealed, _, _) = try await account(id).secondFactor else {
                throw DomainError(.wrongState, "the account has no app")
            }
            let proof = try await proof(code, sealed, of: id)
            try await commands.perform(RemoveSecondFactor(account: id, proof: proof), by: actor)
        }
    }

    /// Makes a token for programs.
    /// - Returns: the token, which is shown once, and its id.
    func makeToken(
        of id: EntityID, name: String, scopes: [String], life: Duration?, by actor: Actor
    ) async throws -> (text: String, id: EntityID) {
        guard (1...100).contains(name.utf8.count) else {
            throw DomainError(.invalid, "a token has a name of 1 to 100 bytes", advice: "say what it is for")
        }
        let token = OpaqueToken(.api)
        let tokenID = Self.id(of: token)
        let nameSealed = try await sealed(Array(name.utf8), "token", of: id)
        // First on the list: what is made is always seen by its owner.
        try await commands.perform(ListToken(token: tokenID, account: id), by: actor)
        do {
            try await commands.perform(
                MakeToken(
                    token: tokenID, account: id, tokenHash: token.hash, nameSealed: nameSealed, scopes: scopes,
                    life: life), by: actor)
        } catch {
            try await commands.perform(UnlistToken(token: tokenID, account: id), by: actor)
            throw error
        }
        return (token.text, tokenID)
    }

    /// The tokens of an account.
    func tokens(of id: EntityID) async throws -> [ListedToken] {
        var tokens: [ListedToken] = []
        for token in try await account(id).tokens {
            let state = try await commands.state(of: token.stream(AccountStream.tokens), as: ProgramToken.self)
            guard state.account == id, !state.isRevoked else { continue }
            let name = try await seal.text(state.nameSealed, "token", of: id) ?? ""
            tokens.append(
                ListedToken(
                    id: token, name: name, scopes: state.scopes.sorted(), made: state.made, until: state.until))
        }
        return tokens
    }

    /// Makes a token good for nothing any more.
    func revokeToken(_ token: EntityID, of id: EntityID, by actor: Actor) async throws {
        guard try await account(id).tokens.contains(token) else {
            throw DomainError(.notFound, "there is no such token")
        }
        try await commands.perform(RevokeToken(token: token), by: actor)
        try await commands.perform(UnlistToken(token: token, account: id), by: actor)
    }
}
