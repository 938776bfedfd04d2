/// What a metric is, declared once for the code that emits it, the page that explains it, and who watches it.
public struct MetricDescription: Hashable, Sendable {
    /// The name, with its unit and, for counters, `_total`.
    public var name: String
    /// Its kind.
    public var kind: MetricKind
    /// What it counts or measures, in one line.
    public var help: String
    /// The names of its labels.
    public var labels: [String]
    /// A histogram's upper bounds, ascending, without infinity.
    public var buckets: [Double]

    /// The description of `name`.
    public init(
        _ name: String, _ kind: MetricKind, _ help: String, labels: [String] = [],
        buckets: [Double] = MetricDescription.latencyBuckets
    ) {
        self.name = name
        self.kind = kind
        self.help = help
        self.labels = labels
        self.buckets = kind == .histogram ? buckets.filter(\.isFinite).sorted() : []
    }

    /// Seconds from a millisecond to five minutes.
    public static let latencyBuckets: [Double] = [
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300,
    ]
}
