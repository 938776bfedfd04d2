/// A folder of test cases and its `testdata.yaml`, with what it inherits from the folders around it.
public struct TestGroup: Hashable, Sendable {
    /// What happens in a group after a test case that is not accepted.
    public enum OnReject: String, Hashable, Sendable, CaseIterable {
        /// The rest of the group is not judged.
        case stop = "break"
        /// The rest is judged, and the grader decides.
        case goOn = "continue"
    }

    /// Who makes the group's result of its members' results.
    public enum Grading: String, Hashable, Sendable, CaseIterable {
        /// The default grader, with `graderFlags`.
        case standard = "default"
        /// The package's program in `graders`.
        case custom
    }

    /// The path below `data`, `""` for `data` itself, printable.
    public var name: String
    /// What happens after a test case that is not accepted.
    public var onReject = OnReject.stop
    /// Who makes the group's result.
    public var grading = Grading.standard
    /// The grader's arguments.
    public var graderArguments: [String] = []
    /// `output_validator_flags`, without the package's `validator_flags`.
    public var outputValidatorFlags: [String] = []
    /// `input_validator_flags`.
    public var inputValidatorFlags: [String] = []
    /// The score of an accepted test case; nil where the package gives none (1 then).
    public var acceptScore: Double?
    /// The score of a rejected test case; nil where the package gives none (0 then).
    public var rejectScore: Double?
    /// The scores that are possible; nil where the package gives none (any then).
    public var range: ClosedRange<Double>?

    /// A group with the legacy format's defaults.
    public init(name: String) {
        self.name = name
    }
}
