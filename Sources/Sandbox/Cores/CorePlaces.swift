import Glibc
import Synchronization
import SystemPackage

/// The processors of a sandbox, lent to one run each.
///
/// What was given back last is lent first: its caches know the cell, and cells that serve it are held to it already.
final class CorePlaces: Sendable {
    private let topology: CoreTopology
    private let free: Mutex<[Int]>

    /// Places for `count` runs at once (nil: one for each core), beginning `start` cores on.
    init(_ count: Int?, topology: CoreTopology, start: Int) {
        self.topology = topology
        free = Mutex(topology.places(count ?? topology.cores.count, start: start).reversed())
    }

    /// Lends a processor; nil if more are asked for than there are places.
    func take() -> Int? {
        free.withLock { $0.popLast() }
    }

    func give(_ processor: Int?) {
        guard let processor else { return }
        free.withLock { $0.append(processor) }
    }

    /// The processors for a run of `count` that was lent `processor`.
    func processors(_ count: Int, from processor: Int?) -> [Int] {
        guard let processor else { return [] }
        return count == 1 ? [processor] : topology.processors(count, from: processor)
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
