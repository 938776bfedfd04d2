import Coordinator
import Events
import KernelTestSupport
import Storage
import TestSupport
import Testing

@testable import Kernel

/// Reactions: at least once, in spite of failures, by one coordinator.
@Suite(.timeLimit(.minutes(1))) struct ReactionTests {
    /// - Returns: where it stands that it is back.
    @discardableResult
    private static func lendAndReturn(
        _ one: PlatformUnderTest, _ item: EntityID = .random()
    ) async throws -> LogPosition {
        try await one.platform.commands.perform(Borrow(item: item), by: .alice)
        return try await one.platform.commands.perform(Return(item: item), by: .alice).position
    }

    private static func letters(_ one: PlatformUnderTest) async throws -> ReactionLedger {
        try await one.platform.commands.state(of: StreamName(ReactionLedger.stream))
    }

    @Test("It is done once for each entry, over restarts, and not for what was before it")
    func restarts() async throws {
        let store = try TestStore()
        let log = try await store.log()
        let told = Told()
        // From before there was a platform.
        let old = Event(type: ItemReturned.persistedType, payload: [])
        _ = try await log.append([old], to: StreamName("loans-old"), expecting: .anything)
        for round in 1...3 {
            try await PlatformUnderTest.with(log, told: told) { one in
                var last = LogPosition.start
                for _ in 0..<20 { last = try await Self.lendAndReturn(one) }
                try await told.wait { $0.keys.count == round * 20 }
                // What was done is written down before the next start.
                while try await Self.letters(one).done["loans.mail"].map({ $0 < last }) ?? true {
                    try await Task.sleep(for: .milliseconds(1))
                }
            }
        }
        #expect(Set(told.keys).count == 60 && !told.streams.contains("loans-old"))
    }

    @Test("What fails is tried again after 1, 4 and 16 seconds under the same key")
    func retries() async throws {
        let store = try TestStore()
        let told = Told(failing: 3)
        try await PlatformUnderTest.with(try await store.log(), told: told) { one in
            try await Self.lendAndReturn(one)
            for (tries, seconds) in [(1, 1), (2, 4), (3, 16)] {
                try await told.wait { $0.tries == tries }
                #expect(told.keys.isEmpty)
                try await one.advance(by: .seconds(seconds))
            }
            try await told.wait { $0.keys.count == 1 }
            #expect(told.tries == 4)
        }
    }

    @Test(
        "What fails each time is a dead letter, behind which others go on, until an admin has it tried again or dropped"
    )
    func deadLetters() async throws {
        let store = try TestStore()
        let told = Told(failing: 4)
        try await PlatformUnderTest.with(try await store.log(), told: told) { one in
            let item = EntityID.random()
            try await Self.lendAndReturn(one, item)
            for (tries, seconds) in [(1, 1), (2, 4), (3, 16)] {
                try await told.wait { $0.tries == tries }
                try await one.advance(by: .seconds(seconds))
            }
            try await told.wait { $0.tries == 4 }
            try await Self.lendAndReturn(one)
            try await told.wait { $0.keys.count == 1 }
            let letter = try #require(try await Self.letters(one).dead.values.first)
            #expect(letter.reaction == "loans.mail" && letter.stream == "loans-\(item)" && letter.attempts == 4)
            #expect(letter.reason.contains("Failure"))

            let settle = SettleDeadLetter(
                letter: .init(reaction: letter.reaction, position: letter.position), way: .triedAgain)
            await #expect(throws: DomainError.self) { try await one.platform.commands.perform(settle, by: .alice) }
            try await one.platform.commands.perform(settle, by: .admin)
            try await told.wait { $0.streams.contains("loans-\(item)") }
            #expect(told.keys.last == "loans.mail \(letter.position.number)")
            while try await !Self.letters(one).again.isEmpty { try await Task.sleep(for: .milliseconds(1)) }
            #expect(try await Self.letters(one).dead.isEmpty)
            await #expect(throws: DomainError.self) { try await one.platform.commands.perform(settle, by: .admin) }
        }
    }

    @Test("Of two coordinators one reacts; when it has gone for longer than its term, the other does")
    func takeover() async throws {
        let store = try TestStore()
        let log = try await store.log()
        let (clock, first, second) = (TestClock(), Told(), Told())
        try await PlatformUnderTest.with(log, clock: clock, told: second, isShared: true) { two in
            while try await Self.letters(two).owner == nil { try await Task.sleep(for: .milliseconds(1)) }
            let owner = try await Self.letters(two).owner?.number
            try await PlatformUnderTest.with(log, clock: clock, told: first, isShared: true) { one in
                try await Self.lendAndReturn(one)
                try await second.wait { $0.keys.count == 1 }
                #expect(try await Self.letters(one).owner?.number == owner && first.keys.isEmpty)
            }
        }
        // The second has ended without a word. A third one waits until the term is over.
        let third = Told()
        try await PlatformUnderTest.with(log, clock: clock, told: third, isShared: true) { one in
            try await Self.lendAndReturn(one)
            for _ in 0..<3 {
                #expect(third.keys.isEmpty)
                try await one.advance(by: Ownership.term.renewal)
            }
            try await third.wait { $0.keys.count == 1 }
        }
        #expect(first.keys.isEmpty && second.keys.count == 1)
    }

    @Test("Whoever stood still, and was replaced meanwhile, notices it, and nothing is left out")
    func stoodStill() async throws {
        let store = try TestStore()
        let log = try await store.log()
        let (clock, told) = (TestClock(), [Told(), Told()])
        try await PlatformUnderTest.with(log, clock: clock, told: told[0], isShared: true) { one in
            try await PlatformUnderTest.with(log, clock: clock, told: told[1], isShared: true) { _ in
                for round in 1...20 {
                    // Both wake at once, and both say that it is theirs.
                    clock.manual.advance(by: Ownership.term.length + Ownership.term.renewal)
                    try await Self.lendAndReturn(one)
                    while Set(told.flatMap(\.keys)).count < round { try await Task.sleep(for: .milliseconds(1)) }
                }
            }
        }
        #expect(Set(told.flatMap(\.keys)).count == 20)
    }

    @Test("More entries than are kept for a slow reaction are read from the log")
    func overflow() throws {
        var queue = ReactionQueue()
        let stream = try StreamName("loans-x")
        func entry(_ number: Int) -> LogEntry {
            LogEntry(position: LogPosition(UInt64(number)), stream: stream, recordedAt: 0, events: [])
        }
        queue.add(entry(1))
        #expect(queue.hasGap && queue.take(after: .start, limit: 9).isEmpty)
        queue.begin()
        for number in 2...5 { queue.add(entry(number)) }
        #expect(queue.take(after: LogPosition(3), limit: 1).map(\.position.number) == [4])
        #expect(queue.take(after: LogPosition(4), limit: 9).map(\.position.number) == [5])
        for number in 6...(7 + ReactionQueue.room) { queue.add(entry(number)) }
        #expect(queue.hasGap && queue.take(after: .start, limit: 9).isEmpty)
    }
}
