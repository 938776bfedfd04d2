import Concurrency
public import Storage
import Synchronization

extension JetStreamQueue {
    /// At most `limit` dead letters, oldest first.
    public func deadLetters(after id: String?, limit: Int) async throws(StorageError) -> [DeadLetter] {
        let stage = "list dead letters"
        try requireOpen(stage)
        let letters = board.withLock { $0.deadLetters(after: id, limit: limit) }
        return try await BoundedTasks.map(letters, atOnce: 16) { letter throws(StorageError) in
            try await self.deadLetter(letter.job, letter.change, stage: stage)
        }.compactMap { $0 }
    }

    /// Lets dead letters be leased again, behind all that wait.
    public func requeue(_ ids: [String]) async throws(StorageError) -> Int {
        let stage = "requeue dead letters"
        return try await eachLetter(of: ids, stage: stage) { job throws(StorageError) in
            try await self.append(.requeued, to: job, stage: stage, while: \.isLetter)
        }
    }

    /// Says of dead letters that they are done.
    public func discard(_ ids: [String]) async throws(StorageError) -> Int {
        let stage = "discard dead letters"
        return try await eachLetter(of: ids, stage: stage) { job throws(StorageError) in
            let isDone = try await self.append(.done, to: job, stage: stage, while: \.isLetter)
            if isDone { self.collect(job) }
            return isDone
        }
    }

    /// Does something with each dead letter of these ids, begun in their order, and counts where it was done.
    private func eachLetter(
        of ids: [String], stage: String, _ operation: @escaping @Sendable (UInt64) async throws(StorageError) -> Bool
    ) async throws(StorageError) -> Int {
        try requireOpen(stage)
        var seen: Set<String> = []
        let jobs = board.withLock { board in
            ids.filter { seen.insert($0).inserted }.compactMap { board.job($0) }
        }
        return try await BoundedTasks.map(jobs, atOnce: Self.width, operation).count { $0 }
    }

    private func deadLetter(_ job: UInt64, _ change: UInt64, stage: String) async throws(StorageError) -> DeadLetter? {
        guard let entry = board.withLock({ $0[job] }) else { return nil }
        let number = entry.changes.lastIndex(of: change) ?? 0
        guard let added = try await stream.message(at: job, on: subject(of: entry.id), stage: stage),
            let buried = try await stream.message(at: change, on: subject(of: number, to: job), stage: stage)
        else { return nil }
        var reason = ""
        var payload: [UInt8] = []
        // Listed even if it cannot be opened: somebody has to discard it.
        do throws(StorageError) {
            if !buried.payload.isEmpty {
                reason = String(
                    decoding: try keys.open(buried.payload, for: Self.binding(number, to: job)), as: UTF8.self)
            }
        } catch {
            reason = "the reason cannot be read: \(error)"
        }
        do throws(StorageError) {
            payload = try keys.open(added.payload, for: Self.binding(entry.id))
        } catch {
            if reason != Self.unreadable(error) { reason += " (\(Self.unreadable(error)))" }
        }
        return DeadLetter(
            job: Job(id: entry.id, lane: entry.lane, payload: payload), reason: reason,
            deliveries: entry.deliveries, buriedAt: buried.time)
    }

    /// Why a job whose payload does not open is given up.
    static func unreadable(_ error: StorageError) -> String { "its payload cannot be read: \(error)" }
}

extension JobBoard.Entry {
    /// Whether it is a dead letter.
    fileprivate var isLetter: Bool { if case .buried = status { true } else { false } }
}
