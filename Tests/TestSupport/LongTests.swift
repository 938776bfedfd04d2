import FoundationEssentials

/// Tests that take minutes, for a machine that is quiet: `Scripts/test --all` runs them.
public enum LongTests {
    /// Whether they are asked for, by the variable `VERDICT_LONG_TESTS`.
    public static let areAskedFor = ProcessInfo.processInfo.environment["VERDICT_LONG_TESTS"] != nil

    /// All of `cases` where long tests are asked for, and every so many otherwise, from the first one on.
    public static func sample<Case>(of cases: [Case], every step: Int) -> [Case] {
        areAskedFor ? cases : stride(from: 0, to: cases.count, by: step).map { cases[$0] }
    }
}
