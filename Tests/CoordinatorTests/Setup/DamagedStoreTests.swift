import EmbeddedStorage
import Events
import Foundation
import Storage
import SystemPackage
import TestSupport
import Testing

@testable import Coordinator

@Suite("An entry whose bytes are not what was written is passed over like any other", .timeLimit(.minutes(1)))
struct DamagedStoreTests {
    @Test("It is marked by its position alone, and the log goes on behind it")
    func unreadable() async throws {
        let folder = try ClientSideFolder()
        var store = try await folder.open()
        try await ClientSide.with(on: store) { side in
            for number in 0..<20 { _ = try await side.service.submit(.valid("\(number)"), as: .client("course")) }
        }
        try await store.close()
        try Self.damage(position: 7, of: folder.path.appending("store/store.sqlite"))
        store = try await folder.open()
        let maintenance = LogMaintenance(log: store.log, blobs: store.blobs)
        await #expect(throws: (any Error).self) { try await maintenance.check { _, _ in } }
        let skip = try await maintenance.skip(LogPosition(7), reason: "a sector", by: "ops")
        #expect(skip?.position == 7 && skip?.wholeStream == true && skip?.entrySha256.isEmpty == true)
        let summary = try await maintenance.check { _, _ in }
        #expect(summary.submissions == 19)
        try await store.close()
    }

    @Test("A submission goes on behind a later entry of its own, that is passed over")
    func goesOn() async throws {
        let folder = try ClientSideFolder()
        var store = try await folder.open()
        let id = SubmissionID(tenant: "course", key: "1")
        try await ClientSide.with(on: store) { side in
            _ = try await side.service.submit(.valid("1"), as: .client("course"))
        }
        let submissions = Submissions(log: store.log)
        _ = try await submissions.change(id) { $0.recordStuck(.build(id, generation: 1), reason: "lost") }
        let damaged = try await store.log.end()
        _ = try await submissions.change(id) { $0.cancel(by: "ops", reason: "lost") }
        try await store.close()
        try Self.damage(position: Int(damaged.number), of: folder.path.appending("store/store.sqlite"))
        store = try await folder.open()
        let place = EntryPlace(damaged, try id.stream)
        let blind = Submissions(log: store.log)
        await #expect(throws: StorageError.self) { try await blind.load(id) }
        let passing = Submissions(log: store.log) { $0 == place }
        let loaded = try await passing.load(id)
        #expect(loaded?.phase == .cancelled)
        let rejudged = try await passing.change(id) { $0.rejudge(by: "ops") }
        #expect(rejudged?.state.generation == 2)
        let read = try await store.log.read(id.stream, after: .start, limit: 100) { $0 == place }
        #expect(read.map(\.position.number) == [1, 2] && read.last == .passedOver(place, nil))
        try await store.close()
    }

    @Test("A submission whose last entry is passed over can still be changed")
    func lastEntry() async throws {
        let folder = try ClientSideFolder()
        let store = try await folder.open()
        let id = SubmissionID(tenant: "course", key: "1")
        try await ClientSide.with(on: store) { side in
            _ = try await side.service.submit(.valid("1"), as: .client("course"))
        }
        let position = try await store.log.append(
            [Event(type: "verdict.v1.SubmissionStuck", payload: [0xff])], to: id.stream, expecting: .anything)
        let submissions = Submissions(log: store.log) { $0.position == position }
        let changed = try await submissions.change(id) { $0.cancel(by: "ops", reason: "lost") }
        #expect(changed?.state.phase == .cancelled)
        try await store.close()
    }

    /// Writes other bytes over an entry, as a broken disk would.
    private static func damage(position: Int, of file: FilePath) throws {
        let script = """
            import sqlite3, sys
            store = sqlite3.connect(sys.argv[1])
            sealed, = store.execute("select sealed from entries where position = ?", [\(position)]).fetchone()
            changed = sealed[:-1] + bytes([sealed[-1] ^ 1])
            store.execute("update entries set sealed = ? where position = ?", [changed, \(position)])
            store.commit()
            """
        let log = URL(filePath: file.string + ".damage")
        let process = try ChildProcess(["python3", "-c", script, file.string], output: log)
        #expect(process.waitForEnd() == 0)
    }
}
