public import SystemPackage
public import Units

/// A problem package, read and checked, in the one model that all formats are read into.
public struct Problem: Sendable {
    /// The package's directory.
    public var root: FilePath
    /// The directory's name.
    public var shortName: String
    /// The name in `problem.yaml`, if it has one.
    public var name: String?
    /// How the CPU time limit of one test case is found.
    public var timeLimit: TimeLimit
    /// The other limits.
    public var limits: ProblemLimits
    /// How outputs are judged.
    public var validation: Validation
    /// Sample cases first, then secret ones, groups in order.
    public var testCases: [TestCase]
    /// Everything below `submissions`, in order.
    public var submissions: [Submission]
    /// Checkers of the test inputs.
    public var inputValidators: [Program]
    /// Files to put beside a submission, by language id; `default` serves the languages not named.
    public var includes: [String: [SourceFile]]
    /// What is odd but no error.
    public var warnings: [Diagnostic]
}

/// How the CPU time limit is found.
public enum TimeLimit: Hashable, Sendable {
    /// Given by the package; `source` names the file.
    case fixed(Duration, source: String)
    /// `ceil(slowest accepted × multiplier)` seconds, at least 1; a time-limit submission must exceed it × `safetyMargin`.
    case computed(multiplier: Double, safetyMargin: Double)
}

/// Limits besides the time limit, with legacy's defaults.
public struct ProblemLimits: Hashable, Sendable {
    public var memory = ByteCount.mebibytes(2048)
    public var output = ByteCount.mebibytes(8)
    public var code = ByteCount.kibibytes(128)
    public var compilationTime = Duration.seconds(60)
    public var compilationMemory = ByteCount.mebibytes(2048)
    public var validationTime = Duration.seconds(60)
    public var validationMemory = ByteCount.mebibytes(2048)
    public var validationOutput = ByteCount.mebibytes(8)
}

/// How outputs are judged.
public enum Validation: Hashable, Sendable {
    /// By the default validator with these arguments.
    case standard(arguments: [String])
    /// By the package's own programs (all must accept), called with `input answer feedback/ arguments…`.
    case custom(validators: [Program], arguments: [String], isInteractive: Bool, isScoring: Bool)
}

/// One test case.
public struct TestCase: Hashable, Sendable {
    /// `sample/1`, `secret/group/02`: the path below `data` without its extension.
    public var name: String
    /// What the program reads.
    public var input: FilePath
    /// The judge's answer.
    public var answer: FilePath
}

/// A source file: where it is, and what it is called beside its fellows.
public struct SourceFile: Hashable, Sendable {
    /// The file on the host.
    public var path: FilePath
    /// Its name relative to the program's directory, `Main.java` or `util/a.h`.
    public var name: String
}

/// A program of the package that is not a submission: a validator.
public struct Program: Hashable, Sendable {
    /// Its name below the package, `output_validators/check`.
    public var name: String
    /// Its sources, one file or a directory's, in order.
    public var files: [SourceFile]
}

/// A submission of the package, and what it promises.
public struct Submission: Hashable, Sendable {
    /// Its path below `submissions`: `accepted/sum.cpp`, `wrong_answer/multi`.
    public var path: String
    /// Its sources, one file or a directory's, in order.
    public var files: [SourceFile]
    /// The verdicts it may get; empty if the package promises nothing.
    public var expected: Set<Verdict>
}

/// Something a package's author should know, with the place.
public struct Diagnostic: Hashable, Sendable {
    /// The file it is about, relative to the package.
    public var file: String
    /// The line, from 1, if it is about one.
    public var line: Int?
    /// What is wrong, and what to do.
    public var message: String
}
