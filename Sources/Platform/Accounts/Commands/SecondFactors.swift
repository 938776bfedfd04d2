internal import Coordinator
internal import Credentials
internal import FoundationEssentials
internal import Kernel
internal import Storage
internal import Units

/// A code of an app, or a recovery code, with the secret that tells whether it is one. Pure.
struct SecondFactorProof: Sendable {
    /// What was typed.
    var text: String
    /// The secret of which codes are made; opened, for it is stored sealed.
    var secret: OneTimePassword
    /// What is stored, so that what was opened is known to be what counts.
    var secretSealed: [UInt8]

    /// What happens if it is good: a step or a recovery code is used up.
    /// - Throws: `DomainError` (`forbidden`).
    func use(in state: Account, at now: Timestamp) throws(DomainError) -> Decision {
        guard case .confirmed(let sealed, let last, let recovery) = state.secondFactor, sealed == secretSealed else {
            throw AccountRefusal.wrongSecondFactor
        }
        if let step = secret.step(of: text, at: now.seconds, usedLast: last) {
            var event = SecondFactorUsed()
            event.step = step
            return try Decision(event)
        }
        guard let code = RecoveryCode(text), recovery.contains(code.hash) else {
            throw AccountRefusal.wrongSecondFactor
        }
        var event = RecoveryCodeUsed()
        event.hash = Data(code.hash)
        return try Decision(event)
    }
}

extension Timestamp {
    /// Whole seconds since 1970.
    var seconds: Int64 { nanoseconds / 1_000_000_000 }
}

/// Begins to want a code of an app for logging in; not before a first code of it has come.
struct OfferSecondFactor: Command {
    static let action: Action = "accounts.offer-second-factor"

    var account: EntityID
    var secretSealed: [UInt8]

    var stream: StreamName { get throws(StorageError) { try account.stream(AccountStream.people) } }

    func subject(in state: Account) -> Subject { Subject(owners: [account]) }

    func decide(_ state: Account, _ context: CommandContext) throws(DomainError) -> Decision {
        guard state.isVerified else { throw AccountRefusal.noAccount }
        if case .confirmed = state.secondFactor {
            throw DomainError(.wrongState, "the account has an app already", advice: "remove that one first")
        }
        var event = SecondFactorOffered()
        (event.secretSealed, event.atNs) = (Data(secretSealed), context.now.nanoseconds)
        return try Decision(event)
    }
}

/// Wants a code of the app from now on, for a first code has come.
struct ConfirmSecondFactor: Command {
    static let action: Action = "accounts.confirm-second-factor"
    /// How long an app may take to show its first code.
    static let life = Duration.seconds(600)

    var account: EntityID
    var proof: SecondFactorProof
    var recoveryHashes: [[UInt8]]

    var stream: StreamName { get throws(StorageError) { try account.stream(AccountStream.people) } }

    func subject(in state: Account) -> Subject { Subject(owners: [account]) }

    func decide(_ state: Account, _ context: CommandContext) throws(DomainError) -> Decision {
        guard case .offered(let sealed, let at) = state.secondFactor, sealed == proof.secretSealed,
            context.now < at + Self.life
        else {
            throw DomainError(.wrongState, "no app waits for its first code", advice: "begin anew")
        }
        guard let step = proof.secret.step(of: proof.text, at: context.now.seconds, usedLast: nil) else {
            throw AccountRefusal.wrongSecondFactor
        }
        var event = SecondFactorConfirmed()
        (event.step, event.recoveryHashes) = (step, recoveryHashes.map { Data($0) })
        event.atNs = context.now.nanoseconds
        return try Decision(event)
    }
}

/// Uses a code up, for logging in.
struct UseSecondFactor: Command {
    static let action: Action = "accounts.use-second-factor"

    var account: EntityID
    var proof: SecondFactorProof

    var stream: StreamName { get throws(StorageError) { try account.stream(AccountStream.people) } }

    func decide(_ state: Account, _ context: CommandContext) throws(DomainError) -> Decision {
        try proof.use(in: state, at: context.now)
    }
}

/// Wants no code any more; a last one has to come for that.
struct RemoveSecondFactor: Command {
    static let action: Action = "accounts.remove-second-factor"

    var account: EntityID
    var proof: SecondFactorProof

    var stream: StreamName { get throws(StorageError) { try account.stream(AccountStream.people) } }

    func subject(in state: Account) -> Subject { Subject(owners: [account]) }

    func decide(_ state: Account, _ context: CommandContext) throws(DomainError) -> Decision {
        var decision = try proof.use(in: state, at: context.now)
        var event = SecondFactorRemoved()
        event.atNs = context.now.nanoseconds
        try decision.add(event)
        return decision
    }
}
