public import Grading
public import Problems

/// Something that happened while submissions were judged. `submission` is an index into the submissions of ``planned``.
///
/// Submissions overlap: events of one are in order, events of two may alternate.
public enum JudgementEvent: Sendable {
    /// What will be judged, and how many test cases there are; the first event.
    case planned(submissions: [Submission], testCases: Int)
    /// The time limit is to be found by running these accepted submissions first.
    case measuringTimeLimit(submissions: [String])
    /// The time limit was found.
    case timeLimitFound(TimeLimitEstimate)
    /// Work on a submission begins.
    case started(submission: Int)
    /// Its compiler runs, or its cached build is looked up.
    case compiling(submission: Int, language: String)
    /// It is built, or will never be.
    case compiled(submission: Int, Compilation)
    /// A test case ended, in order of time, not of test cases.
    case testFinished(submission: Int, test: Int, TestResult)
    /// The submission is judged.
    case finished(submission: Int, Judgement)
}
