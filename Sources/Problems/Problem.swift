public import Grading
public import Units

/// A problem package, read and checked, in the one model that all formats are read into.
///
/// It says which of the package's files are what, and not where they are: ``ProblemPackage`` does.
public struct Problem: Hashable, Sendable {
    /// The directory's name.
    public var shortName: String
    /// The package format it was read from.
    public var format: PackageFormat
    /// The system whose ways it is judged in.
    public var home: HomeSystem
    /// The name in the settings (the English one where there are several) or in `domjudge-problem.ini`.
    public var name: String?
    /// What the settings say about the problem and nobody judges by.
    public var about: ProblemAbout
    /// How the CPU time limit of one test case is found.
    public var timeLimit: TimeLimit
    /// The other limits.
    public var limits: ProblemLimits
    /// How outputs are judged.
    public var validation: Validation
    /// The program that looks at the sources of submissions, for test cases that ask for it; nil: there is none.
    public var staticValidator: Program?
    /// Whether submissions are answers to the test cases, a file for each, and not programs: nothing of them is run.
    public var takesAnswers: Bool
    /// Whether a submission runs twice on a test case, at once (CMS' `TwoSteps`): the first run reads the input, the second what the
    /// first writes to a pipe. They are called with `0` or `1`, and the pipe's name.
    public var hasTwoSteps: Bool
    /// The runs of a submission on a test case, one after the other, where there are several (Polygon's `run-count`): the first reads
    /// the input, each other what came of the one before it, and what comes of the last one is checked. Empty: it runs once.
    public var runs: [SuccessiveRun]
    /// The ids of the languages that submissions may use; nil if all.
    public var languages: [String]?
    /// Whether submissions may write files in their working directory.
    public var allowsFileWriting: Bool
    /// The file in its working directory that a submission reads; nil: it reads standard input.
    public var inputFile: String?
    /// The file in its working directory that a submission writes; nil: it writes standard output.
    public var outputFile: String?
    /// What stands for constants in the package's programs and its own submissions.
    public var constants: Constants
    /// How test cases make a result: the groups `""` (all of them), `sample`, `secret`, `secret/1`.
    public var grading: GroupTree
    /// Whether the lowest score is the best one.
    public var isLowestScoreBest: Bool
    /// The programs that groups with ``Grading/GroupRule/Aggregate/program(arguments:)`` are graded by: one at most.
    public var graders: [Program]
    /// Sample cases first, then secret ones, in the order in which they are judged.
    public var testCases: [TestCase]
    /// Everything below `submissions`, or what the settings call solutions, in order.
    public var submissions: [Submission]
    /// Checkers of the test inputs.
    public var inputValidators: [Program]
    /// What tests the package's own programs.
    public var programChecks: [ProgramCheck] = []
    /// Files to put beside a submission, by language id; `default` serves the languages not named.
    public var includes: [String: [SourceFile]]
    /// Where a program starts that is built with ``includes``, a file or a class, by language id; a language that is not named says
    /// itself.
    public var entryPoints: [String: String]
    /// What stands before the code in each source of a submission, headers left out; empty: nothing.
    public var preamble: String
    /// What is odd but no error.
    public var warnings: [Diagnostic]

    /// A problem of these parts; ``ProblemPackage`` reads one from a folder.
    public init(
        shortName: String,
        format: PackageFormat = .legacy,
        home: HomeSystem = .kattis,
        name: String? = nil,
        about: ProblemAbout = ProblemAbout(),
        timeLimit: TimeLimit,
        limits: ProblemLimits = ProblemLimits(),
        validation: Validation = .standard(arguments: []),
        staticValidator: Program? = nil,
        takesAnswers: Bool = false,
        hasTwoSteps: Bool = false,
        runs: [SuccessiveRun] = [],
        languages: [String]? = nil,
        allowsFileWriting: Bool = false,
        inputFile: String? = nil,
        outputFile: String? = nil,
        constants: Constants = Constants(),
        grading: GroupTree? = nil,
        isLowestScoreBest: Bool = false,
        graders: [Program] = [],
        testCases: [TestCase] = [],
        submissions: [Submission] = [],
        inputValidators: [Program] = [],
        includes: [String: [SourceFile]] = [:],
        entryPoints: [String: String] = [:],
        preamble: String = "",
        warnings: [Diagnostic] = []
    ) {
        self.shortName = shortName
        self.format = format
        self.home = home
        self.name = name
        self.about = about
        self.timeLimit = timeLimit
        self.limits = limits
        self.validation = validation
        self.staticValidator = staticValidator
        self.takesAnswers = takesAnswers
        self.hasTwoSteps = hasTwoSteps
        self.runs = runs
        self.languages = languages
        self.allowsFileWriting = allowsFileWriting
        self.inputFile = inputFile
        self.outputFile = outputFile
        self.constants = constants
        self.grading = grading ?? GroupTree(tests: testCases.count)
        self.isLowestScoreBest = isLowestScoreBest
        self.graders = graders
        self.testCases = testCases
        self.submissions = submissions
        self.inputValidators = inputValidators
        self.includes = includes
        self.entryPoints = entryPoints
        self.preamble = preamble
        self.warnings = warnings
    }

    /// Whether submissions open pipes by their names.
    public var opensPipes: Bool {
        if hasTwoSteps { return true }
        if case .custom(let custom) = validation { return custom.processes?.streams == .named }
        return false
    }

    /// Whether submissions get points (`type: scoring`) besides a verdict.
    public var isScoring: Bool { grading.isScoring }
}

/// One of several runs of a submission on a test case, which follow on each other.
public enum SuccessiveRun: String, Hashable, Sendable, CaseIterable {
    /// It reads standard input; what it writes comes of it.
    case alone
    /// It talks with the package's interactor, for whom what the run is to work on is the input; what that writes for the checker
    /// comes of it.
    case withInteractor = "with interactor"
}
