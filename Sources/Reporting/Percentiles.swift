import Units

/// The spread of repeated measurements.
public struct Percentiles: Hashable, Sendable {
    private let sorted: [Duration]

    /// The spread of `samples`; nil if there are none.
    public init?(_ samples: [Duration]) {
        guard !samples.isEmpty else { return nil }
        sorted = samples.sorted()
    }

    /// The smallest sample that at least `percent` (0 to 100) of all samples do not exceed (nearest rank).
    public subscript(percent: Int) -> Duration {
        let rank = (sorted.count * min(max(percent, 0), 100) + 99) / 100
        return sorted[max(rank, 1) - 1]
    }

    /// `p50 0.612 ms  p90 0.700 ms  p99 1.204 ms`.
    public var text: String {
        [50, 90, 99].map { "p\($0) \(Self.milliseconds(self[$0])) ms" }.joined(separator: "  ")
    }

    /// The percentiles as JSON, in milliseconds.
    public var json: JSONValue {
        [
            "repeat": .integer(Int64(sorted.count)),
            "p50_ms": .number(self[50].inSeconds * 1000),
            "p90_ms": .number(self[90].inSeconds * 1000),
            "p99_ms": .number(self[99].inSeconds * 1000),
        ]
    }

    private static func milliseconds(_ duration: Duration) -> String {
        let microseconds = (duration.nanoseconds + 500) / 1000
        let fraction = String(microseconds % 1000)
        return "\(microseconds / 1000)." + String(repeating: "0", count: 3 - fraction.count) + fraction
    }
}
