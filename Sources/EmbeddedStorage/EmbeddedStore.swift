import Files
import Foundation
public import Storage
public import SystemPackage

/// A folder that holds a log, a queue and contents: `store.sqlite` with its WAL, `blobs`, `uploads`, and `archive`, which may
/// be a link to a folder on another disk.
///
/// One process has it open at a time. Nothing is acknowledged before it is on the disk; what was acknowledged is there
/// after the process was killed or the power failed. A full disk is an error of each call (`full`), and passes with it.
public final class EmbeddedStore: Sendable {
    /// The log of all that happened.
    public let log: EmbeddedEventLog
    /// Where the log's oldest entries go.
    public let archive: EmbeddedLogArchive
    /// The jobs that wait, are leased, or were given up.
    public let queue: EmbeddedJobQueue
    /// Sources, artifacts, test data.
    public let blobs: EmbeddedBlobStore

    let folder: FilePath
    let database: StoreDatabase
    private let leaseEnding: Task<Void, Never>
    private let sweeping: Task<Void, Never>

    /// Opens the store in `folder`, which is made if it is not there; what is above it must be there.
    ///
    /// A store that was not closed is checked first: all of its database is read.
    /// - Parameters:
    ///   - keys: what contents and payloads are sealed with, and were before.
    ///   - leaseDuration: how long a lease lasts.
    ///   - clock: what leases are measured with.
    ///   - uploadAge: after how long an upload is forgotten that nobody goes on with.
    /// - Throws: ``StorageError``: `unavailable` if another process has it open, or a file of the archive
    ///   is not there; `incompatible` for a newer store and for
    ///   another program's; `corrupted`; `full`.
    public static func open(
        _ folder: FilePath, keys: KeyRing, leaseDuration: Duration, clock: StorageClock = .continuous,
        uploadAge: Duration = .seconds(7 * 86_400)
    ) async throws(StorageError) -> EmbeddedStore {
        let (database, blobs) = try await onOwnThread("open the store in \(folder)") {
            let isNew = try folder.makeDirectory()
            if isNew { try folder.parent.syncDirectory() }
            let lock = try StoreLock(folder)
            try WALDamage.requireNone(in: folder.appending("store.sqlite-wal"))
            let database = try StoreDatabase(
                path: folder.appending("store.sqlite"), archived: ArchivedEntries(store: folder), lock: lock)
            return (database, try EmbeddedBlobStore(store: folder, keys: keys))
        }
        do {
            let queue = try await EmbeddedJobQueue(
                database: database, keys: keys, clock: clock, leaseDuration: leaseDuration)
            return EmbeddedStore(
                folder: folder, database: database, queue: queue, blobs: blobs, keys: keys, uploadAge: uploadAge)
        } catch {
            _ = try? await database.close()
            throw error
        }
    }

    private init(
        folder: FilePath, database: StoreDatabase, queue: EmbeddedJobQueue, blobs: EmbeddedBlobStore, keys: KeyRing,
        uploadAge: Duration
    ) {
        self.folder = folder
        self.database = database
        self.queue = queue
        self.blobs = blobs
        let archived = ArchivedEntries(store: folder)
        log = EmbeddedEventLog(
            database: database, archived: archived, keys: keys, appended: Wakeup(), recent: RecentEntries())
        archive = EmbeddedLogArchive(database: database, archived: archived)
        leaseEnding = Task { await queue.endLeases() }
        sweeping = Task { await blobs.sweepUploads(olderThan: uploadAge) }
    }

    deinit {
        leaseEnding.cancel()
        sweeping.cancel()
    }

    /// The archive, with files of another size.
    package func archive(_ fileSize: EmbeddedLogArchive.FileSize) -> EmbeddedLogArchive {
        EmbeddedLogArchive(database: database, archived: log.archived, fileSize: fileSize)
    }

    /// Ends all that is under way, with `closed` for who waits, and lets another process open the store.
    public func close() async throws(StorageError) {
        leaseEnding.cancel()
        sweeping.cancel()
        log.appended.close()
        queue.arrived.close()
        queue.rescheduled.close()
        await blobs.close()
        try await database.close()
    }
}

/// Does what blocks on a thread of its own.
func onOwnThread<Value: Sendable>(
    _ stage: String, _ work: @escaping @Sendable () throws -> Value
) async throws(StorageError) -> Value {
    let result: Result<Value, StorageError> = await withCheckedContinuation { continuation in
        Thread.detachNewThread {
            do {
                continuation.resume(returning: .success(try work()))
            } catch {
                continuation.resume(returning: .failure(StorageError(error, stage: stage)))
            }
        }
    }
    return try result.get()
}

extension FilePath {
    /// The folder that this is in.
    var parent: FilePath {
        let parent = removingLastComponent()
        return parent.isEmpty ? FilePath(".") : parent
    }
}
