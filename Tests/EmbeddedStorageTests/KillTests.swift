import EmbeddedStorage
import Foundation
import Storage
import StorageConformance
import SystemPackage
import TestSupport
import Testing
import Units

/// Kills a process that appends, enqueues, works and uploads, and looks at what is left.
struct KillTests {
    private static let rounds: UInt64 = 12

    @Test(.timeLimit(.minutes(5)))
    func whatWasAcknowledgedIsThereAfterAKillAndNothingIsHalf() async throws {
        let folder = try StoreFolder()
        let keys = try KeyRing.generate(file: folder.path.appending("keys"))
        var random = SystemRandomNumberGenerator()
        var told = 0
        var resumed = 0
        for round in 1...Self.rounds {
            let victim = try Victim("churn", store: folder.store, folder: folder.path, seed: round)
            let first = try await victim.firstLine()
            #expect(first == "ready")
            // From the first transactions to a few WALs' worth of them.
            try await Task.sleep(for: .milliseconds(Int.random(in: 0...250, using: &random)))
            victim.kill()
            let testimony = Testimony(try victim.lines())
            told += try victim.lines().count
            let clock = ManualClock()
            let store = try await EmbeddedStore.open(
                folder.store, keys: keys, leaseDuration: .seconds(600), clock: StorageClock(clock))
            try await checkLog(store, testimony)
            try await checkJobs(store, testimony, clock)
            try await checkBlobs(store, testimony)
            resumed += try await finishUploads(store, testimony, round)
            try await store.close()
        }
        print(
            "killed \(Self.rounds) times: \(told) lines of what was asked for and acknowledged held, \(resumed) uploads "
                + "went on where they were cut off")
    }

    private func checkLog(_ store: EmbeddedStore, _ testimony: Testimony) async throws {
        let all = try await store.log.all()
        var next: [StreamName: Int] = [:]
        for entry in all {
            let number = next[entry.stream, default: 0]
            #expect(entry.events == ChurnContent.events(entry.stream.text, number), "\(entry.stream.text) \(number)")
            next[entry.stream] = number + 1
        }
        let positions = Dictionary(grouping: all) { $0.stream.text }.mapValues { $0.map(\.position.number) }
        for (stream, acknowledged) in testimony.appended {
            let there = positions[stream] ?? []
            #expect(Array(there.prefix(acknowledged.count)) == acknowledged, "\(stream)")
            #expect(there.count <= acknowledged.count + 1, "\(stream) has more than was asked for")
        }
    }

    private func checkJobs(_ store: EmbeddedStore, _ testimony: Testimony, _ clock: ManualClock) async throws {
        let queue = store.queue
        for (id, token) in testimony.held {
            let isHeld = try await queue.extend(JobLease.Token(token))
            #expect(isHeld, "the lease of \(id) was lost")
        }
        // All leases end: what is there can be leased.
        clock.advance(by: .seconds(1200))
        let counts = try await queue.waiting()
        var there: [String] = []
        for lane in ChurnContent.lanes {
            var jobs = 0
            while case let leases = try await queue.lease(100, from: lane), !leases.isEmpty {
                for lease in leases {
                    #expect(lease.job == ChurnContent.job(lease.job.id))
                    try await queue.complete(lease.token)
                    there.append(lease.job.id)
                    jobs += 1
                }
            }
            #expect(counts[lane] ?? 0 == jobs, "jobs counted in a lane")
        }
        let dead = try await queue.deadLetters(after: nil, limit: 100_000)
        for letter in dead { #expect(letter.job == ChurnContent.job(letter.job.id)) }
        _ = try await queue.discard(dead.map(\.job.id))
        let buried = Set(dead.map(\.job.id))
        #expect(testimony.buried.isSubset(of: buried), "a burial was lost")
        #expect(buried.isSubset(of: testimony.buriedOrAsked), "who asked for that burial?")
        #expect(Set(there).count == there.count, "a job was there twice")
        let found = Set(there).union(buried)
        let missing = testimony.enqueued.subtracting(testimony.completedOrAsked).subtracting(found)
        #expect(missing.isEmpty, "jobs were lost")
        let extra = found.subtracting(testimony.enqueuedOrAsked.subtracting(testimony.completed))
        #expect(extra.isEmpty, "jobs came back")
    }

    private func checkBlobs(_ store: EmbeddedStore, _ testimony: Testimony) async throws {
        let list = try await store.blobs.list(after: nil, limit: .max)
        let missing = testimony.uploaded.subtracting(testimony.removedOrAsked).subtracting(list.map(\.description))
        #expect(missing.isEmpty, "contents were lost")
        #expect(Set(list.map(\.description)).isDisjoint(with: testimony.removed), "a removed content is there")
        for hash in list {
            var content: [UInt8] = []
            for try await piece in store.blobs.read(hash, range: nil) { content += piece }
            #expect(ContentHash(of: content) == hash)
            try await store.blobs.remove(hash)
        }
    }
}

extension KillTests {
    /// Goes on with the uploads that were cut off.
    /// - Returns: how many did not begin at 0.
    private func finishUploads(_ store: EmbeddedStore, _ testimony: Testimony, _ round: UInt64) async throws -> Int {
        var resumed = 0
        for author in 0..<2 {
            var random = ChurnContent.contents(round: round, author: author)
            var content = ChurnContent.content(&random)
            while testimony.uploaded.contains(ContentHash(of: content).description) {
                content = ChurnContent.content(&random)
            }
            let hash = ContentHash(of: content)
            let upload = try await store.blobs.upload(hash, size: ByteCount(Int64(content.count)))
            var offset = Int(await upload.offset)
            if offset > 0 { resumed += 1 }
            while offset < content.count {
                let end = min(offset + 400_000, content.count)
                try await upload.append(Array(content[offset..<end]))
                offset = end
            }
            try await upload.finish()
            var bytes: [UInt8] = []
            for try await piece in store.blobs.read(hash, range: nil) { bytes += piece }
            #expect(bytes == content, "an upload that went on became another content")
            try await store.blobs.remove(hash)
        }
        return resumed
    }
}

/// What a process told before it was killed.
private struct Testimony {
    /// Positions of each stream's entries.
    var appended: [String: [UInt64]] = [:]
    var enqueuedOrAsked: Set<String> = []
    var enqueued: Set<String> = []
    /// Tokens of leases that nobody ended.
    var held: [String: String] = [:]
    var completedOrAsked: Set<String> = []
    var completed: Set<String> = []
    var buriedOrAsked: Set<String> = []
    var buried: Set<String> = []
    var uploaded: Set<String> = []
    var removedOrAsked: Set<String> = []
    var removed: Set<String> = []

    init(_ lines: [Substring]) {
        for line in lines {
            let words = line.split(separator: " ").map(String.init)
            guard words.count > 1 else { continue }
            switch words[0] {
            case "A": appended[words[1], default: []].append(UInt64(words[3]) ?? 0)
            case "e": enqueuedOrAsked.insert(words[1])
            case "E": enqueued.insert(words[1])
            case "L": held[words[1]] = words[2]
            case "g": held[words[1]] = nil
            case "c":
                held[words[1]] = nil
                completedOrAsked.insert(words[1])
            case "C": completed.insert(words[1])
            case "b":
                held[words[1]] = nil
                buriedOrAsked.insert(words[1])
            case "B": buried.insert(words[1])
            case "U": uploaded.insert(words[1])
            case "r": removedOrAsked.insert(words[1])
            case "R": removed.insert(words[1])
            default: Issue.record("an unknown line: \(line)")
            }
        }
    }
}
