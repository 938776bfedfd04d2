import Fleet
import FoundationEssentials
import Grading
import Judging
import PackageFiles
import Telemetry
import Units
import Wire

/// A job that this worker can begin with: everything that the coordinator says of it was looked at.
///
/// The coordinator is not trusted more than need be. What it names is bounded here, before anything is done with it; what
/// it names of a package is looked at when the package is there.
struct Assignment: Sendable {
    /// What there is to do.
    enum Work: Sendable {
        case build(Build)
        case execute(Execute)
        /// The time limit of a package to find; how long that may take; nil: nothing is said of it.
        case measure(package: PackageID, budget: Duration?)
        case run(Run)
        /// An execution, in this language, which comes when the worker has attached to it.
        case execution(language: String)
        /// A group of test cases that the package's own grader is asked about.
        case grade(GraderQuestion, package: PackageID)
    }

    /// A submission to compile.
    struct Build: Sendable {
        var package: PackageID
        var language: String
        /// Where the program starts, if it has that file or class; nil: where the language's rules say.
        var entryPoint: String?
        var sources: [SourceText]
    }

    /// A built submission to run.
    struct Execute: Sendable {
        var package: PackageID
        var language: String
        /// Where the program starts, if it has that file or class; nil: where the language's rules say.
        var entryPoint: String?
        /// What was built: a tree of files, as a package is.
        var artifact: FileManifest
        /// The names of its sources.
        var sources: [String]
        /// Ascending.
        var tests: [Int]
        var options: BatchOptions
    }

    /// A single run.
    struct Run: Sendable {
        var language: String
        var sources: [SourceText]
        var arguments: [String]
        var limits: ProgramLimits
    }

    /// A source with its name.
    struct SourceText: Sendable {
        var path: TreePath
        var bytes: [UInt8]
    }

    /// The job as it came.
    let lease: String
    /// The job's id.
    let id: String
    /// What there is to do.
    let work: Work
    /// Where it stands in a trace; nil: in none.
    var trace: TraceContext?

    /// What it is, in one word, for people and metrics.
    var kind: String {
        switch work {
        case .build: "build"
        case .execute: "execute"
        case .measure: "measure"
        case .run: "run"
        case .execution: "execution"
        case .grade: "grade"
        }
    }
}
