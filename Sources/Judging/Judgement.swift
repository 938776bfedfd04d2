public import Grading
public import Problems
public import Provenance
public import Sandbox
public import Units

/// What was found of one submission: the verdict, why, and every measurement behind it.
public struct Judgement: Sendable {
    /// The submission.
    public var submission: Submission
    /// The id of its language; nil if none was found.
    public var language: String?
    /// The verdict: that of the first failing test case in order, where the package has no other rule.
    public var verdict = Verdict.judgeError
    /// The score; nil if the problem has none, or the submission was not judged.
    public var score: Score?
    /// What came of the groups of test cases, outer ones before inner ones, without the whole; empty if the first test case
    /// that fails decides, or the submission was not judged.
    public var groups: [JudgedGroup] = []
    /// Why; empty for an accepted submission.
    public var message = ""
    /// The test case that decided; nil if all passed, or none ran.
    public var decidingTest: String?
    /// How it was compiled; nil if that was never tried.
    public var compilation: Compilation?
    /// All test cases in order; those that did not run, or did not count, are ``Grading/Verdict/skipped``.
    public var tests: [TestResult] = []
    /// The limits of each test case.
    public var limits: TestLimits
    /// How the time limit was found; nil: somebody gives it.
    public var estimate: TimeLimitEstimate?
    /// What the package's author should know of this submission.
    public var warnings: [String] = []
    /// The layers of the sandbox that held all runs.
    public var layers: [Layer] = []
    /// What it was made of.
    public var content = JudgedContent()

    /// A judgement of `submission` under `limits` of which nothing is known yet.
    public init(submission: Submission, limits: TestLimits) {
        self.submission = submission
        self.limits = limits
    }

    /// Whether the result is what the submission's place in the package promises; true if it promises nothing.
    public var isAsExpected: Bool { brokenPromises.isEmpty }

    /// What of the result is not as promised, each in words; empty if all is.
    public var brokenPromises: [String] {
        submission.expected.broken(
            by: verdict, score: score,
            tests: tests.filter { $0.verdict != .skipped }.map {
                JudgedTest(name: $0.name, verdict: $0.verdict, message: $0.message)
            },
            groups: Dictionary(
                groups.map { ($0.name, GroupGrade($0.verdict, score: $0.score)) },
                uniquingKeysWith: { first, _ in first }))
    }

    /// The most CPU time that a test case used.
    public var cpuTime: Duration { tests.map(\.cpuTime).max() ?? .zero }
    /// The most wall-clock time that a test case took.
    public var wallTime: Duration { tests.map(\.wallTime).max() ?? .zero }
    /// What the run of ``decidingTest`` wrote to standard error; empty if nothing, or if nobody knows.
    public var decidingStandardError: String {
        tests.first { $0.name == decidingTest }?.standardError ?? ""
    }
    /// What was said to the interactor and by it in a second run on ``decidingTest``; empty if nobody knows.
    public var decidingTranscript: String {
        tests.first { $0.name == decidingTest }?.transcript ?? ""
    }
    /// The most memory that a test case used.
    public var memory: ByteCount { tests.map(\.memory).max() ?? ByteCount(0) }
}

extension Judgement {
    /// A word to the package's author if an accepted test case ran so near to the limit that it was measured again.
    var borderWarning: String? {
        let near = tests.filter { $0.doubt == .nearLimit }.map {
            BorderWarning.Near(name: $0.name, cpuTime: $0.cpuTime, measurements: $0.measurements)
        }
        return BorderWarning(near, limit: limits.cpuTime)?.text
    }
}

/// What came of a group of test cases.
public struct JudgedGroup: Hashable, Sendable {
    /// The group's name, `secret/1`.
    public var name: String
    /// What is said of it; ``Grading/Verdict/skipped`` if it was not judged to its end.
    public var verdict: Verdict
    /// Its score; nil if the problem has none.
    public var score: Score?

    /// A group's result.
    public init(name: String, verdict: Verdict, score: Score? = nil) {
        self.name = name
        self.verdict = verdict
        self.score = score
    }
}

/// What was found on one test case.
public struct TestResult: Hashable, Sendable {
    /// The test case's name, `secret/02`.
    public var name: String
    /// What is said of it.
    public var verdict: Verdict
    /// Why; empty if accepted.
    public var message: String
    /// What the run wrote to standard error: its beginning and its end, in all at most 4 KiB; nil where nobody knows. A
    /// fleet keeps it for runs that were not accepted, and tells it to those who may know of the test case.
    public var standardError: String?
    /// What the submission and the interactor said to each other, as text: its beginning and its end, in all at most 32 KiB. It
    /// comes from a second run, through a relay, which the first line says. Only of the test case that decides, or decides
    /// among those of a batch in a fleet, and only if it failed; nil where there is none. It is kept and told as
    /// ``standardError`` is.
    public var transcript: String?
    /// What the checker gives; nil if it gives nothing of its own.
    public var points: TestOutcome.Points?
    /// What the test case adds to its group; nil if the problem has no scores, or it was not run.
    public var score: Score?
    /// CPU time of the run.
    public var cpuTime = Duration.zero
    /// Wall-clock time of the run.
    public var wallTime = Duration.zero
    /// Peak memory of the run.
    public var memory = ByteCount(0)
    /// Bytes written to standard output.
    public var outputBytes = ByteCount(0)
    /// CPU time of every measurement in order; all but the first were made alone where that cost nobody too much. ``cpuTime`` is that of the one that
    /// counts.
    public var measurements: [Duration] = []
    /// Why there was more than one measurement; nil if there was not.
    public var doubt: Doubt?
    /// What the host did to the run that counts.
    public var disturbance = Disturbance()
    /// Whether that was enough to be worth a mark.
    public var isDisturbed = false
    /// Whether it is late, and would perhaps not be on a host that had nothing else to do.
    public var isDoubtful = false
    /// Instructions executed, where the host counts them.
    public var instructions: Int?

    /// What grading needs of it.
    public var outcome: TestOutcome { TestOutcome(verdict, points: points) }

    /// Whether it was measured more than once.
    public var wasRepeated: Bool { measurements.count > 1 }

    /// A result without measurements.
    public init(name: String, verdict: Verdict, message: String = "") {
        self.name = name
        self.verdict = verdict
        self.message = message
    }
}

/// How a submission was compiled.
public struct Compilation: Hashable, Sendable {
    /// Whether there is something to run.
    public var succeeded: Bool
    /// Why there is not; empty if there is.
    public var message = ""
    /// CPU time of the compiler.
    public var cpuTime = Duration.zero
    /// What the compiler printed, head and tail; bytes that are not UTF-8 are replaced.
    public var log = ""
    /// Whether the same content had been compiled before.
    public var isCached = false
    /// The SHA-256 that the build is kept under, of all that it depends on: the language, its recipe, the limits, the sources,
    /// what the package puts beside them, and the compiler's files on this host. In hexadecimal; empty if nothing was to be
    /// built.
    public var buildKey = ""

    /// A compilation that gave something to run, or did not for the reason `message`.
    public init(
        succeeded: Bool, message: String = "", cpuTime: Duration = .zero, log: String = "", buildKey: String = ""
    ) {
        self.succeeded = succeeded
        self.message = message
        self.cpuTime = cpuTime
        self.log = log
        self.buildKey = buildKey
    }
}
