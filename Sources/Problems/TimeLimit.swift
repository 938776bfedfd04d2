/// How the CPU time limit is found.
public enum TimeLimit: Hashable, Sendable {
    /// Given by the package; `source` names the file.
    case fixed(Duration, source: String)
    /// The least multiple of `resolution`, at least one, that the slowest accepted submission's time × `multiplier` does not
    /// exceed; a time-limit submission must exceed it × `safetyMargin`.
    case computed(multiplier: Double, safetyMargin: Double, resolution: Duration = .seconds(1))
}
