import Foundation
import Storage
import Synchronization
import SystemPackage
import Testing
import Units

@testable import EmbeddedStorage

@Suite("A store whose machine had a wrong clock for a while", .timeLimit(.minutes(1)))
struct WrongClockTests {
    @Test("Entries that seem to be of a time still to come go into the archive with those that came after them")
    func archive() async throws {
        let folder = try StoreFolder()
        let store = try await folder.open()
        let now = Mutex<Int64>(1_000)
        var log = store.log
        log.now = { now.withLock { $0 } }
        let stream = try StreamName("a")
        func append(_ count: Int, at time: Int64) async throws {
            now.withLock { $0 = time }
            for _ in 0..<count {
                _ = try await log.append([Event(type: "a", payload: [1])], to: stream, expecting: .anything)
            }
        }
        try await append(3, at: 1_000)
        // A year ahead, from the middle of a file to the middle of the one after the next.
        try await append(8, at: 1 << 60)
        try await append(5, at: 2_000)
        let archive = store.smallArchive(4)
        var last: LogPosition?
        var ends: [UInt64] = []
        while let part = try await archive.nextPart(after: last, recordedBefore: 2_001, upTo: LogPosition(.max)) {
            try await archive.move(part)
            last = part.positions.upperBound
            ends.append(part.positions.upperBound.number)
        }
        #expect(ends == [4, 8, 12, 16])
        let entries = try await store.log.read(after: .start, limit: 100)
        #expect(entries.count == 16 && entries[5].recordedAt == 1 << 60)
        try await store.close()
    }

    @Test("Entries behind which nothing is old stay, whatever time they say")
    func young() async throws {
        let folder = try StoreFolder()
        let store = try await folder.open()
        var log = store.log
        log.now = { 5_000 }
        for _ in 0..<8 {
            _ = try await log.append([Event(type: "a", payload: [1])], to: StreamName("a"), expecting: .anything)
        }
        let part = try await store.smallArchive(4).nextPart(
            after: nil, recordedBefore: 5_000, upTo: LogPosition(.max))
        #expect(part == nil)
        try await store.close()
    }
}

@Suite("Contents that cannot be put", .timeLimit(.minutes(1)))
struct FailedPutTests {
    @Test("What was written of one that could not be put takes no room")
    func leavesNothing() async throws {
        let folder = try StoreFolder()
        let store = try await folder.open()
        let content = [UInt8](repeating: 7, count: 100_000)
        let hash = ContentHash(of: content)
        // Its folder seems to be there, and takes nothing.
        let place = folder.store.appending("blobs").appending(String(hash.description.prefix(2)))
        try FileManager.default.createSymbolicLink(atPath: place.string, withDestinationPath: "/nowhere/at/all")
        await #expect(throws: StorageError.self) { try await store.blobs.putWhole(content, as: hash) }
        let uploads = folder.store.appending("uploads").string
        #expect(try FileManager.default.contentsOfDirectory(atPath: uploads).isEmpty)
        try FileManager.default.removeItem(atPath: place.string)
        try await store.blobs.putWhole(content, as: hash)
        let size = try await store.blobs.size(of: hash)
        #expect(size?.bytes == 100_000)
        try await store.close()
    }
}
