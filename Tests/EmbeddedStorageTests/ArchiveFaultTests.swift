import EmbeddedStorage
import Foundation
import Storage
import StorageConformance
import SystemPackage
import TestSupport
import Testing

@Suite("Whatever happens while entries go into the archive, the log has all of them", .timeLimit(.minutes(3)))
struct ArchiveFaultTests {
    private struct Interrupted: Error {}

    @Test("A failure at each step loses nothing, and the next attempt does it", arguments: ArchivingStep.allCases)
    func failing(at step: ArchivingStep) async throws {
        let folder = try StoreFolder()
        let all = try await ArchivedStore.fill(folder, entries: 10)
        var store = try await folder.open()
        let part = try #require(try await store.smallArchive(4).nextPart())
        await #expect(throws: StorageError.self) {
            try await store.smallArchive(4).move(part) { if $0 == step { throw Interrupted() } }
        }
        try await ArchivedStore.require(all, in: store)
        let next = try await store.smallArchive(4).nextPart()
        #expect(next?.positions.lowerBound == LogPosition(step == .committed ? 5 : 1))
        try await store.smallArchive(4).moveAll()
        try await ArchivedStore.require(all, in: store)
        try await store.close()
        store = try await folder.open()
        try await ArchivedStore.require(all, in: store)
        let files = try folder.archiveFiles()
        #expect(files.count == 2)
        try await store.close()
    }

    @Test("A process that is killed at each step loses nothing", arguments: ArchivingStep.allCases)
    func killed(at step: ArchivingStep) async throws {
        let folder = try StoreFolder()
        let keys = try KeyRing.generate(file: folder.path.appending("keys"))
        let all = try await ArchivedStore.fill(folder, entries: 10, keys: keys)
        for round in 0..<2 {
            let victim = try Victim("archive", store: folder.store, folder: folder.path, seed: UInt64(step.rawValue))
            #expect(victim.waitForEnd() == SIGKILL)
            let store = try await EmbeddedStore.open(folder.store, keys: keys, leaseDuration: .seconds(1))
            try await ArchivedStore.require(all, in: store)
            let next = try await store.smallArchive(4).nextPart()
            let moved = step == .committed ? 4 * (round + 1) : 0
            #expect(next?.positions.lowerBound == (moved == 8 ? nil : LogPosition(UInt64(moved + 1))))
            try await store.close()
        }
    }

    @Test("A file that is not on the disk as it was written takes over nothing")
    func badDisk() async throws {
        try await ArchivedStore.with(entries: 10) { folder, store, all in
            let part = try #require(try await store.smallArchive(4).nextPart())
            let error = await #expect(throws: StorageError.self) {
                try await store.smallArchive(4).move(part) { step in
                    guard step == .named, let name = try folder.archiveFiles().first else { return }
                    try folder.flip(name, at: 100)
                }
            }
            #expect(error?.code == .corrupted)
            try await ArchivedStore.require(all, in: store)
            try await store.smallArchive(4).moveAll()
            try await ArchivedStore.require(all, in: store)
        }
    }

    @Test("A flipped bit of a file is noticed where it matters, and no wrong entry is given out")
    func damage() async throws {
        let folder = try StoreFolder()
        let all = try await ArchivedStore.fill(folder, entries: 10)
        let store = try await folder.open()
        try await store.smallArchive(4).moveAll()
        let name = try #require(try folder.archiveFiles().first)
        let size = try folder.contents(of: "archive/" + name).count
        var (refused, random) = (0, SeededGenerator(seed: 5))
        for offset in Array(0..<100) + (0..<100).map({ _ in Int.random(in: 100..<size, using: &random) }) {
            try folder.flip(name, at: offset)
            for (number, entry) in all.prefix(4).enumerated() {
                do throws(StorageError) {
                    let read = try await store.log.read(after: LogPosition(UInt64(number)), limit: 1)
                    #expect(read == [entry], "a wrong entry was given out: \(offset)")
                } catch {
                    refused += 1
                    // Or the file's beginning, or the name of a key.
                    #expect(
                        error.entry == EntryPlace(entry.position, entry.stream) || offset < 32, "\(offset): \(error)")
                }
            }
            try folder.flip(name, at: offset)
        }
        #expect(refused > 200)
        try await ArchivedStore.require(all, in: store)
        try await store.close()
    }

    @Test("A file that is gone is an outage: it passes when the file is there again")
    func missing() async throws {
        let folder = try StoreFolder()
        let all = try await ArchivedStore.fill(folder, entries: 10)
        let store = try await folder.open()
        try await store.smallArchive(4).moveAll()
        let name = try #require(try folder.archiveFiles().last)
        let file = folder.store.appending("archive").appending(name).string
        try FileManager.default.moveItem(atPath: file, toPath: file + ".away")
        let error = await #expect(throws: StorageError.self) { try await store.log.read(after: .start, limit: 100) }
        #expect(error?.code == .unavailable && error?.advice != nil)
        // What is not in that file is there.
        let live = try await store.log.read(after: LogPosition(8), limit: 100)
        #expect(live == Array(all.suffix(2)))
        try await store.close()
        let refused = await #expect(throws: StorageError.self) { try await folder.open() }
        #expect(refused?.code == .unavailable)
        try FileManager.default.moveItem(atPath: file + ".away", toPath: file)
        let again = try await folder.open()
        try await ArchivedStore.require(all, in: again)
        try await again.close()
    }

    @Test("Where no file can be made nothing is moved")
    func noFolder() async throws {
        let folder = try StoreFolder()
        let all = try await ArchivedStore.fill(folder, entries: 10)
        try Data().write(to: URL(fileURLWithPath: folder.store.appending("archive").string))
        let store = try await folder.open()
        await #expect(throws: StorageError.self) { try await store.smallArchive(4).moveAll() }
        try await ArchivedStore.require(all, in: store)
        try await store.close()
    }
}
