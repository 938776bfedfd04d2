/// What a judgement says of a submission, or of one test case.
public enum Verdict: String, Hashable, Sendable, CaseIterable {
    /// The output is right.
    case accepted = "AC"
    /// The output is right in part: it gets some of the points.
    case partial = "PC"
    /// The output is wrong.
    case wrongAnswer = "WA"
    /// More CPU time was used than allowed.
    case timeLimit = "TLE"
    /// The wall-clock limit struck while the program idled.
    case idleLimit = "ILE"
    /// More memory was used than allowed.
    case memoryLimit = "MLE"
    /// More was written than allowed.
    case outputLimit = "OLE"
    /// The program ended with a signal or a status other than 0.
    case runTimeError = "RE"
    /// A forbidden system call ended the program (a kind of run-time error).
    case securityViolation = "SV"
    /// The source did not compile.
    case compileError = "CE"
    /// The test case was not run, because the verdict was known; or the group of test cases, because another one that it
    /// requires was not passed.
    case skipped = "SK"
    /// The judge or the package failed; never the submission's fault.
    case judgeError = "JE"
}
