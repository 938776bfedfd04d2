import Storage
import StorageConformance
import Synchronization
import TestSupport
import Testing
import Units

@testable import JetStream

extension ClusterTests {
    /// What a cluster must do beyond the contracts.
    @Suite struct ManyClientsTests {
        private let lane = JobLane(priority: 0, tenant: "t", requirement: "c")

        private func configuration() async throws -> JetStreamConfiguration {
            let cluster = try await ConformanceTests.cluster.value
            return JetStreamConfiguration(
                servers: cluster.servers, prefix: "many-\(UInt32.random(in: 0...UInt32.max))")
        }

        @Test func `of appenders on many connections one wins`() async throws {
            let configuration = try await configuration()
            let keys = KeyRing()
            var stores: [JetStreamClient] = []
            for _ in 0..<4 { stores.append(try await JetStreamClient(configuration, keys: keys)) }
            var logs: [JetStreamLog] = []
            for store in stores { logs.append(try await store.eventLog()) }
            let stream = try StreamName("contended")
            var last = LogPosition.start
            for round in 0..<20 {
                let (expected, logs) = (last, logs)
                let won = await withTaskGroup(of: LogPosition?.self) { group in
                    for number in 0..<16 {
                        group.addTask {
                            let event = Event(type: "\(round)", payload: [UInt8(number)])
                            return try? await logs[number % 4].append([event], to: stream, expecting: .last(expected))
                        }
                    }
                    return await group.reduce(into: [LogPosition]()) { if let one = $1 { $0.append(one) } }
                }
                #expect(won.count == 1, "of 16 appends that expected the same, \(won.count) succeeded")
                last = try #require(won.first)
            }
            for store in stores { await store.close() }
        }

        /// Two connections of their own to the same streams.
        private func twoClients() async throws -> (JetStreamClient, JetStreamClient) {
            let configuration = try await configuration()
            let keys = KeyRing()
            return (
                try await JetStreamClient(configuration, keys: keys),
                try await JetStreamClient(configuration, keys: keys)
            )
        }

        @Test func `coordinators share one queue`() async throws {
            let (first, second) = try await twoClients()
            let one = try await first.jobQueue(leaseDuration: .seconds(600))
            let two = try await second.jobQueue(leaseDuration: .seconds(600))
            let lane = lane
            let ids = (0..<300).map { "job-\($0)" }
            async let some: Void = one.enqueue(ids.map { Job(id: $0, lane: lane, payload: []) })
            async let same: Void = two.enqueue(ids.map { Job(id: $0, lane: lane, payload: []) })
            _ = try await (some, same)
            let leases = try await withThrowingTaskGroup(of: [JobLease].self) { group in
                for queue in [one, two, one, two] {
                    group.addTask {
                        var mine: [JobLease] = []
                        var idle = 0
                        while idle < 20 {
                            let more = try await queue.lease(7, from: lane)
                            idle = more.isEmpty ? idle + 1 : 0
                            if more.isEmpty { try await Task.sleep(for: .milliseconds(10)) }
                            mine += more
                        }
                        return mine
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(leases.map(\.job.id).sorted() == ids.sorted())
            // A token is good at either, whoever gave it.
            for lease in leases.prefix(40) {
                #expect(try await one.extend(lease.token))
                try await two.complete(lease.token)
                #expect(try await two.extend(lease.token) == false)
            }
            try await one.bury(leases[40].token, reason: "no")
            #expect(try await two.extend(leases[40].token) == false)
            await first.close()
            await second.close()
        }

        @Test(.timeLimit(.minutes(1)))
        func `what one tells the others hear at once, if they want it and it is no larger than it may be`()
            async throws
        {
            let configuration = try await configuration()
            let keys = KeyRing()
            let (first, second) = (
                try await JetStreamClient(configuration, keys: keys),
                try await JetStreamClient(configuration, keys: keys)
            )
            let stranger = try await JetStreamClient(configuration, keys: KeyRing())
            let (one, two) = (first.announcements, second.announcements)
            let (wanted, other) = (try StreamName("submission-1"), try StreamName("submission-2"))
            let heard = await two.announcements { $0 == wanted }
            let own = await one.announcements { _ in true }
            // A subscription is there when a server has answered behind it.
            _ = try await second.eventLog()
            _ = try await first.eventLog()
            one.announce([1], about: other)
            one.announce(Array(repeating: 1, count: (64 << 10) + 1), about: wanted)
            stranger.announcements.announce([9], about: wanted)
            second.connection.publish("\(configuration.prefix).news.x.submission-1", [1, 2, 3])
            one.announce(Array(repeating: 2, count: 64 << 10), about: wanted)
            one.announce([3], about: wanted)
            two.announce([4], about: wanted)
            var messages: [Announcement] = []
            for await announcement in heard {
                messages.append(announcement)
                if announcement.message == [3] { break }
            }
            #expect(messages.map(\.message.count) == [64 << 10, 1])
            for await announcement in own {
                #expect(announcement == Announcement([4], about: wanted))
                break
            }
            for client in [first, second, stranger] { await client.close() }
        }

        @Test func `what is done comes back neither by whoever has not heard of it nor by a call that comes late`()
            async throws
        {
            let (first, second) = try await twoClients()
            let one = try await first.jobQueue(leaseDuration: .seconds(600))
            let two = try await second.jobQueue(leaseDuration: .seconds(600))
            try await one.enqueue([Job(id: "job", lane: lane, payload: [])])
            let job = try #require(one.board.withLock { $0.job("job") })
            let lease = try #require(try await one.lease(1, from: lane).first)
            try await one.complete(lease.token)
            try await two.catchUp(stage: "test")
            // As if it had been cut off since the job was added.
            two.board.withLock { board in
                board.remove(job)
                board.add("job", lane, at: job, isFollowed: true)
            }
            #expect(try await two.waiting() == [lane: 1])
            #expect(try await two.lease(1, from: lane).isEmpty)
            #expect(two.board.withLock { $0[job]?.status } == .done)
            let late = try await two.stream.claim(
                two.subject(of: "job"), headers: [(JobLane.header, lane.text)], [], stage: "test")
            guard case .taken = late else { return _ = Issue.record("a late copy was added") }
            // Added again, it is another job.
            try await two.enqueue([Job(id: "job", lane: lane, payload: [1])])
            try await one.complete(lease.token)
            #expect(try await two.lease(1, from: lane).first?.job.payload == [1])
            await first.close()
            await second.close()
        }

        @Test(.timeLimit(.minutes(1)))
        func `the messages of what is done are deleted, also by the next that opens the queue`() async throws {
            let (first, second) = try await twoClients()
            func complete(
                _ ids: [String], _ client: JetStreamClient, memory: Duration
            ) async throws -> JetStreamQueue {
                let queue = try await client.jobQueue(leaseDuration: .seconds(600), memory: memory)
                try await queue.enqueue(ids.map { Job(id: $0, lane: lane, payload: []) })
                for lease in try await queue.lease(ids.count, from: lane) { try await queue.complete(lease.token) }
                return queue
            }
            func count(_ queue: JetStreamQueue) async throws -> Int {
                Int(try await queue.stream.information(stage: "test").state?.messages ?? 0)
            }
            let queue = try await complete(["a", "b"], first, memory: .seconds(600))
            #expect(try await count(queue) >= 6)
            await first.close()
            let again = try await complete(["c"], second, memory: .milliseconds(100))
            while try await count(again) > 0 { try await Task.sleep(for: .milliseconds(20)) }
            await second.close()
        }

        @Test func `a content of which a piece is missing is not given out`() async throws {
            let store = try await JetStreamClient(try await configuration(), keys: KeyRing())
            let blobs = try await store.blobStore()
            let content = [UInt8](repeating: 7, count: 1_000_000)
            let hash = ContentHash(of: content)
            let upload = try await blobs.upload(hash, size: ByteCount(1_000_000))
            try await upload.append(content)
            try await upload.finish()
            let manifest = try #require(try await blobs.manifest(of: hash, stage: "test")?.manifest)
            try await blobs.pieces.delete(manifest.pieces[2], stage: "test")
            var good = 0
            do {
                for try await piece in blobs.read(hash, range: nil) { good += piece.count }
                Issue.record("all of it was given out")
            } catch let error as StorageError {
                #expect(error.code == .corrupted)
                #expect(error.advice != nil)
            }
            #expect(good <= 2 * ContentManifest.pieceSize)
            try await blobs.remove(hash)
            let again = try await blobs.upload(hash, size: ByteCount(1_000_000))
            #expect(await again.offset == 0)
            try await again.append(content)
            try await again.finish()
            for try await piece in blobs.read(hash, range: nil) { good += piece.count }
            #expect(good >= 1_000_000)
            await store.close()
        }

        @Test func `no server at all is told within the time that a call has`() async throws {
            var configuration = JetStreamConfiguration(servers: ["nats://127.0.0.1:1"], prefix: "nobody")
            configuration.patience = .seconds(1)
            let store = try await JetStreamClient(configuration, keys: KeyRing())
            #expect(store.connection.state == .connecting)
            await #expect(throws: StorageError.self) { _ = try await store.eventLog() }
            var states = store.connection.states().makeAsyncIterator()
            #expect(await states.next() == .connecting)
            await store.close()
            #expect(await states.next() == .closed)
            #expect(await states.next() == nil)
        }
    }
}
