import Units

/// A word to the package's author about accepted test cases that ran so near to the time limit that they were measured again.
public struct BorderWarning: Hashable, Sendable {
    /// Such a test case.
    public struct Near: Hashable, Sendable {
        /// Its name.
        public var name: String
        /// The CPU time that counts.
        public var cpuTime: Duration
        /// All that were measured.
        public var measurements: [Duration]

        /// A test case with its measurements.
        public init(name: String, cpuTime: Duration, measurements: [Duration]) {
            self.name = name
            self.cpuTime = cpuTime
            self.measurements = measurements
        }
    }

    /// The warning.
    public let text: String

    /// Of the test cases that were measured again for being `near` to `limit`; nil if all of them are over it.
    public init?(_ near: [Near], limit: Duration) {
        let near = near.filter { $0.cpuTime <= limit }
        guard let nearest = near.max(by: { $0.cpuTime < $1.cpuTime }) else { return nil }
        text =
            "near the time limit of \(limit.secondsText) on \(near.count) test case\(near.count == 1 ? "" : "s"), "
            + "measured again alone; nearest: \(nearest.name) with "
            + nearest.measurements.map(\.secondsText).joined(separator: ", ")
    }
}
