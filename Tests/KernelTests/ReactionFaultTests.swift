import Concurrency
import Coordinator
import Events
import KernelTestSupport
import Logging
import Storage
import Synchronization
import TestSupport
import Testing
import Units

@testable import Kernel

/// Reactions when coordinators come back, clocks are set, entries are lost and the rest of the coordinator does not answer.
@Suite("Reactions and what goes wrong beside them", .timeLimit(.minutes(1))) struct ReactionFaultTests {
    private static func ledger(_ one: PlatformUnderTest) async throws -> ReactionLedger {
        try await one.platform.commands.state(of: StreamName(ReactionLedger.stream))
    }

    /// Something is lent and comes back.
    /// - Returns: where it stands that it is back.
    @discardableResult
    private static func lendAndReturn(
        _ one: PlatformUnderTest, _ item: EntityID = .random()
    ) async throws -> LogPosition {
        try await one.platform.commands.perform(Borrow(item: item), by: .alice)
        return try await one.platform.commands.perform(Return(item: item), by: .alice).position
    }

    /// Is the owner, as long as the task goes on.
    private static func own(_ ownership: Ownership, _ begun: Threshold) -> Task<Void, any Error> {
        Task {
            try await ownership.whileOwner {
                begun.increase()
                try await Task.sleep(for: .seconds(3600))
            }
        }
    }

    // MARK: Owners

    @Test("Whoever was replaced writes nothing as the owner, also when it has read that it was replaced")
    func formerOwner() async throws {
        let store = try TestStore()
        let log = try await store.log()
        // The first one stands still: its clock does.
        let (clocks, begun) = ((TestClock(), TestClock()), (Threshold(), Threshold()))
        let first = Ownership(log: log, clock: clocks.0, isShared: true)
        let second = Ownership(log: log, clock: clocks.1, isShared: true)
        let owning = [Self.own(first, begun.0)]
        try await begun.0.wait(for: 1)
        clocks.1.manual.advance(by: Ownership.term.length + .seconds(1))
        let taking = Self.own(second, begun.1)
        try await begun.1.wait(for: 1)
        try await second.append { _ throws(StorageError) in [try Self.event(7)] }
        // An admin looks at the page of the first one.
        try await first.catchUp()
        await #expect(throws: Ownership.Lost.self) {
            try await first.append { _ throws(StorageError) in [try Self.event(3)] }
        }
        try await second.catchUp()
        #expect(second.ledger.done == ["loans.mail": LogPosition(7)])
        for task in owning + [taking] {
            task.cancel()
            _ = await task.result
        }
    }

    private static func event(_ position: UInt64) throws(StorageError) -> Event {
        var advance = ReactionAdvanced()
        (advance.reaction, advance.position) = ("loans.mail", position)
        return try Event(advance)
    }

    @Test("How far a reaction is never goes back, whoever writes it")
    func monotone() throws {
        var ledger = ReactionLedger()
        for position in [3, 9, 5] as [UInt64] { try ledger.apply(try Self.event(position)) }
        #expect(ledger.done == ["loans.mail": LogPosition(9)])
    }

    @Test("Whoever claimed by a clock that is a year ahead, and is gone, is the owner for a term")
    func ahead() async throws {
        let store = try TestStore()
        let log = try await store.log()
        let (wrong, right, begun) = (TestClock(), TestClock(), Threshold())
        wrong.set(ahead: .seconds(365 * 86_400))
        let gone = Self.own(Ownership(log: log, clock: wrong, isShared: true), begun)
        try await begun.wait(for: 1)
        gone.cancel()
        _ = await gone.result
        let owning = Self.own(Ownership(log: log, clock: right, isShared: true), begun)
        for _ in 0..<3 {
            #expect(begun.number == 1)
            while right.manual.deadlines.isEmpty { try await Task.sleep(for: .milliseconds(1)) }
            right.manual.advance(by: Ownership.term.renewal)
        }
        try await begun.wait(for: 2)
        owning.cancel()
        _ = await owning.result
    }

    // MARK: Clocks

    @Test("What failed is tried again in time although the clock was set back by an hour")
    func setBack() async throws {
        let store = try TestStore()
        let told = Told(failing: 1)
        try await PlatformUnderTest.with(try await store.log(), told: told) { one in
            try await Self.lendAndReturn(one)
            try await told.wait { $0.tries == 1 }
            try await one.sleeps(for: .seconds(1))
            one.clock.set(ahead: .seconds(-3600))
            one.clock.manual.advance(by: .seconds(1))
            try await told.wait { $0.keys.count == 1 }
        }
    }

    @Test("Who asked too often waits for the window, also when the clock was a year ahead for a moment")
    func limits() async throws {
        let store = try TestStore()
        try await PlatformUnderTest.with(try await store.log()) { one in
            let route = try #require(one.platform.modules.flatMap(\.routes).first { $0.action == Borrow.action })
            func take() throws(DomainError) { try one.platform.take(route, by: .alice, ["id": "x"]) }
            one.clock.set(ahead: .seconds(365 * 86_400))
            for _ in 0..<20 { try take() }
            #expect(throws: DomainError.self) { try take() }
            one.clock.set(ahead: .zero)
            one.clock.manual.advance(by: .seconds(65))
            try take()
        }
    }

    // MARK: What is lost

    @Test("What was given up is written down before it is said that all up to there is done")
    func givenUp() async throws {
        let store = try TestStore()
        let log = HoldingLog(log: try await store.log())
        let (told, item) = (Told(failing: 4), EntityID.random())
        try await PlatformUnderTest.with(log, told: told) { one in
            let position = try await Self.lendAndReturn(one, item)
            for (tries, seconds) in [(1, 1), (2, 4), (3, 16)] {
                try await told.wait { $0.tries == tries }
                try await one.advance(by: .seconds(seconds))
            }
            try await log.held.wait(for: 1)
            // The second one is begun with when what is to be said of the first was said.
            for count in 1...2 {
                try await Self.lendAndReturn(one)
                try await told.wait { $0.keys.count == count }
            }
            let ledger = try await Self.ledger(one)
            #expect(ledger.dead.isEmpty && ledger.done["loans.mail"].map { $0 < position } == true)
        }
        // It was killed there: nothing says that the first one is not to be done.
        let again = Told()
        try await PlatformUnderTest.with(log.log, told: again) { one in
            try await again.wait { $0.streams.contains("loans-\(item)") }
        }
    }

    private static let passing = [
        DomainError(.unavailable, "the coordinator is still making its views", retryAfter: .seconds(1)),
        DomainError(.exhausted, "the coordinator's store is full", retryAfter: .seconds(30)),
    ]

    @Test("What does not answer, or is full, for a minute makes no dead letter", arguments: passing)
    func passes(_ error: DomainError) async throws {
        let store = try TestStore()
        let told = Told()
        told.fail(6, with: error)
        try await PlatformUnderTest.with(try await store.log(), told: told) { one in
            try await Self.lendAndReturn(one)
            for (tries, seconds) in zip(1..., [1, 2, 4, 8, 16, 32]) {
                try await told.wait { $0.tries == tries }
                try await one.advance(by: .seconds(seconds))
            }
            try await told.wait { $0.keys.count == 1 }
            #expect(try await Self.ledger(one).dead.isEmpty)
        }
    }

    @Test("What asks for more than it may have is a failure all the same")
    func tooMuch() async throws {
        let store = try TestStore()
        let told = Told()
        told.fail(4, with: DomainError(.exhausted, "this asks for more than one answer may have"))
        try await PlatformUnderTest.with(try await store.log(), told: told) { one in
            try await Self.lendAndReturn(one)
            for (tries, seconds) in [(1, 1), (2, 4), (3, 16)] {
                try await told.wait { $0.tries == tries }
                try await one.advance(by: .seconds(seconds))
            }
            while try await Self.ledger(one).dead.isEmpty { try await Task.sleep(for: .milliseconds(1)) }
        }
    }

    // MARK: Dead letters

    @Test(
        "A dead letter that cannot be tried again stays one, and says why",
        arguments: [
            ("loans.mail", "loans-nothing", "not in the log"), ("loans.gone", "loans-nothing", "no module"),
        ])
    func strange(_ reaction: String, _ stream: String, _ reason: String) async throws {
        let store = try TestStore()
        let log = try await store.log()
        let ledger = try StreamName(ReactionLedger.stream)
        var failed = ReactionFailed()
        (failed.reaction, failed.position, failed.stream, failed.attempts) = (reaction, 900, stream, 4)
        _ = try await log.append([try Event(failed)], to: ledger, expecting: .anything)
        try await PlatformUnderTest.with(log) { one in
            let letter = ReactionLedger.Letter(reaction: reaction, position: LogPosition(900))
            let settle = SettleDeadLetter(letter: letter, way: .triedAgain)
            for round in 1...2 {
                try await one.platform.commands.perform(settle, by: .admin)
                while try await Self.ledger(one).dead[letter] == nil { try await Task.sleep(for: .milliseconds(1)) }
                let known = try await Self.ledger(one)
                #expect(known.again.isEmpty && known.dead[letter]?.reason.contains(reason) == true, "\(round)")
                #expect(known.dead[letter]?.attempts == 4)
            }
            let drop = SettleDeadLetter(letter: letter, way: .dropped)
            try await one.platform.commands.perform(drop, by: .admin)
            #expect(try await Self.ledger(one).dead.isEmpty)
        }
    }

    @Test("An entry of their own that an admin has marked is passed over")
    func skipped() async throws {
        let store = try TestStore()
        let log = try await store.log()
        let ledger = try StreamName(ReactionLedger.stream)
        let damaged = Event(type: ReactionAdvanced.persistedType, payload: [0xff, 0xff])
        let position = try await log.append([damaged], to: ledger, expecting: .anything)
        await #expect(throws: (any Error).self) { try await PlatformUnderTest.with(log) { _ in } }
        var mark = EntrySkipped()
        (mark.position, mark.stream) = (position.number, ledger.text)
        _ = try await log.append(
            [try Event(mark)], to: StreamName(SkippedEntries.streamName), expecting: .anything)
        let told = Told()
        try await PlatformUnderTest.with(log, told: told) { one in
            try await Self.lendAndReturn(one)
            try await told.wait { $0.keys.count == 1 }
        }
    }

    // MARK: Starts

    @Test("A start does again what was open, and nothing of what came after it and was done")
    func open() async throws {
        let store = try TestStore()
        let log = try await store.log()
        let (told, item) = (Told(), EntityID.random())
        told.fail(.max, with: DomainError(.unavailable, "a test says so"))
        let last = try await PlatformUnderTest.with(log, told: told) { one in
            try await Self.lendAndReturn(one, item)
            try await told.wait { $0.tries == 1 }
            told.fail(0)
            var last = LogPosition.start
            for count in 1...5 {
                last = try await Self.lendAndReturn(one)
                try await told.wait { $0.keys.count == count }
            }
            let end = last
            while try await Self.ledger(one).progress["loans.mail"].map({ $0.begun < end }) ?? true {
                try await Task.sleep(for: .milliseconds(1))
            }
            return last
        }
        let again = Told()
        try await PlatformUnderTest.with(log, told: again) { one in
            while try await Self.ledger(one).done["loans.mail"].map({ $0 < last }) ?? true {
                try await Task.sleep(for: .milliseconds(1))
            }
        }
        #expect(again.streams == ["loans-\(item)"])
    }

    @Test("What a version wrote that knows nothing of open entries is understood, and leaves nothing out")
    func older() throws {
        var ledger = ReactionLedger()
        func say(_ position: UInt64, _ begun: UInt64 = 0, _ open: [UInt64] = []) throws {
            var advance = ReactionAdvanced()
            (advance.reaction, advance.position, advance.begun, advance.open) = ("a", position, begun, open)
            try ledger.apply(try Event(advance))
        }
        func isThere(_ done: UInt64, _ begun: UInt64, _ open: Set<UInt64>) -> Bool {
            guard let known = ledger.progress["a"] else { return false }
            return known.done.number == done && known.begun.number == begun && Set(known.open.map(\.number)) == open
        }
        try say(5)
        #expect(isThere(5, 5, []))
        try say(6, 20, [7, 12])
        #expect(isThere(6, 20, [7, 12]))
        // The older one began behind 6, and is at 9.
        try say(9)
        #expect(isThere(11, 20, [12]))
        try say(25)
        #expect(isThere(25, 25, []))
        // Of somebody who has heard nothing since.
        try say(6, 20, [7, 12])
        #expect(isThere(25, 25, []))
    }

    // MARK: Long logs

    /// Does a reaction of its own beside those of the platform.
    private static func doing(
        _ reaction: Reaction, _ one: PlatformUnderTest, _ body: (Reactions, Ownership) async throws -> Void
    ) async throws {
        let ownership = Ownership(log: one.log, clock: one.clock, isShared: false)
        let reactions = Reactions(
            [reaction], log: one.log, ownership: ownership, commands: one.platform.commands, clock: one.clock,
            logger: Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
        ) { _ in false }
        try await reactions.register()
        let running = Task { try await reactions.run() }
        defer { running.cancel() }
        try await body(reactions, ownership)
        running.cancel()
        _ = await running.result
    }

    @Test("A reaction that nothing concerns for long writes down that it is behind all that")
    func unconcerned() async throws {
        let store = try TestStore()
        try await PlatformUnderTest.with(try await store.log()) { one in
            let reaction = Reaction("loans.seldom", to: .prefixed("seldom-")) { _, _ in }
            try await Self.doing(reaction, one) { reactions, ownership in
                let (end, stream) = (LogPosition(5 * 4096), try StreamName("other-x"))
                while ownership.ledger.done["loans.seldom"] != end {
                    // Told again: it may have come before somebody listened.
                    reactions.apply(LogEntry(position: end, stream: stream, recordedAt: 0, events: []), isLive: true)
                    try await Task.sleep(for: .milliseconds(1))
                }
            }
        }
    }

    @Test("A try that hangs is ended, and tried again")
    func hanging() async throws {
        let store = try TestStore()
        try await PlatformUnderTest.with(try await store.log()) { one in
            let calls = Threshold()
            let reaction = Reaction("loans.slow", to: .prefixed("slow-")) { _, _ in
                calls.increase()
                if calls.number == 1 { try await Task.sleep(for: .seconds(3600)) }
            }
            try await Self.doing(reaction, one) { reactions, ownership in
                let (event, stream) = (Event(type: "verdict.tests.Slow", payload: [1]), try StreamName("slow-x"))
                let position = try await one.log.append([event], to: stream, expecting: .anything)
                while calls.number == 0 {
                    reactions.apply(
                        LogEntry(position: position, stream: stream, recordedAt: 0, events: [event]), isLive: true)
                    try await Task.sleep(for: .milliseconds(1))
                }
                try await one.advance(by: reaction.longest)
                try await one.advance(by: .seconds(1))
                try await calls.wait(for: 2)
                while ownership.ledger.done["loans.slow"].map({ $0 < position }) ?? true {
                    try await Task.sleep(for: .milliseconds(1))
                }
            }
        }
    }

    @Test("Large entries are not kept for a slow reaction")
    func large() throws {
        var queue = ReactionQueue()
        let (stream, event) = (
            try StreamName("loans-x"), Event(type: "a", payload: [UInt8](repeating: 1, count: (1 << 20) - 1))
        )
        func add(_ number: UInt64) {
            queue.add(LogEntry(position: LogPosition(number), stream: stream, recordedAt: 0, events: [event]))
        }
        queue.begin()
        for number in 1...8 as ClosedRange<UInt64> { add(number) }
        #expect(!queue.hasGap && queue.take(after: LogPosition(2), limit: 3).count == 3)
        for number in 9...13 as ClosedRange<UInt64> { add(number) }
        #expect(!queue.hasGap)
        add(14)
        #expect(queue.hasGap && queue.take(after: .start, limit: 9).isEmpty)
    }
}

/// A log that does not take that something was given up, and says how often that was wanted.
private final class HoldingLog: ForwardingLog {
    let log: any EventLog
    let held = Threshold()

    init(log: any EventLog) { self.log = log }

    func append(
        _ events: [Event], to stream: StreamName, expecting: Storage.Expectation
    ) async throws(StorageError) -> LogPosition {
        guard events.contains(where: { $0.type == ReactionFailed.persistedType }) else {
            return try await log.append(events, to: stream, expecting: expecting)
        }
        held.increase()
        _ = try? await Task.sleep(for: .seconds(3600))
        throw StorageError(.unavailable, stage: "append", reason: "it was killed")
    }
}
