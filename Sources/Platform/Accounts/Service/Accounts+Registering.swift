internal import Coordinator
internal import Credentials
internal import Cryptography
package import Kernel
internal import Mail
internal import RateLimits

extension Accounts {
    /// Makes an account that can do nothing before its address is confirmed. The answer is the same whether somebody has an
    /// account with that address or not; the mail is not.
    func register(
        name: String, address: String, password: String, as account: EntityID, by actor: Actor
    ) async throws {
        try await make(
            name: name, address: address, password: password, as: account, sendsCode: true, by: actor)
    }

    /// Makes an account for somebody whom an admin knows: it is confirmed already.
    /// - Throws: `DomainError`: `invalid`; `alreadyExists` if the name or the address is taken.
    package func makeConfirmed(
        name: String, address: String, password: String, as account: EntityID, by actor: Actor
    ) async throws {
        // Before anything is taken for it.
        try services.require(actor, ConfirmAccount.action, to: Subject())
        try await make(name: name, address: address, password: password, as: account, sendsCode: false, by: actor)
        guard let keys = try await self.account(account).keys else { throw AccountRefusal.noAccount }
        try await takeForGood(keys, account, by: actor)
        try await commands.perform(ConfirmAccount(account: account), by: actor)
    }

    /// - Parameter sendsCode: whether a code is sent that confirms the address, if that may be.
    private func make(
        name: String, address: String, password: String, as account: EntityID, sendsCode: Bool, by actor: Actor
    ) async throws {
        guard let name = AccountName(name) else {
            throw DomainError(
                .invalid, "this is no name",
                advice: "use 3 to 32 letters, digits, dots, hyphens and low lines, a letter first")
        }
        guard let address = MailAddress(address) else {
            throw DomainError(.invalid, "this is no e-mail address", advice: "write it as in alice@example.org")
        }
        try allow(password, personal: [name.text, address.text])
        let hash = try await hashing { try await $0.hash(password) }
        let (nameKey, addressKey) = (secrets.id(of: "name", name.text), secrets.id(of: "address", address.key))
        try await commands.perform(ClaimName(name: nameKey, account: account, isForGood: false), by: actor)
        guard let nameSealed = try await seal.seal(Array(name.text.utf8), "name", of: account),
            let addressSealed = try await seal.seal(Array(address.text.utf8), "address", of: account)
        else { throw DomainError(.failed, "the key of a person was not kept") }
        let nonce = sendsCode && maySend(to: addressKey, by: actor) ? randomBytes(16) : nil
        try await commands.perform(
            Register(
                account: account, name: (nameKey, nameSealed), address: (addressKey, addressSealed),
                passwordHash: hash, nonce: nonce), by: actor)
    }

    /// Confirms an account's address with the code that was sent there.
    func verify(_ text: String, by actor: Actor) async throws {
        guard let (id, token) = CodeProof.read(text) else { throw AccountRefusal.wrongCode }
        let proof = CodeProof(token: token, secrets: secrets)
        let state = try await account(id)
        try proof.require(.verifyAddress, of: id, in: state, at: clock.now)
        guard let keys = state.keys else { throw AccountRefusal.wrongCode }
        // In this order: whoever is stopped between two of them can follow the link again.
        try await takeForGood(keys, id, by: actor)
        try await commands.perform(VerifyAddress(account: id, code: proof), by: actor)
        try await know(id, state, at: actor)
    }

    /// Takes note that the account's owner is there.
    func know(_ id: EntityID, _ state: Account, at actor: Actor) async throws {
        places.add(try await words(of: id, state).map(Self.counted), at: actor)
    }

    private func takeForGood(
        _ keys: (name: EntityID, address: EntityID), _ account: EntityID, by actor: Actor
    ) async throws {
        try await commands.perform(TakeAddress(address: keys.address, account: account), by: actor)
        try await commands.perform(ClaimName(name: keys.name, account: account, isForGood: true), by: actor)
    }

    /// Has a code sent to an address, if an account has it. Nobody learns from the answer whether one has.
    func forget(_ address: String, by actor: Actor) async throws {
        guard let address = MailAddress(address) else {
            throw DomainError(.invalid, "this is no e-mail address", advice: "write it as in alice@example.org")
        }
        try await commands.perform(WantReset(address: secrets.id(of: "address", address.key)), by: actor)
    }

    /// Gives an account another password, with the code that was sent to its address.
    func reset(_ text: String, to password: String, by actor: Actor) async throws {
        try await trying(try attempt(by: actor)) {
            guard let (id, token) = CodeProof.read(text) else { throw AccountRefusal.wrongCode }
            let proof = CodeProof(token: token, secrets: secrets)
            let state = try await account(id)
            // Before the work of hashing.
            try proof.require(.resetPassword, of: id, in: state, at: clock.now)
            try allow(password, personal: try await words(of: id, state))
            let hash = try await hashing { try await $0.hash(password) }
            try await commands.perform(ResetPassword(account: id, code: proof, passwordHash: hash), by: actor)
            // Whoever was kept out by others' guesses gets in by this way.
            try await know(id, state, at: actor)
        }
    }

    /// Gives an account another password; its owner knows the one before.
    func changePassword(of id: EntityID, from old: String, to new: String, by actor: Actor) async throws {
        let state = try await account(id)
        try await requirePassword(old, of: id, state, for: ChangePassword.action, by: actor)
        try allow(new, personal: try await words(of: id, state))
        let hash = try await hashing { try await $0.hash(new) }
        try await commands.perform(
            ChangePassword(account: id, shown: state.passwordHash, passwordHash: hash), by: actor)
    }

    /// Asks for the password of somebody who has logged in, before something that cannot be undone.
    /// - Parameters:
    ///   - password: what came.
    ///   - id: whose it is to be.
    ///   - state: what is known of the account.
    ///   - action: what it is asked for.
    ///   - actor: who has logged in.
    /// - Throws: `DomainError`.
    func requirePassword(
        _ password: String, of id: EntityID, _ state: Account, for action: Action, by actor: Actor
    ) async throws {
        try await trying(try attempt(at: "\(id)")) {
            let stored = state.isVerified ? state.storedPassword : nil
            guard try await hashing({ try await $0.check(password, against: stored) }) != .wrong else {
                try noteFailure(action, at: id, by: actor)
                throw AccountRefusal.wrongLogin
            }
        }
    }

    /// What a password may not be little more than.
    private func words(of id: EntityID, _ state: Account) async throws -> [String] {
        let name = try await seal.text(state.nameSealed, "name", of: id)
        let address = try await seal.text(state.addressSealed, "address", of: id)
        return [name, address].compactMap(\.self)
    }
}
