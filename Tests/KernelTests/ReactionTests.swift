import Coordinator
import Events
import KernelTestSupport
import Storage
import Synchronization
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
            while try await Self.letters(one).dead.isEmpty { try await Task.sleep(for: .milliseconds(1)) }
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

    @Test("What fails so that trying again cannot help is a dead letter at once")
    func hopeless() async throws {
        let store = try TestStore()
        let told = Told()
        told.fail(1, isHopeless: true)
        try await PlatformUnderTest.with(try await store.log(), told: told) { one in
            let item = EntityID.random()
            try await Self.lendAndReturn(one, item)
            while try await Self.letters(one).dead.isEmpty { try await Task.sleep(for: .milliseconds(1)) }
            let letter = try #require(try await Self.letters(one).dead.values.first)
            #expect(letter.stream == "loans-\(item)" && letter.attempts == 1 && told.tries == 1)
        }
    }

    @Test("What fails delays nothing but itself, and is not left out when the coordinator ends meanwhile")
    func overtaken() async throws {
        let store = try TestStore()
        let log = try await store.log()
        let (told, failing) = (Told(failing: 1), EntityID.random())
        let last = try await PlatformUnderTest.with(log, told: told) { one in
            try await Self.lendAndReturn(one, failing)
            try await told.wait { $0.tries == 1 }
            var last = LogPosition.start
            for round in 1...3 {
                last = try await Self.lendAndReturn(one)
                try await told.wait { $0.keys.count == round }
            }
            #expect(!told.streams.contains("loans-\(failing)"))
            // It is not written down as if it were done.
            while try await Self.letters(one).done["loans.mail"] == nil { try await Task.sleep(for: .milliseconds(1)) }
            let done = try #require(try await Self.letters(one).done["loans.mail"])
            #expect(done < last)
            return last
        }
        try await PlatformUnderTest.with(log, told: told) { one in
            try await told.wait { $0.streams.contains("loans-\(failing)") }
            while try await Self.letters(one).done["loans.mail"].map({ $0 < last }) ?? true {
                try await Task.sleep(for: .milliseconds(1))
            }
        }
    }

    @Test("What fails while the store does not answer is tried again when it does, and does not count as a failure")
    func outage() async throws {
        let store = try TestStore()
        let log = FailingLog(log: try await store.log())
        let told = Told()
        try await PlatformUnderTest.with(log, told: told) { one in
            // From then on nothing but what fails looks for the log's end.
            try await Self.lendAndReturn(one)
            try await told.wait { $0.keys.count == 1 }
            told.fail(4)
            let item = EntityID.random()
            try await one.platform.commands.perform(Borrow(item: item), by: .alice)
            log.isDown.withLock { $0 = true }
            try await one.platform.commands.perform(Return(item: item), by: .alice)
            try await told.wait { $0.tries == 2 }
            for _ in 0..<5 { try await one.advance(by: .seconds(1)) }
            try await one.sleeps(for: .seconds(1))
            #expect(told.tries == 2)
            log.isDown.withLock { $0 = false }
            for (tries, seconds) in [(2, 1), (3, 1), (4, 4), (5, 16)] {
                try await told.wait { $0.tries == tries }
                try await one.advance(by: .seconds(seconds))
            }
            try await told.wait { $0.keys.count == 2 }
            #expect(try await Self.letters(one).dead.isEmpty)
        }
    }

    @Test("What was begun when the store went away is done when it is back")
    func interrupted() async throws {
        let store = try TestStore()
        let log = FailingLog(log: try await store.log())
        let told = Told()
        try await PlatformUnderTest.with(log, told: told) { one in
            let first = try await Self.lendAndReturn(one)
            // It is noted, too: else it is what is done again.
            while try await Self.letters(one).done["loans.mail"].map({ $0 < first }) ?? true {
                try await Task.sleep(for: .milliseconds(1))
            }
            log.failsToNote.withLock { $0 = true }
            let last = try await Self.lendAndReturn(one)
            try await told.wait { $0.keys.count >= 2 }
            log.failsToNote.withLock { $0 = false }
            while try await Self.letters(one).done["loans.mail"].map({ $0 < last }) ?? true {
                try await Task.sleep(for: .milliseconds(1))
            }
        }
    }

    @Test("How far a reaction is, is what is done without a gap")
    func progress() {
        var progress = ReactionProgress(from: LogPosition(3))
        progress.reach(LogPosition(9), failed: [LogPosition(5), LogPosition(7)])
        #expect(progress.begun == LogPosition(9) && progress.done == LogPosition(4) && progress.openCount == 2)
        progress.end(LogPosition(7))
        #expect(progress.done == LogPosition(4))
        progress.reach(LogPosition(8), failed: [])
        progress.end(LogPosition(5))
        #expect(progress.done == LogPosition(9) && progress.openCount == 0)
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

/// A log that does not tell its end while it is down, and takes nothing of reactions while it fails to note.
private final class FailingLog: ForwardingLog {
    let log: any EventLog
    let isDown = Mutex(false)
    let failsToNote = Mutex(false)

    init(log: any EventLog) { self.log = log }

    func end() async throws(StorageError) -> LogPosition {
        guard !isDown.withLock({ $0 }) else {
            throw StorageError(.unavailable, stage: "find the log's end", reason: "a test says so")
        }
        return try await log.end()
    }

    func append(
        _ events: [Event], to stream: StreamName, expecting: Storage.Expectation
    ) async throws(StorageError) -> LogPosition {
        guard stream.text != ReactionLedger.stream || !failsToNote.withLock({ $0 }) else {
            throw StorageError(.unavailable, stage: "append", reason: "a test says so")
        }
        return try await log.append(events, to: stream, expecting: expecting)
    }
}
