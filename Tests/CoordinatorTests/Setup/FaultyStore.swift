import Storage
import Synchronization

/// What a store does when a test wants it to fail: nil, it works.
final class Fault: Sendable {
    private struct State {
        var error: StorageError?
        var met = 0
    }

    private let state = Mutex(State())

    func set(_ code: StorageError.Code?) {
        state.withLock { $0 = State(error: code.map { StorageError($0, stage: "as the test wants it") }) }
    }

    func check() throws(StorageError) {
        let error = state.withLock { state in
            state.met += 1
            return state.error
        }
        if let error { throw error }
    }

    /// Waits until so many calls have failed since it was set.
    func isMet(_ count: Int) async throws {
        while state.withLock({ $0.met < count }) { try await Task.sleep(for: .milliseconds(2)) }
    }
}

/// A log whose reads, and what is appended, fail as a test wants. Who follows it notices at the next entry.
struct FaultyLog: EventLog {
    let log: any EventLog
    let appending = Fault()
    let reading = Fault()
    /// Only of all streams together.
    let paging = Fault()
    let following = Fault()

    func append(
        _ events: [Event], to stream: StreamName, expecting: Expectation
    ) async throws(StorageError) -> LogPosition {
        try appending.check()
        return try await log.append(events, to: stream, expecting: expecting)
    }
    func read(after position: LogPosition, limit: Int) async throws(StorageError) -> [LogEntry] {
        try reading.check()
        try paging.check()
        return try await log.read(after: position, limit: limit)
    }
    func read(
        _ stream: StreamName, after position: LogPosition, limit: Int
    ) async throws(StorageError) -> [LogEntry] {
        try reading.check()
        return try await log.read(stream, after: position, limit: limit)
    }
    func follow(after position: LogPosition) -> AsyncThrowingStream<LogEntry, any Error> {
        let entries = log.follow(after: position)
        return AsyncThrowingStream { [following] in
            var iterator = entries.makeAsyncIterator()
            let entry = try await iterator.next()
            try following.check()
            return entry
        }
    }
    func end() async throws(StorageError) -> LogPosition {
        try reading.check()
        return try await log.end()
    }
}

/// A queue whose parts fail as a test wants.
struct FaultyQueue: JobQueue {
    let queue: any JobQueue
    let enqueueing = Fault()
    let counting = Fault()
    let extending = Fault()
    /// The longest that it waits for jobs; nil: as long as it is told to.
    var patience: Duration? = .milliseconds(20)

    var leaseDuration: Duration { queue.leaseDuration }
    func enqueue(_ jobs: [Job]) async throws(StorageError) {
        try enqueueing.check()
        try await queue.enqueue(jobs)
    }
    func waiting() async throws(StorageError) -> [JobLane: Int] {
        try counting.check()
        return try await queue.waiting()
    }
    func lease(_ count: Int, from lane: JobLane) async throws(StorageError) -> [JobLease] {
        try await queue.lease(count, from: lane)
    }
    func extend(_ lease: JobLease.Token) async throws(StorageError) -> Bool {
        try extending.check()
        return try await queue.extend(lease)
    }
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
    func wait(atMost limit: Duration) async throws(StorageError) {
        try counting.check()
        try await queue.wait(atMost: patience ?? limit)
    }
}
