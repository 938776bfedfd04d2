import Glibc
import Storage
import StorageConformance
import TestSupport
import Testing
import Units

@testable import JetStream

extension ClusterTests {
    /// What somebody has changed on the servers, or a disk has, is never given out as good.
    @Suite struct DamageTests {
        private let lane = JobLane(priority: 0, tenant: "t", requirement: "c")

        private func client(_ keys: KeyRing, _ prefix: String) async throws -> JetStreamClient {
            let cluster = try await ConformanceTests.cluster.value
            return try await JetStreamClient(
                JetStreamConfiguration(servers: cluster.servers, prefix: prefix), keys: keys)
        }

        private func name() -> String { "damage-\(UInt32.random(in: 0...UInt32.max))" }

        @Test func `a job whose payload does not open becomes a dead letter, and those behind it go on`() async throws {
            let prefix = name()
            let (ours, theirs) = (try await client(KeyRing(), prefix), try await client(KeyRing(), prefix))
            let queue = try await ours.jobQueue(leaseDuration: .seconds(600))
            let stranger = try await theirs.jobQueue(leaseDuration: .seconds(600))
            try await stranger.enqueue([Job(id: "wrong-key", lane: lane, payload: [1])])
            var tampered = try KeyRing().seal([2], for: JetStreamQueue.binding("tampered"))
            tampered[tampered.count - 1] ^= 1
            _ = try await queue.stream.claim(
                queue.subject(of: "tampered"), headers: [(JobLane.header, lane.text)], tampered, stage: "test")
            try await queue.enqueue([Job(id: "good", lane: lane, payload: [3])])
            var leased: [String] = []
            let end = ContinuousClock.now + .seconds(30)
            var waiting = 1
            while leased.isEmpty || waiting > 0, ContinuousClock.now < end {
                leased += try await queue.lease(2, from: lane).map(\.job.id)
                try await queue.wait(atMost: .milliseconds(50))
                waiting = try await queue.waiting()[lane] ?? 0
            }
            #expect(leased == ["good"])
            let letters = try await queue.deadLetters(after: nil, limit: 9)
            #expect(Set(letters.map(\.job.id)) == ["wrong-key", "tampered"])
            for letter in letters {
                #expect(letter.reason.contains("cannot be read"))
                #expect(letter.job.payload.isEmpty)
                #expect(letter.job.lane == lane)
            }
            #expect(try await queue.discard(letters.map(\.job.id)) == 2)
            #expect(try await queue.deadLetters(after: nil, limit: 9).isEmpty)
            await ours.close()
            await theirs.close()
        }

        @Test func `an entry that was changed ends reading with what to do`() async throws {
            let (prefix, keys) = (name(), KeyRing())
            let client = try await client(keys, prefix)
            let log = try await client.eventLog()
            let stream = try StreamName("changed")
            _ = try await log.append([Event(type: "test", payload: [1])], to: stream, expecting: .anything)
            // As good as its first entry, and in the place of the second.
            let first = try #require(try await client.stored("\(prefix).log.changed.0"))
            try await client.publish("\(prefix).log.changed.1", first.payload)
            let failure = await #expect(throws: StorageError.self) {
                _ = try await log.read(after: .start, limit: 10)
            }
            #expect(failure?.code == .corrupted)
            #expect(failure?.advice != nil)
            var followed = 0
            let ending = await #expect(throws: StorageError.self) {
                for try await _ in log.follow(after: .start) { followed += 1 }
            }
            #expect(ending?.code == .corrupted)
            #expect(followed == 1)
            await client.close()
        }

        /// Bytes in the files of a node that does not run; then it runs again.
        @Test(.timeLimit(.minutes(2))) func `a node's damaged files cost no content its bytes`() async throws {
            let seed = environment("VERDICT_FAULT_SEED").flatMap { UInt64($0) } ?? UInt64.random(in: 0...UInt64.max)
            print("damaged files, VERDICT_FAULT_SEED=\(seed)")
            var random = SeededGenerator(seed: seed)
            let cluster = try await NATSCluster()
            let configuration = JetStreamConfiguration(servers: cluster.servers, patience: .seconds(30))
            let store = try await JetStreamStore.open(configuration, keys: KeyRing(), leaseDuration: .seconds(60))
            var contents: [ContentHash: [UInt8]] = [:]
            for _ in 0..<6 {
                let content = random.bytes(Int.random(in: 1...400_000, using: &random))
                let hash = ContentHash(of: content)
                let upload = try await store.blobs.upload(hash, size: ByteCount(Int64(content.count)))
                try await upload.append(content)
                try await upload.finish()
                contents[hash] = content
            }
            let node = Int.random(in: 0..<3, using: &random)
            try await cluster.kill(node)
            let damaged = try await cluster.damage(node, &random)
            #expect(damaged > 0, "no file was found")
            try await cluster.start(node)
            var whole = 0
            for (hash, content) in contents {
                var read: [UInt8] = []
                do {
                    for try await piece in store.blobs.read(hash, range: nil) { read += piece }
                    #expect(read == content)
                    whole += 1
                } catch let error as StorageError {
                    #expect(content.starts(with: read), "wrong bytes were given out before \(error)")
                    #expect(error.code == .corrupted || error.code == .notFound || error.code == .unavailable)
                    #expect(error.advice != nil)
                }
            }
            print("  \(damaged) bytes of node \(node + 1) changed, \(whole) of \(contents.count) contents read")
            await store.close()
            try await cluster.stop()
        }
    }
}

extension JetStreamClient {
    /// The message on a subject of the log.
    fileprivate func stored(_ subject: String) async throws -> StoredMessage? {
        try await logStream().last(on: subject, stage: "test")
    }

    /// Writes a message to the log's stream, as anybody could who may publish there.
    fileprivate func publish(_ subject: String, _ payload: [UInt8]) async throws {
        _ = try await logStream().claim(subject, headers: [], payload, stage: "test")
    }

    private func logStream() async throws -> StoredStream {
        try await StoredStream.open(plan("log", allowsDeletion: false), over: connection, patience: .seconds(20))
    }
}
