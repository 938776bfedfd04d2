import Storage

/// How long a test case of each package takes on average, as far as it was seen lately.
struct WorkEstimates: Sendable {
    /// How much of the average a new batch is, at least.
    private static let weight = 0.1

    private var packages: [ContentHash: (seconds: Double, batches: Double)] = [:]

    /// The CPU time of a test case; nil if none was seen.
    subscript(package: ContentHash) -> Duration? { packages[package].map { .seconds($0.seconds) } }

    /// A worker needed `work` of CPU time for `tests` test cases.
    mutating func note(_ work: Duration, tests: Int, of package: ContentHash) {
        guard tests > 0, work >= .zero else { return }
        let each = work / Double(tests) / Duration.seconds(1)
        var known = packages[package] ?? (0, 0)
        known.batches += 1
        // The mean of the first few, then a moving average.
        known.seconds += (each - known.seconds) * max(Self.weight, 1 / known.batches)
        packages[package] = known
    }
}
