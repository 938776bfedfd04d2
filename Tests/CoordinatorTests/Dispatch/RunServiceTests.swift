import Events
import Foundation
import Identity
import Logging
import Storage
import SwiftProtobuf
import SystemPackage
import TestSupport
import Testing
import Wire

@testable import Coordinator

/// Single runs between a client and a worker, over a socket.
struct RunServiceTests {
    private typealias Attach = ClientStream<Verdict_V1_AttachRequest, Verdict_V1_AttachResponse>

    /// A server of the dispatcher, a client's and a worker's connection.
    private func with(
        _ change: @Sendable (inout DispatchOptions) -> Void = { _ in },
        _ body: (_ client: WireClient, _ worker: WireClient, DispatchFixture) async throws -> Void
    ) async throws {
        let fixture = try await DispatchFixture(change)
        let socket = FilePath("/tmp/verdict-run-\(UInt64.random(in: 0 ... .max))")
        var access = AccessList()
        access.add(Principal(role: .client, name: "course"), .token, SecretDigest(of: "client".utf8))
        access.add(Principal(role: .worker, name: "judge"), .token, SecretDigest(of: "worker".utf8))
        var services = WireServices()
        await JobsService(fixture.dispatcher).register(on: &services)
        await RunService(fixture.dispatcher).register(on: &services)
        let quiet = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
        let server = try await WireServer.listen(
            ServerConfiguration(address: .unix(socket), access: access), services, logger: quiet)
        let running = Task { await server.run() }
        let client = WireClient(ClientConfiguration(address: .unix(socket), token: "client"), logger: quiet)
        let worker = WireClient(ClientConfiguration(address: .unix(socket), token: "worker"), logger: quiet)
        _ = try await worker.call(
            JobsMethods.register,
            .with { request in
                (request.name, request.jobsVersion) = ("judge-1", JobsVersion.current)
                request.languages = [.with { $0.id = "cpp" }]
            })
        do {
            try await body(client, worker, fixture)
        } catch {
            Issue.record(error)
        }
        await client.close()
        await worker.close()
        running.cancel()
        await running.value
        try await fixture.close()
    }

    private let program = Verdict_V1_ExecuteRequest.with { request in
        request.program.language = "cpp"
        request.program.sources = [.with { $0.name = "main.cpp" }]
    }

    private func lease(_ worker: WireClient, isImmediate: Bool = false) async throws -> Verdict_V1_Job {
        let answer = try await worker.call(
            JobsMethods.lease,
            .with { request in
                request.count = 1
                request.waitNs = isImmediate ? 0 : 10_000_000_000
            })
        return try #require(answer.jobs.first)
    }

    @Test func whatIsWrittenGoesBothWays() async throws {
        try await with { client, worker, _ in
            async let done: Void = worker.echoRun(try lease(worker))
            let output = try await client.stream(RunMethods.execute) { call in
                try await call.write(program)
                for number in 0..<20 { try await call.write(.with { $0.input = Data("line \(number)\n".utf8) }) }
                try await call.finish()
                var output = ""
                for try await response in call.responses {
                    if case .output(let data) = response.part { output += String(decoding: data, as: UTF8.self) }
                    if case .outcome(let outcome) = response.part { output += outcome.outcome }
                }
                return output
            }
            #expect(output == (0..<20).map { "line \($0)\n" }.joined() + "exited")
            try await done
        }
    }

    @Test func theWorkersCallEndsWhenTheClientIsGone() async throws {
        try await with { client, worker, _ in
            let wanted = Task {
                try await client.stream(RunMethods.execute) { call in
                    try await call.write(program)
                    // It has seen enough: its call is cancelled.
                    for try await _ in call.responses { break }
                }
            }
            let job = try await lease(worker)
            try await worker.stream(JobsMethods.attach) { call in
                try await call.write(.with { $0.lease = job.lease })
                try await call.write(.with { $0.response.output = Data([65]) })
                for try await _ in call.responses {}
            }
            _ = await wanted.result
            let again = await code {
                try await worker.stream(JobsMethods.attach) { call in
                    try await call.write(.with { $0.lease = job.lease })
                    for try await _ in call.responses {}
                }
            }
            #expect(again == .notFound)
        }
    }

    @Test func theClientIsToldWhenTheWorkerIsGone() async throws {
        try await with { client, worker, _ in
            let wanted = Task {
                await code {
                    try await client.stream(RunMethods.execute) { call in
                        try await call.write(program)
                        for try await _ in call.responses {}
                    }
                }
            }
            let job = try await lease(worker)
            try await worker.stream(JobsMethods.attach) { call in
                try await call.write(.with { $0.lease = job.lease })
                try await call.write(.with { $0.response.output = Data([65]) })
                try await call.finish()
                for try await _ in call.responses {}
            }
            #expect(await wanted.value == .unavailable)
        }
    }

    @Test func whoFindsNoWorkerInTimeIsTold() async throws {
        try await with { client, worker, fixture in
            let wanted = Task {
                await code {
                    try await client.stream(RunMethods.execute) { call in
                        try await call.write(program)
                        for try await _ in call.responses {}
                    }
                }
            }
            while await fixture.dispatcher.runs.waiting == 0 { try await Task.sleep(for: .milliseconds(5)) }
            try await Task.sleep(for: .milliseconds(50))
            fixture.clock.advance(by: .seconds(11))
            #expect(await wanted.value == .resourceExhausted)
            #expect(await fixture.dispatcher.runs.waiting == 0)
        }
    }

    private func invalid(of request: Verdict_V1_ExecuteRequest, by client: WireClient) async -> WireError? {
        do {
            try await client.stream(RunMethods.execute) { call in
                try await call.write(request)
                for try await _ in call.responses {}
            }
            return nil
        } catch {
            return error as? WireError
        }
    }

    @Test("A run beyond the caps is refused before it waits, with cap and setting")
    func runsBeyondTheCapsAreRefused() async throws {
        let table: [(change: @Sendable (inout Verdict_V1_RunLimits) -> Void, setting: String)] = [
            ({ $0.memoryBytes = 1 << 40 }, "caps.memory"), ({ $0.cpuTimeNs = .max }, "caps.cpu"),
            ({ $0.wallTimeNs = 301_000_000_000 }, "caps.wall"), ({ $0.outputBytes = .max }, "caps.output"),
            ({ $0.processes = 5000 }, "caps.processes"),
        ]
        try await with { client, _, fixture in
            for (change, setting) in table {
                var greedy = program
                change(&greedy.program.limits)
                let error = await invalid(of: greedy, by: client)
                #expect(error?.code == .invalidArgument)
                #expect(error?.message.contains("(setting \(setting))") == true, "\(error?.message ?? "")")
            }
            #expect(await fixture.dispatcher.runs.waiting == 0)
        }
    }

    @Test("A tenant's runs wait in its lane: one that asks for many holds up another's only by one")
    func aTenantsRunsWaitInItsLane() async throws {
        try await with { client, worker, fixture in
            let dispatcher = await fixture.dispatcher
            /// How many runs are given out until the honest tenant's is.
            func delay() async throws -> Int {
                let honest = Task {
                    try await dispatcher.startRun(
                        .run(program.program), in: program.program.language, of: .client("honest"), urgency: 1,
                        traceparent: "")
                }
                while dispatcher.runs.lanes.keys.allSatisfy({ $0.tenant != "honest" }) { await Task.yield() }
                let lane = try #require(dispatcher.runs.lanes.keys.first { $0.tenant == "honest" })
                var given = 0
                repeat {
                    _ = try await lease(worker)
                    given += 1
                } while dispatcher.runs.lanes[lane] != nil
                honest.cancel()
                _ = await honest.result
                return given
            }
            let before = try await delay()
            let hog = Task {
                await withDiscardingTaskGroup { group in
                    for _ in 0..<60 {
                        group.addTask {
                            _ = try? await dispatcher.startRun(
                                .run(program.program), in: program.program.language, of: .client("hog"), urgency: 1,
                                traceparent: "")
                        }
                    }
                }
            }
            while dispatcher.runs.waiting < 60 { await Task.yield() }
            var during: [Int] = []
            for _ in 0..<5 { during.append(try await delay()) }
            hog.cancel()
            await hog.value
            #expect(dispatcher.runs.waiting == 0)
            let after = try await delay()
            print(
                "runs given out until the honest tenant's: before \(before), beside 60 of another \(during), after \(after)"
            )
            #expect(before == 1 && after == 1 && during.allSatisfy { $0 <= 3 })
        }
    }

    @Test("A tenant's runs do not go before its own submissions, nor before others'")
    func runsAndSubmissionsShare() async throws {
        try await with { _, worker, fixture in
            let dispatcher = await fixture.dispatcher
            let hog = Task {
                await withDiscardingTaskGroup { group in
                    for _ in 0..<40 {
                        group.addTask {
                            _ = try? await dispatcher.startRun(
                                .run(program.program), in: program.program.language, of: .client("hog"), urgency: 1,
                                traceparent: "")
                        }
                    }
                }
            }
            while dispatcher.runs.waiting < 40 { await Task.yield() }
            for number in 0..<8 {
                _ = try await fixture.submit("\(number)", tenant: "honest", priority: .interactive)
            }
            var given: [Bool] = []
            while given.count(where: { !$0 }) < 8 {
                given.append(try await lease(worker, isImmediate: true).submission.isEmpty)
            }
            hog.cancel()
            await hog.value
            print(
                "of \(given.count) jobs that were given out, \(given.count { $0 }) were one tenant's runs, 8 another's builds"
            )
            #expect(given.count <= 18)
        }
    }

    @Test("No tenant has more runs than it may, and others find room")
    func noTenantHasAllThePlaces() async throws {
        try await with({ $0.mostRunsOfTenant = 3 }) { _, _, fixture in
            let dispatcher = await fixture.dispatcher
            let program = program.program
            @Sendable func meet(_ tenant: String) async -> StatusCode? {
                await code {
                    _ = try await dispatcher.startRun(
                        .run(program), in: program.language, of: .client(tenant), urgency: 1, traceparent: "")
                }
            }
            let waiting = (0..<3).map { _ in Task { await meet("hog") } }
            while dispatcher.runs.waiting < 3 { await Task.yield() }
            #expect(await meet("hog") == .resourceExhausted)
            let honest = Task { await meet("honest") }
            while dispatcher.runs.waiting < 4 { await Task.yield() }
            for task in waiting + [honest] {
                task.cancel()
                #expect(await task.value == .cancelled)
            }
            #expect(dispatcher.runs.waiting == 0 && dispatcher.runs.lanes.isEmpty)
        }
    }

    @Test("Who reads nothing of a run keeps it only as long as the run may take")
    func whoReadsNothingIsStopped() async throws {
        try await with { client, worker, fixture in
            let wanted = Task {
                await code {
                    try await client.stream(RunMethods.execute) { call in
                        try await call.write(program)
                        for try await _ in call.responses {}
                    }
                }
            }
            let job = try await lease(worker)
            #expect(job.run.limits.wallTimeNs == 30_000_000_000)
            let attached = Task {
                await code {
                    try await worker.stream(JobsMethods.attach) { call in
                        try await call.write(.with { $0.lease = job.lease })
                        try await call.write(.with { $0.response.output = Data([65]) })
                        for try await _ in call.responses {}
                    }
                }
            }
            // Until they have met, and the run's time goes on; then nothing is said any more.
            while !fixture.clock.deadlines.contains(where: { $0.offset == .seconds(270) }) { await Task.yield() }
            fixture.clock.advance(by: .seconds(271))
            let seen = await wanted.value
            #expect(seen == .deadlineExceeded, "\(String(describing: seen))")
            _ = await attached.value
        }
    }

    @Test func noMoreWaitThanMay() async throws {
        try await with({ $0.mostWaitingRuns = 0 }) { client, _, _ in
            let refused = await code {
                try await client.stream(RunMethods.execute) { call in
                    try await call.write(program)
                    for try await _ in call.responses {}
                }
            }
            #expect(refused == .resourceExhausted)
        }
    }
}

extension WireClient {
    /// Does a run as a program would that writes what it reads.
    fileprivate func echoRun(_ job: Verdict_V1_Job) async throws {
        try await stream(JobsMethods.attach) { call in
            try await call.write(.with { $0.lease = job.lease })
            for try await response in call.responses {
                guard case .input(let data) = response.part else { break }
                try await call.write(.with { $0.response.output = data })
            }
            try await call.write(.with { $0.response.outcome.outcome = "exited" })
            for try await _ in call.responses {}
        }
    }
}
