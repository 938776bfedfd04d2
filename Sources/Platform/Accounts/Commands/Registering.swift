internal import Coordinator
internal import FoundationEssentials
internal import Kernel
internal import Storage
internal import Units

/// Takes a name: for a day at first, and for good once the account's address is known to be its owner's.
struct ClaimName: Command {
    static let action: Action = "accounts.claim-name"
    static let first = Duration.seconds(24 * 3600)

    var name: EntityID
    var account: EntityID
    var isForGood: Bool

    var stream: StreamName { get throws(StorageError) { try name.stream(AccountStream.names) } }

    func decide(_ claim: NameClaim, _ context: CommandContext) throws(DomainError) -> Decision {
        if let owner = claim.owner(at: context.now) {
            guard owner == account else {
                throw DomainError(.alreadyExists, "this name is taken", advice: "choose another one")
            }
            guard isForGood, claim.until != nil else { return Decision() }
        }
        var event = NameClaimed()
        event.account = "\(account)"
        event.untilNs = isForGood ? 0 : (context.now + Self.first).nanoseconds
        return try Decision(event)
    }
}

/// Makes an account, which can do nothing before its address is known to be its owner's.
struct Register: Command {
    static let action: Action = "accounts.register"

    var account: EntityID
    var name: (key: EntityID, sealed: [UInt8])
    var address: (key: EntityID, sealed: [UInt8])
    /// Empty if no password was chosen.
    var passwordHash: String
    /// Random bytes that the first code is made of; nil: none is sent, for a provider has checked the address.
    var nonce: [UInt8]?

    var stream: StreamName { get throws(StorageError) { try account.stream(AccountStream.people) } }

    func decide(_ state: Account, _ context: CommandContext) throws(DomainError) -> Decision {
        guard !state.isErased else { throw AccountRefusal.noAccount }
        guard !state.isRegistered else {
            // The same request again.
            guard state.keys.map({ $0.name == name.key && $0.address == address.key }) ?? false else {
                throw DomainError(.conflict, "this idempotency key was another request's", advice: "take a new key")
            }
            return Decision()
        }
        var event = AccountRegistered()
        (event.nameSealed, event.nameKey) = (Data(name.sealed), "\(name.key)")
        (event.addressSealed, event.addressKey) = (Data(address.sealed), "\(address.key)")
        (event.passwordHash, event.atNs) = (passwordHash, context.now.nanoseconds)
        var decision = try Decision(event)
        if let nonce { try decision.add(OfferCode.event(.verifyAddress, nonce, context.now)) }
        return decision
    }
}

/// Has a code sent to an account's address.
struct OfferCode: Command {
    static let action: Action = "accounts.offer-code"
    /// How long a code is good.
    static let life = Duration.seconds(600)
    /// How long it takes until there may be another one: nobody is to be drowned in mail, and no link is to go bad as soon as it is
    /// read because somebody else asks again and again.
    static let pause = Duration.seconds(300)

    var account: EntityID
    var purpose: CodePurpose
    /// Random bytes that the code is made of.
    var nonce: [UInt8]

    var stream: StreamName { get throws(StorageError) { try account.stream(AccountStream.people) } }

    func decide(_ state: Account, _ context: CommandContext) throws(DomainError) -> Decision {
        // Nothing of that is told: whoever asks may be anybody.
        guard state.isRegistered, state.isVerified == (purpose == .resetPassword) else { return Decision() }
        if let code = state.codes[purpose], context.now < code.until + (Self.pause - Self.life) {
            return Decision()
        }
        return try Decision(Self.event(purpose, nonce, context.now))
    }

    static func event(_ purpose: CodePurpose, _ nonce: [UInt8], _ now: Timestamp) -> CodeOffered {
        var event = CodeOffered()
        (event.purpose, event.nonce, event.untilNs) = (purpose, Data(nonce), (now + life).nanoseconds)
        return event
    }
}

/// Takes an address for an account, whose owner reads its mail.
struct TakeAddress: Command {
    static let action: Action = "accounts.take-address"

    var address: EntityID
    var account: EntityID

    var stream: StreamName { get throws(StorageError) { try address.stream(AccountStream.addresses) } }

    func decide(_ claim: AddressClaim, _ context: CommandContext) throws(DomainError) -> Decision {
        if let owner = claim.account {
            // Whoever comes here reads the mail of the address, and may know.
            guard owner == account else {
                throw DomainError(
                    .alreadyExists, "there is an account with this address", advice: "log in, or ask for a new password"
                )
            }
            return Decision()
        }
        var event = AddressTaken()
        event.account = "\(account)"
        return try Decision(event)
    }
}

/// Takes note that an account's address is its owner's.
struct VerifyAddress: Command {
    static let action: Action = "accounts.verify-address"

    var account: EntityID
    var code: CodeProof

    var stream: StreamName { get throws(StorageError) { try account.stream(AccountStream.people) } }

    func decide(_ state: Account, _ context: CommandContext) throws(DomainError) -> Decision {
        try code.require(.verifyAddress, of: account, in: state, at: context.now)
        var event = AddressVerified()
        event.atNs = context.now.nanoseconds
        return try Decision(event)
    }
}

/// Takes note that an account's address is its owner's, whom an admin knows.
struct ConfirmAccount: Command {
    static let action: Action = "accounts.confirm"

    var account: EntityID

    var stream: StreamName { get throws(StorageError) { try account.stream(AccountStream.people) } }

    func decide(_ state: Account, _ context: CommandContext) throws(DomainError) -> Decision {
        guard state.isRegistered, !state.isErased else { throw AccountRefusal.noAccount }
        guard !state.isVerified else { return Decision() }
        var event = AddressVerified()
        event.atNs = context.now.nanoseconds
        return try Decision(event)
    }
}
