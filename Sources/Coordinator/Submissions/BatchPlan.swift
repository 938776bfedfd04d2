/// How a submission's test cases are divided into batches: each a job of its own.
///
/// A batch is to take about a second of a core: long beside what giving out a job costs, short beside what is lost when a
/// worker dies, and what others wait for it.
public struct BatchPlan: Hashable, Sendable {
    /// How long a batch is to take.
    public static let target = Duration.seconds(1)
    /// The most test cases of a batch: what is found on them is one entry of the log.
    public static let most = 64
    /// How long a test case is taken to need while nothing is known.
    public static let unknown = Duration.milliseconds(50)

    /// How many test cases each batch has, in order.
    public let sizes: [Int]

    /// Divides `tests` test cases, each of which is expected to need `expected`, into batches of about equal size.
    public init(tests: Int, expected: Duration?) {
        let each = max(expected ?? Self.unknown, .microseconds(1))
        let fitting = min(max(1, Int(min(Self.target / each, Double(Self.most)))), Self.most)
        let count = max(0, (tests + fitting - 1) / fitting)
        sizes = (0..<count).map { index in tests * (index + 1) / count - tests * index / count }
    }
}
