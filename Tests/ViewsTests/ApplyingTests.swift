import Events
import Foundation
import Storage
import Synchronization
import TestSupport
import Testing
import Views
import ViewsTestSupport

/// What is in the tables is what the log adds up to.
struct ApplyingTests {
    private static let views = [Ledger.accounts(), Ledger.activity()]

    @Test(.timeLimit(.minutes(2)), arguments: 1...8 as ClosedRange<UInt64>)
    func tablesHaveWhatAFoldInMemoryHas(_ seed: UInt64) async throws {
        let folder = try ViewsFolder()
        var random = SeededGenerator(seed: seed)
        let events = try Ledger.events(100 + random.below(6000), seed: seed)
        let before = random.below(events.count)
        let log = MemoryLog(Array(events[..<before]))
        var rest = events[before...]
        // Opened again and again, with entries that were there and entries that come.
        for _ in 0..<4 {
            let live = Array(rest.prefix(random.below(60)))
            rest = rest.dropFirst(live.count)
            try await folder.running(Self.views, log) { store in
                for (stream, event) in live { _ = try await log.append([event], to: stream, expecting: .anything) }
                try await expectLedger(store, log)
            }
            let missed = Array(rest.prefix(random.below(200)))
            rest = rest.dropFirst(missed.count)
            for (stream, event) in missed { _ = try await log.append([event], to: stream, expecting: .anything) }
        }
        let grown = try await folder.running(Self.views, log) { try await dumpAll($0, log) }
        let anew = try ViewsFolder()
        let made = try await anew.running(Self.views, log) { try await dumpAll($0, log) }
        #expect(String(decoding: grown, as: UTF8.self) == String(decoding: made, as: UTF8.self))
        #expect(grown.count > 100)
        #expect(folder.warnings.all.isEmpty)
    }

    @Test(.timeLimit(.minutes(1)))
    func aViewOfAnotherVersionIsMadeAgainAlone() async throws {
        let folder = try ViewsFolder()
        let log = MemoryLog(try Ledger.events(500, seed: 1))
        let counted = Mutex(0)
        let activity = Ledger.activity { _ in counted.withLock { $0 += 1 } }
        let changes: [(accounts: ViewDeclaration, what: String)] = [
            (Ledger.accounts(), "nothing changed"), (Ledger.accounts(version: 2), "another version"),
            (Ledger.accounts(version: 2), "nothing changed"),
            (Ledger.accounts(version: 2, extraColumn: true), "another schema"), (Ledger.accounts(), "an older one"),
        ]
        for (accounts, what) in changes {
            try await folder.running([accounts, activity], log) { try await expectLedger($0, log) }
            #expect(counted.withLock { $0 } == 500, "\(what)")
        }
        let told = folder.warnings.all.filter { $0 == "a view was changed and is made again: accounts" }
        #expect(told.count == 3)
    }

    @Test(.timeLimit(.minutes(1)))
    func aViewThatIsGoneIsDroppedAndComesBackWhole() async throws {
        let folder = try ViewsFolder()
        let log = MemoryLog(try Ledger.events(300, seed: 2))
        try await folder.running(Self.views, log) { try await expectLedger($0, log) }
        try await folder.running([Ledger.activity()], log) { store in
            #expect(throws: ViewError.self) { try store.scope(["accounts"]) }
            // All that can be read is its own.
            let scope = try store.scope(["activity"])
            await #expect(throws: ViewError.self) { try await scope.read { try $0.rows("SELECT * FROM accounts") } }
        }
        #expect(folder.warnings.all == ["a view is dropped that nobody declares any more: accounts"])
        try await folder.running(Self.views, log) { try await expectLedger($0, log) }
    }

    @Test(.timeLimit(.minutes(1)))
    func anEntryThatCannotBeAppliedEndsItWithItsPlaceUnlessItIsSkipped() async throws {
        let folder = try ViewsFolder()
        let log = MemoryLog(try Ledger.events(50, seed: 3))
        let stream = try StreamName("account-1")
        let good = Event(type: "opened", payload: Array("there".utf8))
        _ = try await log.append([good], to: stream, expecting: .anything)
        let bad = try await log.append([Event(type: "paid", payload: [0x78])], to: stream, expecting: .anything)
        let error = await #expect(throws: UnreadableLog.self) {
            try await folder.running(Self.views, log) { _ in try await Task.sleep(for: .seconds(60)) }
        }
        #expect(error?.place == .entry(bad, stream))
        #expect(error.map { "\($0)" }?.contains("x is no amount") == true)
        // Nothing of its batch was applied.
        let store = try await folder.open(Self.views, log)
        #expect(store.position == .start)
        try await store.close()

        var mark = EntrySkipped()
        (mark.position, mark.stream) = (bad.number, stream.text)
        let skipped = try StreamName(SkippedEntries.streamName)
        let end = try await log.append([try Event(mark)], to: skipped, expecting: .anything)
        try await folder.running(Self.views, log) { store in
            let seen = try await Ledger.read(try store.ledger, atLeast: end)
            #expect(seen.accounts[stream.text] == Ledger.Account(name: "there", balance: 0, payments: 0))
            #expect(seen.position == end)
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func aLogThatDoesNotAnswerIsWaitedFor() async throws {
        let folder = try ViewsFolder()
        let log = MemoryLog(try Ledger.events(300, seed: 4))
        try await folder.running(Self.views, log) { store in
            try await expectLedger(store, log)
            log.fail(with: StorageError(.unavailable, stage: "read"))
            _ = try await log.append([Event(type: "x", payload: [])], to: StreamName("other"), expecting: .anything)
            try await eventually { folder.warnings.all.contains("cannot read the log now: read") }
            log.fail(with: nil)
            try await eventually { store.position.number == 301 }
        }
    }

    @Test(
        arguments: [
            (.any, true, true), (.named("a-1"), true, false), (.oneOf(["b-1", "c"]), false, true),
            (.prefixed("a-"), true, false),
            (.anyOf([.named("c"), .prefixed("b-")]), false, true), (.anyOf([]), false, false),
        ] as [(StreamPattern, a: Bool, b: Bool)])
    func aPatternMeansTheStreamsThatItSays(_ pattern: StreamPattern, a: Bool, b: Bool) throws {
        #expect(pattern.matches(try StreamName("a-1")) == a)
        #expect(pattern.matches(try StreamName("b-1")) == b)
    }

    @Test(.timeLimit(.minutes(1)))
    func progressIsToldWithWhatIsLeft() async throws {
        let folder = try ViewsFolder()
        let log = MemoryLog(try Ledger.events(9000, seed: 5))
        let told = Mutex<[ViewProgress]>([])
        try await folder.running(Self.views, log) { progress in
            told.withLock { $0.append(progress) }
        } _: { store in
            try await eventually { store.isCaughtUp }
        }
        let last = try #require(told.withLock { $0.last })
        #expect(last.views == ["accounts", "activity"])
        #expect((last.applied, last.total) == (9000, 9000))
        #expect(last.rate > 0)
        #expect(last.timeLeft == .zero)
        // What lies behind already is not told again.
        told.withLock { $0 = [] }
        try await folder.running(Self.views, log) { progress in
            told.withLock { $0.append(progress) }
        } _: { store in
            try await eventually { store.isCaughtUp }
        }
        #expect(told.withLock { $0.isEmpty })
    }
}

/// Compares the tables with what the log adds up to, when all of it was applied.
func expectLedger(_ store: ViewStore, _ log: MemoryLog) async throws {
    let end = try await log.end()
    let ledger = Ledger(log.entries)
    let seen = try await Ledger.read(try store.ledger, atLeast: end)
    #expect(seen.accounts == ledger.accounts)
    #expect(seen.types == ledger.types)
    #expect(seen.position == end)
}

private func dumpAll(_ store: ViewStore, _ log: MemoryLog) async throws -> [UInt8] {
    let end = try await log.end()
    try await eventually { store.position == end }
    return try await Ledger.dump(try store.ledger)
}
