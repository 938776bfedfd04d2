import Concurrency

/// Which connections there are, which of them are idle, and which has to go for a new one. Pure.
///
/// Whoever holds connections keeps nobody out: for a new one that goes which has been idle longest. Nobody's request is
/// cut off for it.
struct ConnectionTable {
    /// What to do with a connection that came.
    enum Decision: Equatable {
        /// Keep it, and close that other one.
        case keep(closing: UInt64?)
        /// Close it: all others are at work.
        case refuse
    }

    private let most: Int
    private let mostPerAddress: Int
    /// Of each connection the address that it counts for; nil for one of a trusted proxy.
    private var places: [UInt64: String?] = [:]
    private var counts: [String: Int] = [:]
    private var idle = RecentlyUsed<UInt64, Void>()
    private var idleByAddress: [String: RecentlyUsed<UInt64, Void>] = [:]

    init(most: Int, perAddress: Int) {
        self.most = most
        mostPerAddress = perAddress
    }

    /// How many there are.
    var count: Int { places.count }

    /// How many are idle.
    var idleCount: Int { idle.count }

    /// A connection came; it is idle at first.
    /// - Parameter address: what it counts for; nil for one that counts only among all.
    mutating func arrived(_ id: UInt64, from address: String?) -> Decision {
        var closing: UInt64?
        if let address, counts[address, default: 0] >= mostPerAddress {
            guard let oldest = idleByAddress[address]?.oldestKey else { return .refuse }
            closing = oldest
        } else if count >= most {
            guard let oldest = idle.oldestKey else { return .refuse }
            closing = oldest
        }
        if let closing { gone(closing) }
        places[id] = .some(address)
        if let address { counts[address, default: 0] += 1 }
        becameIdle(id)
        return .keep(closing: closing)
    }

    /// A request came on it.
    mutating func becameBusy(_ id: UInt64) {
        _ = idle.remove(id)
        guard let address = places[id] ?? nil else { return }
        _ = idleByAddress[address]?.remove(id)
        if idleByAddress[address]?.count == 0 { idleByAddress[address] = nil }
    }

    /// All its requests are answered.
    mutating func becameIdle(_ id: UInt64) {
        guard let place = places[id] else { return }
        idle.add((), size: 0, for: id)
        if let address = place { idleByAddress[address, default: RecentlyUsed()].add((), size: 0, for: id) }
    }

    /// It is gone, or about to be.
    mutating func gone(_ id: UInt64) {
        becameBusy(id)
        guard let address = places.removeValue(forKey: id) ?? nil else { return }
        let left = (counts[address] ?? 1) - 1
        counts[address] = left == 0 ? nil : left
    }
}
