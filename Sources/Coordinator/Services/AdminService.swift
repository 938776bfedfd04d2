import Events
import Storage
import SwiftProtobuf
public import Wire

/// What operators look at and change.
public struct AdminService: Sendable {
    /// Copies the store into the new directory of that name, and tells how far it is.
    public typealias Backup =
        @Sendable (
            _ name: BackupName, _ progress: @Sendable (Verdict_V1_BackupProgress) async throws -> Void
        ) async throws -> Void

    private let dispatcher: Dispatcher
    private let queue: any JobQueue
    private let setQuota: @Sendable (Quota) async throws -> Quota
    private let backup: Backup?
    private let contents: ContentCounting
    private let archiving: LogArchiving?

    /// The service.
    /// - Parameters:
    ///   - queue: what `dispatcher` gives out.
    ///   - setQuota: changes what a tenant may use, and says what it may then.
    ///   - backup: nil for a store that is copied by its own means.
    ///   - contents: counts what the store holds.
    ///   - archiving: nil for a store that keeps all of its log in one place.
    init(
        _ dispatcher: Dispatcher, queue: any JobQueue,
        setQuota: @escaping @Sendable (Quota) async throws -> Quota, backup: Backup?, contents: ContentCounting,
        archiving: LogArchiving?
    ) {
        self.dispatcher = dispatcher
        self.queue = queue
        self.setQuota = setQuota
        self.backup = backup
        self.contents = contents
        self.archiving = archiving
    }

    /// Adds the methods of ``Wire/AdminMethods`` to those that a server answers.
    public func register(on services: inout WireServices) {
        let service = self
        services.addServerStreaming(AdminMethods.watch) { request, writer, _ in try await service.watch(request, writer)
        }
        services.addUnary(AdminMethods.listDeadLetters) { request, _ in try await service.list(request) }
        services.addUnary(AdminMethods.requeueDeadLetters) { request, _ in
            try await service.count(request) { ids throws(StorageError) in try await service.dispatcher.requeue(ids) }
        }
        services.addUnary(AdminMethods.discardDeadLetters) { request, _ in
            try await service.count(request) { ids throws(StorageError) in try await service.dispatcher.discard(ids) }
        }
        services.addUnary(AdminMethods.drainWorker) { request, _ in
            try service.dispatcher.drain(request.worker, !request.resume)
            return Verdict_V1_DrainWorkerResponse()
        }
        services.addUnary(AdminMethods.setQuota) { request, _ in
            Verdict_V1_Quota(try await service.setQuota(Quota(request)))
        }
        services.addServerStreaming(AdminMethods.backup) { request, writer, _ in
            guard let backup = service.backup else {
                throw WireError(.unimplemented, "this store is not copied by the coordinator; use its own tools")
            }
            try await backup(BackupName(request.name)) { try await writer.write($0) }
        }
        services.addServerStreaming(AdminMethods.countContents) { _, writer, _ in
            try await service.contents.count { try await writer.write(Verdict_V1_ContentCounts($0)) }
        }
        services.addServerStreaming(AdminMethods.archiveLog) { request, writer, _ in
            guard let archiving = service.archiving else {
                throw WireError(
                    .unimplemented,
                    "this store keeps all of its log on the servers; only the embedded store has an archive")
            }
            let age = Duration.nanoseconds(Int64(clamping: request.olderThanNs))
            try await archiving.archive(olderThan: age, isDryRun: request.dryRun) {
                try await writer.write(Verdict_V1_ArchiveProgress($0))
            }
        }
    }

    private func watch(
        _ request: Verdict_V1_WatchRequest, _ writer: ResponseWriter<Verdict_V1_Overview>
    ) async throws {
        while true {
            let overview = try await DomainError.mapping { () async throws(StorageError) in
                try await dispatcher.overview(workers: Int(request.workersLimit), after: request.workersAfter)
            }
            try await writer.write(Verdict_V1_Overview(overview))
            guard request.intervalNs > 0 else { return }
            try await dispatcher.sleep(for: .nanoseconds(Int64(clamping: max(request.intervalNs, 100_000_000))))
        }
    }

    private func list(
        _ request: Verdict_V1_ListDeadLettersRequest
    ) async throws(DomainError) -> Verdict_V1_ListDeadLettersResponse {
        let limit = request.limit == 0 ? 100 : min(Int(request.limit), 1000)
        let letters = try await DomainError.mapping { () async throws(StorageError) in
            try await queue.deadLetters(after: request.page.isEmpty ? nil : request.page, limit: limit + 1)
        }
        var response = Verdict_V1_ListDeadLettersResponse()
        response.deadLetters = letters.prefix(limit).map { letter in
            .with { listed in
                listed.job = letter.job.id
                listed.submission = JobName(letter.job.id)?.submission.map { "\($0)" } ?? ""
                listed.reason = letter.reason
                listed.deliveries = UInt32(clamping: letter.deliveries)
                listed.atNs = letter.buriedAt
            }
        }
        if letters.count > limit { response.nextPage = letters[limit - 1].job.id }
        return response
    }

    private func count(
        _ request: Verdict_V1_DeadLetterIds, _ change: ([String]) async throws(StorageError) -> Int
    ) async throws(DomainError) -> Verdict_V1_DeadLetterCount {
        let count = try await DomainError.mapping { () async throws(StorageError) in try await change(request.jobs) }
        return .with { $0.count = UInt64(count) }
    }
}
