public import Grading
public import Units

/// How a package is judged where the user wants it otherwise than the package says.
public struct JudgeOptions: Hashable, Sendable {
    /// The CPU time limit of each test case; nil: the package's.
    public var timeLimit: Duration?
    /// The memory limit of each test case; nil: the package's.
    public var memory: ByteCount?
    /// Whether all test cases run even after one failed. The verdict is the same.
    public var runsAllTests = false
    /// How the verdict is made of those of test cases; nil: as the package has it. Only for packages where the first test case that
    /// fails would decide.
    public var policy: ResultPolicy?
    /// Whether a program is stopped as soon as what it wrote can no longer be accepted, for who asks whether it is right and
    /// for nothing else: what it would have done afterwards (exceed a limit, crash) is then not found out.
    public var stopsEarly = false
    /// The id of the language that all submissions are taken to be in; nil: found by their files.
    public var language: String?

    /// How long one test case may wait for the host to be quiet, where what else the host did may have made it late.
    public var quietWait = Duration.seconds(30)

    /// As the package says.
    public init() {}
}
