import CoreMetrics
import Events
import Metrics
import Synchronization

/// The values of the gauges.
struct GaugeValues: Sendable {
    /// Jobs that can be leased, by priority.
    var waiting: [UInt8: Int] = [:]
    /// Jobs that are leased.
    var leased = 0
    /// Dead letters.
    var deadLetters = 0
    /// Workers, by their state: `alive`, `draining`, `lost`.
    var workers: [String: Int] = [:]
    /// How many workers it takes.
    var wantedWorkers = 1
}

/// The coordinator's counters, timers and gauges, with the names that they are scraped under.
final class MetricInstruments: Sendable {
    let accepted: Counter
    let executions: Counter
    let disagreements: Counter
    let secondLooks: Counter
    let expired: Counter
    private let factory: any MetricsFactory
    private let leased: Gauge
    private let deadLetters: Gauge
    private let wantedWorkers: Gauge
    private let judgements = Mutex<[String: Counter]>([:])
    private let refusals = Mutex<[String: Counter]>([:])
    private let storeErrors = Mutex<[String: Counter]>([:])
    private let waits = Mutex<[String: Timer]>([:])
    private let waiting = Mutex<[String: Gauge]>([:])
    private let workers = Mutex<[String: Gauge]>([:])

    init(_ factory: any MetricsFactory) {
        self.factory = factory
        accepted = Counter(label: "verdict_submissions_accepted_total", factory: factory)
        executions = Counter(label: "verdict_executions_total", factory: factory)
        disagreements = Counter(label: "verdict_worker_disagreements_total", factory: factory)
        secondLooks = Counter(label: "verdict_worker_second_looks_total", factory: factory)
        expired = Counter(label: "verdict_leases_expired_total", factory: factory)
        leased = Gauge(label: "verdict_jobs_leased", factory: factory)
        deadLetters = Gauge(label: "verdict_dead_letters", factory: factory)
        wantedWorkers = Gauge(label: "verdict_wanted_workers", factory: factory)
    }

    func judged(_ verdict: String) {
        judgements.withLock { counters in
            counter("verdict_judgements_total", "verdict", verdict, &counters).increment()
        }
    }

    func rejected(_ reason: String) {
        refusals.withLock { counters in
            counter("verdict_intake_refused_total", "reason", reason, &counters).increment()
        }
    }

    func storeFailed(_ code: String) {
        storeErrors.withLock { counters in
            counter("verdict_store_errors_total", "code", code, &counters).increment()
        }
    }

    func recordWait(_ wait: Duration, priority: String) {
        waits.withLock { timers in
            let timer =
                timers[priority]
                ?? Timer(label: "verdict_job_wait_seconds", dimensions: [("priority", priority)], factory: factory)
            timers[priority] = timer
            timer.record(duration: wait)
        }
    }

    func update(_ counts: GaugeValues) {
        leased.record(counts.leased)
        deadLetters.record(counts.deadLetters)
        wantedWorkers.record(counts.wantedWorkers)
        waiting.withLock { gauges in
            for urgency in 0...3 as ClosedRange<UInt8> {
                let label = LoggedPriority(urgency: urgency).label
                let gauge =
                    gauges[label]
                    ?? Gauge(label: "verdict_jobs_waiting", dimensions: [("priority", label)], factory: factory)
                gauges[label] = gauge
                gauge.record(counts.waiting[urgency] ?? 0)
            }
        }
        workers.withLock { gauges in
            for state in ["alive", "draining", "lost"] {
                let gauge =
                    gauges[state]
                    ?? Gauge(label: "verdict_workers", dimensions: [("state", state)], factory: factory)
                gauges[state] = gauge
                gauge.record(counts.workers[state] ?? 0)
            }
        }
    }

    private func counter(
        _ name: String, _ dimension: String, _ value: String, _ counters: inout [String: Counter]
    ) -> Counter {
        if let counter = counters[value] { return counter }
        let counter = Counter(label: name, dimensions: [(dimension, value)], factory: factory)
        counters[value] = counter
        return counter
    }
}
