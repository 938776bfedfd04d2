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
        guard try partial.makeFolder() else {
            throw StorageError(
                .badRequest, stage: stage, reason: "\(partial) is there: a copy is being made, or was left unfinished",
                advice: "remove it if none is being made")
        }
        do {
            try fill(partial)
            try partial.syncFolder()
            guard unsafe rename(partial.string, target.string) == 0 else { throw Errno(rawValue: errno) }
            try target.parent.syncFolder()
        } catch {
            remove(partial)
            throw error
        }
    }

    /// Puts the complete contents of the store `source` into the store `target`.
    static func contents(of source: FilePath, in target: FilePath) throws {
        let from = source.appending("blobs")
        let to = target.appending("blobs")
        try to.makeFolder()
        for name in try from.names() {
            let files = try from.appending(name).names().filter { ContentHash($0) != nil }
            try to.appending(name).makeFolder()
            for file in files {
                try linkOrCopy(from.appending(name).appending(file), to: to.appending(name).appending(file))
            }
            try to.appending(name).syncFolder()
        }
        try to.syncFolder()
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

    /// Removes what an unfinished copy left; what cannot be removed is named by the next attempt's error.
    private static func remove(_ folder: FilePath) {
        let blobs = folder.appending("blobs")
        for name in (try? blobs.names()) ?? [] {
            for file in (try? blobs.appending(name).names()) ?? [] {
                unsafe unlink(blobs.appending(name).appending(file).string)
            }
            unsafe rmdir(blobs.appending(name).string)
        }
        unsafe rmdir(blobs.string)
        for file in ["store.sqlite", "store.sqlite-wal", "store.sqlite-shm", "store.sqlite-journal"] {
            unsafe unlink(folder.appending(file).string)
        }
        unsafe rmdir(folder.string)
    }
}
