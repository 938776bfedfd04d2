import Events
public import Logging
public import Storage
import Synchronization

/// Adds the jobs that submissions need to the queue. Adding them again changes nothing.
///
/// If the queue does not answer, the submission is remembered, and its jobs are added later by ``run(_:every:)``. So every
/// accepted submission is judged without another request.
public final class OutstandingJobs: Sendable {
    /// How many submissions are remembered. If there are more, the jobs of all open submissions are added.
    private static let capacity = 100_000

    private struct Pending {
        var ids: Set<SubmissionID> = []
        var hasOverflowed = false
    }

    private let queue: any JobQueue
    private let submissions: Submissions
    private let packages: any PackageCatalog
    private let logger: Logger
    private let pending = Mutex(Pending())

    /// Adds to `queue` what the submissions need.
    public init(
        queue: any JobQueue, submissions: Submissions, packages: any PackageCatalog, logger: Logger
    ) {
        self.queue = queue
        self.submissions = submissions
        self.packages = packages
        self.logger = logger
    }

    /// How many submissions wait for their jobs to be added, because the queue did not answer.
    public var pendingCount: Int { pending.withLock { $0.ids.count } }

    /// Adds the jobs of a submission that are outstanding; when this returns they are durable.
    /// - Throws: ``StorageError``: then they are added later.
    public func enqueue(for state: SubmissionState) async throws(StorageError) {
        guard state.phase == .open else { return }
        do throws(StorageError) {
            let jobs = state.jobs(limitIsKnown: try await limitIsKnown(state))
            try await add(jobs)
        } catch {
            remember(state.id)
            throw error
        }
    }

    /// The jobs of submissions that are outstanding, as far as they are open.
    func jobs(of summaries: some Collection<SubmissionSummary>) async throws(StorageError) -> [Job] {
        var jobs: [Job] = []
        for summary in summaries where summary.phase == .open {
            if let build = summary.build {
                jobs.append(build)
            } else if let state = try await submissions.load(summary.id) {
                jobs += state.jobs(limitIsKnown: try await limitIsKnown(state))
            }
        }
        return jobs
    }

    /// Adds jobs; when this returns they are durable.
    func add(_ jobs: [Job]) async throws(StorageError) {
        if !jobs.isEmpty { try await queue.enqueue(jobs) }
    }

    /// Adds what could not be added before, as soon as that is possible, and what waited for a package's time limit, which
    /// another coordinator may have recorded; until the task is cancelled.
    /// - Throws: ``StorageError`` if what the store has is damaged, or it was closed. What fails otherwise is tried again.
    public func run(_ projections: Projections, every interval: Duration = .seconds(1)) async throws {
        let reconciliation = Reconciliation(projections, self, packages)
        while !Task.isCancelled {
            try await Task.sleep(for: interval)
            try await addPending(reconciliation)
            let measured = projections.measured.take()
            for package in measured {
                do {
                    guard try await packages.find(package)?.hasTimeLimit == true else {
                        projections.measured.note(package)
                        continue
                    }
                    try await reconciliation.packageWasMeasured(package)
                } catch {
                    projections.measured.note(package)
                    try warn(error)
                }
            }
        }
    }

    private func addPending(_ reconciliation: Reconciliation) async throws {
        let due = pending.withLock { pending in
            defer { pending = Pending() }
            return pending
        }
        guard !due.ids.isEmpty else { return }
        do {
            if due.hasOverflowed { try await reconciliation.enqueueAll() }
            for id in due.ids {
                if let state = try await submissions.load(id) { try await enqueue(for: state) }
            }
        } catch {
            for id in due.ids { remember(id) }
            if due.hasOverflowed { pending.withLock { $0.hasOverflowed = true } }
            try warn(error)
        }
    }

    /// Says what failed and will be tried again; throws what trying again does not help.
    private func warn(_ error: any Error) throws {
        guard let failure = error as? StorageError, !failure.isFinal else { throw error }
        logger.warning("cannot add jobs; trying again", metadata: ["error": "\(error)"])
    }

    private func remember(_ id: SubmissionID) {
        pending.withLock { pending in
            if pending.ids.count < Self.capacity { pending.ids.insert(id) } else { pending.hasOverflowed = true }
        }
    }

    private func limitIsKnown(_ state: SubmissionState) async throws(StorageError) -> Bool {
        // Before it is built nothing depends on it.
        guard state.built != nil, let id = ContentHash(bytes: state.accepted.package) else { return false }
        return try await packages.find(id)?.hasTimeLimit ?? false
    }
}
