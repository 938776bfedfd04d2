/// Whose default output validator is meant. The three agree on most outputs and differ in what a number is, how a
/// tolerance is read and what a NUL byte does; a package is judged as on its home system.
public enum Dialect: String, Hashable, Sendable, CaseIterable {
    /// The problem package format 2025-09, as BAPCtools' validator decides: numbers are plain decimals, held as x87
    /// `long double`; unknown flags are ignored, contradictory ones are judge errors.
    case icpc = "icpc-2025-09"
    /// problemtools' validator of legacy packages: numbers are what `scanf("%lf")` reads, held as `double`; a token ends
    /// for all comparisons at its first NUL byte.
    case kattisLegacy = "kattis-legacy"
    /// DOMjudge's `compare`: numbers are what `scanf("%Lf")` reads, held as `long double`; infinities and NaNs compare.
    case domjudge
}
