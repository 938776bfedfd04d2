/// Jobs that wait, are leased, and are done, given back, or given up.
///
/// A job is done at least once: a lease that is neither completed nor extended in time ends, and the job can be leased
/// again. That its result counts once is the ``EventLog``'s part. Which lane comes next is the caller's choice; within a
/// lane the oldest comes first, and one that comes back keeps its place or goes behind, as the store has it.
///
/// A token that no lease has, whatever its text is, is one of a lease that has ended.
///
/// No clock that can step decides anything: leases and delays are measured with a clock that cannot. Every implementation
/// passes the same conformance suite. All calls may be made at once, from any task.
public protocol JobQueue: Sendable {
    /// How long a lease lasts from when it is given, or was last extended.
    var leaseDuration: Duration { get }

    /// Adds jobs; when this returns they are durable. One whose id waits, is leased or is a dead letter already is left
    /// as it is, and so is the second of one id; ids that are done or discarded may be used again.
    /// - Throws: ``StorageError``: `tooLarge` and `badRequest` for jobs that no queue takes: then none was added. On other
    ///   failures some of the jobs may have been added; adding them all again is safe.
    func enqueue(_ jobs: [Job]) async throws(StorageError)

    /// How many jobs wait in each lane, for lanes where any do: those that can be leased now.
    func waiting() async throws(StorageError) -> [JobLane: Int]

    /// Leases up to `count` waiting jobs of `lane`; fewer, or none, if there are not so many now. Does not wait for more.
    func lease(_ count: Int, from lane: JobLane) async throws(StorageError) -> [JobLease]

    /// Makes the lease last ``leaseDuration`` from now.
    /// - Returns: false if the lease has ended: somebody else may have the job.
    func extend(_ lease: JobLease.Token) async throws(StorageError) -> Bool

    /// Takes the job out of the queue for good, whoever has it by now: its result is recorded. Does nothing to a dead
    /// letter, nor to a job that was requeued, or added under the same id, after that lease.
    func complete(_ lease: JobLease.Token) async throws(StorageError)

    /// Ends the lease and lets the job be leased again after `delay`. Does nothing if the lease has ended.
    func giveBack(_ lease: JobLease.Token, after delay: Duration) async throws(StorageError)

    /// Ends the lease and keeps the job as a dead letter. Does nothing if the lease has ended.
    func bury(_ lease: JobLease.Token, reason: String) async throws(StorageError)

    /// At most `limit` dead letters, those first that were buried first, after the one of this job; from the first for nil, and where that job
    /// is no dead letter any more.
    func deadLetters(after id: String?, limit: Int) async throws(StorageError) -> [DeadLetter]

    /// Lets dead letters be leased again, as if they had just been added; ids that are none are passed over.
    /// - Returns: how many they were.
    func requeue(_ ids: [String]) async throws(StorageError) -> Int

    /// Forgets dead letters.
    /// - Returns: how many they were.
    func discard(_ ids: [String]) async throws(StorageError) -> Int

    /// Returns when something may have come to wait since the last call returned, or after `limit`: so that whoever gives
    /// out work need not ask all the time.
    func wait(atMost limit: Duration) async throws(StorageError)
}
