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

/// The kinds of metrics of Prometheus that Verdict has.
public enum MetricKind: String, Hashable, Sendable {
    /// What only grows, and starts again at zero with the process.
    case counter
    /// What goes up and down.
    case gauge
    /// How often values fell into each bucket, and their sum.
    case histogram
}

/// Names and labels as Prometheus' data model allows them.
enum MetricName {
    /// `[a-zA-Z_:][a-zA-Z0-9_:]*`: anything else becomes `_`.
    static func metric(_ text: String) -> String { cleaned(text, also: ":") }

    /// `[a-zA-Z_][a-zA-Z0-9_]*`, and none of those that Prometheus keeps for itself.
    static func label(_ text: String) -> String {
        let name = cleaned(text, also: "")
        return name.hasPrefix("__") || name == "le" || name == "quantile" ? "label_" + name : name
    }

    private static func cleaned(_ text: String, also allowed: String) -> String {
        let name = text.unicodeScalars.prefix(200).map { scalar -> Character in
            let isAllowed =
                ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
                || allowed.unicodeScalars.contains(scalar)
            return isAllowed ? Character(scalar) : "_"
        }
        guard let first = name.first else { return "_" }
        return ("0"..."9").contains(first) ? "_" + String(name) : String(name)
    }
}
