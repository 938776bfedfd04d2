internal import Coordinator
internal import FoundationEssentials
internal import Kernel
internal import Storage
internal import Units

/// Makes a token with which programs act for a person, within scopes.
struct MakeToken: Command {
    static let action: Action = "accounts.make-token"

    var token: EntityID
    var account: EntityID
    var tokenHash: [UInt8]
    var nameSealed: [UInt8]
    var scopes: [String]
    /// How long it is good; nil: until it is revoked.
    var life: Duration?

    var stream: StreamName { get throws(StorageError) { try token.stream(AccountStream.tokens) } }

    func subject(in state: ProgramToken) -> Subject { Subject(owners: [account]) }

    func decide(_ state: ProgramToken, _ context: CommandContext) throws(DomainError) -> Decision {
        guard state.account == nil else { throw DomainError(.alreadyExists, "there is a token of that id") }
        guard !scopes.isEmpty, scopes.count <= 32, scopes.allSatisfy(Self.isScope) else {
            throw DomainError(
                .invalid, "a token has 1 to 32 scopes",
                advice: "name modules, such as contests, or actions, such as contests.register; * is all")
        }
        if let life, !(Duration.seconds(60)...Duration.seconds(366 * 24 * 3600)).contains(life) {
            throw DomainError(.invalid, "a token is good for a minute to a year", advice: "choose another time")
        }
        var event = TokenMade()
        (event.account, event.tokenHash, event.nameSealed) = ("\(account)", Data(tokenHash), Data(nameSealed))
        (event.scopes, event.atNs) = (scopes, context.now.nanoseconds)
        event.untilNs = life.map { (context.now + $0).nanoseconds } ?? 0
        return try Decision(event)
    }

    private static func isScope(_ text: String) -> Bool {
        text == "*"
            || (1...64).contains(text.utf8.count)
                && text.utf8.allSatisfy { byte in
                    switch byte {
                    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "."), UInt8(ascii: "-"): true
                    default: false
                    }
                }
    }
}

/// Puts a token on its account's list, which has room for so many.
struct ListToken: Command {
    static let action: Action = "accounts.list-token"

    var token: EntityID
    var account: EntityID

    var stream: StreamName { get throws(StorageError) { try account.stream(AccountStream.people) } }

    func subject(in state: Account) -> Subject { Subject(owners: [account]) }

    func decide(_ state: Account, _ context: CommandContext) throws(DomainError) -> Decision {
        guard state.isVerified else { throw AccountRefusal.noAccount }
        guard !state.tokens.contains(token) else { return Decision() }
        guard state.tokens.count < Account.most.tokens else {
            throw DomainError(
                .exhausted, "the account has \(Account.most.tokens) tokens, which is the limit", advice: "revoke some")
        }
        var event = TokenListed()
        event.token = "\(token)"
        return try Decision(event)
    }
}

/// Takes a token from its account's list.
struct UnlistToken: Command {
    static let action: Action = "accounts.unlist-token"

    var token: EntityID
    var account: EntityID

    var stream: StreamName { get throws(StorageError) { try account.stream(AccountStream.people) } }

    func subject(in state: Account) -> Subject { Subject(owners: [account]) }

    func decide(_ state: Account, _ context: CommandContext) throws(DomainError) -> Decision {
        guard state.tokens.contains(token) else { return Decision() }
        var event = TokenUnlisted()
        event.token = "\(token)"
        return try Decision(event)
    }
}

/// Makes a token good for nothing any more.
struct RevokeToken: Command {
    static let action: Action = "accounts.revoke-token"

    var token: EntityID

    var stream: StreamName { get throws(StorageError) { try token.stream(AccountStream.tokens) } }

    func subject(in state: ProgramToken) -> Subject { Subject(owners: state.account.map { [$0] } ?? []) }

    func decide(_ state: ProgramToken, _ context: CommandContext) throws(DomainError) -> Decision {
        guard state.account != nil, !state.isRevoked else { return Decision() }
        var event = TokenRevoked()
        event.atNs = context.now.nanoseconds
        return try Decision(event)
    }
}
