import EmbeddedStorage
import Foundation
import Storage
import StorageConformance
import SystemPackage
import Testing
import Units

@Suite("A log of which a part is in the archive is the same log", .timeLimit(.minutes(3)))
struct ArchiveTests {
    @Test("It keeps the contract of a log", arguments: EventLogConformance.checks)
    func conformance(_ check: ConformanceCheck) async throws {
        let fixture = try ArchivingFixture()
        do {
            try await check.run(fixture)
        } catch {
            Issue.record("\(check): \(error)")
        }
        try await fixture.close()
    }

    @Test("Entries go oldest first, if all of a file are old enough and stand before the limit")
    func bounds() async throws {
        try await ArchivedStore.with(entries: 10) { folder, store, all in
            let archive = store.smallArchive(4)
            let parts = [
                try await archive.nextPart(after: nil, recordedBefore: .max, upTo: LogPosition(3)),
                try await archive.nextPart(after: nil, recordedBefore: all[3].recordedAt, upTo: LogPosition(.max)),
                try await archive.nextPart(after: LogPosition(8), recordedBefore: .max, upTo: LogPosition(.max)),
            ]
            #expect(parts == [nil, nil, nil])
            let first = try await archive.nextPart(
                after: nil, recordedBefore: all[3].recordedAt + 1, upTo: LogPosition(4))
            #expect(first?.positions == LogPosition(1)...LogPosition(4) && first?.entries == 4)
            let second = try await archive.nextPart(
                after: first?.positions.upperBound, recordedBefore: .max, upTo: LogPosition(.max))
            #expect(second?.positions == LogPosition(5)...LogPosition(8))
            let moved = try await archive.moveAll()
            let files = try folder.archiveFiles()
            #expect(moved == 2 && files.count == 2)
            let bytes = try folder.contents(of: "archive/" + files[0])
            let hash = ContentHash(of: bytes)
            #expect(files[0] == "0000000000000000001-0000000000000000004-\(hash)")
            #expect(first?.size == ByteCount(Int64(bytes.count)))
        }
    }

    @Test("A few large entries fill a file")
    func largeEntries() async throws {
        try await ArchivedStore.with(entries: 0) { _, store, _ in
            var size = EmbeddedLogArchive.FileSize()
            size.bytes = 100_000
            for _ in 0..<3 {
                let event = Event(type: "large", payload: [UInt8](repeating: 7, count: 60_000))
                _ = try await store.log.append([event], to: StreamName("large"), expecting: .anything)
            }
            let part = try await store.archive(size).nextPart()
            #expect(part?.entries == 2)
        }
    }

    @Test("The database uses again what the archive has taken over")
    func space() async throws {
        try await ArchivedStore.with(entries: 0) { _, store, _ in
            func fill() async throws -> Int {
                for number in 0..<200 {
                    let event = Event(type: "a", payload: [UInt8](repeating: 7, count: 10_000))
                    _ = try await store.log.append([event], to: StreamName("s-\(number)"), expecting: .anything)
                }
                let backup = FilePath("/tmp/verdict-archive-\(UInt64.random(in: 0 ... .max))")
                defer { _ = try? FileManager.default.removeItem(atPath: backup.string) }
                try await store.backup(to: backup)
                return try Data(contentsOf: URL(fileURLWithPath: backup.appending("store.sqlite").string)).count
            }
            let once = try await fill()
            for _ in 0..<3 {
                try await store.smallArchive(50).moveAll()
                let again = try await fill()
                #expect(again < once * 3 / 2)
            }
        }
    }

    @Test("Whoever reads while entries are moved sees all of them, and one of two that move a part does it")
    func concurrent() async throws {
        try await ArchivedStore.with(entries: 60) { folder, store, all in
            let archive = store.smallArchive(2)
            let reading = try ArchivedStore.streams.map { try StreamName($0) }.map { name in
                Task {
                    repeat {
                        let read = try await store.log.read(after: .start, limit: 1000)
                        let ofStream = try await store.log.read(name, after: .start, limit: 1000)
                        #expect(read == all && ofStream == all.filter { $0.stream == name })
                    } while !Task.isCancelled
                }
            }
            while let part = try await archive.nextPart() {
                let results = await withTaskGroup(of: Bool.self) { movers in
                    for _ in 0..<2 { movers.addTask { (try? await archive.move(part)) != nil } }
                    return await movers.reduce(into: [Bool]()) { $0.append($1) }
                }
                #expect(results.filter(\.self).count == 1)
            }
            for task in reading {
                task.cancel()
                try await task.value
            }
            let files = try folder.archiveFiles()
            #expect(files.count == 30)
        }
    }

    @Test("A backup has the archive, and so has what is restored from it")
    func backup() async throws {
        try await ArchivedStore.with(entries: 10) { folder, store, all in
            try await store.smallArchive(4).moveAll()
            let (backup, restored) = (folder.path.appending("backup"), folder.path.appending("restored"))
            try await store.backup(to: backup)
            try await EmbeddedStore.restore(backup, to: restored)
            for copy in [backup, restored] {
                let opened = try await EmbeddedStore.open(copy, keys: folder.keys, leaseDuration: .seconds(1))
                let read = try await opened.log.read(after: .start, limit: 100)
                #expect(read == all)
                try await opened.close()
            }
        }
    }

    @Test("It may be a link to a folder on another disk")
    func link() async throws {
        let (folder, other) = (try StoreFolder(), try StoreFolder())
        try FileManager.default.createDirectory(atPath: folder.store.string, withIntermediateDirectories: false)
        try FileManager.default.createSymbolicLink(
            atPath: folder.store.appending("archive").string, withDestinationPath: other.path.string)
        let all = try await ArchivedStore.fill(folder, entries: 8)
        let store = try await folder.open()
        try await store.smallArchive(4).moveAll()
        let files = try FileManager.default.contentsOfDirectory(atPath: other.path.string)
        let read = try await store.log.read(after: .start, limit: 100)
        #expect(files.count == 2 && read == all)
        try await store.close()
    }
}
