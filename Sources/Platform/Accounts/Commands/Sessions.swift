internal import Coordinator
internal import Credentials
internal import Cryptography
internal import FoundationEssentials
internal import Kernel
internal import Storage
internal import Units

/// Begins a session: somebody has shown who they are.
struct OpenSession: Command {
    static let action: Action = "accounts.open-session"

    var session: EntityID
    var account: EntityID
    var tokenHash: [UInt8]
    var clientHash: [UInt8]

    var stream: StreamName { get throws(StorageError) { try session.stream(AccountStream.sessions) } }

    func decide(_ state: Session, _ context: CommandContext) throws(DomainError) -> Decision {
        guard state.account == nil else { throw DomainError(.alreadyExists, "there is a session of that id") }
        var event = SessionOpened()
        (event.account, event.tokenHash, event.clientHash) = ("\(account)", Data(tokenHash), Data(clientHash))
        (event.atNs, event.untilNs) = (context.now.nanoseconds, (context.now + Session.life.whole).nanoseconds)
        return try Decision(event)
    }
}

/// Puts a session on its account's list, and takes the oldest from it when it is full.
struct ListSession: Command {
    static let action: Action = "accounts.list-session"

    var session: EntityID
    var account: EntityID
    var clientSealed: [UInt8]
    /// Until when all sessions were over that were begun, when somebody showed who they are: what was shown may be good no more.
    var ended = Timestamp(nanoseconds: .min)

    var stream: StreamName { get throws(StorageError) { try account.stream(AccountStream.people) } }

    /// Which sessions have no room when this one is there.
    static func crowdedOut(of state: Account) -> [EntityID] {
        state.sessions.prefix(max(0, state.sessions.count + 1 - Account.most.sessions)).map(\.id)
    }

    func decide(_ state: Account, _ context: CommandContext) throws(DomainError) -> Decision {
        guard !state.sessions.contains(where: { $0.id == session }) else { return Decision() }
        guard state.isVerified, state.sessionsEnded == ended else { throw AccountRefusal.sessionIsOver }
        var decision = Decision()
        for old in Self.crowdedOut(of: state) {
            var event = SessionUnlisted()
            event.session = "\(old)"
            try decision.add(event)
        }
        var event = SessionListed()
        (event.session, event.clientSealed) = ("\(session)", Data(clientSealed))
        event.atNs = context.now.nanoseconds
        try decision.add(event)
        return decision
    }
}

/// Takes a session from its account's list.
struct UnlistSession: Command {
    static let action: Action = "accounts.unlist-session"

    var session: EntityID
    var account: EntityID

    var stream: StreamName { get throws(StorageError) { try account.stream(AccountStream.people) } }

    func decide(_ state: Account, _ context: CommandContext) throws(DomainError) -> Decision {
        guard state.sessions.contains(where: { $0.id == session }) else { return Decision() }
        var event = SessionUnlisted()
        event.session = "\(session)"
        return try Decision(event)
    }
}

/// Spends a refresh token for the next one. One that was spent before ends the session, for then two have it, and one of them has
/// stolen it; but for the same client, for a little while: answers get lost.
struct RefreshSession: Command {
    static let action: Action = "accounts.refresh-session"

    var session: EntityID
    /// The token that came.
    var tokenHash: [UInt8]
    /// The one that follows from it.
    var nextHash: [UInt8]
    var clientHash: [UInt8]
    /// Until when all sessions of the account that were begun are over.
    var allEnded: Timestamp

    var stream: StreamName { get throws(StorageError) { try session.stream(AccountStream.sessions) } }

    func decide(_ state: Session, _ context: CommandContext) throws(DomainError) -> Decision {
        guard state.isOpen(at: context.now, allEnded: allEnded) else { throw AccountRefusal.sessionIsOver }
        if areEqual(state.tokenHash, tokenHash) {
            guard state.spent.count < Session.mostTokens else { throw AccountRefusal.sessionIsOver }
            var event = SessionRefreshed()
            (event.tokenHash, event.atNs) = (Data(nextHash), context.now.nanoseconds)
            return try Decision(event)
        }
        // Who makes up tokens cannot end anybody's session.
        guard state.wasSpent(tokenHash) else { throw AccountRefusal.sessionIsOver }
        let isAgain =
            state.lastHash == tokenHash && state.tokenHash == nextHash && context.now < state.used + Session.grace
            && areEqual(state.clientHash, clientHash)
        return isAgain ? Decision() : try Decision(EndSession.event(.stolen, context.now))
    }
}

/// Ends a session: its owner wants that, here or from another one.
struct EndSession: Command {
    static let action: Action = "accounts.end-session"

    var session: EntityID
    var ending: SessionEnding

    var stream: StreamName { get throws(StorageError) { try session.stream(AccountStream.sessions) } }

    func subject(in state: Session) -> Subject { Subject(owners: state.account.map { [$0] } ?? []) }

    func decide(_ state: Session, _ context: CommandContext) throws(DomainError) -> Decision {
        guard state.account != nil, state.ending == nil else { return Decision() }
        return try Decision(Self.event(ending, context.now))
    }

    static func event(_ ending: SessionEnding, _ now: Timestamp) -> SessionEnded {
        var event = SessionEnded()
        (event.ending, event.atNs) = (ending, now.nanoseconds)
        return event
    }
}

/// Ends a session whose refresh token is there: who has that may do so, logged in or not.
struct LogOut: Command {
    static let action: Action = "accounts.log-out"

    var session: EntityID
    var tokenHash: [UInt8]

    var stream: StreamName { get throws(StorageError) { try session.stream(AccountStream.sessions) } }

    func decide(_ state: Session, _ context: CommandContext) throws(DomainError) -> Decision {
        guard state.ending == nil, areEqual(state.tokenHash, tokenHash) || state.wasSpent(tokenHash) else {
            return Decision()
        }
        return try Decision(EndSession.event(.loggedOut, context.now))
    }
}
