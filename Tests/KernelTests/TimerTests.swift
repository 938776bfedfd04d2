import Events
import KernelTestSupport
import Storage
import Synchronization
import TestSupport
import Testing
import Units

@testable import Kernel

/// Timers: done when they are due, once, and late rather than never.
@Suite(.timeLimit(.minutes(1))) struct TimerTests {
    private static func isBack(_ item: EntityID, _ one: PlatformUnderTest) async throws -> Bool {
        let state: Item = try await one.platform.commands.state(of: item.stream("loans"))
        return state.borrower == nil
    }

    /// How often a thing was brought back.
    private static func returns(_ item: EntityID, _ one: PlatformUnderTest) async throws -> Int {
        try await one.entries(of: item.stream("loans")).flatMap(\.events)
            .count { $0.type == ItemReturned.persistedType }
    }

    @Test("What is lent comes back when its time is over, and not before")
    func due() async throws {
        let store = try TestStore()
        try await PlatformUnderTest.with(try await store.log()) { one in
            let item = EntityID.random()
            try await one.platform.commands.perform(Borrow(item: item), by: .alice)
            one.clock.manual.advance(by: .seconds(3599))
            #expect(try await !Self.isBack(item, one))
            try await one.advance(by: .seconds(1))
            try await one.told.wait { $0.streams == ["loans-\(item)"] }
            #expect(try await Self.returns(item, one) == 1)
        }
    }

    @Test("A timer that was due while no coordinator ran is done at the next start, also from a snapshot")
    func late() async throws {
        let store = try TestStore()
        let log = try await store.log()
        let (item, clock, told) = (EntityID.random(), TestClock(), Told())
        try await PlatformUnderTest.with(log, clock: clock, told: told, snapshots: store.snapshots) { one in
            let done = try await one.platform.commands.perform(Borrow(item: item), by: .alice)
            try await one.host.catchUp(to: done.position)
        }
        clock.manual.advance(by: .seconds(100_000))
        try await PlatformUnderTest.with(log, clock: clock, told: told, snapshots: store.snapshots) { one in
            try await told.wait { $0.streams == ["loans-\(item)"] }
            #expect(try await Self.returns(item, one) == 1)
        }
    }

    @Test("Brought back before, nothing is done when the time is over")
    func ended() async throws {
        let store = try TestStore()
        try await PlatformUnderTest.with(try await store.log()) { one in
            let (item, other) = (EntityID.random(), EntityID.random())
            try await one.platform.commands.perform(Borrow(item: item), by: .alice)
            try await one.platform.commands.perform(Return(item: item), by: .alice)
            try await one.platform.commands.perform(Borrow(item: other), by: .alice)
            try await one.advance(by: .seconds(3600))
            try await one.told.wait { $0.streams.contains("loans-\(other)") }
            #expect(try await Self.returns(item, one) == 1)
        }
    }

    @Test("Of two coordinators that fire a timer, one does it")
    func once() async throws {
        let store = try TestStore()
        let log = try await store.log()
        let item = EntityID.random()
        try await PlatformUnderTest.with(log) { one in
            let commands = one.platform.commands
            try await commands.perform(Borrow(item: item), by: .alice)
            let due = TestClock.start + .seconds(3600)
            let fired = FiredTimer(Borrow.overdue, of: try item.stream("loans"), due: due)
            let moved = FiredTimer(Borrow.overdue, of: try item.stream("loans"), due: due + .seconds(1))
            #expect(try await commands.perform(Return(item: item), for: moved) == nil)
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<10 {
                    group.addTask { try await commands.perform(Return(item: item), for: fired) != nil }
                }
                let done = try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
                #expect(done == 1)
            }
            #expect(try await Self.returns(item, one) == 1)
        }
    }

    @Test("Ten thousand timers that are set, moved and ended are as a plain list has them")
    func table() throws {
        var random = SeededGenerator(seed: 7)
        var (table, plain) = (TimerTable(), [TimerName: Timestamp]())
        let stream = try StreamName("loans-x")
        for step in 0..<10_000 {
            let name = TimerName("loans.overdue", "\(Int.random(in: 0..<300, using: &random))")
            var decision = Decision()
            if Int.random(in: 0..<3, using: &random) == 0 {
                try decision.end(name)
                plain[name] = nil
            } else {
                let due = Timestamp(nanoseconds: Int64.random(in: 0..<1000, using: &random))
                try decision.set(name, for: due)
                plain[name] = due
            }
            let position = LogPosition(UInt64(step + 1))
            try table.apply(LogEntry(position: position, stream: stream, recordedAt: 0, events: decision.events))
            #expect(table.count == plain.count && table.next() == plain.values.min())
        }
        let taken = table.take(at: Timestamp(nanoseconds: 500), limit: .max)
        let due = plain.filter { $0.value.nanoseconds <= 500 }
        #expect(Set(taken.map(\.name)) == Set(due.keys) && taken.count == due.count)
        #expect(taken.map(\.due) == taken.map(\.due).sorted())
    }

    @Test("A timer that is moved again and again costs no memory for the moments that hold no more")
    func moved() throws {
        var table = TimerTable()
        let stream = try StreamName("loans-x")
        for step in 0..<10_000 as Range<Int64> {
            var decision = Decision()
            try decision.set(TimerName("loans.overdue"), for: Timestamp(nanoseconds: 1_000_000 - step))
            let position = LogPosition(UInt64(step + 1))
            try table.apply(LogEntry(position: position, stream: stream, recordedAt: 0, events: decision.events))
        }
        #expect(table.count == 1 && table.moments < 100)
        // One that was taken is not due again for that.
        let taken = table.take(at: Timestamp(nanoseconds: 1_000_000), limit: 9)
        for step in 0..<1000 as Range<Int64> {
            var decision = Decision()
            try decision.set(TimerName("loans.other"), for: Timestamp(nanoseconds: 2_000_000 + step))
            let position = LogPosition(UInt64(step + 20_000))
            try table.apply(LogEntry(position: position, stream: stream, recordedAt: 0, events: decision.events))
        }
        #expect(taken.count == 1 && table.next() == Timestamp(nanoseconds: 2_000_999))
        #expect(table.putBack(taken[0]) && !table.putBack(taken[0]))
        #expect(table.next() == taken[0].due)
    }

    @Test("A timer that no module of this version knows stays set, for one that does")
    func unknown() async throws {
        let store = try TestStore()
        try await PlatformUnderTest.with(try await store.log()) { one in
            let (item, stream) = (EntityID.random(), try StreamName("loans-later"))
            var decision = Decision()
            try decision.set(TimerName("loans.new"), for: TestClock.start + .seconds(10))
            _ = try await one.log.append(decision.events, to: stream, expecting: .anything)
            try await one.platform.commands.perform(Borrow(item: item), by: .alice)
            try await one.advance(by: .seconds(10))
            // Whoever waits for the next one has done with the one before.
            try await one.advance(by: .seconds(3590))
            try await one.told.wait { $0.streams == ["loans-\(item)"] }
            #expect(try await one.entries(of: stream).count == 1)
        }
    }

    @Test("A timer that failed is tried again in time although the clock was set back by an hour")
    func setBack() async throws {
        let store = try TestStore()
        let log = RefusingLog(log: try await store.log())
        try await PlatformUnderTest.with(log) { one in
            let item = EntityID.random()
            try await one.platform.commands.perform(Borrow(item: item), by: .alice)
            log.refuses.withLock { $0 = true }
            try await one.sleeps(for: .seconds(3600))
            one.clock.manual.advance(by: .seconds(10_000))
            try await one.sleeps(for: .seconds(1))
            log.refuses.withLock { $0 = false }
            one.clock.set(ahead: .seconds(-3600))
            one.clock.manual.advance(by: .seconds(1))
            try await one.told.wait { $0.streams == ["loans-\(item)"] }
        }
    }
}

/// A log that takes nothing of things that are lent while it refuses.
private final class RefusingLog: ForwardingLog {
    let log: any EventLog
    let refuses = Mutex(false)

    init(log: any EventLog) { self.log = log }

    func append(
        _ events: [Event], to stream: StreamName, expecting: Storage.Expectation
    ) async throws(StorageError) -> LogPosition {
        guard !stream.text.hasPrefix("loans-") || !refuses.withLock({ $0 }) else {
            throw StorageError(.unavailable, stage: "append", reason: "a test says so")
        }
        return try await log.append(events, to: stream, expecting: expecting)
    }
}
