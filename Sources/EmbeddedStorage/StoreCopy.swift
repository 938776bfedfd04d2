import Files
import GRDB
import Glibc
import Storage
import SystemPackage

/// Copies of stores.
enum StoreCopy {
    /// Makes the folder `target` with what `fill` puts into it: it has its name when all of it is durable.
    static func make(_ target: FilePath, stage: String, _ fill: (FilePath) throws -> Void) throws {
        guard unsafe access(target.string, F_OK) != 0 else {
            throw StorageError(
                .badRequest, stage: stage, reason: "\(target) is there already",
                advice: "name a folder that is not there")
        }
        let partial = FilePath(target.string + ".partial")
        guard try partial.makeDirectory() else {
            throw StorageError(
                .badRequest, stage: stage, reason: "\(partial) is there: a copy is being made, or was left unfinished",
                advice: "remove it if none is being made")
        }
        do {
            try fill(partial)
            try partial.syncDirectory()
            try partial.move(to: target)
            try target.parent.syncDirectory()
        } catch {
            // What cannot be removed is named by the next attempt's error.
            _ = try? partial.removeTree()
            throw error
        }
    }

    /// Puts the complete contents of the store `source` into the store `target`.
    static func contents(of source: FilePath, in target: FilePath) throws {
        let from = source.appending("blobs")
        let to = target.appending("blobs")
        try to.makeDirectory()
        for name in try from.namesIfAny() {
            let files = try from.appending(name).namesIfAny().filter { ContentHash($0) != nil }
            try to.appending(name).makeDirectory()
            for file in files {
                try linkOrCopy(from.appending(name).appending(file), to: to.appending(name).appending(file))
            }
            try to.appending(name).syncDirectory()
        }
        try to.syncDirectory()
    }

    /// Puts the archive of the store `source` into the store `target`, whose database `db` names its files.
    /// - Throws: ``StorageError`` if a file is missing, or is not as long as it was; `Errno`.
    static func archive(of source: FilePath, in target: FilePath, _ db: Database) throws {
        let segments = try Segment.all(db)
        guard !segments.isEmpty else { return }
        let (from, to) = (ArchivedEntries(store: source).folder, ArchivedEntries(store: target).folder)
        try to.makeDirectory()
        for segment in segments {
            try linkOrCopy(from.appending(segment.name), to: to.appending(segment.name))
        }
        try to.syncDirectory()
        try ArchivedEntries(store: target).requireAll(db)
    }

    private static func linkOrCopy(_ source: FilePath, to target: FilePath) throws {
        guard unsafe link(source.string, target.string) != 0 else { return }
        // Removed meanwhile: the copy need not have it.
        guard errno != ENOENT else { return }
        try copy(source, to: target)
    }

    /// Copies a file durably.
    static func copy(_ source: FilePath, to target: FilePath) throws {
        let from = try OwnedFile(source, .readOnly)
        let to = try OwnedFile(target, .writeOnly, options: [.create, .exclusiveCreate])
        var offset: Int64 = 0
        while true {
            let bytes = try from.read(1 << 20, at: offset)
            guard !bytes.isEmpty else { break }
            try to.write(bytes, at: offset)
            offset += Int64(bytes.count)
        }
        try to.sync()
    }
}
