import Glibc
import Storage
import StorageConformance
import TestSupport
import Testing

@testable import JetStream

extension ClusterTests {
    /// How often each fault is repeated, and from which seed: `VERDICT_FAULT_ROUNDS`, `VERDICT_FAULT_SEED`.
    @Suite struct FaultTests {
        private static let cluster = Task { try await NATSCluster() }
        private static let tight = Task { try await NATSCluster(smallDisk: "128M") }
        static let rounds = environment("VERDICT_FAULT_ROUNDS").flatMap { Int($0) } ?? 1
        static let seed = environment("VERDICT_FAULT_SEED").flatMap { UInt64($0) } ?? UInt64.random(in: 0...UInt64.max)

        @Test(.timeLimit(.minutes(3)), arguments: Fault.chosen)
        func `nothing acknowledged is lost when`(_ fault: Fault) async throws {
            for round in 0..<Self.rounds {
                let seed = Self.seed &+ UInt64(round) &* 1_000_003
                print("\(fault.rawValue), round \(round), VERDICT_FAULT_SEED=\(seed)")
                try await survive(fault, seed)
            }
        }

        /// A server that starts again takes as many of its last messages for new ones as claims were refused.
        @Test(.timeLimit(.minutes(3)))
        func `a server that was killed has the same messages as the others when it is back`() async throws {
            let cluster = try await Self.cluster.value
            let configuration = JetStreamConfiguration(
                servers: cluster.servers, prefix: "copies-\(UInt32.random(in: 0...UInt32.max))")
            let client = try await JetStreamClient(configuration, keys: KeyRing())
            let queue = try await client.jobQueue(leaseDuration: .seconds(600))
            let lane = JobLane(priority: 1, tenant: "tenant", requirement: "c++")
            for node in 0..<cluster.size {
                for number in 0..<20 {
                    let job = Job(id: "job-\(node)-\(number)", lane: lane, payload: [])
                    try await queue.enqueue([job])
                    try await queue.enqueue([job])
                    let again = try await queue.stream.claim(
                        queue.subject(of: job.id), headers: [(JobLane.header, lane.text)], [], stage: "test")
                    guard case .taken = again else { return _ = Issue.record("it was added twice") }
                }
                for lease in try await queue.lease(20, from: lane) { try await queue.complete(lease.token) }
                // What is deleted too soon is deleted by then.
                try await Task.sleep(for: .seconds(2))
                try await cluster.kill(node)
                try await cluster.start(node)
                let copies = try await cluster.settledCopies(of: "\(configuration.prefix)-")
                #expect(copies.count == 1, "the servers' copies of the streams differ")
            }
            await client.close()
        }

        /// nats-server 2.9.10 fails here: there, what a leader had not yet acknowledged stands in the place of what was
        /// acknowledged while it was away.
        @Test(.timeLimit(.minutes(3)))
        func `what only a killed leader had is gone when it is back`() async throws {
            let cluster = try await Self.cluster.value
            let prefix = "led-\(UInt32.random(in: 0...UInt32.max))"
            let client = try await JetStreamClient(
                JetStreamConfiguration(servers: cluster.servers, prefix: prefix), keys: KeyRing())
            let stream = try await client.jobQueue(leaseDuration: .seconds(600)).stream
            for number in 0..<10 { try await win("\(prefix).jobs.\(number)", "before", in: stream) }
            let leader = try await client.leader(of: "jobs")
            let others = (0..<cluster.size).filter { $0 != leader }
            for node in others { try await cluster.kill(node) }
            let impatient = try await client.reconnected(patience: .seconds(2))
            let alone = StoredStream(
                connection: impatient.connection, name: stream.name, persist: Persistence(patience: .seconds(2)))
            await #expect(throws: StorageError.self, "one of three acknowledged a message") {
                try await self.win("\(prefix).jobs.10", "by the leader alone", in: alone)
            }
            await impatient.close()
            try await cluster.kill(leader)
            for node in others { try await cluster.start(node) }
            let place = try await win("\(prefix).jobs.10", "by the others", in: stream)
            for number in 11..<15 { try await win("\(prefix).jobs.\(number)", "after", in: stream) }
            try await cluster.start(leader)
            let copies = try await cluster.settledCopies(of: "\(prefix)-")
            #expect(copies.count == 1, "the servers' copies of the streams differ")
            for server in cluster.servers {
                // A server asks its own copy first.
                let one = try await JetStreamClient(
                    JetStreamConfiguration(servers: [server], prefix: prefix), keys: KeyRing())
                let same = StoredStream(
                    connection: one.connection, name: stream.name, persist: Persistence(patience: .seconds(20)))
                let message = try #require(
                    try await same.message(at: place, on: "\(prefix).jobs", stage: "test"))
                #expect(String(decoding: message.payload, as: UTF8.self) == "by the others")
                await one.close()
            }
            await client.close()
        }

        /// Claims a subject that is free.
        @discardableResult
        private func win(_ subject: String, _ text: String, in stream: StoredStream) async throws -> UInt64 {
            guard case .won(let place) = try await stream.claim(subject, headers: [], Array(text.utf8), stage: "test")
            else { throw NATSCluster.Failure(description: "\(subject) is taken") }
            return place
        }

        private func survive(_ fault: Fault, _ seed: UInt64) async throws {
            var random = SeededGenerator(seed: seed)
            let cluster = try await (fault == .diskFull ? Self.tight : Self.cluster).value
            let configuration = JetStreamConfiguration(
                servers: cluster.servers, prefix: "fault-\(UInt32.random(in: 0...UInt32.max))")
            let loads = try await FaultLoads(configuration)
            let follower = loads.follow()
            let tasks = loads.begin(random.next())
            let clock = ContinuousClock()
            let start = clock.now
            do {
                try await fault.happen(to: cluster, loads.stores[0].client, &random)
                let mended = clock.now
                try await loads.waitForMore()
                print("  over after \(mended - start), all goes on \(clock.now - mended) later")
            } catch {
                for task in tasks { task.cancel() }
                throw error
            }
            try await loads.end(tasks)
            try await loads.check(follower)
            let copies = try await cluster.settledCopies(of: "\(configuration.prefix)-")
            #expect(copies.count == 1, "the servers' copies of the streams differ")
            await loads.close()
        }
    }
}

/// A variable of the environment.
func environment(_ name: String) -> String? {
    unsafe getenv(name).map { unsafe String(cString: $0) }
}
