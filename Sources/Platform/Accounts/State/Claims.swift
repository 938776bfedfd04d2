internal import Events
internal import Kernel
internal import Storage
internal import Units

/// Whose name it is: what the stream of a name adds up to. A pure value.
struct NameClaim: Aggregate {
    private(set) var account: EntityID?
    /// When others may take it; nil: never.
    private(set) var until: Timestamp?

    /// Whose it is at that time; nil: nobody's.
    func owner(at now: Timestamp) -> EntityID? { until.map { now < $0 } ?? true ? account : nil }

    mutating func apply(_ event: Event) throws(StorageError) {
        guard let claim = try event.unpackedIfHeld(NameClaimed.self) else { return }
        account = EntityID(claim.account)
        until = claim.untilNs == 0 ? nil : Timestamp(nanoseconds: claim.untilNs)
    }
}

/// Whose address it is: what the stream of an address adds up to. A pure value.
struct AddressClaim: Aggregate {
    private(set) var account: EntityID?
    private(set) var resetWanted: Timestamp?

    mutating func apply(_ event: Event) throws(StorageError) {
        switch event.type {
        case AddressTaken.persistedType: account = EntityID(try event.unpacked(AddressTaken.self).account)
        case AddressReleased.persistedType: account = nil
        case ResetWanted.persistedType:
            resetWanted = Timestamp(nanoseconds: try event.unpacked(ResetWanted.self).atNs)
        default: break
        }
    }
}

/// Whose identity at a provider it is: what the stream of an identity adds up to. A pure value.
struct IdentityClaim: Aggregate {
    private(set) var account: EntityID?

    mutating func apply(_ event: Event) throws(StorageError) {
        switch event.type {
        case IdentityLinked.persistedType: account = EntityID(try event.unpacked(IdentityLinked.self).account)
        case IdentityUnlinked.persistedType: account = nil
        default: break
        }
    }
}

/// What is known of a token for programs: what its stream adds up to. A pure value.
struct ProgramToken: Aggregate {
    private(set) var account: EntityID?
    private(set) var tokenHash: [UInt8] = []
    private(set) var nameSealed: [UInt8] = []
    private(set) var scopes: Set<String> = []
    private(set) var made = Timestamp(nanoseconds: 0)
    /// When it is good no more; nil: never.
    private(set) var until: Timestamp?
    private(set) var isRevoked = false

    /// Whether it is good at that time.
    func isGood(at now: Timestamp) -> Bool { account != nil && !isRevoked && (until.map { now < $0 } ?? true) }

    mutating func apply(_ event: Event) throws(StorageError) {
        switch event.type {
        case TokenMade.persistedType:
            let token: TokenMade = try event.unpacked()
            account = EntityID(token.account)
            (tokenHash, nameSealed, scopes) = (Array(token.tokenHash), Array(token.nameSealed), Set(token.scopes))
            made = Timestamp(nanoseconds: token.atNs)
            until = token.untilNs == 0 ? nil : Timestamp(nanoseconds: token.untilNs)
        case TokenRevoked.persistedType: isRevoked = true
        default: break
        }
    }
}
