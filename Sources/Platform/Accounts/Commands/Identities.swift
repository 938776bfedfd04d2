internal import Coordinator
internal import FoundationEssentials
internal import Kernel
internal import Storage
internal import Units

/// Lets an account be logged in to by somebody's identity at a provider, which has said who it is.
struct LinkIdentity: Command {
    static let action: Action = "accounts.link-identity"

    var identity: EntityID
    var account: EntityID

    var stream: StreamName { get throws(StorageError) { try identity.stream(AccountStream.identities) } }

    func decide(_ claim: IdentityClaim, _ context: CommandContext) throws(DomainError) -> Decision {
        if let owner = claim.account {
            guard owner == account else {
                throw DomainError(
                    .alreadyExists, "another account is logged in to by this login",
                    advice: "log in with it, or unlink it there")
            }
            return Decision()
        }
        var event = IdentityLinked()
        (event.account, event.atNs) = ("\(account)", context.now.nanoseconds)
        return try Decision(event)
    }
}

/// Lets an identity be another account's, or nobody's.
struct UnlinkIdentity: Command {
    static let action: Action = "accounts.unlink-identity"

    var identity: EntityID
    var account: EntityID

    var stream: StreamName { get throws(StorageError) { try identity.stream(AccountStream.identities) } }

    func subject(in claim: IdentityClaim) -> Subject { Subject(owners: [account]) }

    func decide(_ claim: IdentityClaim, _ context: CommandContext) throws(DomainError) -> Decision {
        guard claim.account == account else { return Decision() }
        var event = IdentityUnlinked()
        event.account = "\(account)"
        return try Decision(event)
    }
}

/// Puts an identity on its account's list, which has room for so many.
struct ListIdentity: Command {
    static let action: Action = "accounts.list-identity"

    var identity: EntityID
    var account: EntityID
    var loginSealed: [UInt8]

    var stream: StreamName { get throws(StorageError) { try account.stream(AccountStream.people) } }

    func decide(_ state: Account, _ context: CommandContext) throws(DomainError) -> Decision {
        guard state.isVerified else { throw AccountRefusal.noAccount }
        guard !state.identities.contains(where: { $0.id == identity }) else { return Decision() }
        guard state.identities.count < Account.most.identities else {
            throw DomainError(
                .exhausted, "the account has \(Account.most.identities) logins, which is the limit",
                advice: "unlink some")
        }
        return try Decision(Self.event(identity, loginSealed, context.now, madeAccount: false))
    }

    static func event(
        _ identity: EntityID, _ loginSealed: [UInt8], _ now: Timestamp, madeAccount: Bool
    ) -> IdentityListed {
        var event = IdentityListed()
        (event.identity, event.loginSealed) = ("\(identity)", Data(loginSealed))
        (event.atNs, event.madeAccount) = (now.nanoseconds, madeAccount)
        return event
    }
}

/// Takes an identity from its account's list.
struct UnlistIdentity: Command {
    static let action: Action = "accounts.unlist-identity"

    var identity: EntityID
    var account: EntityID

    var stream: StreamName { get throws(StorageError) { try account.stream(AccountStream.people) } }

    func subject(in state: Account) -> Subject { Subject(owners: [account]) }

    func decide(_ state: Account, _ context: CommandContext) throws(DomainError) -> Decision {
        guard state.identities.contains(where: { $0.id == identity }) else { return Decision() }
        var event = IdentityUnlisted()
        event.identity = "\(identity)"
        return try Decision(event)
    }
}

/// Takes note that a provider has checked that an account's address is its owner's, who logs in there.
struct ConfirmIdentity: Command {
    static let action: Action = "accounts.confirm-identity"

    var identity: EntityID
    var account: EntityID
    var loginSealed: [UInt8]

    var stream: StreamName { get throws(StorageError) { try account.stream(AccountStream.people) } }

    func decide(_ state: Account, _ context: CommandContext) throws(DomainError) -> Decision {
        guard state.isRegistered else { throw AccountRefusal.noAccount }
        guard !state.isVerified else { return Decision() }
        var event = AddressVerified()
        event.atNs = context.now.nanoseconds
        var decision = try Decision(event)
        try decision.add(ListIdentity.event(identity, loginSealed, context.now, madeAccount: true))
        return decision
    }
}
