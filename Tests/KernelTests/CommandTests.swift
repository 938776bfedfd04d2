import Concurrency
import Coordinator
import Cryptography
import Events
import Foundation
import KernelTestSupport
import Storage
import TestSupport
import Testing
import Units

@testable import Kernel

/// Commands: who may, what they decide, and that nothing is done twice.
@Suite(.timeLimit(.minutes(1))) struct CommandTests {
    private static func with<Value: Sendable>(
        _ body: @Sendable (PlatformUnderTest) async throws -> Value
    ) async throws -> Value {
        let store = try TestStore()
        return try await PlatformUnderTest.with(try await store.log(), body)
    }

    private static func error(_ body: () async throws -> Void) async -> DomainError.Code? {
        do {
            try await body()
            return nil
        } catch {
            return (error as? DomainError)?.code
        }
    }

    private static func keyed(_ key: String, _ digest: UInt8 = 1) -> CommandRequest {
        var request = CommandRequest()
        (request.key, request.digest, request.id) = (key, [digest], "request-7")
        return request
    }

    @Test("What a command decides stands in one entry, with who did it")
    func entry() async throws {
        try await Self.with { one in
            let item = EntityID.random()
            var actor = Actor.alice
            (actor.session, actor.address) = ("s1", "192.0.2.1")
            let done = try await one.platform.commands.perform(Borrow(item: item), by: actor, Self.keyed("a"))
            #expect(done.state.borrower == Actor.alice.person)
            let entries = try await one.entries(of: item.stream("loans"))
            #expect(entries.map(\.position) == [done.position])
            let events = try #require(entries.first).events
            #expect(events.map { $0.type.split(separator: ".").last } == ["ItemLent", "TimerSet", "CommandRecorded"])
            let record: CommandRecorded = try #require(events.last).unpacked()
            #expect(record.action == "loans.borrow" && record.actor == "person 00000000000000000000000001")
            #expect(record.session == "s1" && record.address == "192.0.2.1" && record.requestID == "request-7")
            #expect(record.atNs == TestClock.start.nanoseconds && record.key.count == 32)
        }
    }

    @Test("Of what a request said the log keeps nothing that can be found out by trying")
    func digests() async throws {
        try await Self.with { one in
            func digest(_ request: CommandRequest) async throws -> [UInt8] {
                let item = EntityID.random()
                try await one.platform.commands.perform(Borrow(item: item), by: .alice, request)
                let entry = try #require(try await one.entries(of: item.stream("loans")).last)
                let record: CommandRecorded = try #require(entry.events.last).unpacked()
                return Array(record.requestDigest)
            }
            var keyless = Self.keyed("a", 1)
            keyless.key = nil
            #expect(try await digest(keyless).isEmpty)
            let kept = [try await digest(Self.keyed("a", 1)), try await digest(Self.keyed("b", 1))]
            #expect(kept[0] != kept[1], "the same request, under other keys")
            for bytes in kept { #expect(bytes.count == 32 && bytes != [1] && bytes != SHA256.hash([1])) }
        }
    }

    @Test("A command of a log in which its request stands as it came is known again")
    func olderLogs() async throws {
        let store = try TestStore()
        let log = try await store.log()
        let (item, request) = (EntityID.random(), Self.keyed("a", 7))
        let stream = try item.stream("loans")
        try await PlatformUnderTest.with(log) { one in
            _ = try await one.platform.commands.perform(Borrow(item: item), by: .alice, request)
        }
        var events = try #require(try await log.read(stream, after: .start, limit: 10).last).events
        var record: CommandRecorded = try #require(events.last).unpacked()
        record.requestDigest = Data([7])
        events[events.count - 1] = try Event(record)
        let other = try TestStore()
        let older = try await other.log()
        _ = try await older.append(events, to: stream, expecting: .anything)
        try await PlatformUnderTest.with(older) { one in
            let done = try await one.platform.commands.perform(Borrow(item: item), by: .alice, request)
            #expect(done.isRepeated)
            let code = await Self.error {
                try await one.platform.commands.perform(Borrow(item: item), by: .alice, Self.keyed("a", 8))
            }
            #expect(code == .conflict)
        }
    }

    @Test("Who may not does nothing, and what cannot be done is refused")
    func refusals() async throws {
        try await Self.with { one in
            let item = EntityID.random()
            let commands = one.platform.commands
            #expect(
                await Self.error { try await commands.perform(Borrow(item: item), by: Actor(.anybody)) } == .forbidden)
            #expect(await Self.error { try await commands.perform(Return(item: item), by: .bob) } == .forbidden)
            try await commands.perform(Borrow(item: item), by: .alice)
            #expect(await Self.error { try await commands.perform(Borrow(item: item), by: .bob) } == .wrongState)
            // It is alice's.
            #expect(await Self.error { try await commands.perform(Return(item: item), by: .bob) } == .forbidden)
            #expect(await Self.error { try await commands.perform(Undeclared(), by: .admin) } == .forbidden)
            try await commands.perform(Return(item: item), by: .admin)
            #expect(try await one.entries(of: item.stream("loans")).count == 2)
        }
    }

    @Test(
        "The same key does nothing twice, also on another coordinator and after a restart, and another request is refused"
    )
    func keys() async throws {
        let store = try TestStore()
        let log = try await store.log()
        let item = EntityID.random()
        let first = try await PlatformUnderTest.with(log) { one in
            let first = try await one.platform.commands.perform(Borrow(item: item), by: .alice, Self.keyed("a"))
            try await one.platform.commands.perform(Return(item: item), by: .alice, Self.keyed("b"))
            return first.position
        }
        try await PlatformUnderTest.with(log) { one in
            let again = try await one.platform.commands.perform(Borrow(item: item), by: .alice, Self.keyed("a"))
            // As it was then, although it is back by now.
            #expect(again.isRepeated && again.position == first && again.state.borrower == Actor.alice.person)
            let other = await Self.error {
                try await one.platform.commands.perform(Borrow(item: item), by: .alice, Self.keyed("a", 2))
            }
            #expect(other == .conflict)
            // Another person's key is another one.
            let bobs = try await one.platform.commands.perform(Borrow(item: item), by: .bob, Self.keyed("a"))
            #expect(!bobs.isRepeated && bobs.state.borrower == Actor.bob.person)
            #expect(try await one.entries(of: item.stream("loans")).count == 3)
        }
    }

    @Test("Of many who want the same at once, on two coordinators, one gets it, and each knows what came before")
    func races() async throws {
        let store = try TestStore()
        let log = try await store.log()
        let item = EntityID.random()
        let people = (0..<40).map { Actor(.person(EntityID(number: UInt128($0)))) }
        let done = try await PlatformUnderTest.with(log) { one in
            try await PlatformUnderTest.with(log) { two in
                try await withThrowingTaskGroup(of: Bool.self) { group in
                    for (number, person) in people.enumerated() {
                        let commands = (number % 2 == 0 ? one : two).platform.commands
                        group.addTask {
                            await Self.error { try await commands.perform(Borrow(item: item), by: person) } == nil
                        }
                    }
                    return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
                }
            }
        }
        #expect(done == 1)
    }

    @Test("A command that changes nothing leaves no entry")
    func nothing() async throws {
        try await Self.with { one in
            let grant = GrantRole(person: .random(), grant: RoleGrant("judge", in: Scope("contest", "c1")))
            let first = try await one.platform.commands.perform(grant, by: .admin)
            let second = try await one.platform.commands.perform(grant, by: .admin)
            #expect(first.position == second.position && second.state.grants == [grant.grant])
            #expect(try await one.entries(of: grant.stream).count == 1)
        }
    }

    @Test("Who waits in vain behind somebody who waits for the store is told of the store, and may try again")
    func lines() {
        let late = Commands.refusal(.wasLate)
        #expect(late.code == .unavailable && late.retryAfter != nil)
        #expect(Commands.refusal(.isFull(waiting: 3)).code == .exhausted)
    }

    @Test("What cannot be read is no command's to decide about")
    func damage() async throws {
        let store = try TestStore()
        let log = try await store.log()
        let item = EntityID.random()
        let bad = Event(type: ItemLent.persistedType, payload: [0xFF])
        try await PlatformUnderTest.with(log) { one in
            _ = try await log.append([bad], to: item.stream("loans"), expecting: .anything)
            #expect(
                await Self.error { try await one.platform.commands.perform(Borrow(item: item), by: .alice) } == .damaged
            )
        }
    }

    @Test("A stream whose entries come a few at a time is read to its end")
    func shortPages() async throws {
        let store = try TestStore()
        let log = try await store.log()
        let (item, person) = (EntityID.random(), try #require(Actor.bob.person))
        try await PlatformUnderTest.with(log) { one in
            try await one.platform.commands.perform(Borrow(item: item), by: .alice)
            try await one.platform.commands.perform(Return(item: item), by: .alice)
            try await one.platform.commands.perform(Borrow(item: item), by: .bob)
        }
        try await PlatformUnderTest.with(ShortLog(log: log)) { one in
            let state: Item = try await one.platform.commands.state(of: item.stream("loans"))
            #expect(state.borrower == person)
            let done = try await one.platform.commands.perform(Return(item: item), by: .bob)
            #expect(done.state.borrower == nil)
        }
    }
}

/// A log that gives one entry of a stream at a time, as if each were very large.
private struct ShortLog: ForwardingLog {
    let log: any EventLog

    func read(
        _ stream: StreamName, after position: LogPosition, limit: Int
    ) async throws(StorageError) -> [LogEntry] {
        try await log.read(stream, after: position, limit: min(limit, 1))
    }
}

/// A command that no module has.
private struct Undeclared: Command {
    static let action: Action = "loans.undeclared"
    var stream: StreamName { get throws(StorageError) { try StreamName("loans-x") } }
    func decide(_ item: Item, _ context: CommandContext) -> Decision { Decision() }
}
