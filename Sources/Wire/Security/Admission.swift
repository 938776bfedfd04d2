/// Which connections may wait for their hello. Pure.
///
/// Whoever connects and says nothing keeps a place of its own address at first, and never one of those that came later:
/// when all places are taken, who has waited longest goes. Hellos come within milliseconds, so that is nobody honest.
struct Admission {
    /// How many connections there may be of each kind.
    struct Limits: Hashable, Sendable {
        /// Connections in all.
        var connections: Int
        /// Those without a hello.
        var waiting: Int
        /// Those without a hello from one address.
        var waitingPerAddress: Int
    }

    /// What to do with a connection that came.
    enum Decision: Equatable {
        /// Let it wait for its hello; end that other one, which has waited longest.
        case admit(evicting: UInt64?)
        /// Close it.
        case refuse
    }

    private let limits: Limits
    /// In the order in which they came.
    private var waiting: [(id: UInt64, address: String)] = []
    private var greeted: Set<UInt64> = []

    init(_ limits: Limits) {
        self.limits = limits
    }

    /// Connections that have not gone.
    var count: Int { waiting.count + greeted.count }

    /// A connection came.
    mutating func arrived(_ id: UInt64, from address: String) -> Decision {
        guard greeted.count < limits.connections else { return .refuse }
        var evicted: UInt64?
        let ofAddress = waiting.filter { $0.address == address }
        if ofAddress.count >= limits.waitingPerAddress {
            evicted = ofAddress.first?.id
        } else if waiting.count >= limits.waiting || count >= limits.connections {
            evicted = waiting.first?.id
        }
        waiting.removeAll { $0.id == evicted }
        waiting.append((id, address))
        return .admit(evicting: evicted)
    }

    /// The connection has said hello and may stay. False if it was evicted before.
    mutating func greeted(_ id: UInt64) -> Bool {
        guard let place = waiting.firstIndex(where: { $0.id == id }) else { return false }
        waiting.remove(at: place)
        greeted.insert(id)
        return true
    }

    /// The connection is gone.
    mutating func gone(_ id: UInt64) {
        waiting.removeAll { $0.id == id }
        greeted.remove(id)
    }
}
