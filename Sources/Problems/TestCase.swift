public import Grading
public import PackageFiles

/// One test case.
public struct TestCase: Hashable, Sendable {
    /// `sample/1`, `secret/group/02`: the path below `data` without its extension, printable. In formats without that folder
    /// `sample/01` or `tests/02`.
    public var name: String
    /// What the program reads.
    public var input: PackageFile
    /// The judge's answer.
    public var answer: PackageFile
    /// The program's arguments.
    public var arguments: [String]
    /// What it may use where that is less than the problem's limits.
    public var limits: OwnLimits
    /// What lies in the program's working directory besides the program, by the names there.
    public var files: [SourceFile]
    /// The arguments of the package's static validator, which looks at the submission's sources instead of running it; nil: the
    /// test case is an ordinary one. Then input and answer are the file that asks for it.
    public var staticArguments: [String]?
    /// Where submissions are answers: what the file is called that has the one to this test case; of several names the first
    /// that a submission has. None: a submission is one file, which answers all test cases.
    public var answerNames: [String]
    /// What a checker may give to the test case; nil: as the package's ``Validation`` says.
    public var checkerPoints: CheckerPoints?
    /// The output validator's arguments: the package's `validator_flags`, then the group's `output_validator_flags`.
    public var validatorArguments: [String]
    /// The input validators' arguments: the group's `input_validator_flags`.
    public var inputValidatorArguments: [String]
    /// The same where each input validator has its own, by its name; one that is not named has none. Nil: all have the same.
    public var inputValidatorArgumentsByName: [String: [String]]?
    /// What is said of the test case to people.
    public var notes: TestNotes

    /// A test case of these files.
    public init(
        name: String,
        input: PackageFile,
        answer: PackageFile,
        arguments: [String] = [],
        limits: OwnLimits = OwnLimits(),
        files: [SourceFile] = [],
        staticArguments: [String]? = nil,
        answerNames: [String] = [],
        checkerPoints: CheckerPoints? = nil,
        validatorArguments: [String] = [],
        inputValidatorArguments: [String] = [],
        inputValidatorArgumentsByName: [String: [String]]? = nil,
        notes: TestNotes = TestNotes()
    ) {
        self.name = name
        self.input = input
        self.answer = answer
        self.arguments = arguments
        self.limits = limits
        self.files = files
        self.staticArguments = staticArguments
        self.answerNames = answerNames
        self.checkerPoints = checkerPoints
        self.validatorArguments = validatorArguments
        self.inputValidatorArguments = inputValidatorArguments
        self.inputValidatorArgumentsByName = inputValidatorArgumentsByName
        self.notes = notes
    }

    /// The name of the group that the case is in: `sample`, `secret/group`.
    public var group: String {
        name.lastIndex(of: "/").map { String(name[..<$0]) } ?? ""
    }

    /// Whether the case is below `data/sample`, or is called as if it were.
    public var isSample: Bool { name.hasPrefix("sample/") }
}

/// What a checker may give to a test case that it accepts. To one that it rejects it may give nothing.
public enum CheckerPoints: Hashable, Sendable {
    /// Nothing; points are the checker's fault.
    case none
    /// Anything; it counts for nothing.
    case ignored
    /// Points, and it has to.
    case needed
    /// So many points at most, or a part of them; all of them if it says nothing.
    case upTo(Score)
    /// A part of so many points, rounded down to whole ones; all of them if it says nothing.
    case whole(Score)
    /// All points: who gets a part of them has failed.
    case full
    /// Any number of points, or a part of those of the test case; these if it says nothing.
    case any
}

/// What is said of a test case to people.
public struct TestNotes: Hashable, Sendable {
    /// A hint for who fails on it; nil: none.
    public var hint: String?
    /// What it is there to test; nil: nobody says.
    public var description: String?
    /// Whether who fails on it may see all of it.
    public var hasFullFeedback: Bool

    /// These notes.
    public init(hint: String? = nil, description: String? = nil, hasFullFeedback: Bool = false) {
        self.hint = hint
        self.description = description
        self.hasFullFeedback = hasFullFeedback
    }
}
