import FoundationEssentials

/// Tests that take minutes, for a machine that is quiet: `Scripts/test --all` runs them.
public enum LongTests {
    /// Whether they are asked for, by the variable `VERDICT_LONG_TESTS`.
    public static let areAskedFor = ProcessInfo.processInfo.environment["VERDICT_LONG_TESTS"] != nil
}
