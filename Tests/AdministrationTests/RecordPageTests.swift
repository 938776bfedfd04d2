import Coordinator
import Kernel
import KernelTestSupport
import Storage
import Testing

@testable import Administration

/// What admins see of who did what, and of how all is set.
@Suite("The pages of records", .timeLimit(.minutes(1))) struct RecordPageTests {
    @Test("show who did what, newest first, page by page, and nothing else of the log")
    func audit() async throws {
        try await Office.with { office in
            try await office.register("w1")
            let nothing = try await office.html("admin/audit")
            #expect(nothing.contains("Nothing was done yet"))
            for number in 0..<130 {
                let drains = number % 2 == 0
                _ = try await office.say(drains ? "admin/workers/drain" : "admin/workers/resume", ["worker": "w1"])
            }
            // No command.
            try await office.bury("gone-1")
            let first = try await office.html("admin/audit")
            #expect(first.split(separator: "administration.drain-worker").count - 1 == 100)
            #expect(first.contains("program admin") && first.contains("administration-fleet"))
            let next = try #require(first.split(separator: "?before=").last?.prefix { $0.isNumber })
            let second = try await office.html("admin/audit", query: ["before": String(next)])
            #expect(second.split(separator: "administration.drain-worker").count - 1 == 30)
            #expect(!second.contains("?before="))
        }
    }

    @Test(
        "take whatever a query says",
        arguments: ["", "-1", "0", "1", "x", "99999999999999999999999", "18446744073709551615", "1.5", Office.evil])
    func garbage(text: String) async throws {
        try await Office.with { office in
            try await office.register(Office.evil)
            _ = try await office.say("admin/workers/drain", ["worker": Office.evil])
            for (path, name) in [("admin/audit", "before"), ("admin", "after"), ("admin/dead-letters", "after")] {
                let page = try await office.html(path, query: [name: text])
                #expect(!page.isEmpty && !page.contains("<script"), "\(path)")
            }
        }
    }

    @Test("show the settings as text, whatever they are")
    func settings() async throws {
        try await Office.with { office in
            let page = try await office.html("admin/settings")
            #expect(page.contains("http.listen") && page.contains("&lt;script&gt;") && !page.contains("<script"))
        }
    }
}
