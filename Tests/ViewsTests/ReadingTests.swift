import Dispatch
import Events
import Storage
import Synchronization
import Testing
import Views
import ViewsTestSupport

/// Reads: one state, not before what was written, not for ever.
struct ReadingTests {
    private static let views = [Ledger.accounts(), Ledger.activity()]

    @Test(.timeLimit(.minutes(1)))
    func aReadBehindAWriteSeesIt() async throws {
        let folder = try ViewsFolder()
        let log = MemoryLog()
        try await folder.running(Self.views, log) { store in
            let scope = try store.scope(["activity"])
            for number in 1...200 {
                let position = try await log.append(
                    [Event(type: "n", payload: [])], to: StreamName("other"), expecting: .anything)
                let (count, seen) = try await scope.read(atLeast: position) { reader in
                    let row = try #require(try reader.first("SELECT count FROM activity_types"))
                    return (try row.get(0, as: Int.self), reader.position)
                }
                #expect(count == number)
                #expect(seen == position)
            }
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func aPositionThatDoesNotComeIsAnErrorOfTheDomain() async throws {
        let folder = try ViewsFolder()
        var limits = ViewsFolder.patient
        limits.wait = .milliseconds(20)
        try await folder.running(Self.views, MemoryLog(), limits: limits) { store in
            let scope = try store.ledger
            let error = await #expect(throws: ViewError.self) {
                try await scope.read(atLeast: LogPosition(1)) { $0.position }
            }
            #expect(error?.code == .behind)
            #expect(error?.retryAfter != nil)
            #expect(try await scope.read { $0.position } == .start)
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func whatIsReadStaysTheSameWhileMoreIsApplied() async throws {
        let folder = try ViewsFolder()
        let log = MemoryLog(try Ledger.events(1000, seed: 1))
        try await folder.running(Self.views, log) { store in
            try await expectLedger(store, log)
            let scope = try store.ledger
            let (begun, goesOn) = (AsyncStream.makeStream(of: Void.self), DispatchSemaphore(value: 0))
            async let read = scope.read(within: .seconds(50)) { reader in
                let first = try reader.rows("SELECT * FROM accounts ORDER BY id")
                begun.continuation.finish()
                goesOn.wait()
                return (first, try reader.rows("SELECT * FROM accounts ORDER BY id"), reader.position)
            }
            for await _ in begun.stream {}
            for (stream, event) in try Ledger.events(500, seed: 2) {
                _ = try await log.append([event], to: stream, expecting: .anything)
            }
            try await expectLedger(store, log)
            goesOn.signal()
            let (first, second, position) = try await read
            #expect(first == second)
            #expect(position.number == 1000)
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func aQueryThatTakesTooLongIsInterrupted() async throws {
        let folder = try ViewsFolder()
        let endless: SQL = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
        try await folder.running(Self.views, MemoryLog()) { store in
            let scope = try store.ledger
            let error = await #expect(throws: ViewError.self) {
                try await scope.read(within: .milliseconds(30)) { try $0.first(endless) }
            }
            #expect(error?.code == .tooSlow)
            let reading = Task { try await scope.read(within: .seconds(600)) { try $0.first(endless) } }
            reading.cancel()
            await #expect(throws: CancellationError.self) { try await reading.value }
            #expect(try await scope.read { try $0.rows("SELECT 1") }.count == 1)
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func anAnswerThatIsTooLargeIsAnError() async throws {
        let folder = try ViewsFolder()
        let cases: [SQL] = [
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n",
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 40) SELECT zeroblob(1000000) FROM n",
            "SELECT zeroblob(20000000)",
        ]
        try await folder.running(Self.views, MemoryLog()) { store in
            let scope = try store.ledger
            for sql in cases {
                let error = await #expect(throws: ViewError.self) { try await scope.read { try $0.rows(sql) } }
                #expect(error?.code == .tooLarge, "\(sql)")
            }
            let some = try await scope.read { try $0.rows("SELECT 1 UNION SELECT 2", atMost: 2) }
            #expect(some.count == 2)
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func whoGetsNoTurnIsToldAndLaterComersGetOne() async throws {
        let folder = try ViewsFolder()
        var limits = ViewsFolder.patient
        (limits.readers, limits.wait) = (2, .milliseconds(20))
        try await folder.running(Self.views, MemoryLog(), limits: limits) { store in
            let scope = try store.ledger
            let goesOn = DispatchSemaphore(value: 0)
            let begun = AsyncStream.makeStream(of: Void.self)
            let held = (0..<2).map { _ in
                Task {
                    try await scope.read { reader in
                        begun.continuation.yield()
                        goesOn.wait()
                        return reader.position
                    }
                }
            }
            var begins = begun.stream.makeAsyncIterator()
            for _ in 0..<2 { await begins.next() }
            let errors = await withTaskGroup(of: ViewError.Code?.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        do {
                            _ = try await scope.read { $0.position }
                            return nil
                        } catch {
                            return (error as? ViewError)?.code
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(errors == Array(repeating: .busy, count: 20))
            for _ in 0..<2 { goesOn.signal() }
            for task in held { _ = try await task.value }
            let all = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<2 { group.addTask { (try? await scope.read { $0.position }) != nil } }
                return await group.reduce(true) { $0 && $1 }
            }
            #expect(all)
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func valuesComeBackAsTheyWereWhateverTheySay() async throws {
        let texts = [
            "", "'; DROP TABLE values_all; --", "\"", "?1", "\0 in it", "日本語 🏴󠁧󠁢󠁥󠁮󠁧󠁿", String(repeating: "x", count: 100_000),
            "%_", "\\",
        ]
        let values: [SQLValue] =
            texts.map { .text($0) } + [
                .null, .integer(0), .integer(.max), .integer(.min), .real(0.1), .real(-1e300), .real(.infinity),
                .blob([]),
                .blob([0, 255, 39]),
            ]
        let view = ViewDeclaration(
            name: "values", version: 1, streams: .any,
            schema: ["CREATE TABLE values_all (number INTEGER PRIMARY KEY, value)"],
            apply: { entry, writer in
                let number = Int(entry.position.number)
                try writer.execute("INSERT INTO values_all VALUES (\(number), \(values[number - 1]))")
            })
        let folder = try ViewsFolder()
        let log = MemoryLog(try values.map { _ in (try StreamName("s"), Event(type: "t", payload: [])) })
        try await folder.running([view], log) { store in
            let scope = try store.scope(["values"])
            let rows = try await scope.read(atLeast: LogPosition(UInt64(values.count))) {
                try $0.rows("SELECT value FROM values_all ORDER BY number")
            }
            #expect(rows.map { $0.values[0] } == values)
            for text in texts {
                let found = try await scope.read { try $0.rows("SELECT number FROM values_all WHERE value = \(text)") }
                #expect(found.count == 1)
                let listed = try await scope.read {
                    try $0.rows("SELECT number FROM values_all WHERE value IN \(list: [text, text])")
                }
                #expect(listed == found)
            }
        }
    }

    @Test func aValueOfAnotherTypeIsAnErrorAndNothingIsNil() throws {
        let row = ViewRow(columns: ["text", "number", "none"], values: [.text("1"), .integer(300), .null])
        #expect(try row.get("text", as: String.self) == "1")
        #expect(try row.get("number", as: Double.self) == 300)
        #expect(try row.get("none", as: String?.self) == nil)
        #expect(try row.get("number", as: Int?.self) == 300)
        for read in [
            { _ = try row.get("text", as: Int.self) }, { _ = try row.get("number", as: Bool.self) },
            { _ = try row.get("none", as: Int.self) }, { _ = try row.get("other", as: Int.self) },
            { _ = try row.get(3, as: Int.self) }, { _ = try row.get(-1, as: Int.self) },
        ] as [() throws -> Void] {
            let error = #expect(throws: ViewError.self) { try read() }
            #expect(error?.code == .wrongType)
        }
    }
}
