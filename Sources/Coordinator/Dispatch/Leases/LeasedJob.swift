import Events
import Grading
import Storage
import Units
import Wire

/// A job with its lease, as a worker gets it.
struct LeasedJob: Sendable {
    /// The lease's string: the worker names the lease by it.
    var lease: String
    /// The job's id.
    var id: String
    /// How often the job has been leased, this time included.
    var delivery: Int
    /// The submission that it is for; nil for a package's job and for a single run.
    var submission: SubmissionID?
    /// The W3C trace context of whoever wants the job done; may be empty.
    var traceparent: String
    /// What the worker is to do.
    var work: Work

    /// What a worker is to do.
    enum Work: Sendable {
        /// Compile a submission.
        case build(Build)
        /// Run a batch of test cases.
        case execute(Batch)
        /// Ask the package's own grader about a group.
        case grade(GraderQuestion, package: ContentHash)
        /// Measure a package's time limit, with at most so much CPU time.
        case measure(ContentHash, budget: Duration)
        /// Run one program. It is passed on as the client sent it.
        case run(Verdict_V1_ExecuteRequest.Program)
        /// Do an execution in this language; it is sent when the worker has attached.
        case execution(language: String, ProgramLimits)
    }

    /// A submission to compile.
    struct Build: Sendable {
        var package: ContentHash
        /// The language's id.
        var language: String
        /// Where the program starts, if it has that file or class; may be empty.
        var entryPoint: String
        var sources: [LoggedSourceFile]
    }

    /// Test cases to run a built submission on.
    struct Batch: Sendable {
        var package: ContentHash
        /// The language's id.
        var language: String
        /// Where the program starts, if it has that file or class; may be empty.
        var entryPoint: String
        /// What was built.
        var artifact: [LoggedFileRef]
        /// The names of the sources: some languages need them to start the program.
        var sources: [String]
        /// The indices of the test cases, ascending.
        var tests: [Int]
        var limits: LoggedTestLimits
        /// Whether all of them run, also after one has failed.
        var allTests: Bool
        /// How the verdict is made of those of test cases; empty: as the package has it.
        var policy: String
        /// The system in whose ways it is judged; empty: the package's home.
        var dialect: String
    }
}
