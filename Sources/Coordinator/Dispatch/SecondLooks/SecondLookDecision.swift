import Events

/// Whether another worker repeats a batch whose result is in doubt, before a result is recorded. Pure.
///
/// A worker says that a result is in doubt if the program was over the time limit and a disturbance of the host could be
/// the cause. One other worker repeats the batch, and its result counts, doubtful or not. So a worker that doubts all its
/// results can at most double the work.
enum SecondLookDecision: Hashable, Sendable {
    /// The result is recorded, marked as doubtful if it is.
    case none
    /// Another worker repeats the batch.
    case ask
    /// Another worker repeats it already: this is the first result sent once more.
    case asked

    /// What is known when the result of a batch comes.
    struct Facts: Hashable, Sendable {
        /// Whether a test case that counts is in doubt.
        var isDoubtful = false
        /// Whether the batch is still to be done.
        var isWanted = true
        /// Whether this is the result of the second worker.
        var isSecond = false
        /// How often the job was tried, this time included. A later attempt is a second look already.
        var attempts = 1
        /// Whether a second look was requested for this job.
        var wasAsked = false
        /// Whether it was requested for this lease.
        var isRepeated = false
        /// Whether another worker is alive that can run the batch.
        var hasOther = true
        /// Whether one more may wait for another worker.
        var hasRoom = true
    }

    init(_ facts: Facts) {
        guard facts.isDoubtful, facts.isWanted, !facts.isSecond else {
            self = .none
            return
        }
        if facts.isRepeated {
            self = .asked
        } else {
            self = facts.attempts <= 1 && !facts.wasAsked && facts.hasOther && facts.hasRoom ? .ask : .none
        }
    }
}

extension SubmissionState {
    /// Whether a test case that counts is over the time limit, and in doubt.
    func isDoubtful(_ result: LoggedExecuteResult) -> Bool {
        let failing = result.tests.filter { $0.result.verdict != .accepted }
        let first = failing.min { $0.index < $1.index }
        // By a policy another one than the first may decide.
        let counting = accepted.allTests || !accepted.policy.isEmpty ? failing : first.map { [$0] } ?? []
        return counting.contains { $0.result.isInDoubt }
    }
}

extension LoggedTestResult {
    /// Whether it is over the time limit, and the worker says that the host may be the cause.
    var isInDoubt: Bool { doubtful && (verdict == .timeLimit || verdict == .idleLimit) }
}
