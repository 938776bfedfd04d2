/// A submission as somebody sees it who may. What they may not see is left out.
package struct SubmissionSummary: Encodable, Hashable, Sendable {
    /// What it is called.
    package var id: String
    /// Who handed it in.
    package var author: String
    /// For which problem.
    package var problem: String
    /// In which contest; nil: for practice.
    package var contest: String?
    /// Whom it counts for there.
    package var participant: String?
    /// When it was received.
    package var receivedAt: String
    /// How far it is; what is not seen yet waits.
    package var state: String
    /// The language that it was judged as, or is to be.
    package var language: String?
    /// The verdict, in short: that of before while it is judged again; ``hacked`` where it was right until somebody hacked it.
    package var verdict: String?
    /// The hack that has shown that it fails.
    package var hack: String?
    /// The score, exact.
    package var score: String?
    /// How many test cases were passed.
    package var passed: UInt32?
    /// How many there are.
    package var tests: UInt32?
    /// The most CPU time that one test case used, in milliseconds.
    package var cpuMilliseconds: Int64?
    /// The most memory that one test case used.
    package var memoryBytes: UInt64?
    /// Why it was not taken, or could not be judged.
    package var reason: String?

    /// What is said of a program that every test case has found right, and a hack wrong.
    package static let hacked = "HACKED"

    /// What `facts` says, as if it waited to be judged.
    init(_ facts: SubmissionFacts) {
        (id, author, problem) = ("\(facts.id)", "\(facts.author)", "\(facts.problem)")
        (contest, participant) = (facts.contest.map { "\($0)" }, facts.participant.map { "\($0)" })
        (receivedAt, state) = ("\(facts.receivedAt)", Submission.Phase.waiting.rawValue)
    }
}

/// What came of a submission, as somebody sees it who may.
package struct SubmissionResult: Encodable, Hashable, Sendable {
    /// A group of test cases.
    package struct Group: Encodable, Hashable, Sendable {
        /// Its name.
        package var name: String
        /// Its verdict, in short.
        package var verdict: String
        /// Its score, exact; empty if the problem has none.
        package var score: String
    }

    /// A test case.
    package struct Test: Encodable, Hashable, Sendable {
        /// Its name.
        package var name: String
        /// Its verdict, in short.
        package var verdict: String
        /// What it adds, exact; empty if the problem has no scores.
        package var score: String
        /// CPU time in milliseconds.
        package var cpuMilliseconds: Int64
        /// Peak memory.
        package var memoryBytes: UInt64
        /// Why, where that is told; empty if there is nothing to say.
        package var message: String
    }

    /// What the compiler said.
    package struct Compilation: Encodable, Hashable, Sendable {
        /// Whether there was something to run.
        package var succeeded: Bool
        /// Why there was not.
        package var message: String
        /// What the compiler printed.
        package var log: String
    }

    /// The submission.
    package var submission: SubmissionSummary
    /// Whether whoever asks may delete it.
    package var mayDelete: Bool
    /// Whether whoever asks may have it judged again.
    package var mayRejudge: Bool
    /// How far judging is that goes on.
    package var progress: JudgingProgress?
    /// How often it was to be judged.
    package var generation: UInt32?
    /// What came of the groups of test cases.
    package var groups: [Group]?
    /// What came of each test case.
    package var tests: [Test]?
    /// The name of the test case that decided.
    package var decidingTest: String?
    /// Why, where that is told.
    package var message: String?
    /// What the compiler said.
    package var compilation: Compilation?
}

/// The files of a submission.
package struct SubmissionFiles: Encodable, Hashable, Sendable {
    /// One of them.
    package struct File: Encodable, Hashable, Sendable {
        /// Its name.
        package var name: String
        /// What is in it, where that is text.
        package var content: String?
        /// What is in it, where it is not.
        package var base64: String?
    }

    /// All of them, in the order in which they came.
    package var files: [File]
}

/// Some submissions of a list, one after the other.
package struct SubmissionPage: Encodable, Hashable, Sendable {
    /// The submissions, the newest first.
    package var submissions: [SubmissionSummary]
    /// What the next page is asked for with; nil: this is the last one.
    package var next: String?
}
