internal import Events
internal import Kernel
internal import Storage
internal import Units

/// What is known of a session: what its stream adds up to. A pure value.
struct Session: Aggregate {
    /// How long it lasts without being used, and at most.
    static let life = (idle: Duration.seconds(7 * 24 * 3600), whole: Duration.seconds(30 * 24 * 3600))
    /// How long the same client gets the same answer to a refresh token that it spent: answers get lost.
    static let grace = Duration.seconds(30)

    /// How many refresh tokens it may have in all: twice as many as access tokens expire one after the other while it lasts. All are
    /// known again, and whoever asks about it reads of all of them.
    static let mostTokens = 10_000

    private(set) var account: EntityID?
    private(set) var clientHash: [UInt8] = []
    private(set) var opened = Timestamp(nanoseconds: 0)
    private(set) var until = Timestamp(nanoseconds: 0)
    /// Of the refresh token that is good.
    private(set) var tokenHash: [UInt8] = []
    /// Of the one before it.
    private(set) var lastHash: [UInt8]?
    private(set) var used = Timestamp(nanoseconds: 0)
    /// The beginnings of the hashes of all that were spent: enough to know one again.
    private(set) var spent: Set<[UInt8]> = []
    private(set) var ending: SessionEnding?

    /// Whether a refresh token of that hash was good once.
    func wasSpent(_ hash: [UInt8]) -> Bool { spent.contains(Array(hash.prefix(16))) }

    /// Whether it goes on at that time, as far as its own stream knows.
    func isOpen(at now: Timestamp) -> Bool {
        account != nil && ending == nil && now < until && now < used + Self.life.idle
    }

    /// Whether it goes on at that time.
    /// - Parameters:
    ///   - now: the time.
    ///   - ended: until when all sessions of its account that were begun are over.
    func isOpen(at now: Timestamp, allEnded ended: Timestamp) -> Bool { isOpen(at: now) && opened > ended }

    mutating func apply(_ event: Event) throws(StorageError) {
        switch event.type {
        case SessionOpened.persistedType:
            let opening: SessionOpened = try event.unpacked()
            account = EntityID(opening.account)
            (tokenHash, clientHash) = (Array(opening.tokenHash), Array(opening.clientHash))
            opened = Timestamp(nanoseconds: opening.atNs)
            (used, until) = (opened, Timestamp(nanoseconds: opening.untilNs))
        case SessionRefreshed.persistedType:
            let refresh: SessionRefreshed = try event.unpacked()
            spent.insert(Array(tokenHash.prefix(16)))
            (lastHash, tokenHash) = (tokenHash, Array(refresh.tokenHash))
            used = Timestamp(nanoseconds: refresh.atNs)
        case SessionEnded.persistedType:
            let end: SessionEnded = try event.unpacked()
            ending = ending ?? end.ending
        default: break
        }
    }
}
