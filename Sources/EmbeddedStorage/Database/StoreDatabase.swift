import GRDB
import Storage
import Synchronization
import SystemPackage

/// The store's SQLite file: one writer whose changes share transactions, and readers beside it.
///
/// SQLite is never called on a thread of Swift's pool: GRDB's connections have queues of their own.
final class StoreDatabase: Sendable {
    let pool: DatabasePool
    let commits: CommitGroup
    private let isClosed = Mutex(false)
    private let lock: StoreLock

    /// Opens the file, or makes a new one; holds `lock` until it is closed. What it says to be in the archive must be there.
    init(path: FilePath, archived: ArchivedEntries, lock: StoreLock) throws(StorageError) {
        self.lock = lock
        let stage = "open \(path)"
        do {
            // SQLite would let others read it.
            _ = try OwnedFile(path, .readWrite, options: [.create])
            var configuration = Configuration()
            configuration.label = "verdict.store"
            configuration.maximumReaderCount = 4
            configuration.foreignKeysEnabled = false
            configuration.busyMode = .timeout(5)
            pool = try DatabasePool(path: path.string, configuration: configuration)
        } catch {
            throw StorageError(error, stage: stage)
        }
        commits = CommitGroup(pool: pool)
        do {
            try pool.writeWithoutTransaction { db in
                // GRDB chose NORMAL, with which a power failure takes what was acknowledged last.
                try db.execute(sql: "PRAGMA synchronous = FULL")
                // What a backup's long reading makes the WAL grow to is given back afterwards.
                try db.execute(sql: "PRAGMA journal_size_limit = 16777216")
                try Schema.prepare(db, stage: stage)
                try archived.requireAll(db)
                try Schema.markOpen(db)
            }
        } catch {
            _ = try? pool.close()
            throw StorageError(error, stage: stage)
        }
    }

    /// Changes the database; when this returns, the change is durable.
    ///
    /// `change` must not throw a ``StorageError`` after it has written something: what stands before it in the same
    /// transaction is committed.
    /// - Returns: what `change` returns; `whenCommitted` is called with it before anything that is changed later.
    func write<Value: Sendable>(
        _ stage: String, _ change: @escaping @Sendable (Database) throws -> Value,
        whenCommitted: @escaping @Sendable (Value) -> Void = { _ in }
    ) async throws(StorageError) -> Value {
        try requireOpen(stage)
        return try await commits.perform(stage, change, whenCommitted: whenCommitted)
    }

    /// Reads what was committed last.
    func read<Value: Sendable>(
        _ stage: String, _ query: @escaping @Sendable (Database) throws -> Value
    ) async throws(StorageError) -> Value {
        try requireOpen(stage)
        let result: Result<Value, StorageError> = await withCheckedContinuation { continuation in
            pool.asyncRead { database in
                do {
                    continuation.resume(returning: .success(try query(try database.get())))
                } catch {
                    continuation.resume(returning: .failure(StorageError(error, stage: stage)))
                }
            }
        }
        do throws(StorageError) {
            return try result.get()
        } catch {
            try requireOpen(stage)
            throw error
        }
    }

    func requireOpen(_ stage: String) throws(StorageError) {
        guard !isClosed.withLock({ $0 }) else { throw StorageError(closedAt: stage) }
    }

    /// Ends the connections, after what is under way.
    func close() async throws(StorageError) {
        let wasClosed = isClosed.withLock { isClosed in
            defer { isClosed = true }
            return isClosed
        }
        guard !wasClosed else { return }
        // Not told, for a full disk say: all of the file is read when it is opened next.
        _ = try? await commits.perform("close the store") { try Schema.markClosed($0) }
        commits.close()
        defer { lock.release() }
        try await onOwnThread("close the store") { [pool] in try pool.close() }
    }
}
