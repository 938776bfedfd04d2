import Coordinator
import Events
import KernelTestSupport
import Storage
import Testing
import Views

@testable import Kernel

/// Views: what modules read is what the log says, also right behind a write.
@Suite(.timeLimit(.minutes(1))) struct ViewTests {
    /// The number of things that are lent, with all up to `position`; waits while the views are made.
    private static func lent(_ one: PlatformUnderTest, at position: LogPosition) async throws -> Int {
        while true {
            do {
                return try await one.services.views.read("loans", atLeast: position) { reader in
                    try reader.first("SELECT count(*) FROM loans")?.get(0) ?? 0
                }
            } catch let error as DomainError where error.code == .unavailable {
                try await Task.sleep(for: .milliseconds(1))
            }
        }
    }

    @Test("A read that brings the position of a command shows what it did")
    func readsAfterWrites() async throws {
        let store = try TestStore()
        try await PlatformUnderTest.with(try await store.log()) { one in
            let items = (0..<10).map { _ in EntityID.random() }
            for (number, item) in items.enumerated() {
                let done = try await one.platform.commands.perform(Borrow(item: item), by: .alice)
                #expect(try await Self.lent(one, at: done.position) == number + 1)
            }
            let done = try await one.platform.commands.perform(Return(item: items[3]), by: .alice)
            #expect(try await Self.lent(one, at: done.position) == 9)
        }
    }

    @Test("Nobody reads another's view, and a view must be its module's")
    func others() async throws {
        let store = try TestStore()
        try await PlatformUnderTest.with(try await store.log()) { one in
            _ = try await Self.lent(one, at: .start)
            await #expect(throws: DomainError.self) {
                try await one.services.views.read("accounts") { _ in 0 }
            }
        }
        var module = Module("loans")
        module.views = [
            ViewDeclaration(name: "stocks", version: 1, streams: .any, schema: [], apply: { _, _ in })
        ]
        #expect(throws: ModuleError.self) { try Module.check([module]) }
    }
}
