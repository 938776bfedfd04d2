import Identity
import Synchronization
import Wire

/// A number of slots that callers share fairly, for uploads. See ``Wire/Shares``.
final class FairSlots: Sendable {
    private let what: String
    private let slots: Mutex<Shares<Principal>>

    /// So many slots for all callers together.
    /// - Parameter what: what takes them, in the plural: `uploads`.
    init(_ total: Int, of what: String) {
        self.what = what
        slots = Mutex(Shares(total: total))
    }

    /// How many are taken.
    var used: Int { slots.withLock { $0.used } }

    /// Acquires a slot.
    /// - Throws: `DomainError` (`exhausted`) if `principal` has its share already, or all are taken.
    func acquire(for principal: Principal) throws(DomainError) {
        let (isAcquired, own) = slots.withLock { ($0.take(for: principal), $0[principal]) }
        guard isAcquired else {
            throw DomainError(
                .exhausted, "\(principal) has \(own) \(what) at once, which is its share", advice: "try again later",
                retryAfter: .seconds(1))
        }
    }

    /// Releases a slot.
    func release(of principal: Principal) { slots.withLock { $0.giveBack(of: principal) } }
}
