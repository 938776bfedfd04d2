public import SystemPackage

/// A problem package, read and checked, in the one model that all formats are read into.
public struct Problem: Hashable, Sendable {
    /// The package's directory: absolute, without symbolic links.
    public var root: FilePath
    /// The directory's name.
    public var shortName: String
    /// The package format it was read from.
    public var format: PackageFormat
    /// The name in `problem.yaml` (the English one where there are several) or in `domjudge-problem.ini`.
    public var name: String?
    /// What `problem.yaml` says about the problem and nobody judges by.
    public var about: ProblemAbout
    /// How the CPU time limit of one test case is found.
    public var timeLimit: TimeLimit
    /// The other limits.
    public var limits: ProblemLimits
    /// How outputs are judged.
    public var validation: Validation
    /// Whether submissions get points (`type: scoring`) instead of one verdict.
    public var isScoring: Bool
    /// Whether the validator may ask for another run of the submission (`validation: custom multi-pass`).
    public var isMultiPass: Bool
    /// The ids of the languages that submissions may use; nil if all.
    public var languages: [String]?
    /// The groups of test cases, outer ones before inner ones: `""` (all of `data`), `sample`, `secret`, `secret/1`.
    public var groups: [TestGroup]
    /// Sample cases first, then secret ones, in the order in which they are judged.
    public var testCases: [TestCase]
    /// Everything below `submissions`, in order.
    public var submissions: [Submission]
    /// Checkers of the test inputs.
    public var inputValidators: [Program]
    /// Files to put beside a submission, by language id; `default` serves the languages not named.
    public var includes: [String: [SourceFile]]
    /// What is odd but no error.
    public var warnings: [Diagnostic]

    /// A problem of these parts; `Problem(package:)` reads one from a directory.
    public init(
        root: FilePath,
        shortName: String,
        format: PackageFormat = .legacy,
        name: String? = nil,
        about: ProblemAbout = ProblemAbout(),
        timeLimit: TimeLimit,
        limits: ProblemLimits = ProblemLimits(),
        validation: Validation = .standard(arguments: []),
        isScoring: Bool = false,
        isMultiPass: Bool = false,
        languages: [String]? = nil,
        groups: [TestGroup] = [],
        testCases: [TestCase] = [],
        submissions: [Submission] = [],
        inputValidators: [Program] = [],
        includes: [String: [SourceFile]] = [:],
        warnings: [Diagnostic] = []
    ) {
        self.root = root
        self.shortName = shortName
        self.format = format
        self.name = name
        self.about = about
        self.timeLimit = timeLimit
        self.limits = limits
        self.validation = validation
        self.isScoring = isScoring
        self.isMultiPass = isMultiPass
        self.languages = languages
        self.groups = groups
        self.testCases = testCases
        self.submissions = submissions
        self.inputValidators = inputValidators
        self.includes = includes
        self.warnings = warnings
    }

    /// Whether the submission talks with the validator while it runs (`validation: custom interactive`).
    public var isInteractive: Bool {
        if case .custom(_, _, let isInteractive, _) = validation { isInteractive } else { false }
    }
}
