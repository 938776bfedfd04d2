import GRDB
import Storage
import Synchronization

extension EmbeddedJobQueue {
    /// Lets jobs whose leases or delays have ended be leased again: at the start of each transaction.
    /// - Returns: what to do when that is committed; nil if nothing is due.
    func endWhatIsDue(_ db: Database) throws -> (@Sendable () -> Void)? {
        let due = memory.withLock { $0.overdueJobs(at: clock.now()) }
        guard !due.isEmpty else { return nil }
        var back: [JobRow] = []
        for job in due {
            guard var row = try JobRow.find(job, db), row.state == .leased || row.state == .delayed else { continue }
            row.state = .waiting
            try row.update(db)
            back.append(row)
        }
        return { [back] in
            self.memory.withLock { memory in
                for job in due { memory.forget(job) }
                for row in back { memory.count(1, in: row.lane) }
            }
            self.arrived.wake()
        }
    }

    /// The same, now.
    func endWhatIsDue() async throws(StorageError) {
        try await database.write("end leases") { _ in }
    }

    /// Ends leases and delays when they are due, until the task is cancelled or the store closed.
    func endLeases() async {
        var pause = Duration.zero
        while !Task.isCancelled {
            let count = rescheduled.count
            let next = memory.withLock { $0.nextDeadline }
            do {
                if let next, next <= clock.now() || pause > .zero {
                    try await endWhatIsDue()
                } else {
                    let moment = next ?? clock.now() + .seconds(3600)
                    try await rescheduled.wait(past: count, until: moment, clock: clock, stage: "end leases")
                }
                pause = .zero
            } catch  where error.code == .closed {
                return
            } catch {
                // A full disk, say: what is due stays due, and whoever leases tries it again, too.
                pause = min(max(pause * 2, .milliseconds(50)), .seconds(5))
                _ = try? await clock.sleep(clock.now() + pause)
            }
        }
    }
}
