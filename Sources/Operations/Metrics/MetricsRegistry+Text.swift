internal import CoreMetrics
internal import Synchronization

extension MetricsRegistry {
    /// The content type of ``text()``.
    public static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// Every metric in Prometheus' text exposition format 0.0.4, by name.
    public func text() async -> String {
        let (families, observers) = state.withLock { ($0.families, $0.observers) }
        var sections: [String: String] = [:]
        for (name, family) in families where !family.series.isEmpty {
            let series = family.series.map { ($0.key, $0.value.reading) }
            sections[name] = Self.section(family.description, series)
        }
        let observed = await withTaskGroup(of: (MetricDescription, [MetricSample]?).self) { group in
            for observer in observers.values {
                group.addTask { (observer.description, await observer.read.run().value) }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        for case (let description, let samples?) in observed where !samples.isEmpty {
            sections[description.name] = Self.section(description, series(samples))
        }
        for (description, samples) in ProcessFigures.read().samples {
            sections[description.name] = Self.section(description, series(samples))
        }
        let dropped = MetricDescription.dropped
        sections[dropped.name] = Self.section(dropped, series(droppedSamples(families)))
        return sections.sorted { $0.key < $1.key }.map(\.value).joined()
    }

    /// Each label set once, and no more of them than the limit.
    private func series(_ samples: [MetricSample]) -> [(LabelSet, MetricReading)] {
        let values = Dictionary(samples.map { ($0.labels, $0.value) }) { $1 }
        return values.map { ($0.key, MetricReading.value($0.value)) }
            .sorted { $0.0.rendered() < $1.0.rendered() }.prefix(seriesLimit).map { $0 }
    }

    private func droppedSamples(_ families: [String: MetricFamily]) -> [MetricSample] {
        let dropped = families.filter { $0.value.dropped.count > 0 }.map { name, family in
            MetricSample(Double(family.dropped.count), labels: [("metric", name)])
        }
        return dropped + [MetricSample(Double(surplus.count), labels: [("metric", "")])]
    }

    private static func section(_ description: MetricDescription, _ series: [(LabelSet, MetricReading)]) -> String {
        let help = description.help.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
        var text = "# HELP \(description.name) \(help)\n# TYPE \(description.name) \(description.kind.rawValue)\n"
        for (labels, reading) in series.sorted(by: { $0.0.rendered() < $1.0.rendered() }) {
            switch reading {
            case .value(let value):
                text += "\(description.name)\(labels.rendered()) \(number(value))\n"
            case .histogram(let counts, let sum):
                text += histogram(description, labels, counts, sum)
            }
        }
        return text
    }

    private static func histogram(
        _ description: MetricDescription, _ labels: LabelSet, _ counts: [UInt64], _ sum: Double
    ) -> String {
        var text = ""
        var total: UInt64 = 0
        for (bound, count) in zip(description.buckets + [.infinity], counts) {
            total += count
            let le = LabelSet.Label(name: "le", value: number(bound))
            text += "\(description.name)_bucket\(labels.rendered(adding: le)) \(total)\n"
        }
        text += "\(description.name)_sum\(labels.rendered()) \(number(sum))\n"
        return text + "\(description.name)_count\(labels.rendered()) \(total)\n"
    }

    /// A number as Go's `ParseFloat` reads it, whole ones without a fraction.
    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        guard value.isFinite else { return value < 0 ? "-Inf" : "+Inf" }
        return Int64(exactly: value).map { "\($0)" } ?? "\(value)"
    }
}
