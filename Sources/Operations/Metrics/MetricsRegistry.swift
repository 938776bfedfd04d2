public import CoreMetrics
internal import Synchronization

/// Keeps the values of metrics, as swift-metrics' factory, and shows them in Prometheus' text format.
///
/// The number of series is bounded: a metric has at most ``seriesLimit`` label sets, and what would be more is counted in
/// `verdict_metrics_dropped_total`. Names are made valid, counters end in `_total`, timers in `_seconds` and their unit is
/// the second. The same label and dimensions always lead to the same series. An update is one uncontended lock.
///
///     let metrics = MetricsRegistry(MetricDescription.worker)
///     MetricsSystem.bootstrap(metrics)
///     metrics.observe("verdict_worker_busy_slots") { Double(await slots.busy) }
public final class MetricsRegistry: Sendable {
    /// How many label sets a metric may have.
    public let seriesLimit: Int
    /// How many metrics there may be.
    public static let familyLimit = 1000

    struct State: Sendable {
        var described: [String: MetricDescription]
        var families: [String: MetricFamily] = [:]
        var observers: [String: MetricObserver] = [:]
    }

    let state: Mutex<State>
    /// Where updates of metrics beyond ``familyLimit`` go.
    let surplus = DroppedInstrument()

    /// A registry of the metrics described, which shows ones that nobody described with their name as their help.
    ///
    /// - Parameters:
    ///   - descriptions: Help, labels and buckets of each metric.
    ///   - seriesLimit: How many label sets a metric may have.
    public init(_ descriptions: [MetricDescription] = [], seriesLimit: Int = 200) {
        self.seriesLimit = max(1, seriesLimit)
        let all = descriptions + MetricDescription.process
        state = Mutex(State(described: Dictionary(all.map { ($0.name, $0) }) { first, _ in first }))
    }

    /// The instrument of a series; nil where its updates must be dropped, which `dropped` then counts.
    private func instrument<Wanted: Instrument>(
        _ label: String, suffix: String = "", _ kind: MetricKind, _ dimensions: [(String, String)],
        make: (LabelSet, MetricDescription) -> Wanted
    ) -> (wanted: Wanted?, dropped: DroppedInstrument) {
        var name = MetricName.metric(label)
        if !name.hasSuffix(suffix) { name += suffix }
        let labels = LabelSet(dimensions)
        return state.withLock { state in
            guard state.families[name] != nil || state.families.count < Self.familyLimit else { return (nil, surplus) }
            var family = state.families[name] ?? MetricFamily(Self.description(name, kind, in: state))
            let description = family.description
            guard description.kind == kind else { return (nil, family.dropped) }
            let instrument = family.instrument(labels, limit: seriesLimit) { make($0, description) }
            state.families[name] = family
            return (instrument, family.dropped)
        }
    }

    private static func description(_ name: String, _ kind: MetricKind, in state: State) -> MetricDescription {
        if let known = state.described[name], known.kind == kind { return known }
        return MetricDescription(name, kind, name)
    }

    private func forget(_ handler: AnyObject) {
        guard let instrument = handler as? any Instrument else { return }
        state.withLock { state in
            for name in state.families.keys { state.families[name]?.forget(instrument) }
        }
    }
}

extension MetricsRegistry: MetricsFactory {
    /// A counter, `label` with `_total` behind it.
    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        let (found, dropped) = instrument(label, suffix: "_total", .counter, dimensions) { labels, _ in
            CounterInstrument(labels)
        }
        return found ?? dropped
    }

    /// A counter of fractions, `label` with `_total` behind it.
    public func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        let (found, dropped) = instrument(label, suffix: "_total", .counter, dimensions) { labels, _ in
            CounterInstrument(labels)
        }
        return found ?? dropped
    }

    /// A gauge.
    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        let (found, dropped) = instrument(label, .gauge, dimensions) { labels, _ in GaugeInstrument(labels) }
        return found ?? dropped
    }

    /// A histogram if it aggregates, or a gauge of the last value.
    public func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        guard aggregate else {
            let (found, dropped) = instrument(label, .gauge, dimensions) { labels, _ in GaugeInstrument(labels) }
            return found ?? dropped
        }
        let (found, dropped) = instrument(label, .histogram, dimensions) { labels, description in
            HistogramInstrument(labels, bounds: description.buckets)
        }
        return found ?? dropped
    }

    /// A histogram of seconds, `label` with `_seconds` behind it.
    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        let (found, dropped) = instrument(label, suffix: "_seconds", .histogram, dimensions) { labels, description in
            HistogramInstrument(labels, bounds: description.buckets)
        }
        return found ?? dropped
    }

    /// Forgets the series.
    public func destroyCounter(_ handler: any CounterHandler) { forget(handler) }
    /// Forgets the series.
    public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) { forget(handler) }
    /// Forgets the series.
    public func destroyMeter(_ handler: any MeterHandler) { forget(handler) }
    /// Forgets the series.
    public func destroyRecorder(_ handler: any RecorderHandler) { forget(handler) }
    /// Forgets the series.
    public func destroyTimer(_ handler: any TimerHandler) { forget(handler) }
}

/// All series of one name.
struct MetricFamily: Sendable {
    let description: MetricDescription
    /// Where updates of label sets beyond the limit go, and those of another kind.
    let dropped = DroppedInstrument()
    private(set) var series: [LabelSet: any Instrument] = [:]

    init(_ description: MetricDescription) {
        self.description = description
    }

    /// The series of `labels`, made if it is not there; nil if there are `limit` others, or it is not of that type.
    mutating func instrument<Wanted: Instrument>(
        _ labels: LabelSet, limit: Int, make: (LabelSet) -> Wanted
    ) -> Wanted? {
        if let known = series[labels] { return known as? Wanted }
        guard series.count < limit else { return nil }
        let new = make(labels)
        series[labels] = new
        return new
    }

    /// Forgets that very series.
    mutating func forget(_ instrument: any Instrument) {
        guard series[instrument.labels] === instrument else { return }
        series[instrument.labels] = nil
    }
}
