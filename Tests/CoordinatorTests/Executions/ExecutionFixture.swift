import EmbeddedStorage
import Executions
import Fleet
import Foundation
import Grading
import Identity
import Logging
import Storage
import SwiftProtobuf
import SystemPackage
import TestSupport
import Testing
import Toolchains
import Units
import Wire

@testable import Coordinator

/// A coordinator on an embedded store, and a worker that says of executions what a test likes, over a socket.
struct ExecutionFixture {
    let coordinator: VerdictCoordinator
    let worker: WireClient
    /// The store's log, which fails as a test wants.
    let log: FaultyLog

    /// Starts both on `folder`, lets `body` use them, and ends them.
    static func with(
        _ folder: ClientSideFolder, _ body: (ExecutionFixture) async throws -> Void
    ) async throws {
        let quiet = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
        let store = try await folder.open(leaseDuration: .seconds(2))
        let log = FaultyLog(log: store.log)
        let coordinator = try VerdictCoordinator(
            log: log, queue: store.queue, blobs: store.blobs, keys: folder.keys,
            languages: try RepositoryLanguages.catalog, logger: quiet)
        var services = WireServices()
        coordinator.register(on: &services)
        var access = AccessList()
        access.add(Principal(role: .worker, name: "judge"), .token, SecretDigest(of: "worker".utf8))
        let socket = FilePath("/tmp/verdict-execution-\(UInt64.random(in: 0 ... .max))")
        let server = try await WireServer.listen(
            ServerConfiguration(address: .unix(socket), access: access), services, logger: quiet)
        let worker = WireClient(ClientConfiguration(address: .unix(socket), token: "worker"), logger: quiet)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await server.run() }
            group.addTask {
                do { try await coordinator.run() } catch is CancellationError {}
            }
            while !coordinator.isReady { try await Task.sleep(for: .milliseconds(2)) }
            _ = try await worker.call(
                JobsMethods.register,
                .with { request in
                    (request.name, request.jobsVersion) = ("judge-1", JobsVersion.current)
                    request.languages = [.with { $0.id = "python3" }]
                })
            do {
                try await body(ExecutionFixture(coordinator: coordinator, worker: worker, log: log))
            } catch {
                Issue.record(error)
            }
            await worker.close()
            group.cancelAll()
        }
        try await store.close()
    }

    /// The next job, as soon as there is one.
    func lease() async throws -> Verdict_V1_Job {
        while true {
            let answer = try await worker.call(
                JobsMethods.lease,
                .with { request in
                    request.count = 1
                    request.waitNs = 10_000_000_000
                })
            if let job = answer.jobs.first { return job }
        }
    }

    /// Takes the execution that a job is, and says `steps` of it; then waits for the end of the call.
    /// - Returns: the execution.
    @discardableResult
    func work(
        on job: Verdict_V1_Job, saying steps: (Execution) -> [Verdict_V1_ExecutionStep]
    ) async throws -> Execution {
        try await worker.stream(JobsMethods.attach) { call in
            try await call.write(.with { $0.lease = job.lease })
            var assembly = MessageAssembly(Verdict_V1_Execution.self, limit: .mebibytes(64))
            var execution: Execution?
            for try await response in call.responses {
                guard case .execution(let piece)? = response.part else { break }
                guard let message = try assembly.add(piece) else { continue }
                execution = message.execution(within: ProgramLimits())
                break
            }
            let received = try #require(execution)
            for step in steps(received) {
                for piece in try MessagePieces(step) { try await call.write(.with { $0.step = piece }) }
            }
            try await call.finish()
            for try await _ in call.responses {}
            return received
        }
    }

    /// What a worker says of an execution that does what it should: each test writes its input again.
    static func echo(_ execution: Execution) -> [Verdict_V1_ExecutionStep] {
        let compiled = Verdict_V1_ExecutionStep(.compiled(ExecutionCompilation(succeeded: true)))
        let tests = execution.tests.enumerated().map { index, test in
            var tested = ExecutedTest(index: index, verdict: .accepted, ending: .exited(0))
            tested.output = test.input
            return Verdict_V1_ExecutionStep(.tested(tested))
        }
        return [compiled] + tests + [.with { $0.worker = "judge-1" }]
    }

    /// An execution with these inputs.
    static func execution(_ inputs: [String]) -> Execution {
        Execution(
            language: "python3", sources: [ExecutionFile(name: "main.py", bytes: Array("print(1)".utf8))],
            tests: inputs.map { ExecutionTest(input: Array($0.utf8)) })
    }
}
