import Events

/// Whether another worker runs a batch before a result is recorded that the first worker doubts itself. Pure.
///
/// A worker doubts a result if a program is late and what the host did meanwhile could be why. Another worker, on another
/// host, knows more. It is asked once for a batch, and what it says counts, doubtful or not. So a worker that doubts
/// everything can have twice the work done, and no more.
enum SecondLookDecision: Hashable, Sendable {
    /// The result is recorded, with its mark if it has one.
    case none
    /// Another worker runs the batch.
    case ask
    /// Another worker was asked before: this one repeats what it brought.
    case asked

    /// What is known when a worker brings the result of a batch.
    struct Facts: Hashable, Sendable {
        /// Whether the worker doubts what would count.
        var isDoubtful = false
        /// Whether the batch is still to be done.
        var isWanted = true
        /// Whether this worker was the one that was asked.
        var isSecond = false
        /// How often the job was tried, this time included. A later try is a second look already.
        var attempts = 1
        /// Whether another worker was asked about this job.
        var wasAsked = false
        /// Whether that was because of this very lease.
        var isRepeated = false
        /// Whether another worker is there that can run the batch.
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
    /// Whether a worker doubts what would count of its result: that a program was late.
    func isDoubtful(_ result: LoggedExecuteResult) -> Bool {
        let failing = result.tests.filter { $0.result.verdict != .accepted }
        let first = failing.min { $0.index < $1.index }
        let counting = accepted.allTests ? failing : first.map { [$0] } ?? []
        return counting.contains { $0.result.isInDoubt }
    }
}

extension LoggedTestResult {
    /// Whether it is late, and the worker says that the host may be why.
    var isInDoubt: Bool { doubtful && (verdict == .timeLimit || verdict == .idleLimit) }
}
