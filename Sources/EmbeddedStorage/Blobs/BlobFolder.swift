import Files
import Glibc
import Storage
import SystemPackage
import Units

/// Where contents are: `blobs/ab/abcdef…` those that are complete, `uploads/abcdef…` those on their way.
///
/// Every path is made of a hash's digits; no name from outside is ever used.
struct BlobFolder: Sendable {
    let root: FilePath
    let uploads: FilePath

    /// Makes the folders that are missing.
    init(store: FilePath) throws {
        root = store.appending("blobs")
        uploads = store.appending("uploads")
        for folder in [root, uploads] { try folder.makeDirectory() }
        try store.syncDirectory()
    }

    func folder(of hash: ContentHash) -> FilePath { root.appending(String(hash.description.prefix(2))) }

    func file(of hash: ContentHash) -> FilePath {
        let digits = hash.description
        return root.appending("\(digits.prefix(2))/\(digits)")
    }

    func upload(of hash: ContentHash) -> FilePath { uploads.appending(hash.description) }

    /// Opens a complete content; nil if it is not there.
    func open(_ hash: ContentHash) throws -> OwnedFile? {
        do {
            return try OwnedFile(file(of: hash), .readOnly)
        } catch Errno.noSuchFileOrDirectory {
            return nil
        }
    }

    /// Makes an upload a complete content, durably.
    func complete(_ hash: ContentHash) throws {
        try moveIntoPlace(hash)
        try uploads.syncDirectory()
    }

    /// Makes what was written a complete content, durably. That nothing is left where it was is not durable yet.
    func moveIntoPlace(_ hash: ContentHash) throws {
        let folder = folder(of: hash)
        if try folder.makeDirectory() { try root.syncDirectory() }
        try upload(of: hash).move(to: file(of: hash))
        try folder.syncDirectory()
    }

    /// When a content became complete, in nanoseconds since 1970; nil if it is not there.
    func completionTime(of hash: ContentHash) throws -> Int64? {
        var status = Glibc.stat()
        guard unsafe lstat(file(of: hash).string, &status) == 0 else {
            guard errno == ENOENT else { throw Errno(rawValue: errno) }
            return nil
        }
        return Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
    }

    /// Removes a file durably; nothing happens if it is not there.
    func remove(_ file: FilePath) throws {
        guard unsafe unlink(file.string) == 0 else {
            guard errno == ENOENT else { throw Errno(rawValue: errno) }
            return
        }
        try file.removingLastComponent().syncDirectory()
    }

    /// Complete contents after `hash`, in order.
    func list(after hash: ContentHash?, limit: Int) throws -> [ContentHash] {
        var found: [ContentHash] = []
        let digits = "0123456789abcdef"
        let names = digits.flatMap { high in digits.map { "\(high)\($0)" } }
        let there = Set(try root.namesIfAny())
        let start = hash.map { String($0.description.prefix(2)) } ?? ""
        for name in names where there.contains(name) && name >= start && found.count < limit {
            found += try root.appending(name).namesIfAny().compactMap { ContentHash($0) }
                .filter { candidate in hash.map { candidate > $0 } ?? true }.sorted()
        }
        return Array(found.prefix(max(limit, 0)))
    }

    /// Removes uploads that nothing was appended to since `seconds` seconds, but for those in `active`.
    func removeUploads(idleFor seconds: Int, except active: Set<ContentHash>) throws {
        let now = time(nil)
        for hash in try uploads.namesIfAny().compactMap({ ContentHash($0) }) where !active.contains(hash) {
            var status = Glibc.stat()
            let path = upload(of: hash)
            guard unsafe lstat(path.string, &status) == 0, now - status.st_mtim.tv_sec >= seconds else { continue }
            try remove(path)
        }
    }

    /// How much more can be written.
    func room() throws -> ByteCount {
        var status = statvfs()
        guard unsafe statvfs(uploads.string, &status) == 0 else { throw Errno(rawValue: errno) }
        return ByteCount(Int64(clamping: status.f_bavail) * Int64(clamping: status.f_frsize))
    }
}
