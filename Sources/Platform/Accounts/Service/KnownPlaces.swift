internal import Concurrency
internal import Kernel
internal import RateLimits
internal import Synchronization
internal import Units

/// Where people have shown that accounts are theirs: the networks from which that was done lately, by this process alone.
final class KnownPlaces: Sendable {
    /// How many are known.
    private static let most = 65_536

    private let places = Mutex(RecentlyUsed<RateSubject, Void>())

    /// What tries at an account from there are counted by.
    static func subject(_ account: String, at actor: Actor) -> RateSubject {
        RateSubject("account at a place", "\(AddressNetwork.name(of: actor.address ?? "")) \(account)")
    }

    /// Whether somebody has shown there that the account is theirs.
    func isKnown(_ account: String, at actor: Actor) -> Bool {
        let subject = Self.subject(account, at: actor)
        return places.withLock { $0.use(subject) != nil }
    }

    /// Somebody has shown there that the account of these names is theirs.
    func add(_ accounts: [String], at actor: Actor) {
        // Where nobody can tell from where somebody comes, all come from one place.
        guard actor.address != nil else { return }
        places.withLock { places in
            for account in accounts { places.add((), size: 1, for: Self.subject(account, at: actor)) }
            _ = places.trim(to: .max, count: Self.most)
        }
    }
}
