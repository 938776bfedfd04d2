/// Who had jobs that are tried again, and which of these tries do not count: those that were given back.
///
/// What is remembered is lost with the process, and the oldest of it when it becomes much: then tries count that should not,
/// and nobody is named.
struct DeliveryHistory: Sendable {
    /// What became of a job's tries.
    struct Tries: Sendable {
        /// Who had it, in order.
        var workers: [String] = []
        /// How often it was given back.
        var returned = 0
        /// Whether the last try ended by a word of the worker's, not by silence.
        var wasEnded = false
    }

    private static let half = 8192
    private var newer: [String: Tries] = [:]
    private var older: [String: Tries] = [:]

    subscript(job: String) -> Tries { newer[job] ?? older[job] ?? Tries() }

    /// A worker was given the job.
    mutating func leased(_ job: String, by worker: String) {
        change(job) { tries in
            tries.workers = tries.workers.suffix(7) + [worker]
            tries.wasEnded = false
        }
    }

    /// A worker gave the job back without having tried.
    mutating func returned(_ job: String) {
        change(job) { tries in
            tries.returned += 1
            tries.wasEnded = true
        }
    }

    /// A worker said that it failed.
    mutating func failed(_ job: String) { change(job) { $0.wasEnded = true } }

    /// The job is done, or tried as if never before.
    mutating func forget(_ job: String) {
        newer[job] = nil
        older[job] = nil
    }

    private mutating func change(_ job: String, _ change: (inout Tries) -> Void) {
        var tries = self[job]
        change(&tries)
        newer[job] = tries
        guard newer.count >= Self.half else { return }
        older = newer
        newer = [:]
    }
}
