internal import Synchronization

/// One value of a metric that is read when somebody looks.
public struct MetricSample: Sendable {
    let labels: LabelSet
    let value: Double

    /// A value of the series with these labels.
    public init(_ value: Double, labels: [(String, String)] = []) {
        self.value = value
        self.labels = LabelSet(labels)
    }
}

/// A metric that is read when somebody looks.
struct MetricObserver: Sendable {
    let description: MetricDescription
    let read: Probe<[MetricSample]>
}

extension MetricsRegistry {
    /// Reads a gauge, or a counter that somebody else keeps, whenever the metrics are looked at. A metric that takes longer
    /// than a second to read is left out that time. The name's kind is that of its description, or gauge. The last
    /// observer of a name is the one that counts.
    public func observeSeries(_ name: String, _ read: @escaping @Sendable () async throws -> [MetricSample]) {
        state.withLock { state in
            let description = state.described[name] ?? MetricDescription(MetricName.metric(name), .gauge, name)
            guard state.observers.count < Self.familyLimit, description.kind != .histogram else { return }
            state.observers[description.name] = MetricObserver(
                description: description, read: Probe(timeout: .seconds(1), read))
        }
    }

    /// Reads a gauge of one value whenever the metrics are looked at.
    public func observe(_ name: String, _ read: @escaping @Sendable () async throws -> Double) {
        observeSeries(name) { [MetricSample(try await read())] }
    }
}
