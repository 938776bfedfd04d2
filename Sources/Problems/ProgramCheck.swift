public import PackageFiles

/// Data of a package that tests one of its own programs, and no submission.
public struct ProgramCheck: Hashable, Sendable {
    /// What has to come of it.
    public enum Expectation: String, Hashable, Sendable, CaseIterable {
        /// At least one of the input validators rejects the input.
        case invalidInput = "invalid_input"
        /// The outputs are rejected as wrong answers.
        case invalidOutput = "invalid_output"
        /// The outputs are accepted as right ones.
        case validOutput = "valid_output"
    }

    /// What has to come of it.
    public var expectation: Expectation
    /// The input, with the judge's answer, and the arguments of validators; where an input is tested the answer is the input again.
    public var test: TestCase
    /// The output; nil where an input is tested.
    public var output: PackageFile?

    /// A check by this data.
    public init(_ expectation: Expectation, _ test: TestCase, output: PackageFile? = nil) {
        self.expectation = expectation
        self.test = test
        self.output = output
    }
}
