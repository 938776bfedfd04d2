internal import Units
public import Wire

/// What admins do.
extension VerdictClient {
    /// What the fleet does, once: with all its workers, which come page by page.
    public func overview() async throws -> Verdict_V1_Overview {
        try await completed(try await call(AdminMethods.watch, Verdict_V1_WatchRequest()))
    }

    /// An overview with the workers of all pages, of which it has the first.
    public func completed(_ overview: Verdict_V1_Overview) async throws -> Verdict_V1_Overview {
        var overview = overview
        while !overview.nextWorkers.isEmpty {
            var request = Verdict_V1_WatchRequest()
            request.workersAfter = overview.nextWorkers
            let page = try await call(AdminMethods.watch, request)
            overview.workers += page.workers
            // Names only grow: no coordinator keeps a client asking for ever.
            overview.nextWorkers = page.nextWorkers > overview.nextWorkers ? page.nextWorkers : ""
        }
        return overview
    }

    /// Jobs that were given up, oldest first; `page` goes on where an answer before ended.
    public func deadLetters(limit: Int = 100, page: String = "") async throws -> Verdict_V1_ListDeadLettersResponse {
        var request = Verdict_V1_ListDeadLettersRequest()
        request.limit = UInt32(clamping: limit)
        request.page = page
        return try await call(AdminMethods.listDeadLetters, request)
    }

    /// Lets these dead letters be tried again, as if never tried before; none named: all. The answer is how many.
    public func requeueDeadLetters(_ jobs: [String]) async throws -> UInt64 {
        try await call(AdminMethods.requeueDeadLetters, Self.ids(jobs)).count
    }

    /// Forgets these dead letters, whose submissions get the verdict JE; none named: all. The answer is how many.
    public func discardDeadLetters(_ jobs: [String]) async throws -> UInt64 {
        try await call(AdminMethods.discardDeadLetters, Self.ids(jobs)).count
    }

    /// Has a worker finish what it does and take nothing new, or with `resume` take work again.
    /// - Throws: `WireError`: `notFound`.
    public func drain(worker: String, resume: Bool = false) async throws {
        var request = Verdict_V1_DrainWorkerRequest()
        request.worker = worker
        request.resume = resume
        _ = try await call(AdminMethods.drainWorker, request)
    }

    /// Says what a tenant may use; the answer is what holds now.
    public func setQuota(_ quota: Verdict_V1_Quota) async throws -> Verdict_V1_Quota {
        try await call(AdminMethods.setQuota, quota)
    }

    /// Copies the store into a new directory `name` of the coordinator's backup directory: answers once, and ends
    /// when the copy is complete and durable. A lost connection ends it, and the copy with it.
    ///
    ///     for try await progress in client.backup(name: "2026-11-21") { print(progress.copiedBytes) }
    public func backup(name: String) -> AsyncThrowingStream<Verdict_V1_BackupProgress, any Error> {
        stream(of: Verdict_V1_BackupProgress.self, buffering: .bufferingNewest(16)) { [wire] tell in
            var request = Verdict_V1_BackupRequest()
            request.name = name
            try await wire.call(AdminMethods.backup, request) { steps in
                var isComplete = false
                for try await step in steps {
                    isComplete = step.complete
                    tell(step)
                }
                guard isComplete else {
                    throw WireError(.dataLoss, "the backup ended before it was complete; remove it and begin again")
                }
            }
        }
    }

    /// Counts the contents of the store: what was counted so far, and at last all of it. Who reads too slowly misses what was
    /// counted so far.
    public func countContents() -> AsyncThrowingStream<Verdict_V1_ContentCounts, any Error> {
        stream(of: Verdict_V1_ContentCounts.self, buffering: .bufferingNewest(4)) { [wire] tell in
            try await wire.call(AdminMethods.countContents, Verdict_V1_CountContentsRequest()) { steps in
                var isComplete = false
                for try await step in steps {
                    isComplete = step.complete
                    tell(step)
                }
                guard isComplete else { throw WireError(.dataLoss, "not all contents were counted; try again") }
            }
        }
    }

    /// Moves entries of the log that are at least so old into its archive: what was moved so far, file by file. A lost
    /// connection ends it; what was moved stays so.
    /// - Parameter isDryRun: moves nothing, and tells what would be moved.
    public func archiveLog(
        olderThan age: Duration, isDryRun: Bool = false
    ) -> AsyncThrowingStream<Verdict_V1_ArchiveProgress, any Error> {
        stream(of: Verdict_V1_ArchiveProgress.self, buffering: .bufferingNewest(4)) { [wire] tell in
            var request = Verdict_V1_ArchiveLogRequest()
            request.olderThanNs = UInt64(clamping: age.nanoseconds)
            request.dryRun = isDryRun
            try await wire.call(AdminMethods.archiveLog, request) { steps in
                var isComplete = false
                for try await step in steps {
                    isComplete = step.complete
                    tell(step)
                }
                guard isComplete else {
                    throw WireError(
                        .dataLoss, "not everything was archived; what was stays so: go on with the same command")
                }
            }
        }
    }

    private static func ids(_ jobs: [String]) -> Verdict_V1_DeadLetterIds {
        var ids = Verdict_V1_DeadLetterIds()
        ids.jobs = jobs
        return ids
    }
}
