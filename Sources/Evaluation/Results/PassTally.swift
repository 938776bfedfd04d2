/// How many samples of each task are right, and what that says.
public struct PassTally: Hashable, Sendable {
    private struct Count: Hashable, Sendable {
        var samples = 0
        var passed = 0
        var tests = 0
        var accepted = 0
    }

    private var counts: [String: Count] = [:]

    /// Nothing yet.
    public init() {}

    /// Counts a sample.
    /// - Parameters:
    ///   - task: its task's name.
    ///   - isPassed: whether it is right.
    ///   - accepted: how many tests were accepted.
    ///   - tests: how many tests there are.
    public mutating func count(_ task: String, isPassed: Bool, accepted: Int, tests: Int) {
        counts[task, default: Count()].samples += 1
        counts[task, default: Count()].passed += isPassed ? 1 : 0
        counts[task, default: Count()].accepted += accepted
        counts[task, default: Count()].tests += tests
    }

    /// How many tasks have samples.
    public var tasks: Int { counts.count }
    /// How many samples there are.
    public var samples: Int { counts.values.reduce(0) { $0 + $1.samples } }
    /// How many samples are right.
    public var passed: Int { counts.values.reduce(0) { $0 + $1.passed } }
    /// The part of all tests that were accepted, 0 to 1; nil without a test. It says something only where all of them were run.
    public var passRate: Double? {
        let tests = counts.values.reduce(0) { $0 + $1.tests }
        return tests == 0 ? nil : Double(counts.values.reduce(0) { $0 + $1.accepted }) / Double(tests)
    }

    /// How likely it is that one of `k` samples of a task is right, over all tasks; nil if a task has fewer than `k`.
    public func pass(at k: Int) -> Double? {
        guard !counts.isEmpty, k > 0, counts.values.allSatisfy({ $0.samples >= k }) else { return nil }
        let sum = counts.sorted { $0.key < $1.key }.reduce(0.0) { sum, count in
            sum + Self.pass(at: k, samples: count.value.samples, passed: count.value.passed)
        }
        return sum / Double(counts.count)
    }

    /// How likely it is that one of `k` samples is right that are drawn of `samples`, of which `passed` are: 1 − C(n−c, k) / C(n, k),
    /// without bias, as a product that no number grows too large in.
    public static func pass(at k: Int, samples: Int, passed: Int) -> Double {
        guard samples - passed >= k else { return 1 }
        var none = 1.0
        for rest in (samples - passed + 1)..<(samples + 1) { none *= 1 - Double(k) / Double(rest) }
        return 1 - none
    }
}
