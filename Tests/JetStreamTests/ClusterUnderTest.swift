import Storage
import StorageConformance
import Synchronization
import TestSupport

@testable import JetStream

/// Stores of their own on a cluster that others use too.
final class ClusterUnderTest: StoreUnderTest {
    private let configuration: JetStreamConfiguration
    private let keys = KeyRing()
    private let open = Mutex<JetStreamClient?>(nil)

    /// A store with nothing in it yet.
    init(on cluster: NATSCluster) {
        let name = "test-" + String((0..<12).map { _ in "abcdefghijklmnopqrstuvwxyz".randomElement() ?? "a" })
        configuration = JetStreamConfiguration(servers: cluster.servers, prefix: name, replicas: cluster.size)
    }

    /// The store, opened by who comes first.
    func store() async throws -> JetStreamClient {
        if let store = open.withLock({ $0 }) { return store }
        let made = try await JetStreamClient(configuration, keys: keys)
        open.withLock { $0 = made }
        return made
    }

    func eventLog() async throws -> any EventLog { try await store().eventLog() }

    func jobQueue(leaseDuration: Duration) async throws -> any JobQueue {
        try await store().jobQueue(leaseDuration: leaseDuration)
    }

    func blobStore() async throws -> any BlobStore { try await store().blobStore() }

    func personKeys() async throws -> any PersonKeys { RecentPersonKeys(try await store().personKeys()) }

    func reopen() async throws {
        let store = open.withLock { store in
            defer { store = nil }
            return store
        }
        await store?.close()
    }

    /// Puts in place of a piece one that differs in a byte.
    func rot(_ hash: ContentHash) async throws -> Bool {
        let stage = "rot a content"
        let blobs = try await store().blobStore()
        guard let found = try await blobs.manifest(of: hash, stage: stage) else { return false }
        var manifest = found.manifest
        let number = Int.random(in: manifest.pieces.indices)
        guard
            var piece = try await blobs.pieces.message(
                at: manifest.pieces[number], on: blobs.pieceSubjects, stage: stage)
        else {
            return false
        }
        piece.payload[Int.random(in: piece.payload.indices)] ^= 1 << UInt8.random(in: 0...7)
        let place = blobs.subject(1_000_000 + number, of: hash)
        guard case .won(let rotten) = try await blobs.pieces.claim(place, headers: [], piece.payload, stage: stage)
        else {
            return false
        }
        manifest.pieces[number] = rotten
        try await blobs.contents.delete(found.sequence, stage: stage)
        let sealed = try manifest.sealed(for: hash, keys: keys)
        _ = try await blobs.contents.claim(blobs.subject(of: hash), headers: [], sealed, stage: stage)
        return true
    }
}
