import Concurrency
import Events
import Executions
import Fleet
import Grading
import Identity
import Storage
import SwiftProtobuf
import SystemPackage
import Testing
import Units
import Wire

@testable import Coordinator

/// Executions between whoever wants them and a worker.
@Suite(.timeLimit(.minutes(2))) struct ExecutionDeskTests {
    private static let client = Principal(role: .client, name: "alice", tenant: "course")
    private static let other = Principal(role: .client, name: "mallory", tenant: "elsewhere")

    private func with(_ body: (ExecutionFixture) async throws -> Void) async throws {
        let folder = try ClientSideFolder()
        try await ExecutionFixture.with(folder, body)
    }

    @Test("One that is not kept is done while its client waits, and its parts are told as they come")
    func runsAtOnce() async throws {
        try await with { fixture in
            let desk = fixture.coordinator.executions
            let large = String(repeating: "x", count: 3 << 20)
            let wanted = ExecutionFixture.execution(["a", large])
            async let result = desk.run(wanted, of: Self.client)
            let received = try await fixture.work(on: fixture.lease(), saying: ExecutionFixture.echo)
            #expect(received == wanted)
            let found = try await result
            #expect(found.verdict == .accepted && found.worker == "judge-1")
            #expect(found.tests.map { $0.output.count } == [1, 3 << 20])
        }
    }

    @Test("One that is not kept is begun again where its worker is lost")
    func lostWorkersAreReplaced() async throws {
        try await with { fixture in
            async let result = fixture.coordinator.executions.run(
                ExecutionFixture.execution(["a"]), of: Self.client)
            _ = try? await fixture.work(on: fixture.lease()) { Array(ExecutionFixture.echo($0).prefix(1)) }
            try await fixture.work(on: fixture.lease(), saying: ExecutionFixture.echo)
            #expect(try await result.verdict == .accepted)
        }
    }

    @Test("A worker that says what cannot come of it is not believed")
    func nonsenseIsRefused() async throws {
        try await with { fixture in
            let nonsense: [@Sendable ([Verdict_V1_ExecutionStep]) -> [Verdict_V1_ExecutionStep]] = [
                { Array($0.dropFirst()) }, { [$0[0]] + $0 }, { [$0[0], $0[2], $0[1], $0[3]] },
                { [$0[0], $0[3]] }, { $0.prefix(3) + [$0[2]] + $0.suffix(1) }, { [Verdict_V1_ExecutionStep()] + $0 },
            ]
            for spoil in nonsense {
                let result = Task {
                    try await fixture.coordinator.executions.run(
                        ExecutionFixture.execution(["a", "b"]), of: Self.client)
                }
                _ = try? await fixture.work(on: fixture.lease()) { spoil(ExecutionFixture.echo($0)) }
                let error = await #expect(throws: DomainError.self) { _ = try await result.value }
                #expect(error?.code == .failed, "\(error?.description ?? "")")
            }
        }
    }

    @Test("One that is kept is durable: told, listed, and read again by its tenant alone")
    func keptOnesAreRead() async throws {
        try await with { fixture in
            let desk = fixture.coordinator.executions
            var keeping = ExecutionDesk.Keeping(api: "v1")
            (keeping.labels, keeping.key, keeping.note) = (["week": "3"], "key", [1, 2])
            let wanted = ExecutionFixture.execution(["a"])
            let taken = try await desk.start(wanted, keeping, of: Self.client)
            let again = try await desk.start(wanted, keeping, of: Self.client)
            #expect(!taken.wasKnown && again.wasKnown && again.state.id == taken.state.id)
            let reused = await #expect(throws: DomainError.self) {
                _ = try await desk.start(ExecutionFixture.execution(["b"]), keeping, of: Self.client)
            }
            #expect(reused?.code == .alreadyExists)

            async let ended = desk.wait(for: taken.state.id, atMost: .seconds(60), for: Self.client)
            try await fixture.work(on: fixture.lease(), saying: ExecutionFixture.echo)
            let state = try await ended
            #expect(!state.isOpen)
            #expect(try await desk.result(of: state)?.tests.map(\.output) == [[97]])
            let content = try await desk.content(of: state)
            #expect(content.execution == wanted && content.note == [1, 2])

            #expect(try desk.list(.init(), limit: 10, for: Self.client).executions.map(\.id) == [state.id])
            #expect(try desk.list(.init(), limit: 10, for: Self.other).executions.isEmpty)
            var filter = ExecutionIndex.Filter()
            filter.labels = ["week": "4"]
            #expect(try desk.list(filter, limit: 10, for: Self.client).executions.isEmpty)
            for act in [
                { _ = try await desk.state(of: state.id, for: Self.other) },
                { _ = try await desk.cancel(state.id, by: Self.other) },
                { _ = try await desk.delete(state.id, by: Self.other) },
            ] as [@Sendable () async throws -> Void] {
                let error = await #expect(throws: DomainError.self) { try await act() }
                #expect(error?.code == .notFound)
            }
            _ = try await desk.delete(state.id, by: Self.client)
            let gone = await #expect(throws: DomainError.self) {
                _ = try await desk.state(of: state.id, for: Self.client)
            }
            #expect(gone?.code == .notFound)
        }
    }

    @Test("Of many that come at once no more are taken than the tenant may have")
    func quotaAtOnce() async throws {
        try await with { fixture in
            let (desk, quotas) = (fixture.coordinator.executions, fixture.coordinator.quotas)
            _ = try await quotas.set(.with { ($0.tenant, $0.submissionsAtOnce) = ("course", 3) })
            func start() async -> DomainError.Code? {
                do throws(DomainError) {
                    _ = try await desk.start(ExecutionFixture.execution(["a"]), .init(api: "v1"), of: Self.client)
                    return nil
                } catch {
                    return error.code
                }
            }
            let codes = await withTaskGroup(of: DomainError.Code?.self) { group in
                for _ in 0..<40 { group.addTask { await start() } }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(codes.count { $0 == nil } == 3 && codes.count { $0 == .exhausted } == 37)
            for _ in 0..<3 { try await fixture.work(on: fixture.lease(), saying: ExecutionFixture.echo) }
            while desk.open > 0 { await Task.yield() }
            #expect(await start() == nil)
        }
    }

    @Test("One that could not be taken is not counted")
    func notTaken() async throws {
        try await with { fixture in
            fixture.log.appending.set(.unavailable)
            let desk = fixture.coordinator.executions
            let error = await #expect(throws: DomainError.self) {
                _ = try await desk.start(ExecutionFixture.execution(["a"]), .init(api: "v1"), of: Self.client)
            }
            #expect(error?.code == .unavailable && desk.open == 0)
            fixture.log.appending.set(nil)
        }
    }

    @Test("What was done before answers for the same again where that is wanted, unless it was deleted")
    func theSameIsDoneOnce() async throws {
        try await with { fixture in
            let desk = fixture.coordinator.executions
            var keeping = ExecutionDesk.Keeping(api: "v1")
            keeping.mayBeReused = true
            let wanted = ExecutionFixture.execution(["a"])
            let first = try await desk.start(wanted, keeping, of: Self.client).state.id
            #expect(try await desk.start(wanted, keeping, of: Self.client).state.id == first)
            #expect(try await desk.start(wanted, keeping, of: Self.other).state.id != first)
            #expect(try await desk.start(wanted, .init(api: "v1"), of: Self.client).state.id != first)
            #expect(
                try await desk.start(ExecutionFixture.execution(["b"]), keeping, of: Self.client).state.id != first)
            _ = try await desk.delete(first, by: Self.client)
            let second = try await desk.start(wanted, keeping, of: Self.client)
            #expect(second.state.id != first && !second.wasKnown)
        }
    }

    @Test("A kept one that was accepted is done by the coordinator that comes after, also where a worker had it")
    func keptOnesSurvive() async throws {
        let folder = try ClientSideFolder()
        var ids: [ExecutionID] = []
        try await ExecutionFixture.with(folder) { fixture in
            for input in ["a", "b"] {
                let taken = try await fixture.coordinator.executions.start(
                    ExecutionFixture.execution([input]), .init(api: "v1"), of: Self.client)
                ids.append(taken.state.id)
            }
            // It is lost with the coordinator.
            _ = try await fixture.lease()
        }
        try await ExecutionFixture.with(folder) { fixture in
            for _ in ids { try await fixture.work(on: fixture.lease(), saying: ExecutionFixture.echo) }
            var outputs: [[UInt8]?] = []
            for id in ids {
                let state = try await fixture.coordinator.executions.wait(
                    for: id, atMost: .seconds(60), for: Self.client)
                outputs.append(try await fixture.coordinator.executions.result(of: state)?.tests.first?.output)
            }
            #expect(outputs == [[97], [98]])
        }
    }

    @Test("Who is to be told of a kept one's end is known to every coordinator that comes after, until it was told")
    func toldOnesAreKnown() async throws {
        let folder = try ClientSideFolder()
        var ids: [ExecutionID] = []
        try await ExecutionFixture.with(folder) { fixture in
            let desk = fixture.coordinator.executions
            var keeping = ExecutionDesk.Keeping(api: "judge0")
            _ = try await desk.start(ExecutionFixture.execution(["z"]), keeping, of: Self.client)
            keeping.isToBeTold = true
            for input in ["a", "b", "c"] {
                ids.append(try await desk.start(ExecutionFixture.execution([input]), keeping, of: Self.client).state.id)
            }
            #expect(try await desk.untold(by: "judge0").map(\.id) == ids)
            #expect(try await desk.untold(by: "v1").isEmpty)
            try await desk.markTold(ids[0])
            try await desk.markTold(ids[0], failure: "a second time changes nothing")
        }
        try await ExecutionFixture.with(folder) { fixture in
            let desk = fixture.coordinator.executions
            #expect(try await desk.untold(by: "judge0").map(\.id) == Array(ids[1...]))
            _ = try await desk.delete(ids[1], by: Self.client)
            try await desk.markTold(ids[1])
            #expect(try await desk.untold(by: "judge0").map(\.id) == [ids[2]])
        }
    }

    @Test("A kept one that is cancelled ends at once, also for the worker that does it")
    func cancelledOnesEnd() async throws {
        try await with { fixture in
            let desk = fixture.coordinator.executions
            let taken = try await desk.start(ExecutionFixture.execution(["a"]), .init(api: "v1"), of: Self.client)
            let job = try await fixture.lease()
            async let worked: StatusCode? = code { try await fixture.work(on: job) { _ in [] } }
            _ = try await desk.cancel(taken.state.id, by: Self.client)
            let state = try await desk.wait(for: taken.state.id, atMost: .seconds(60), for: Self.client)
            guard case .cancelled(by: "alice", _) = state.phase else {
                Issue.record("it is \(state.phase)")
                return
            }
            _ = await worked
        }
    }

    @Test("What a worker has found is kept when the store answers again, and is not to be found twice")
    func outage() async throws {
        try await with { fixture in
            let desk = fixture.coordinator.executions
            let taken = try await desk.start(ExecutionFixture.execution(["a"]), .init(api: "v1"), of: Self.client)
            let job = try await fixture.lease()
            let gone = Threshold()
            async let worked: Void = {
                _ = try await fixture.work(on: job) { execution in
                    fixture.log.appending.set(.unavailable)
                    gone.increase()
                    return ExecutionFixture.echo(execution)
                }
            }()
            try await gone.wait(for: 1)
            // More than one try.
            try await fixture.log.appending.isMet(2)
            fixture.log.appending.set(nil)
            try await worked
            let state = try await desk.wait(for: taken.state.id, atMost: .seconds(60), for: Self.client)
            let result = try await desk.result(of: state)
            #expect(result?.tests.first?.output == [97])
        }
    }

    @Test("Who is slow to take what happens is told of the end all the same")
    func slowFollowers() async throws {
        try await with { fixture in
            let desk = fixture.coordinator.executions
            let taken = try await desk.start(ExecutionFixture.execution(["a"]), .init(api: "v1"), of: Self.client)
            let (reached, released) = (Threshold(), Threshold())
            async let followed: Void = desk.follow(taken.state.id, for: Self.client) { news in
                guard case .progress = news else { return reached.increase() }
                reached.increase()
                try await released.wait(for: 1)
            }
            try await reached.wait(for: 1)
            let (stream, fanout) = (try taken.state.id.stream, desk.projections.fanout)
            let compiled = ExecutionEvent.compiled(ExecutionCompilation(succeeded: true))
            fanout.deliver(compiled, to: stream)
            try await reached.wait(for: 2)
            for _ in 0..<2 * LogFanout.room { fanout.deliver(compiled, to: stream) }
            let state = try await desk.cancel(taken.state.id, by: Self.client)
            try await desk.projections.catchUp(to: state.position)
            released.increase()
            try await followed
        }
    }

    private static let checker = ExecutionChecker(
        sources: [ExecutionFile(name: "check.py", bytes: Array("exit(42)".utf8))], convention: "icpc")

    /// Has the first test checked by a program that `change` has changed.
    private static func check(
        _ execution: inout Execution, arguments: [String] = [], _ change: (inout ExecutionChecker) -> Void
    ) {
        var checker = checker
        change(&checker)
        execution.checker = checker
        execution.tests[0].expectation = .init(output: [], checker: nil, checkerArguments: arguments)
    }

    @Test("A checker that comes along reaches the worker whole, and what it gives comes back and is kept")
    func checkersAreCarried() async throws {
        var execution = ExecutionFixture.execution(["a", "b"])
        Self.check(&execution, arguments: ["x"]) { $0.limits.cpuTime = .seconds(3) }
        let wanted = execution
        var compiled = ExecutionCompilation(succeeded: true)
        compiled.log = "a warning"
        let (checked, half) = (compiled, try #require(Score(parsing: "1/3")))
        try await with { fixture in
            let desk = fixture.coordinator.executions
            let taken = try await desk.start(wanted, ExecutionDesk.Keeping(api: "v1"), of: Self.client)
            let job = try await fixture.lease()
            let received = try await fixture.work(on: job) { execution in
                let tests = [TestOutcome.Points.part(half), .score(Score(7))].enumerated().map { index, points in
                    var test = ExecutedTest(index: index, verdict: .accepted, ending: .exited(0))
                    test.points = points
                    return Verdict_V1_ExecutionStep(.tested(test))
                }
                return [
                    Verdict_V1_ExecutionStep(.compiled(ExecutionCompilation(succeeded: true))),
                    Verdict_V1_ExecutionStep(.compiledChecker(checked)),
                ] + tests + [.with { $0.worker = "judge-1" }]
            }
            #expect(received.checker == wanted.checker && received.tests == wanted.tests)
            let state = try await desk.wait(for: taken.state.id, atMost: .seconds(60), for: Self.client)
            let result = try #require(try await desk.result(of: state))
            #expect(result.checker == checked)
            #expect(result.tests.map(\.points) == [.part(half), .score(Score(7))])
        }
    }

    @Test("What is asked for wrongly is refused with the field's name")
    func wrongOnesAreRefused() async throws {
        let table: [(field: String, change: @Sendable (inout Execution) -> Void)] = [
            ("language", { $0.language = "klingon" }), ("sources", { $0.sources = [] }),
            ("sources", { $0.sources[0].name = "../x" }), ("sources", { $0.sources.append($0.sources[0]) }),
            ("files", { $0.files = [ExecutionFile(name: "a", bytes: []), ExecutionFile(name: "a/b", bytes: [])] }),
            ("wanted_files", { $0.wantedFiles = ["/etc/passwd"] }), ("tests", { $0.tests = [] }),
            ("files", { $0.files = (0...2048).map { ExecutionFile(name: "\($0)/x", bytes: []) } }),
            ("tests[0].arguments", { $0.tests[0].arguments = ["a\0b"] }),
            ("tests[0].expected", { $0.tests[0].expectation = .init(output: [], checker: "psychic") }),
            ("tests", { $0.tests[0].expectation = .init(output: [], checker: nil) }),
            ("checker", { $0.checker = Self.checker }), ("checker.sources", { Self.check(&$0) { $0.sources = [] } }),
            ("checker.sources", { Self.check(&$0) { $0.sources[0].name = "/x.py" } }),
            ("checker.sources", { Self.check(&$0) { $0.sources[0].name = "x.unknown" } }),
            ("checker.sources", { Self.check(&$0) { $0.sources[0].bytes = Array(repeating: 0, count: 5 << 20) } }),
            ("checker.language", { Self.check(&$0) { $0.language = "klingon" } }),
            ("checker.convention", { Self.check(&$0) { $0.convention = "none" } }),
            ("checker.limits", { Self.check(&$0) { $0.limits.memory = .gibibytes(100) } }),
            ("checker.limits", { Self.check(&$0) { $0.limits.processes = 0 } }),
            (
                "tests[0].checker.arguments",
                { Self.check(&$0, arguments: ["a\0b"]) { _ in } }
            ),
            ("compile", { $0.compilation.cpuTime = .zero }),
            ("limits", { $0.limits.memory = .gibibytes(100) }), ("limits", { $0.limits.cpuTime = .zero }),
            ("compilation", { $0.compilation.memory = .gibibytes(100) }),
        ]
        try await with { fixture in
            for (field, change) in table {
                var execution = ExecutionFixture.execution(["a"])
                change(&execution)
                let wrong = execution
                let error = await #expect(throws: DomainError.self) {
                    _ = try await fixture.coordinator.executions.run(wrong, of: Self.client)
                }
                #expect(
                    error?.code == .invalid && error?.message.hasPrefix(field + ":") == true,
                    "\(field): \(error?.message ?? "")")
            }
            let worker = Principal(role: .worker, name: "judge")
            let error = await #expect(throws: DomainError.self) {
                _ = try await fixture.coordinator.executions.run(ExecutionFixture.execution(["a"]), of: worker)
            }
            #expect(error?.code == .forbidden)
        }
    }
}
