import FoundationEssentials
import Storage
import StorageConformance
import TestSupport
import Testing
import Units

@testable import JetStream

extension ClusterTests {
    /// The store as a coordinator opens it.
    @Suite struct StoreTests {
        private func configuration() async throws -> JetStreamConfiguration {
            let cluster = try await ConformanceTests.cluster.value
            return JetStreamConfiguration(
                servers: cluster.servers, prefix: "store-\(UInt32.random(in: 0...UInt32.max))")
        }

        /// Answers of nats-server 2.9.10 and 2.10.27, shortened.
        @Test(arguments: [
            (#"{"config":{"num_replicas":3},"cluster":{"leader":"node-1"}}"#, true),
            (#"{"config":{"num_replicas":1}}"#, false),
            (#"{"config":{"num_replicas":3},"cluster":{"leader":"node-1"},"ts":"2026-11-29T07:21:51.4Z"}"#, false),
        ]) func `old servers are known by what they say of a stream`(_ answer: String, isOld: Bool) throws {
            #expect(try JSONDecoder().decode(StreamAnswer.self, from: Data(answer.utf8)).isOfOldReplicas == isOld)
        }

        @Test func `what is kept is there when the store is opened again, and nothing once it is closed`() async throws
        {
            let (configuration, keys) = (try await configuration(), KeyRing())
            let store = try await JetStreamStore.open(configuration, keys: keys, leaseDuration: .seconds(600))
            #expect(store.warning == nil)
            let event = Event(type: "test", payload: [1])
            let position = try await store.log.append([event], to: StreamName("kept"), expecting: .anything)
            let job = Job(id: "kept", lane: JobLane(priority: 1, tenant: "t", requirement: "c"), payload: [2])
            try await store.queue.enqueue([job])
            let hash = ContentHash(of: [3])
            let upload = try await store.blobs.upload(hash, size: ByteCount(1))
            try await upload.append([3])
            try await upload.finish()
            await store.close()
            let failure = await #expect(throws: StorageError.self) { _ = try await store.log.end() }
            #expect(failure?.code == .closed)

            let again = try await JetStreamStore.open(configuration, keys: keys, leaseDuration: .seconds(600))
            #expect(try await again.log.read(after: .start, limit: 9).map(\.position) == [position])
            #expect(try await again.queue.lease(9, from: job.lane).map(\.job) == [job])
            #expect(try await again.blobs.size(of: hash) == ByteCount(1))
            await again.close()
        }

        @Test func `uploads that nobody goes on with are swept, others are not`() async throws {
            let store = try await JetStreamStore.open(
                try await configuration(), keys: KeyRing(), leaseDuration: .seconds(600))
            let content = [UInt8](repeating: 7, count: 600_000)
            let (whole, part) = (ContentHash(of: content), ContentHash(of: [UInt8](repeating: 8, count: 600_000)))
            let complete = try await store.blobs.upload(whole, size: ByteCount(600_000))
            try await complete.append(content)
            try await complete.finish()
            let upload = try await store.blobs.upload(part, size: ByteCount(600_000))
            try await upload.append([UInt8](repeating: 8, count: 300_000))
            #expect(await upload.offset > 0)
            #expect(try await store.blobs.sweep(olderThan: .seconds(3600)) == 0)
            let before = try await store.blobs.pieces.information(stage: "test").state?.bytes ?? 0
            try await Task.sleep(for: .seconds(2))
            #expect(try await store.blobs.sweep(olderThan: .seconds(1)) == 1)
            let after = try await store.blobs.pieces.information(stage: "test").state?.bytes ?? 0
            #expect(after < before)
            // Who was still at it learns of it.
            let failure = await #expect(throws: StorageError.self) {
                try await upload.append([UInt8](repeating: 8, count: 300_000))
                try await upload.finish()
            }
            #expect(failure?.code == .conflict)
            let anew = try await store.blobs.upload(part, size: ByteCount(600_000))
            #expect(await anew.offset == 0)
            try await anew.append([UInt8](repeating: 8, count: 600_000))
            try await anew.finish()
            for hash in [whole, part] {
                var read = 0
                for try await piece in store.blobs.read(hash, range: nil) { read += piece.count }
                #expect(read == 600_000)
            }
            #expect(try await store.blobs.sweep(olderThan: .zero) == 0)
            await store.close()
        }

        @Test(arguments: [
            JetStreamConfiguration(servers: []),
            JetStreamConfiguration(servers: ["nats://127.0.0.1:1"], prefix: "a.b"),
            JetStreamConfiguration(servers: ["nats://127.0.0.1:1"], prefix: ""),
            JetStreamConfiguration(servers: ["nats://127.0.0.1:1"], replicas: 0),
            JetStreamConfiguration(servers: ["nats://127.0.0.1:1"], streamLimit: 0),
            JetStreamConfiguration(servers: ["nats://127.0.0.1:1"], patience: .zero),
            JetStreamConfiguration(servers: ["nats://127.0.0.1:1"], uploadAge: .seconds(1)),
            JetStreamConfiguration(servers: ["nats://127.0.0.1:1"], tls: .init(keyFile: "key.pem")),
        ])
        func `a configuration that makes no sense is told, with what to do`(
            _ configuration: JetStreamConfiguration
        ) async throws {
            let failure = await #expect(throws: StorageError.self) {
                _ = try await JetStreamStore.open(configuration, keys: KeyRing(), leaseDuration: .seconds(1))
            }
            #expect(failure?.code == .badRequest)
            #expect(failure?.advice != nil)
        }

        @Test func `a store whose servers are away is not opened, in bounded time`() async throws {
            let configuration = JetStreamConfiguration(servers: ["nats://127.0.0.1:1"], patience: .seconds(1))
            let started = ContinuousClock.now
            let failure = await #expect(throws: StorageError.self) {
                _ = try await JetStreamStore.open(configuration, keys: KeyRing(), leaseDuration: .seconds(1))
            }
            #expect(failure?.code == .unavailable)
            #expect(ContinuousClock.now - started < .seconds(30))
        }
    }
}
