/// The kinds of metrics of Prometheus that Verdict has.
public enum MetricKind: String, Hashable, Sendable {
    /// What only grows, and starts again at zero with the process.
    case counter
    /// What goes up and down.
    case gauge
    /// How often values fell into each bucket, and their sum.
    case histogram
}
