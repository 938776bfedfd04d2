import EmbeddedStorage
import Foundation
import Storage
import StorageConformance
import Synchronization
import SystemPackage

/// A folder for a store, removed when nobody has it any more.
final class StoreFolder: Sendable {
    let path: FilePath
    let keys = KeyRing()

    init() throws {
        path = FilePath("/tmp/verdict-store-\(UInt64.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(atPath: path.string, withIntermediateDirectories: false)
    }

    deinit {
        _ = try? FileManager.default.removeItem(atPath: path.string)
    }

    var store: FilePath { path.appending("store") }

    func open(
        leaseDuration: Duration = .seconds(600), clock: StorageClock = .continuous
    ) async throws -> EmbeddedStore {
        try await EmbeddedStore.open(store, keys: keys, leaseDuration: leaseDuration, clock: clock)
    }

    /// Where the keys of people are.
    var people: FilePath { path.appending("people") }

    func openPeople() async throws -> EmbeddedPersonKeys { try await EmbeddedPersonKeys.open(people, keys: keys) }

    func contents(of name: String) throws -> [UInt8] {
        try Array(Data(contentsOf: URL(fileURLWithPath: store.appending(name).string)))
    }

    func write(_ bytes: [UInt8], to name: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: store.appending(name).string))
    }
}

/// An embedded store, for the conformance suite.
actor EmbeddedFixture: StoreUnderTest {
    private let folder: StoreFolder
    private var store: EmbeddedStore?
    private var people: EmbeddedPersonKeys?

    init() throws {
        folder = try StoreFolder()
    }

    /// The store that is open; opens it first if it is not.
    func opened(leaseDuration: Duration = .seconds(600)) async throws -> EmbeddedStore {
        if let store { return store }
        let store = try await folder.open(leaseDuration: leaseDuration)
        self.store = store
        return store
    }

    func eventLog() async throws -> any EventLog { try await opened().log }

    func jobQueue(leaseDuration: Duration) async throws -> any JobQueue {
        try await opened(leaseDuration: leaseDuration).queue
    }

    func blobStore() async throws -> any BlobStore { try await opened().blobs }

    func personKeys() async throws -> any PersonKeys {
        if let people { return people }
        let opened = try await folder.openPeople()
        people = opened
        return opened
    }

    func reopen() async throws { try await close() }

    func close() async throws {
        await people?.close()
        people = nil
        try await store?.close()
        store = nil
    }

    func rot(_ hash: ContentHash) async throws -> Bool {
        let name = "blobs/\(hash.description.prefix(2))/\(hash)"
        var bytes = try folder.contents(of: name)
        // Behind the name of the key: with another one nothing could be opened at all, and nothing be said of it.
        bytes[Int.random(in: 12..<bytes.count)] ^= 1 << Int.random(in: 0..<8)
        try folder.write(bytes, to: name)
        return true
    }
}
