internal import Coordinator
internal import FoundationEssentials
internal import Kernel
internal import Storage
internal import Units

/// Takes note that somebody wants a new password for whichever account has an address. The same happens whether one has it or
/// not; what follows does not.
struct WantReset: Command {
    static let action: Action = "accounts.want-reset"

    var address: EntityID

    var stream: StreamName { get throws(StorageError) { try address.stream(AccountStream.addresses) } }

    func decide(_ claim: AddressClaim, _ context: CommandContext) throws(DomainError) -> Decision {
        if let last = claim.resetWanted, context.now < last + OfferCode.pause { return Decision() }
        var event = ResetWanted()
        event.atNs = context.now.nanoseconds
        return try Decision(event)
    }
}

/// Gives an account another password, with a code of a mail. All its sessions are over then.
struct ResetPassword: Command {
    static let action: Action = "accounts.reset-password"

    var account: EntityID
    var code: CodeProof
    var passwordHash: String

    var stream: StreamName { get throws(StorageError) { try account.stream(AccountStream.people) } }

    func decide(_ state: Account, _ context: CommandContext) throws(DomainError) -> Decision {
        try code.require(.resetPassword, of: account, in: state, at: context.now)
        return try Decision(ChangePassword.event(passwordHash, byCode: true, context.now))
    }
}

/// Gives an account another password; its owner has shown the one before. All its sessions are over then.
struct ChangePassword: Command {
    static let action: Action = "accounts.change-password"

    var account: EntityID
    /// What was stored of the password that its owner has shown.
    var shown: String
    var passwordHash: String

    var stream: StreamName { get throws(StorageError) { try account.stream(AccountStream.people) } }

    func subject(in state: Account) -> Subject { Subject(owners: [account]) }

    func decide(_ state: Account, _ context: CommandContext) throws(DomainError) -> Decision {
        guard state.isVerified else { throw AccountRefusal.noAccount }
        guard state.passwordHash == shown else { throw AccountRefusal.wrongLogin }
        return try Decision(Self.event(passwordHash, byCode: false, context.now))
    }

    static func event(_ hash: String, byCode: Bool, _ now: Timestamp) -> PasswordChanged {
        var event = PasswordChanged()
        (event.passwordHash, event.byCode, event.atNs) = (hash, byCode, now.nanoseconds)
        return event
    }
}

/// Keeps the same password with as much work as is wanted now.
struct RehashPassword: Command {
    static let action: Action = "accounts.rehash-password"

    var account: EntityID
    /// What was stored, when the password was right.
    var shown: String
    var passwordHash: String

    var stream: StreamName { get throws(StorageError) { try account.stream(AccountStream.people) } }

    func decide(_ state: Account, _ context: CommandContext) throws(DomainError) -> Decision {
        guard state.passwordHash == shown else { return Decision() }
        var event = PasswordRehashed()
        event.passwordHash = passwordHash
        return try Decision(event)
    }
}
