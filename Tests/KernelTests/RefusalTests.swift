import Concurrency
import Coordinator
import Events
import KernelTestSupport
import Storage
import TestSupport
import Testing
import Units

@testable import Kernel

/// What was refused, among the commands that were done.
@Suite("What is refused", .timeLimit(.minutes(1))) struct RefusalTests {
    private struct Rig: Sendable {
        let one: PlatformUnderTest

        var commands: Commands { one.platform.commands }

        /// The first so many records of what was refused, as soon as they are there.
        func records(_ count: Int) async throws -> [CommandRecorded] {
            var found: [CommandRecorded] = []
            for try await entry in one.log.follow(after: .start) where entry.stream.text == Refusals.stream {
                #expect(entry.events.count == 1)
                found.append(try #require(entry.events.last).unpacked())
                if found.count == count { break }
            }
            return found
        }

        func refuse(
            _ code: DomainError.Code, sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
        ) async throws {
            do {
                try await body()
                Issue.record("it was not refused", sourceLocation: sourceLocation)
            } catch let error as DomainError {
                #expect(error.code == code, "\(error)", sourceLocation: sourceLocation)
            }
        }

        /// Nothing else than these was written down: what comes last is this.
        func expectLast(after count: Int) async throws {
            try await refuse(.forbidden) { try await commands.perform(Return(item: .random()), by: .bob) }
            let records = try await records(count + 1)
            #expect(records.last?.action == "loans.return" && records.last?.actor == "\(Actor.bob.identity)")
        }
    }

    private static func with(_ body: @Sendable (Rig) async throws -> Void) async throws {
        let store = try TestStore()
        try await PlatformUnderTest.with(try await store.log()) { try await body(Rig(one: $0)) }
    }

    @Test("is written down with what, who and why, and with nothing that the answer says")
    func record() async throws {
        try await Self.with { rig in
            let item = EntityID.random()
            var (bob, request) = (Actor.bob, CommandRequest())
            (bob.session, bob.address) = ("s1", "192.0.2.1")
            (request.key, request.digest, request.id) = ("k", [1], "request-7")
            try await rig.commands.perform(Borrow(item: item), by: .alice)
            try await rig.refuse(.wrongState) { try await rig.commands.perform(Borrow(item: item), by: bob, request) }
            try await rig.refuse(.forbidden) { try await rig.commands.perform(Return(item: item), by: bob) }
            let records = try await rig.records(2)
            #expect(records.map(\.action) == ["loans.borrow", "loans.return"])
            #expect(records.map(\.refusal) == ["wrongState", "forbidden"])
            let first = records[0]
            #expect(first.actor == "\(bob.identity)" && first.session == "s1" && first.address == "192.0.2.1")
            #expect(first.refusedStream == "loans-\(item)" && first.requestID == "request-7")
            #expect(first.atNs == TestClock.start.nanoseconds && first.leftOut == 0)
            #expect(first.key.isEmpty && first.requestDigest.isEmpty)
            #expect(!String(reflecting: first).contains("somebody has it"))
            // The thing itself knows nothing of it: a key that was refused is good once more.
            try await rig.commands.perform(Return(item: item), by: .alice)
            #expect(try await !rig.commands.perform(Borrow(item: item), by: bob, request).isRepeated)
            #expect(try await rig.one.entries(of: item.stream("loans")).count == 3)
        }
    }

    @Test("to somebody who is not known, or to the platform, is not written down; to a program it is")
    func others() async throws {
        try await Self.with { rig in
            let item = EntityID.random()
            try await rig.refuse(.forbidden) { try await rig.commands.perform(Borrow(item: item), by: Actor(.anybody)) }
            let platform = Actor(.platform("loans.overdue"))
            try await rig.refuse(.wrongState) { try await rig.commands.perform(Return(item: item), by: platform) }
            try await rig.refuse(.forbidden) {
                try await rig.commands.perform(Borrow(item: item), by: Actor(.program("course")))
            }
            let records = try await rig.records(1)
            #expect(records.first?.actor == "program course")
            try await rig.expectLast(after: 1)
        }
    }

    @Test("before any command is asked is written down where it would have changed something")
    func gates() async throws {
        try await Self.with { rig in
            let platform = rig.one.platform
            let change = Route(.post, "x", "loans.list", "Changes.") { _ in RouteAnswer() }
            let look = Route(.get, "x", "loans.list", "Looks.") { _ in RouteAnswer() }
            #expect(!platform.mayAsk(.bob, look, request: "r1"))
            #expect(!platform.mayAsk(Actor(.anybody), change, request: "r2"))
            #expect(!platform.mayAsk(.bob, change, request: "r3"))
            #expect(platform.mayAsk(.admin, change, request: "r4"))
            let borrow = Route(.post, "y/{id}", Borrow.action, "Borrows.") { _ in RouteAnswer() }
            for _ in 0..<20 { try platform.take(borrow, by: .bob, ["id": "1"], request: "r5") }
            #expect(throws: DomainError.self) { try platform.take(borrow, by: .bob, ["id": "1"], request: "r6") }
            // What a route asks about a command before there is one; other questions are reads.
            let services = rig.one.services
            #expect(throws: DomainError.self) { try services.require(.bob, "loans.list", to: Subject()) }
            #expect(throws: DomainError.self) { try services.require(.bob, Return.action, to: Subject()) }
            try services.require(.bob, Borrow.action, to: Subject())
            let records = try await rig.records(3)
            #expect(records.map(\.requestID) == ["r3", "r6", ""])
            #expect(records.map(\.refusal) == ["forbidden", "exhausted", "forbidden"])
            #expect(records.map(\.action) == ["loans.list", "loans.borrow", "loans.return"])
            #expect(records.allSatisfy { $0.refusedStream.isEmpty && $0.actor == "\(Actor.bob.identity)" })
            try await rig.expectLast(after: 3)
        }
    }

    @Test("again and again is counted, and fills no log; one asker hides no other")
    func bounded() async throws {
        try await Self.with { rig in
            let (most, item) = (Refusals.most.ofOne, EntityID.random())
            for _ in 0..<most + 10 {
                try await rig.refuse(.forbidden) { try await rig.commands.perform(Return(item: item), by: .bob) }
            }
            try await rig.refuse(.forbidden) { try await rig.commands.perform(Return(item: item), by: .alice) }
            let records = try await rig.records(most + 1)
            #expect(records.map(\.leftOut) == Array(repeating: 0, count: most) + [10])
            #expect(records.last?.actor == "\(Actor.alice.identity)")
            // Later there is room again.
            rig.one.clock.manual.advance(by: .seconds(2 * 3600))
            try await rig.expectLast(after: most + 1)
        }
    }

    @Test("is written down before whoever was refused is told")
    func before() async throws {
        try await Self.with { rig in
            let refusals = try StreamName(Refusals.stream)
            for count in 1...3 {
                try await rig.refuse(.forbidden) { try await rig.commands.perform(Return(item: .random()), by: .bob) }
                #expect(try await rig.one.entries(of: refusals).count == count)
            }
            // As a server does that refuses a route.
            let change = Route(.post, "x", "loans.list", "Changes.") { _ in RouteAnswer() }
            #expect(!rig.one.platform.mayAsk(.bob, change, request: "r1"))
            await rig.one.platform.settle()
            #expect(try await rig.one.entries(of: refusals).count == 4)
        }
    }

    /// A log that takes nothing of what was refused before the gate is open, which whoever is told to end opens.
    private struct HeldLog: ForwardingLog {
        let log: any EventLog
        let gate = Threshold()

        func append(
            _ events: [Event], to stream: StreamName, expecting: Storage.Expectation
        ) async throws(StorageError) -> LogPosition {
            if stream.text == Refusals.stream {
                do throws(CancellationError) {
                    try await gate.wait(for: 1)
                } catch {
                    gate.reach(1)
                    throw StorageError(.unavailable, stage: "append", reason: "whoever wanted it has gone")
                }
            }
            return try await log.append(events, to: stream, expecting: expecting)
        }
    }

    @Test("while the store does not answer is told all the same, and written down when the platform ends")
    func atTheEnd() async throws {
        let store = try TestStore()
        let held = HeldLog(log: try await store.log())
        try await PlatformUnderTest.with(held) { one in
            let rig = Rig(one: one)
            // Whoever waits for it has waited long enough.
            let moving = Task { while true { try await one.advance(by: Refusals.patience) } }
            defer { moving.cancel() }
            for _ in 0..<2 {
                try await rig.refuse(.forbidden) { try await rig.commands.perform(Return(item: .random()), by: .bob) }
            }
            let change = Route(.post, "x", "loans.list", "Changes.") { _ in RouteAnswer() }
            #expect(!one.platform.mayAsk(.bob, change, request: "r1"))
            #expect(try await one.entries(of: StreamName(Refusals.stream)).isEmpty)
        }
        let entries = try await held.log.read(StreamName(Refusals.stream), after: .start, limit: 10)
        let records: [CommandRecorded] = try entries.compactMap { try $0.events.last?.unpacked() }
        #expect(records.map(\.action) == ["loans.return", "loans.return", "loans.list"])
    }

    @Test("is a word for each kind of refusal, and none for what is no refusal")
    func words() {
        let words = DomainError.Code.allCases.map { Refusals.reason($0) }
        for (code, word) in zip(DomainError.Code.allCases, words) { #expect(word == nil || word == "\(code)") }
        #expect(words.compactMap(\.self).count == 5)
    }
}
