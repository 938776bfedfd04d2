import Glibc
import Synchronization
import SystemPackage

/// The processors of a sandbox, lent to one run each.
///
/// What was given back last is lent first: its caches know the cell, and cells that serve it are held to it already. One
/// that another judge on this host has is passed over, and waited for if there is no other.
final class CorePlaces: Sendable {
    /// A processor that was lent.
    struct Place: Hashable, Sendable {
        var processor: Int
        /// Whether another judge had it, too, when the wait for it was over.
        var isShared: Bool
    }

    private struct State {
        var free: [Int]
        /// Until when nobody waits: somebody does not let go.
        var nobodyWaitsUntil: ContinuousClock.Instant?
    }

    /// How long a run waits for a processor of another judge's: longer than most runs take.
    static let patience = Duration.seconds(30)
    private static let step = Duration.milliseconds(2)

    private let topology: CoreTopology
    private let locks: CoreLocks
    private let patience: Duration
    private let state: Mutex<State>

    /// Places for `count` runs at once (nil: one for each core), beginning `start` cores on.
    init(
        _ count: Int?, topology: CoreTopology, start: Int, locks: CoreLocks = .ofHost,
        patience: Duration = CorePlaces.patience
    ) {
        self.topology = topology
        self.locks = locks
        self.patience = patience
        state = Mutex(State(free: topology.places(count ?? topology.cores.count, start: start).reversed()))
    }

    /// Lends a processor, when no other judge has it or the wait is over; nil if more are asked for than there are places.
    func take() async -> Place? {
        let end = ContinuousClock.now + patience
        while true {
            let (place, isWorthWaiting) = state.withLock { state in attempt(&state, end) }
            guard place == nil, isWorthWaiting else { return place }
            // Whoever is cancelled meanwhile does not run; then it does not matter who has the processor.
            try? await Task.sleep(for: Self.step)
        }
    }

    private func attempt(_ state: inout State, _ end: ContinuousClock.Instant) -> (Place?, isWorthWaiting: Bool) {
        for index in state.free.indices.reversed() where locks.claim(state.free[index]) {
            return (Place(processor: state.free.remove(at: index), isShared: false), false)
        }
        guard !state.free.isEmpty else { return (nil, false) }
        let now = ContinuousClock.now
        let isOver = now >= end
        if isOver { state.nobodyWaitsUntil = now + patience }
        guard isOver || Task.isCancelled || state.nobodyWaitsUntil.map({ now < $0 }) == true else { return (nil, true) }
        return (state.free.popLast().map { Place(processor: $0, isShared: true) }, false)
    }

    func give(_ place: Place?) {
        guard let place else { return }
        if !place.isShared { locks.release(place.processor) }
        state.withLock { $0.free.append(place.processor) }
    }

    /// The processors for a run of `count` that was lent `place`.
    func processors(_ count: Int, from place: Place?) -> [Int] {
        guard let place else { return [] }
        return count == 1 ? [place.processor] : topology.processors(count, from: place.processor)
    }
}

extension CoreTopology {
    /// This host's, as far as this process may use it.
    static func ofHost() -> CoreTopology {
        let allowed = Host.allowedProcessors
        var siblings: [Int: String] = [:]
        for processor in allowed {
            let path = FilePath("/sys/devices/system/cpu/cpu\(processor)/topology/thread_siblings_list")
            // Where the kernel does not tell, the processor counts as a core of its own.
            siblings[processor] = try? Host.text(path)
        }
        return CoreTopology(allowed: allowed, siblings: siblings)
    }
}
