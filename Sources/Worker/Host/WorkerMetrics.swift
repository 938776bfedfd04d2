import Metrics
import Synchronization

/// What a worker counts and measures, for whoever watches it.
final class WorkerMetrics: Sendable {
    private let runs = Counter(label: "verdict_worker_runs_total")
    private let busy = Gauge(label: "verdict_worker_busy_slots")
    private let slots = Gauge(label: "verdict_worker_slots")
    private let cache = Gauge(label: "verdict_worker_cache_bytes")
    private let misses = Counter(label: "verdict_worker_cache_misses_total")
    private let disturbed = Counter(label: "verdict_worker_disturbed_total")
    private let connected = Gauge(label: "verdict_worker_coordinator_connected")
    private let cached = Mutex<Int64>(0)

    /// Metrics of a worker that does `slots` runs at a time.
    init(slots: Int) {
        self.slots.record(slots)
        busy.record(0)
        cache.record(0)
        connected.record(0)
    }

    /// A job of `kind` ended with `result`: `done`, `failed`, `given_back`, `stopped`, `told`.
    func jobEnded(_ kind: String, _ result: String) {
        Counter(label: "verdict_worker_jobs_total", dimensions: [("kind", kind), ("result", result)]).increment()
    }

    /// So many programs ran, and so many of them were disturbed by the host.
    func ran(_ count: Int, disturbed disturbedCount: Int) {
        runs.increment(by: Int64(count))
        disturbed.increment(by: Int64(disturbedCount))
    }

    /// So many processors are busy with jobs.
    func busyChanged(to count: Int) {
        busy.record(count)
    }

    /// The caches hold so much more, or less.
    func cacheChanged(by bytes: Int64) {
        let total = cached.withLock { total in
            total += bytes
            return total
        }
        cache.record(total)
    }

    /// Something was not in the caches.
    func cacheMissed() {
        misses.increment()
    }

    /// Whether there is a connection to the coordinator.
    func connectionChanged(to isConnected: Bool) {
        connected.record(isConnected ? 1 : 0)
    }
}
