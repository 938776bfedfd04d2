import Concurrency
public import Storage
import Synchronization

/// The queue in a JetStream stream: a message for each job, on a subject of its id, and one for each change, on subjects
/// of the job and the change's number. Each queue object follows the stream and so knows all jobs; what must happen once
/// is a claim of a subject (see ``StoredStream``), so that any number of coordinators can use one queue.
///
/// Why no consumer of the server's leases the jobs: what nats-server 2.9.10 does was tried on three nodes, and does not
/// keep this contract.
/// - An in-progress acknowledgement by a lease that has ended is answered as if it had extended something, and extends the
///   lease that another has by then. A negative one takes that lease away at once, or with a delay hides the job for so
///   long. A terminating one removes the job. None compares the delivery that its subject names with the latest.
/// - A confirmed acknowledgement is confirmed before it is replicated (`processAck`), so that it can be lost.
/// - Jobs whose lease has ended count as pending acknowledgement like those on lease: nothing tells how many can be leased.
/// - A work-queue stream removes what was acknowledged on each replica on its own, apart from the stream's Raft log, so
///   that replicas can disagree about whether a subject is free: no id could be kept from being added twice.
///
/// A job that is done has one more change, which says so: whoever has not heard of it yet, or whose call comes late, finds
/// the subject taken that it wants to claim. Asking a leader whether the job is still there would not do: a server that
/// stood still answers as the leader that it was for a moment after it wakes. The messages of what is done stay in the
/// stream for ``memory`` (see ``StoredStream/shortestLife``) and are then deleted, the job first: what is left of it is never
/// taken for a job.
///
/// Leases and delays are timed by each queue object's own clock from when it learns of them, so that after a restart they
/// last up to their whole length once more, and no clock of a server matters.
public final class JetStreamQueue: JobQueue {
    /// How long a lease lasts from when it is given, or was last extended.
    public let leaseDuration: Duration
    /// How long what is done stays in the stream.
    let memory: Duration
    let stream: StoredStream
    let subjects: String
    let keys: KeyRing
    let board: Mutex<JobBoard>
    let watch: Watch
    let garbage: Garbage
    /// The stream's last message when this was opened: of what was done before, the messages may never have been deleted.
    let inherited: UInt64
    private let follower = Mutex<Task<Void, Never>?>(nil)

    /// The most messages under way at once for one call.
    static let width = 64

    private init(
        _ stream: StoredStream, subjects: String, keys: KeyRing, leaseDuration: Duration, memory: Duration,
        inherited: UInt64
    ) {
        self.leaseDuration = leaseDuration
        self.stream = stream
        self.subjects = subjects
        self.keys = keys
        self.memory = memory
        self.inherited = inherited
        board = Mutex(JobBoard(leaseDuration: leaseDuration, memory: memory))
        watch = stream.connection.watch()
        garbage = Garbage(stream, after: memory)
    }

    /// Opens the queue and learns of all its jobs.
    static func open(
        _ stream: StoredStream, subjects: String, keys: KeyRing, leaseDuration: Duration, memory: Duration
    ) async throws(StorageError) -> JetStreamQueue {
        let stage = "open the queue"
        let queue = JetStreamQueue(
            stream, subjects: subjects, keys: keys, leaseDuration: leaseDuration,
            memory: memory, inherited: try await stream.lastSequence(stage: stage))
        let reader = OrderedReader(stream, after: 0, headersOnly: true)
        let task = Task { [weak queue] in
            while let message = try? await reader.next() {
                guard let queue else { return }
                queue.learn(message)
            }
        }
        queue.follower.withLock { $0 = task }
        try await queue.catchUp(stage: stage)
        return queue
    }

    deinit { follower.withLock { $0?.cancel() } }

    /// Adds jobs; most of the servers have them when this returns. An id is compared with those of all jobs, however long
    /// ago they were added; one that is known here is not claimed before that is known to be out of date.
    public func enqueue(_ jobs: [Job]) async throws(StorageError) {
        let stage = "enqueue \(jobs.count == 1 ? jobs[0].id : "\(jobs.count) jobs")"
        try requireOpen(stage)
        var ids: Set<String> = []
        var missing: [Job] = []
        for job in jobs {
            try job.requireValid()
            if ids.insert(job.id).inserted { missing.append(job) }
        }
        var taken = board.withLock { board in missing.filter { board.job($0.id) != nil } }
        let known = Set(taken.map(\.id))
        missing.removeAll { known.contains($0.id) }
        while true {
            taken += try await claim(missing, stage: stage)
            guard !taken.isEmpty else { return }
            try await catchUp(stage: stage)
            missing = try await BoundedTasks.map(taken, atOnce: Self.width) { job throws(StorageError) in
                try await self.free(job.id, stage: stage) ? job : nil
            }.compactMap { $0 }
            taken = []
        }
    }

    /// Adds those jobs whose ids are free.
    /// - Returns: the others.
    private func claim(_ jobs: [Job], stage: String) async throws(StorageError) -> [Job] {
        // Begun in their order, which is then the order of their messages.
        try await BoundedTasks.map(jobs, atOnce: Self.width) { job throws(StorageError) -> Job? in
            let sealed = try self.keys.seal(job.payload, for: Self.binding(job.id))
            let claim = try await self.stream.claim(
                self.subject(of: job.id), headers: [(JobLane.header, job.lane.text)], sealed, stage: stage)
            guard case .won(let sequence) = claim else { return job }
            self.update { $0.add(job.id, job.lane, at: sequence, isFollowed: false) }
            return nil
        }.compactMap { $0 }
    }

    /// Deletes the message of the job that has an id, if that job is done: another takes its subject at once. All that was
    /// in the stream before must be known.
    /// - Returns: whether the id is free.
    private func free(_ id: String, stage: String) async throws(StorageError) -> Bool {
        let known = board.withLock { board in board.job(id).flatMap { job in board[job].map { (job, $0.status) } } }
        let job: UInt64
        if let known {
            guard known.1 == .done else { return false }
            job = known.0
        } else {
            // It was done so long ago that nothing is remembered of it, or is deleted by now, or has just been added.
            guard let last = try await stream.last(on: subject(of: id), stage: stage) else { return true }
            guard last.sequence <= board.withLock({ $0.position }) else { return false }
            job = last.sequence
        }
        try await stream.delete(job, stage: stage)
        return true
    }

    /// How many jobs can be leased now, by lane, as far as this object has followed the stream: it asks no server.
    public func waiting() async throws(StorageError) -> [JobLane: Int] {
        try requireOpen("count waiting jobs")
        return board.withLock { board in
            board.expire(.now)
            return board.waiting
        }
    }

    /// Returns when a job may have come to wait that had not when this last returned, or after `limit`.
    public func wait(atMost limit: Duration) async throws(StorageError) {
        let stage = "wait for jobs"
        let end = ContinuousClock.now + limit
        while true {
            try requireOpen(stage)
            let (arrivals, due) = board.withLock { board in
                board.expire(.now)
                return (board.arrivals, board.nextDue)
            }
            if watch.hasRisen(to: arrivals) { return }
            let now = ContinuousClock.now
            guard now < end else { return }
            let until = min(end, due ?? end)
            guard await watch.wait(until - now, unless: { board.withLock { $0.arrivals } != arrivals }) else {
                throw .unavailable(stage, "the task was cancelled")
            }
        }
    }

    /// Changes the board, and wakes whoever waits for that.
    func update<Value: Sendable>(_ change: @Sendable (inout JobBoard) -> Value) -> Value {
        let (value, isNew) = board.withLock { board in
            let before = (board.arrivals, board.nextDue)
            let value = change(&board)
            return (value, before != (board.arrivals, board.nextDue))
        }
        if isNew { watch.wake() }
        return value
    }

    /// The place of a job's payload.
    static func binding(_ id: String) -> SealBinding { SealBinding(purpose: "job", [Array(id.utf8)]) }

    /// The place of what is said about a change.
    static func binding(_ change: Int, to job: UInt64) -> SealBinding {
        SealBinding(purpose: "change", [Array("\(job)".utf8), Array("\(change)".utf8)])
    }

    func requireOpen(_ stage: String) throws(StorageError) {
        if stream.connection.state == .closed { throw .closed(stage) }
    }

    func subject(of id: String) -> String { "\(subjects).job.\(id)" }

    func subject(of change: Int, to job: UInt64) -> String { "\(subjects).change.\(job).\(change)" }
}
