internal import Events
internal import Kernel
internal import Storage
internal import Units

/// What is known of an account: what its stream adds up to. A pure value.
struct Account: Aggregate {
    /// How many sessions and how many tokens it may have.
    static let most = (sessions: 50, tokens: 50, identities: 10)

    /// A code that is on its way to the account's address.
    struct Code: Hashable, Sendable {
        var nonce: [UInt8]
        var until: Timestamp
    }

    /// Whether logging in needs a code of an app.
    enum SecondFactor: Hashable, Sendable {
        /// It does not.
        case none
        /// It does not yet: nobody has shown a code of the app.
        case offered(secretSealed: [UInt8], at: Timestamp)
        /// It does. Steps up to the last one are used up.
        case confirmed(secretSealed: [UInt8], lastStep: Int64, recovery: Set<[UInt8]>)
    }

    /// A session in the list that its owner sees.
    struct ListedSession: Hashable, Sendable {
        var id: EntityID
        var clientSealed: [UInt8]
        var at: Timestamp
    }

    /// An identity at a provider by which it is logged in to.
    struct ListedIdentity: Hashable, Sendable {
        var id: EntityID
        var loginSealed: [UInt8]
        var at: Timestamp
    }

    private(set) var isRegistered = false
    private(set) var isVerified = false
    /// Nobody can read any more who it was, and nobody can log in.
    private(set) var isErased = false
    private(set) var nameSealed: [UInt8] = []
    private(set) var addressSealed: [UInt8] = []
    /// The streams of its name and of its address.
    private(set) var keys: (name: EntityID, address: EntityID)?
    /// Argon2id's PHC string; empty if none was ever chosen.
    private(set) var passwordHash = ""
    private(set) var codes: [CodePurpose: Code] = [:]
    private(set) var secondFactor = SecondFactor.none
    /// Sessions that were begun up to then are over.
    private(set) var sessionsEnded = Timestamp(nanoseconds: .min)
    private(set) var sessions: [ListedSession] = []
    private(set) var tokens: [EntityID] = []
    /// Those of who was erased stay, until each is free.
    private(set) var identities: [ListedIdentity] = []

    /// What passwords are checked against; nil if there is none, and every one is wrong.
    var storedPassword: String? { isRegistered && !passwordHash.isEmpty ? passwordHash : nil }

    /// Whether logging in needs a code of an app.
    var needsCode: Bool { if case .confirmed = secondFactor { true } else { false } }

    mutating func apply(_ event: Event) throws(StorageError) {
        switch event.type {
        case AccountRegistered.persistedType: register(try event.unpacked())
        case CodeOffered.persistedType:
            let offer: CodeOffered = try event.unpacked()
            codes[offer.purpose] = Code(nonce: Array(offer.nonce), until: Timestamp(nanoseconds: offer.untilNs))
        case AccountErased.persistedType: erase(try event.unpacked())
        case AddressVerified.persistedType:
            isVerified = true
            codes[.verifyAddress] = nil
        case PasswordChanged.persistedType:
            let change: PasswordChanged = try event.unpacked()
            passwordHash = change.passwordHash
            sessionsEnded = Timestamp(nanoseconds: change.atNs)
            codes[.resetPassword] = nil
            sessions = []
        case PasswordRehashed.persistedType:
            passwordHash = try event.unpacked(PasswordRehashed.self).passwordHash
        case SecondFactorOffered.persistedType, SecondFactorConfirmed.persistedType, SecondFactorUsed.persistedType,
            RecoveryCodeUsed.persistedType, SecondFactorRemoved.persistedType:
            try applySecondFactor(event)
        default: try applyList(event)
        }
    }

    private mutating func register(_ event: AccountRegistered) {
        isRegistered = true
        (nameSealed, addressSealed) = (Array(event.nameSealed), Array(event.addressSealed))
        passwordHash = event.passwordHash
        if let name = EntityID(event.nameKey), let address = EntityID(event.addressKey) { keys = (name, address) }
    }

    private mutating func erase(_ event: AccountErased) {
        (isRegistered, isVerified, isErased) = (false, false, true)
        (passwordHash, codes, secondFactor) = ("", [:], .none)
        sessionsEnded = Timestamp(nanoseconds: event.atNs)
        (sessions, tokens) = ([], [])
    }

    private mutating func applySecondFactor(_ event: Event) throws(StorageError) {
        switch (event.type, secondFactor) {
        case (SecondFactorOffered.persistedType, _):
            let offer: SecondFactorOffered = try event.unpacked()
            secondFactor = .offered(
                secretSealed: Array(offer.secretSealed), at: Timestamp(nanoseconds: offer.atNs))
        case (SecondFactorConfirmed.persistedType, .offered(let secret, _)):
            let confirmation: SecondFactorConfirmed = try event.unpacked()
            secondFactor = .confirmed(
                secretSealed: secret, lastStep: confirmation.step,
                recovery: Set(confirmation.recoveryHashes.map { Array($0) }))
        case (SecondFactorUsed.persistedType, .confirmed(let secret, _, let recovery)):
            let step = try event.unpacked(SecondFactorUsed.self).step
            secondFactor = .confirmed(secretSealed: secret, lastStep: step, recovery: recovery)
        case (RecoveryCodeUsed.persistedType, .confirmed(let secret, let step, let recovery)):
            let hash = Array(try event.unpacked(RecoveryCodeUsed.self).hash)
            secondFactor = .confirmed(secretSealed: secret, lastStep: step, recovery: recovery.subtracting([hash]))
        case (SecondFactorRemoved.persistedType, _): secondFactor = .none
        default: break
        }
    }

    private mutating func applyList(_ event: Event) throws(StorageError) {
        switch event.type {
        case SessionListed.persistedType:
            let session: SessionListed = try event.unpacked()
            guard let id = EntityID(session.session) else { return }
            sessions.append(
                ListedSession(
                    id: id, clientSealed: Array(session.clientSealed), at: Timestamp(nanoseconds: session.atNs)))
        case SessionUnlisted.persistedType:
            let id = EntityID(try event.unpacked(SessionUnlisted.self).session)
            sessions.removeAll { $0.id == id }
        case TokenListed.persistedType:
            if let id = EntityID(try event.unpacked(TokenListed.self).token) { tokens.append(id) }
        case TokenUnlisted.persistedType:
            let id = EntityID(try event.unpacked(TokenUnlisted.self).token)
            tokens.removeAll { $0 == id }
        default: try applyIdentity(event)
        }
    }

    private mutating func applyIdentity(_ event: Event) throws(StorageError) {
        switch event.type {
        case IdentityListed.persistedType:
            let identity: IdentityListed = try event.unpacked()
            guard let id = EntityID(identity.identity) else { return }
            identities.append(
                ListedIdentity(
                    id: id, loginSealed: Array(identity.loginSealed), at: Timestamp(nanoseconds: identity.atNs)))
        case IdentityUnlisted.persistedType:
            let id = EntityID(try event.unpacked(IdentityUnlisted.self).identity)
            identities.removeAll { $0.id == id }
        default: break
        }
    }
}
