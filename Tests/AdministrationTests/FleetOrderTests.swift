import Coordinator
import EmbeddedStorage
import Events
import Kernel
import KernelTestSupport
import Storage
import Testing
import Units

@testable import Administration

/// What admins have the fleet do.
@Suite("What an admin wants of the fleet", .timeLimit(.minutes(1))) struct FleetOrderTests {
    @Test("is done, and written down with who it was")
    func drain() async throws {
        try await Office.with { office in
            try await office.register("w1")
            try await office.register("w2")
            #expect(try await office.say("admin/workers/drain", ["worker": "w1"]).contains("takes nothing new"))
            #expect(try await office.draining == ["w1"])
            #expect(try await office.html("admin").contains("drains"))
            #expect(try await office.say("admin/workers/resume", ["worker": "w1"]).contains("takes work again"))
            #expect(try await office.draining == [])
            let orders = try await office.orders
            let wanted = try orders.map { try $0.events[0].unpacked(WorkerDrainWanted.self) }
            #expect(wanted.map(\.worker) == ["w1", "w1"] && wanted.map(\.drains) == [true, false])
            #expect(wanted.allSatisfy { $0.atNs == TestClock.start.nanoseconds })
            let record: CommandRecorded = try #require(orders.first?.events.last).unpacked()
            #expect(record.action == "administration.drain-worker" && record.actor == "program admin")
        }
    }

    @Test("is done once, however often the form is sent, and a new form is another wish")
    func idempotent() async throws {
        try await Office.with { office in
            try await office.register("w1")
            for _ in 0..<3 { _ = try await office.say("admin/workers/drain", ["worker": "w1"], key: "form-1") }
            #expect(try await office.orders.count == 1)
            #expect(try await office.draining == ["w1"])
            // Whoever drains what drains already is told the same.
            _ = try await office.say("admin/workers/drain", ["worker": "w1"], key: "form-2")
            #expect(try await office.orders.count == 2)
            #expect(try await office.draining == ["w1"])
            try await expectRefusal(.conflict) {
                try await office.say("admin/workers/drain", ["worker": "w2"], key: "form-1")
            }
            try await office.bury("gone-1")
            for count in [1, 0] {
                let said = try await office.say("admin/dead-letters/discard", ["job": "gone-1"], key: "form-3")
                #expect(said == "Given up for good: \(count).")
            }
            #expect(try await office.orders.count == 3)
        }
    }

    @Test("settles one job that was given up, or all of them, one way or the other")
    func settle() async throws {
        try await Office.with { office in
            try await office.bury("gone-1", "gone-2", "gone-3", "gone-4")
            let page = try await office.html("admin/dead-letters")
            #expect(page.contains("gone-3") && page.contains("&lt;script&gt;") && !page.contains("<script"))
            #expect(try await office.html("admin/dead-letters", query: ["after": "gone-3"]).contains("gone-4"))
            #expect(
                try await office.say("admin/dead-letters/retry", ["job": "gone-1"]) == "To be tried again: 1.")
            #expect(try await office.buried == ["gone-2", "gone-3", "gone-4"])
            #expect(
                try await office.say("admin/dead-letters/discard", ["job": "gone-2"]) == "Given up for good: 1.")
            #expect(try await office.say("admin/dead-letters/retry", ["job": "gone-9"]) == "To be tried again: 0.")
            #expect(try await office.say("admin/dead-letters/retry", ["all": "yes"]) == "To be tried again: 2.")
            #expect(try await office.buried == [])
            #expect(try await office.store.queue.waiting().values.reduce(0, +) == 3)
            let settled = try await office.orders.map { try $0.events[0].unpacked(DeadLettersSettled.self) }
            #expect(settled.map(\.job) == ["gone-1", "gone-2", "gone-9", ""])
            #expect(settled.map(\.retries) == [true, false, true, true])
        }
    }

    @Test(
        "is refused where it names nothing that there is",
        arguments: [
            ("", DomainError.Code.notFound), ("w9", .notFound), (String(repeating: "w", count: 513), .notFound),
            ("\u{0}\u{1b}[31m\n", .notFound), ("w1 ", .notFound), ("W1", .notFound), ("../w1", .notFound),
            (Office.evil, .notFound),
        ])
    func garbage(worker: String, code: DomainError.Code) async throws {
        try await Office.with { office in
            try await office.register("w1")
            for path in ["admin/workers/drain", "admin/workers/resume"] {
                try await expectRefusal(code) { try await office.say(path, ["worker": worker]) }
            }
            #expect(try await office.draining == [])
            try await office.bury("gone-1")
            let isName = (1...512).contains(worker.utf8.count)
            for path in ["admin/dead-letters/retry", "admin/dead-letters/discard"] {
                if isName {
                    #expect(try await office.say(path, ["job": worker]).hasSuffix(": 0."))
                } else {
                    try await expectRefusal(worker.isEmpty ? .invalid : .notFound) {
                        try await office.say(path, ["job": worker])
                    }
                }
                // Only what says so is all of them.
                try await expectRefusal(.invalid) { try await office.say(path, ["all": "no"]) }
            }
            #expect(try await office.buried == ["gone-1"])
        }
    }

    @Test("waits for the fleet, and is not written down before that is there")
    func starting() async throws {
        try await Office.with(isConnected: false) { office in
            try await expectRefusal(.unavailable) { try await office.say("admin/workers/drain", ["worker": "w1"]) }
            try await expectRefusal(.unavailable) { try await office.say("admin/dead-letters/retry", ["all": "yes"]) }
            try await expectRefusal(.unavailable) { try await office.html("admin") }
            #expect(try await office.orders.isEmpty)
        }
    }
}
