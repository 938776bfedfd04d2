import Files
import GRDB
public import Storage
public import SystemPackage

extension EmbeddedStore {
    /// Copies the store as it is at one moment to the folder `backup`, which must not be there, while it is used.
    ///
    /// The copy is itself a store: checked, durable, and complete once it has its name. Contents and the archive's files are
    /// hard links where the file system has them: what is sealed never changes. Uploads that go on are left out.
    /// - Throws: ``StorageError``: `badRequest` if `backup` is there; `full`; `corrupted`.
    public func backup(to backup: FilePath) async throws(StorageError) {
        let stage = "back up the store to \(backup)"
        try database.requireOpen(stage)
        try await onOwnThread(stage) { [folder, database] in
            try StoreCopy.make(backup, stage: stage) { copy in
                let path = copy.appending("store.sqlite")
                let target = try DatabaseQueue(path: path.string)
                // The database first: every content that it names was there then, and is among those linked after it.
                try database.pool.backup(to: target)
                try target.writeWithoutTransaction { db in
                    try Schema.check(db, stage: stage)
                    try StoreCopy.archive(of: folder, in: copy, db)
                }
                try target.close()
                try OwnedFile(path, .readWrite).sync()
                try StoreCopy.contents(of: folder, in: copy)
            }
        }
    }

    /// Makes the store `folder`, which must not be there, of the backup `backup`, which stays as it is.
    /// - Throws: ``StorageError``: `badRequest` if `folder` is there or `backup` is no store; `full`; `corrupted`.
    public static func restore(_ backup: FilePath, to folder: FilePath) async throws(StorageError) {
        let stage = "restore the backup \(backup) to \(folder)"
        try await onOwnThread(stage) {
            let names = try backup.namesIfAny()
            // A store that is used, or was not closed, has a part of what it holds in its WAL.
            guard names.contains("store.sqlite"), !names.contains("store.sqlite-wal") else {
                throw StorageError(
                    .badRequest, stage: stage, reason: "\(backup) is no backup", advice: "name a backup's folder")
            }
            try StoreCopy.make(folder, stage: stage) { copy in
                let path = copy.appending("store.sqlite")
                try StoreCopy.copy(backup.appending("store.sqlite"), to: path)
                let database = try DatabaseQueue(path: path.string)
                try database.writeWithoutTransaction { db in
                    try Schema.check(db, stage: stage)
                    try StoreCopy.archive(of: backup, in: copy, db)
                }
                try database.close()
                try StoreCopy.contents(of: backup, in: copy)
            }
        }
    }
}
