import EmbeddedStorage
import Foundation
import Storage
import StorageConformance
import SystemPackage
import Testing

/// Stores whose entries go into the archive.
enum ArchivedStore {
    /// The streams that entries are of, in turn.
    static let streams = ["one", "two", "three"]

    /// A new store with so many entries, while `body` runs.
    static func with(
        entries: Int, _ body: (StoreFolder, EmbeddedStore, [LogEntry]) async throws -> Void
    ) async throws {
        let folder = try StoreFolder()
        let all = try await fill(folder, entries: entries)
        let store = try await folder.open()
        try await body(folder, store, all)
        try await store.close()
    }

    /// Fills the store in a folder, and closes it.
    /// - Returns: its entries.
    static func fill(_ folder: StoreFolder, entries: Int, keys: KeyRing? = nil) async throws -> [LogEntry] {
        let store = try await EmbeddedStore.open(
            folder.store, keys: keys ?? folder.keys, leaseDuration: .seconds(600))
        for number in 0..<entries {
            let stream = streams[number % streams.count]
            _ = try await store.log.append(
                ChurnContent.events(stream, number), to: StreamName(stream), expecting: .anything)
        }
        let all = try await store.log.read(after: .start, limit: 1000)
        try await store.close()
        return all
    }

    /// The log has these entries and no others, whoever reads it how, and takes no entry that conflicts with them.
    static func require(_ all: [LogEntry], in store: EmbeddedStore) async throws {
        for limit in [1000, 3] {
            let read = try await store.log.all(page: limit)
            #expect(read == all)
        }
        for stream in streams {
            let name = try StreamName(stream)
            let read = try await store.log.read(name, after: .start, limit: 1000)
            let ofStream = all.filter { $0.stream == name }
            #expect(read == ofStream)
            for position in ofStream.map(\.position).dropLast() + [.start] {
                let error = await #expect(throws: StorageError.self) {
                    try await store.log.append(
                        [Event(type: "a", payload: [])], to: name, expecting: .last(position))
                }
                #expect(error?.code == .conflict)
            }
        }
        let end = try await store.log.end()
        #expect(end == all.last?.position)
    }
}

extension StoreFolder {
    /// The names of the archive's files, in order.
    func archiveFiles() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: store.appending("archive").string).sorted()
    }

    /// Flips a bit of a file of the archive, or flips it back.
    func flip(_ name: String, at offset: Int) throws {
        // It may not be written to.
        let path = store.appending("archive").appending(name).string
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        var bytes = try contents(of: "archive/" + name)
        bytes[offset] ^= 1 << (offset % 8)
        try write(bytes, to: "archive/" + name)
    }
}
