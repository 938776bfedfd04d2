/// The package formats that are read, by their names in `problem_format_version`.
public enum PackageFormat: String, Hashable, Sendable, CaseIterable {
    /// The format of the Kattis archives, without a version or with `legacy`.
    case legacy
    /// Its subset for ICPC contests: no scoring, no `include`, no graders.
    case legacyICPC = "legacy-icpc"
}
