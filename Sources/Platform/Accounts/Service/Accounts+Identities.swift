internal import Coordinator
internal import FoundationEssentials
internal import Kernel
internal import Mail
internal import OpenIDConnect
internal import Units

/// A login at a provider, as its owner sees it.
struct LinkedLogin: Sendable {
    var id: EntityID
    var provider: String
    var issuer: String
    var subject: String
    var at: Timestamp
}

/// What of it is kept sealed.
private struct SealedLogin: Codable {
    var provider, issuer, subject: String
}

extension Accounts {
    /// The account of somebody whom a provider knows: made now, if there is none yet. Whoever is stopped in the middle goes on
    /// at the next login.
    func account(of identity: ProviderIdentity, at provider: String, by actor: Actor) async throws -> EntityID {
        let key = secrets.identity(identity.issuer, identity.subject)
        let owner = try await commands.state(of: key.stream(AccountStream.identities), as: IdentityClaim.self).account
        var known: EntityID?
        if let owner {
            let state = try await account(owner)
            if state.isVerified { return owner }
            if state.isErased { try await free(key, of: owner, by: actor) } else { known = owner }
        }
        let id = known ?? .random()
        try await make(id, for: identity, key, at: provider, by: actor)
        return id
    }

    private func make(
        _ id: EntityID, for identity: ProviderIdentity, _ key: EntityID, at provider: String, by actor: Actor
    ) async throws {
        guard let address = identity.verifiedAddress.flatMap({ MailAddress($0) }) else {
            throw DomainError(
                .wrongState, "the provider does not say that it has checked an e-mail address of yours",
                advice: "confirm one there; or make an account here, and link this login to it")
        }
        let addressKey = secrets.id(of: "address", address.key)
        let claim = try await commands.state(of: addressKey.stream(AccountStream.addresses), as: AddressClaim.self)
        // Nobody gets into an account by an address: its owner links the login.
        guard claim.account == nil || claim.account == id else {
            throw DomainError(
                .alreadyExists, "there is an account with the address of this login",
                advice: "log in to it as before, and link this login there")
        }
        try await commands.perform(LinkIdentity(identity: key, account: id), by: actor)
        if try await !account(id).isRegistered {
            let name = try await takeName(ProviderName.candidates(identity.username, address.text), for: id, by: actor)
            guard let nameSealed = try await seal.seal(Array(name.text.utf8), "name", of: id),
                let addressSealed = try await seal.seal(Array(address.text.utf8), "address", of: id)
            else { throw DomainError(.failed, "the key of a person was not kept") }
            try await commands.perform(
                Register(
                    account: id, name: (secrets.id(of: "name", name.text), nameSealed),
                    address: (addressKey, addressSealed), passwordHash: "", nonce: nil), by: actor)
        }
        guard let keys = try await account(id).keys else { throw AccountRefusal.noAccount }
        try await commands.perform(TakeAddress(address: keys.address, account: id), by: actor)
        try await commands.perform(ClaimName(name: keys.name, account: id, isForGood: true), by: actor)
        let sealed = try await sealed(identity, at: provider, of: id)
        try await commands.perform(ConfirmIdentity(identity: key, account: id, loginSealed: sealed), by: actor)
    }

    private func takeName(
        _ candidates: [AccountName], for id: EntityID, by actor: Actor
    ) async throws -> AccountName {
        for name in candidates {
            do {
                let key = secrets.id(of: "name", name.text)
                try await commands.perform(ClaimName(name: key, account: id, isForGood: false), by: actor)
                return name
            } catch let error as DomainError where error.code == .alreadyExists {
                continue
            }
        }
        throw DomainError(.conflict, "no name was free", advice: "try again")
    }

    /// Lets an account be logged in to by an identity.
    func link(
        _ identity: ProviderIdentity, to person: EntityID, at provider: String, by actor: Actor
    ) async throws {
        let key = secrets.identity(identity.issuer, identity.subject)
        let claim = try await commands.state(of: key.stream(AccountStream.identities), as: IdentityClaim.self)
        // An account that was never finished, or was erased, has no use for it.
        if let owner = claim.account, owner != person, try await !account(owner).isVerified {
            try await free(key, of: owner, by: actor)
        }
        let wasListed = try await account(person).identities.contains { $0.id == key }
        let sealed = try await sealed(identity, at: provider, of: person)
        // First on the list: what lets somebody in is always seen by the owner.
        try await commands.perform(ListIdentity(identity: key, account: person, loginSealed: sealed), by: actor)
        do {
            try await commands.perform(LinkIdentity(identity: key, account: person), by: actor)
        } catch {
            if !wasListed { try await commands.perform(UnlistIdentity(identity: key, account: person), by: actor) }
            throw error
        }
    }

    /// Takes all logins at a provider from an account. Who has no password then chooses one by mail.
    func unlinkLogins(of person: EntityID, at provider: String, by actor: Actor) async throws {
        let linked = try await linkedLogins(of: person).filter { $0.provider == provider }
        guard !linked.isEmpty else { throw DomainError(.notFound, "no login at that provider is linked") }
        for login in linked {
            try await commands.perform(UnlinkIdentity(identity: login.id, account: person), by: actor)
            try await commands.perform(UnlistIdentity(identity: login.id, account: person), by: actor)
        }
    }

    /// The logins at providers by which an account is logged in to.
    func linkedLogins(of person: EntityID) async throws -> [LinkedLogin] {
        var logins: [LinkedLogin] = []
        for identity in try await account(person).identities {
            guard let bytes = try await seal.open(identity.loginSealed, "login", of: person) else { continue }
            let login = try JSONDecoder().decode(SealedLogin.self, from: Data(bytes))
            logins.append(
                LinkedLogin(
                    id: identity.id, provider: login.provider, issuer: login.issuer, subject: login.subject,
                    at: identity.at))
        }
        return logins
    }

    private func free(_ key: EntityID, of owner: EntityID, by actor: Actor) async throws {
        try await commands.perform(
            UnlinkIdentity(identity: key, account: owner),
            by: Actor(.platform("accounts.log-in"), address: actor.address))
    }

    private func sealed(
        _ identity: ProviderIdentity, at provider: String, of person: EntityID
    ) async throws -> [UInt8] {
        let login = SealedLogin(provider: provider, issuer: identity.issuer, subject: identity.subject)
        return try await sealed(Array(try JSONEncoder().encode(login)), "login", of: person)
    }
}
