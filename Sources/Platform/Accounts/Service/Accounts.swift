package import Coordinator
package import Credentials
package import Cryptography
package import Kernel
internal import Logging
internal import Mail
package import OpenIDConnect
package import PersonalData
internal import RateLimits
package import Storage
internal import Synchronization
internal import Units

/// How people get in: what the module is made of.
package struct AccountOptions: Sendable {
    /// Where this service is, as its users write it, without a slash at the end: `https://judge.example`.
    package var origin: String
    /// What the service is called in mails and apps.
    package var title = "Verdict"
    /// How much work a password's hash is.
    package var passwordCost = PasswordCost.usual
    /// Who else knows people, and how they are asked; nil: nobody.
    package var providers: ProviderOptions?

    /// The usual, at that place.
    package init(origin: String) { self.origin = origin }
}

/// Who else knows people, and how they are asked.
package struct ProviderOptions: Sendable {
    /// Those who know people.
    package var providers: [OpenIDProvider]
    /// Asks one of them.
    package var fetch: OpenIDClient.Fetch

    /// Those providers, asked so.
    package init(_ providers: [OpenIDProvider], fetch: @escaping OpenIDClient.Fetch) {
        (self.providers, self.fetch) = (providers, fetch)
    }
}

/// People's accounts: what is done with them, one command after another. Decisions are the commands'.
package final class Accounts: Sendable {
    let services: PlatformServices
    let options: AccountOptions
    let secrets: AccountSecrets
    /// The keys of people.
    let people: any PersonKeys
    let seal: PersonalSeal
    let hasher: PasswordHasher
    let attempts: FailureLimits
    /// Where people have shown that accounts are theirs.
    let places = KnownPlaces()
    /// How often codes are sent to an address.
    let mails: WindowLimits
    /// The roles of a person, for others that read access tokens.
    let roles: @Sendable (EntityID) -> Set<RoleGrant>
    let logger: Logger
    /// Logins at others.
    let logins: ProviderLogins
    /// Whom the log says to be erased.
    let erased = ErasedPeople()
    private let keys: Mutex<AccessTokenKeys>
    private let others = Mutex<[any PersonalRecords]>([])

    /// Accounts on a platform.
    /// - Parameters:
    ///   - services: what modules stand on.
    ///   - options: how people get in.
    ///   - secret: what names and codes are made with: 32 bytes that are kept beside the log, not in it.
    ///   - signing: the keys that sign access tokens, oldest first; the last one signs.
    ///   - people: the keys that what says who somebody is is sealed with.
    ///   - roles: the roles of a person that an access token tells to others; here they are looked up.
    /// - Throws: `DomainError` (`invalid`) if there is no key that signs.
    package init(
        _ services: PlatformServices, options: AccountOptions, secret: SymmetricKey, signing: [P256.PrivateKey],
        people: any PersonKeys, roles: @escaping @Sendable (EntityID) -> Set<RoleGrant> = { _ in [] }
    ) throws(DomainError) {
        guard let keys = AccessTokenKeys(signing, issuer: options.origin, audience: options.origin) else {
            throw DomainError(.invalid, "there is no key to sign access tokens with", advice: "make one")
        }
        (self.services, self.options) = (services, options)
        self.people = people
        logins = ProviderLogins(options, AccountSecrets(secret), services.clock)
        (attempts, mails) = (Self.limits(by: services.clock), Self.mailLimits(by: services.clock))
        (secrets, seal, self.roles) = (AccountSecrets(secret), PersonalSeal("accounts", keys: people), roles)
        (hasher, logger) = (PasswordHasher(cost: options.passwordCost), services.logger)
        self.keys = Mutex(keys)
    }

    /// Signs access tokens with another key from now on.
    package func rotateKeys(to key: P256.PrivateKey) {
        keys.withLock { $0.rotate(to: key, at: clock.now.seconds) }
    }

    /// What is known of the keys that sign.
    func withKeys<Value: Sendable>(_ body: (AccessTokenKeys) -> Value) -> Value { keys.withLock { body($0) } }

    /// Whether there is such a person: not before the address was confirmed once, nor after they were erased.
    package func isThere(_ id: EntityID) async throws -> Bool {
        let account = try await account(id)
        return account.isVerified && !account.isErased
    }

    /// Another part of the platform keeps something of people: who asks for all that is kept of them gets it, too.
    package func export(besides records: any PersonalRecords) { others.withLock { $0.append(records) } }

    /// What other parts of the platform keep of people.
    var otherRecords: [any PersonalRecords] { others.withLock { $0 } }

    var commands: Commands { services.commands }
    var views: PlatformViews { services.views }
    var clock: any PlatformClock { services.clock }

    /// The account of a person.
    func account(_ id: EntityID) async throws -> Account {
        try await commands.state(of: id.stream(AccountStream.people))
    }

    /// The account that somebody names by its name or its address; nil if there is none.
    func find(_ text: String) async throws -> EntityID? {
        if let address = MailAddress(text) {
            let id = secrets.id(of: "address", address.key)
            return try await commands.state(of: id.stream(AccountStream.addresses), as: AddressClaim.self).account
        }
        guard let name = AccountName(text) else { return nil }
        let id = secrets.id(of: "name", name.text)
        return try await commands.state(of: id.stream(AccountStream.names), as: NameClaim.self).owner(at: clock.now)
    }

    /// Seals what says who an existing person is.
    /// - Throws: `DomainError` (`notFound`) if the person was erased.
    func sealed(_ bytes: [UInt8], _ what: String, of person: EntityID) async throws -> [UInt8] {
        guard let sealed = try await seal.seal(bytes, what, of: person) else { throw AccountRefusal.noAccount }
        return sealed
    }

    /// Asks that a password may be chosen.
    /// - Throws: `DomainError` (`invalid`) that says why not.
    func allow(_ password: String, personal words: [String]) throws(DomainError) {
        if let refusal = PasswordRules.refusal(of: password, personal: words) {
            throw DomainError(.invalid, "\(refusal)")
        }
    }
}
