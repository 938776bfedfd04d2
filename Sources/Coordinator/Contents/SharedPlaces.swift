import Identity
import Synchronization
import Wire

/// Places that callers divide between them: uploads, followers. See ``Wire/Shares``.
final class SharedPlaces: Sendable {
    private let what: String
    private let places: Mutex<Shares<Principal>>

    /// So many places for all callers together.
    /// - Parameter what: what takes them, in the plural: `uploads`.
    init(_ total: Int, of what: String) {
        self.what = what
        places = Mutex(Shares(total: total))
    }

    /// How many are taken.
    var used: Int { places.withLock { $0.used } }

    /// Takes a place.
    /// - Throws: `DomainError` (`exhausted`) if `principal` has its share already, or all are taken.
    func take(for principal: Principal) throws(DomainError) {
        let (isTaken, own) = places.withLock { ($0.take(for: principal), $0[principal]) }
        guard isTaken else {
            throw DomainError(
                .exhausted, "\(principal) has \(own) \(what) already, which is its share", advice: "try again",
                retryAfter: .seconds(1))
        }
    }

    /// Gives a place back.
    func giveBack(of principal: Principal) { places.withLock { $0.giveBack(of: principal) } }
}
