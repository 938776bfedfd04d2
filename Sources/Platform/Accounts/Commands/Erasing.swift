internal import Coordinator
internal import Kernel
internal import Storage
internal import Units

/// Takes note that a person was erased: the key of what was personal is destroyed. Nobody can log in to the account any more.
struct EraseAccount: Command {
    static let action: Action = "accounts.erase"

    var account: EntityID

    var stream: StreamName { get throws(StorageError) { try account.stream(AccountStream.people) } }

    func subject(in state: Account) -> Subject { Subject(owners: [account]) }

    func decide(_ state: Account, _ context: CommandContext) throws(DomainError) -> Decision {
        guard !state.isErased else { return Decision() }
        guard state.isRegistered else { throw AccountRefusal.noAccount }
        var event = AccountErased()
        event.atNs = context.now.nanoseconds
        return try Decision(event)
    }
}

/// Gives up the address of an account that was erased: another account may take it.
struct ReleaseAddress: Command {
    static let action: Action = "accounts.release-address"

    var address: EntityID
    var account: EntityID

    var stream: StreamName { get throws(StorageError) { try address.stream(AccountStream.addresses) } }

    func subject(in claim: AddressClaim) -> Subject { Subject(owners: [account]) }

    func decide(_ claim: AddressClaim, _ context: CommandContext) throws(DomainError) -> Decision {
        guard claim.account == account else { return Decision() }
        var event = AddressReleased()
        event.account = "\(account)"
        return try Decision(event)
    }
}
