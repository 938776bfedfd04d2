import EmbeddedStorage
import Foundation
import Storage
import StorageConformance
import SystemPackage
import TestSupport
import Testing
import Units

struct EmbeddedStoreTests {
    /// The file's user version and application id, which SQLite keeps big-endian in its header (fileformat2.html, 1.3).
    @Test(arguments: [(60, [0, 0, 0, 99]), (68, [0, 0, 0, 7])] as [(Int, [UInt8])])
    func whatAnotherProgramOrANewerOneWroteIsRefused(_ offset: Int, _ number: [UInt8]) async throws {
        let folder = try StoreFolder()
        try await folder.open().close()
        var bytes = try folder.contents(of: "store.sqlite")
        bytes.replaceSubrange(offset..<(offset + 4), with: number)
        try folder.write(bytes, to: "store.sqlite")
        let error = await #expect(throws: StorageError.self) { try await folder.open() }
        #expect(error?.code == .incompatible)
        #expect(error?.advice != nil)
    }

    @Test func anotherKeyRingOpensNothing() async throws {
        let folder = try StoreFolder()
        let store = try await folder.open()
        let stream = try StreamName("stream")
        _ = try await store.log.append([Event(type: "a", payload: [1])], to: stream, expecting: .anything)
        try await store.close()
        let other = try await EmbeddedStore.open(folder.store, keys: KeyRing(), leaseDuration: .seconds(1))
        let error = await #expect(throws: StorageError.self) { try await other.log.read(after: .start, limit: 1) }
        #expect(error?.code == .wrongKey)
        try await other.close()
    }

    @Test func nothingThatIsStoredCanBeReadWithoutTheKey() async throws {
        let folder = try StoreFolder()
        let store = try await folder.open()
        let secret = Array("a contestant's source".utf8)
        let stream = try StreamName("stream")
        _ = try await store.log.append([Event(type: "a", payload: secret)], to: stream, expecting: .anything)
        try await store.queue.enqueue([Job(id: "job", lane: ChurnContent.lanes[0], payload: secret)])
        let upload = try await store.blobs.upload(ContentHash(of: secret), size: ByteCount(Int64(secret.count)))
        try await upload.append(secret)
        try await upload.finish()
        try await store.close()
        let files = try FileManager.default.subpathsOfDirectory(atPath: folder.store.string)
        #expect(files.count > 4)
        for file in files {
            guard let data = FileManager.default.contents(atPath: folder.store.appending(file).string) else { continue }
            #expect(data.range(of: Data(secret)) == nil, "\(file)")
        }
    }

    @Test func leasesAndDelaysFollowTheClockThatIsGiven() async throws {
        let folder = try StoreFolder()
        let clock = ManualClock()
        let store = try await folder.open(leaseDuration: .seconds(30), clock: StorageClock(clock))
        let lane = ChurnContent.lanes[0]
        try await store.queue.enqueue([Job(id: "a", lane: lane, payload: []), Job(id: "b", lane: lane, payload: [])])
        let leases = try await store.queue.lease(2, from: lane)
        clock.advance(by: .seconds(29))
        try #require(try await store.queue.extend(leases[0].token))
        try await store.queue.giveBack(leases[1].token, after: .seconds(100))
        clock.advance(by: .seconds(29))
        #expect(try await store.queue.waiting() == [:])
        clock.advance(by: .seconds(1))
        #expect(try await store.queue.lease(5, from: lane).map(\.job.id) == ["a"])
        clock.advance(by: .seconds(70))
        #expect(try await store.queue.waiting() == [lane: 2])
        try await store.close()
    }

    @Test func whoWaitsIsWokenByAClockThatMoves() async throws {
        let folder = try StoreFolder()
        let clock = ManualClock()
        let store = try await folder.open(leaseDuration: .seconds(30), clock: StorageClock(clock))
        let lane = ChurnContent.lanes[0]
        try await store.queue.enqueue([Job(id: "a", lane: lane, payload: [])])
        _ = try await store.queue.lease(1, from: lane)
        try await store.queue.wait(atMost: .seconds(1))
        let waiter = Task { try await store.queue.wait(atMost: .seconds(3600)) }
        // Nothing tells when it sleeps; moved before, the clock ends the lease all the same.
        try await Task.sleep(for: .milliseconds(20))
        clock.advance(by: .seconds(31))
        try await waiter.value
        #expect(try await store.queue.waiting() == [lane: 1])
        try await store.close()
    }

    @Test(.timeLimit(.minutes(1)))
    func aBackupThatIsMadeWhileTheStoreIsUsedIsTheStoreOfOneMoment() async throws {
        let folder = try StoreFolder()
        let store = try await folder.open()
        let stream = try StreamName("stream")
        let writer = Task {
            var count = 0
            while !Task.isCancelled {
                _ = try await store.log.append(
                    ChurnContent.events("stream", count), to: stream, expecting: .anything)
                try await store.queue.enqueue([ChurnContent.job("job-\(count)")])
                count += 1
            }
            return count
        }
        let content = [UInt8](repeating: 9, count: 100_000)
        let upload = try await store.blobs.upload(ContentHash(of: content), size: ByteCount(100_000))
        try await upload.append(content)
        try await upload.finish()
        var before = 0
        for round in 0..<3 {
            let backup = folder.path.appending("backup-\(round)")
            try await store.backup(to: backup)
            let error = await #expect(throws: StorageError.self) { try await store.backup(to: backup) }
            #expect(error?.code == .badRequest)
            let restored = folder.path.appending("restored-\(round)")
            try await EmbeddedStore.restore(backup, to: restored)
            let copy = try await EmbeddedStore.open(restored, keys: folder.keys, leaseDuration: .seconds(600))
            let entries = try await copy.log.read(after: .start, limit: 100_000)
            let jobs = try await copy.queue.waiting().values.reduce(0, +)
            #expect(entries.count >= before && (entries.count - 1...entries.count).contains(jobs))
            before = entries.count
            for (number, entry) in entries.enumerated() {
                #expect(entry.events == ChurnContent.events("stream", number))
            }
            var bytes: [UInt8] = []
            for try await piece in copy.blobs.read(ContentHash(of: content), range: nil) { bytes += piece }
            #expect(bytes == content)
            try await copy.close()
        }
        for source in [folder.store, folder.path] {
            let error = await #expect(throws: StorageError.self, "neither a store that is used nor any folder") {
                try await EmbeddedStore.restore(source, to: folder.path.appending("restored"))
            }
            #expect(error?.code == .badRequest)
        }
        writer.cancel()
        #expect(try await writer.value >= before)
        try await store.close()
    }

    @Test func aStoreOfManyWaitingJobsIsOpenedWithTheirCounts() async throws {
        let folder = try StoreFolder()
        let store = try await folder.open()
        for lane in ChurnContent.lanes {
            let jobs = (0..<1000).map { Job(id: "job-\(lane.priority)-\($0)", lane: lane, payload: []) }
            try await store.queue.enqueue(jobs)
        }
        _ = try await store.queue.lease(10, from: ChurnContent.lanes[1])
        try await store.close()
        let again = try await folder.open()
        #expect(try await again.queue.waiting() == [ChurnContent.lanes[0]: 1000, ChurnContent.lanes[1]: 990])
        try await again.close()
    }
}
