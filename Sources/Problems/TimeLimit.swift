/// How the CPU time limit is found.
public enum TimeLimit: Hashable, Sendable {
    /// Given by the package; `source` names the file.
    case fixed(Duration, source: String)
    /// `ceil(slowest accepted × multiplier)` seconds, at least 1; a time-limit submission must exceed it × `safetyMargin`.
    case computed(multiplier: Double, safetyMargin: Double)
}
