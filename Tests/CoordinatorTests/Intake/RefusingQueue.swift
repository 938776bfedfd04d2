import Storage
import Synchronization

/// A queue that does not answer while it is told not to.
final class RefusingQueue: JobQueue {
    private let queue: any JobQueue
    private let refuses = Mutex(true)

    init(_ queue: any JobQueue) {
        self.queue = queue
    }

    func refuse(_ refuses: Bool) { self.refuses.withLock { $0 = refuses } }

    var leaseDuration: Duration { queue.leaseDuration }

    func enqueue(_ jobs: [Job]) async throws(StorageError) {
        if refuses.withLock({ $0 }) { throw StorageError(.unavailable, stage: "enqueue") }
        try await queue.enqueue(jobs)
    }

    func waiting() async throws(StorageError) -> [JobLane: Int] { try await queue.waiting() }
    func lease(_ count: Int, from lane: JobLane) async throws(StorageError) -> [JobLease] {
        try await queue.lease(count, from: lane)
    }
    func extend(_ lease: JobLease.Token) async throws(StorageError) -> Bool { try await queue.extend(lease) }
    func complete(_ lease: JobLease.Token) async throws(StorageError) { try await queue.complete(lease) }
    func giveBack(_ lease: JobLease.Token, after delay: Duration) async throws(StorageError) {
        try await queue.giveBack(lease, after: delay)
    }
    func bury(_ lease: JobLease.Token, reason: String) async throws(StorageError) {
        try await queue.bury(lease, reason: reason)
    }
    func deadLetters(after id: String?, limit: Int) async throws(StorageError) -> [DeadLetter] {
        try await queue.deadLetters(after: id, limit: limit)
    }
    func requeue(_ ids: [String]) async throws(StorageError) -> Int { try await queue.requeue(ids) }
    func discard(_ ids: [String]) async throws(StorageError) -> Int { try await queue.discard(ids) }
    func wait(atMost limit: Duration) async throws(StorageError) { try await queue.wait(atMost: limit) }
}
