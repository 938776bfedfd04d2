import Events
import Files
import Foundation
import Storage
import SystemPackage
import TestSupport
import Testing
import ViewsTestSupport

@testable import Views

/// Whatever is wrong with the file, the views are made again.
struct UnusableFileTests {
    private static let views = [Ledger.accounts(), Ledger.activity()]

    /// What is done to the file, and what the warning says.
    struct Damage: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var warning: String
        var make: @Sendable (FilePath) throws -> Void
    }

    private static let damages: [Damage] = [
        Damage(testDescription: "garbage", warning: "file is not a database") { path in
            try Data((0..<50_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }).write(to: url(path))
        },
        Damage(testDescription: "a text", warning: "file is not a database") { path in
            try Data("hello".utf8).write(to: url(path))
        },
        Damage(testDescription: "cut off", warning: "malformed") { path in
            let bytes = try Data(contentsOf: url(path))
            try bytes.prefix(bytes.count / 3).write(to: url(path))
        },
        Damage(testDescription: "another program's", warning: "it is another program's, or another version's") { path in
            try path.removeTree()
            try Connection(path, isWriter: true).run(script: "CREATE TABLE notes (text); PRAGMA application_id = 7;")
        },
        Damage(testDescription: "another version's", warning: "it is another program's, or another version's") { path in
            try Connection(path, isWriter: true).run(script: "PRAGMA user_version = 99")
        },
        Damage(testDescription: "written in a hurry when the machine failed", warning: "the machine failed") { path in
            try Facts(Connection(path, isWriter: true)).set("unsynchronized", to: .text("another start"))
        },
    ]

    private static func url(_ path: FilePath) -> URL { URL(fileURLWithPath: path.string) }

    @Test(.timeLimit(.minutes(1)), arguments: damages)
    func itIsPutAsideAndMadeAgain(_ damage: Damage) async throws {
        let folder = try ViewsFolder()
        let log = MemoryLog(try Ledger.events(2000, seed: 1))
        try await folder.running(Self.views, log) { try await expectLedger($0, log) }
        try damage.make(folder.file)
        try await folder.running(Self.views, log) { try await expectLedger($0, log) }
        let warnings = folder.warnings.all
        #expect(warnings.count == 1)
        #expect(warnings.first?.hasPrefix("the views' file cannot be used; they are made again from the log") == true)
        #expect(warnings.first?.contains(damage.warning) == true, "\(warnings)")
        #expect(FileManager.default.fileExists(atPath: folder.file.string + ".unusable"))
        // And again, in place of the one that was put aside.
        try damage.make(folder.file)
        try await folder.running(Self.views, log) { try await expectLedger($0, log) }
    }

    @Test(.timeLimit(.minutes(1)))
    func aFileOfAnotherLogIsMadeAgain() async throws {
        let folder = try ViewsFolder()
        let events = try Ledger.events(2000, seed: 1)
        let log = MemoryLog(events)
        try await folder.running(Self.views, log) { try await expectLedger($0, log) }
        // A backup that has less, and one that went on otherwise.
        let others = [MemoryLog(Array(events.prefix(1200))), MemoryLog(try Ledger.events(2500, seed: 2))]
        for (number, other) in others.enumerated() {
            try await folder.running(Self.views, other) { store in
                try await eventually { store.isCaughtUp }
                try await expectLedger(store, other)
            }
            #expect(folder.warnings.all.filter { $0.hasSuffix("it is of another log") }.count == number + 1)
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func aDeletedFileIsMadeAgain() async throws {
        let folder = try ViewsFolder()
        let log = MemoryLog(try Ledger.events(1000, seed: 1))
        for _ in 0..<2 {
            try await folder.running(Self.views, log) { try await expectLedger($0, log) }
            try folder.file.removeTree()
        }
        #expect(folder.warnings.all.isEmpty)
    }

    @Test(.timeLimit(.minutes(1)))
    func damageThatAReaderFindsIsRepairedWhileItRuns() async throws {
        let folder = try ViewsFolder()
        let log = MemoryLog(try Ledger.events(6000, seed: 1))
        // Closed, so that nothing of it is in the WAL.
        try await folder.running(Self.views, log) { try await expectLedger($0, log) }
        try await folder.running(Self.views, log) { store in
            try await eventually { store.isCaughtUp }
            // All but the first page, in place: the connections go on with the same file.
            let file = try FileHandle(forUpdating: Self.url(folder.file))
            let size = try file.seekToEnd()
            try file.seek(toOffset: 4096)
            try file.write(contentsOf: Data(repeating: 0xa5, count: Int(size) - 4096))
            try await eventually {
                // Reads fail, or see no table yet, until it is made again.
                let seen = try? await Ledger.read(try store.ledger, atLeast: nil)
                return seen?.position.number == 6000 && folder.warnings.all.contains { $0.contains("made again") }
            }
            try await expectLedger(store, log)
        }
    }

    @Test("While a file is made anew that was damaged, the views have not caught up", .timeLimit(.minutes(1)))
    func whatIsMadeAnewHasNotCaughtUp() async throws {
        let folder = try ViewsFolder()
        let log = MemoryLog(try Ledger.events(1000, seed: 1))
        try await folder.running(Self.views, log) { store in
            try await expectLedger(store, log)
            try await eventually { store.isCaughtUp }
            // From now on nothing can be made of the log.
            log.fail(with: StorageError(.unavailable, stage: "read"))
            try await eventually {
                store.foundDamage(ViewError(.damaged, stage: "read accounts"))
                return store.position == .start
            }
            #expect(!store.isCaughtUp)
            log.fail(with: nil)
            try await eventually { store.isCaughtUp }
            try await expectLedger(store, log)
        }
    }

    @Test("A file that has an entry that is passed over since is made again", .timeLimit(.minutes(1)))
    func whatIsPassedOverSinceIsTakenOut() async throws {
        let folder = try ViewsFolder()
        let log = MemoryLog(try Ledger.events(500, seed: 1))
        try await folder.running(Self.views, log) { try await expectLedger($0, log) }
        let entry = log.entries[499]
        var mark = EntrySkipped()
        (mark.position, mark.stream) = (entry.position.number, entry.stream.text)
        let end = try await log.append(
            [try Event(mark)], to: try StreamName(SkippedEntries.streamName), expecting: .anything)
        let anew = try ViewsFolder()
        var seen: [[String: Ledger.Account]] = []
        for place in [folder, folder, anew] {
            seen.append(
                try await place.running(Self.views, log) { try await Ledger.read(try $0.ledger, atLeast: end).accounts }
            )
        }
        #expect(seen[0] == seen[2] && seen[1] == seen[2])
        #expect(folder.warnings.all.filter { $0.hasSuffix("passed over since") }.count == 1)
    }

    @Test(.timeLimit(.minutes(1)))
    func nobodyElseMayReadIt() async throws {
        let folder = try ViewsFolder()
        let log = MemoryLog(try Ledger.events(100, seed: 1))
        try await folder.running(Self.views, log) { store in
            try await expectLedger(store, log)
            for name in try folder.path.names() where name.hasPrefix("views.sqlite") {
                let permissions = try folder.path.appending(name).stat().permissions
                #expect(permissions.isDisjoint(with: [.groupReadWriteExecute, .otherReadWriteExecute]), "\(name)")
            }
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func ofTwoOpeningsOneHasTheFile() async throws {
        let folder = try ViewsFolder()
        let log = MemoryLog()
        let store = try await folder.open(Self.views, log)
        let error = await #expect(throws: ViewError.self) { try await folder.open(Self.views, log) }
        #expect(error?.code == .unavailable)
        try await store.close()
        try await folder.open(Self.views, log).close()
    }
}
