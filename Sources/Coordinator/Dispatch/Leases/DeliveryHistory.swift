/// Who had jobs that are tried again, and which of these tries do not count: those that were given back.
///
/// What is remembered is lost with the process, and the oldest of it when it becomes much: then tries count that should not,
/// and nobody is named.
struct DeliveryHistory: Sendable {
    /// What became of a job's tries.
    struct Attempts: Sendable {
        /// Who had it, in order.
        var workers: [String] = []
        /// How often it was given back.
        var givenBack = 0
        /// Whether the last try ended by a word of the worker's, not by silence.
        var endedByWorker = false
    }

    private var attempts = RecentValues<String, Attempts>(capacity: 16_384)

    subscript(job: String) -> Attempts { attempts[job] ?? Attempts() }

    /// A worker was given the job.
    mutating func recordLease(of job: String, by worker: String) {
        change(job) { attempts in
            attempts.workers = attempts.workers.suffix(7) + [worker]
            attempts.endedByWorker = false
        }
    }

    /// A worker gave the job back without having tried.
    mutating func recordReturn(of job: String) {
        change(job) { attempts in
            attempts.givenBack += 1
            attempts.endedByWorker = true
        }
    }

    /// A worker said that it failed.
    mutating func recordFailure(of job: String) { change(job) { $0.endedByWorker = true } }

    /// The job is done, or tried as if never before.
    mutating func forget(_ job: String) { attempts[job] = nil }

    private mutating func change(_ job: String, _ change: (inout Attempts) -> Void) {
        var attempts = self[job]
        change(&attempts)
        self.attempts[job] = attempts
    }
}
