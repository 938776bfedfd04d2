public import Executions
public import Grading

/// What is told of a sample while it is evaluated.
public enum SampleEvent: Hashable, Sendable {
    /// Its program was compiled, or not.
    case compiled(ExecutionCompilation)
    /// A test has ended.
    case tested(SampleTest)
}

/// A test of a sample: how it ran, and what that is worth.
public struct SampleTest: Hashable, Sendable {
    /// How it ran, without what harnesses say to each other.
    public let test: ExecutedTest
    /// What it is worth, also where that is decided outside of the run.
    public let verdict: Verdict
    /// Why, in words; empty if there is nothing to say.
    public let message: String

    init(_ test: ExecutedTest, verdict: Verdict, message: String) {
        (self.test, self.verdict, self.message) = (test, verdict, message)
    }
}
