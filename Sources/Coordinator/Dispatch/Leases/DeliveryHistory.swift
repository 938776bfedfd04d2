/// Which workers had a job that is tried again, and which attempts do not count, because the job was returned.
///
/// This is in memory only, and the oldest is forgotten when there is too much: then returned attempts count, too, and the
/// workers are not named.
struct DeliveryHistory: Sendable {
    /// What is known of a job's attempts.
    struct Attempts: Sendable {
        /// The workers that had it, in order.
        var workers: [String] = []
        /// How often it was returned.
        var givenBack = 0
        /// Whether the worker itself ended the last attempt; else its lease expired.
        var endedByWorker = false
        /// When the last attempt's lease was granted, or extended last.
        var since = Duration.zero
    }

    private var attempts = RecentValues<String, Attempts>(capacity: 16_384)

    subscript(job: String) -> Attempts { attempts[job] ?? Attempts() }

    /// A worker leased the job.
    mutating func recordLease(of job: String, by worker: String, at now: Duration) {
        change(job) { attempts in
            attempts.workers = attempts.workers.suffix(7) + [worker]
            attempts.endedByWorker = false
            attempts.since = now
        }
    }

    /// The worker extended its lease.
    mutating func recordExtension(of job: String, at now: Duration) {
        // What is not known need not be.
        guard attempts[job] != nil else { return }
        change(job) { $0.since = now }
    }

    /// The job was returned without an attempt.
    mutating func recordReturn(of job: String) {
        change(job) { attempts in
            attempts.givenBack += 1
            attempts.endedByWorker = true
        }
    }

    /// The job failed.
    mutating func recordFailure(of job: String) { change(job) { $0.endedByWorker = true } }

    /// Forgets the attempts: the job is done, or begins anew.
    mutating func forget(_ job: String) { attempts[job] = nil }

    private mutating func change(_ job: String, _ change: (inout Attempts) -> Void) {
        var attempts = self[job]
        change(&attempts)
        self.attempts[job] = attempts
    }
}
