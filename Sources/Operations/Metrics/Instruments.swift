internal import CoreMetrics
internal import Synchronization

/// One series of a metric, or what stands in the place of those that are too many.
protocol Instrument: AnyObject, Sendable {
    var labels: LabelSet { get }
    /// What the series shows now.
    var reading: MetricReading { get }
}

/// What a series shows at one moment.
enum MetricReading: Hashable, Sendable {
    case value(Double)
    /// How many values fell into each bucket, the last one being infinity's; and the values' sum.
    case histogram(counts: [UInt64], sum: Double)
}

/// A series that only grows.
final class CounterInstrument: Instrument, CounterHandler, FloatingPointCounterHandler {
    let labels: LabelSet
    private let value = Mutex(0.0)

    init(_ labels: LabelSet) {
        self.labels = labels
    }

    func increment(by amount: Int64) { increment(by: Double(amount)) }

    /// A counter that went down would look like a restart: what is negative or not finite is left out.
    func increment(by amount: Double) {
        guard amount >= 0, amount.isFinite else { return }
        value.withLock { $0 += amount }
    }

    func reset() { value.withLock { $0 = 0 } }

    var reading: MetricReading { .value(value.withLock { $0 }) }
}

/// A series that goes up and down.
final class GaugeInstrument: Instrument, MeterHandler, RecorderHandler {
    let labels: LabelSet
    private let value = Mutex(0.0)

    init(_ labels: LabelSet) {
        self.labels = labels
    }

    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { self.value.withLock { $0 = value } }
    func increment(by amount: Double) { value.withLock { $0 += amount } }
    func decrement(by amount: Double) { value.withLock { $0 -= amount } }
    func record(_ value: Int64) { set(Double(value)) }
    func record(_ value: Double) { set(value) }

    var reading: MetricReading { .value(value.withLock { $0 }) }
}

/// A series of buckets.
final class HistogramInstrument: Instrument, RecorderHandler, TimerHandler {
    let labels: LabelSet
    private let bounds: [Double]
    private let state: Mutex<(counts: [UInt64], sum: Double)>

    init(_ labels: LabelSet, bounds: [Double]) {
        self.labels = labels
        self.bounds = bounds
        self.state = Mutex((Array(repeating: 0, count: bounds.count + 1), 0))
    }

    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        guard !value.isNaN else { return }
        let bucket = bounds.firstIndex { value <= $0 } ?? bounds.count
        state.withLock {
            $0.counts[bucket] += 1
            $0.sum += value
        }
    }

    /// The base unit is the second.
    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }

    var reading: MetricReading {
        state.withLock { .histogram(counts: $0.counts, sum: $0.sum) }
    }
}

/// Counts the updates that have no series to go to.
final class DroppedInstrument: CounterHandler, FloatingPointCounterHandler, MeterHandler, RecorderHandler, TimerHandler
{
    private let updates = Atomic<Int>(0)

    var count: Int { updates.load(ordering: .relaxed) }

    private func drop() { updates.add(1, ordering: .relaxed) }

    func increment(by amount: Int64) { drop() }
    func increment(by amount: Double) { drop() }
    func decrement(by amount: Double) { drop() }
    func reset() {}
    func set(_ value: Int64) { drop() }
    func set(_ value: Double) { drop() }
    func record(_ value: Int64) { drop() }
    func record(_ value: Double) { drop() }
    func recordNanoseconds(_ duration: Int64) { drop() }
}
