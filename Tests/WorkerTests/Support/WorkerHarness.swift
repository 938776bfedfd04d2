import Fleet
import FoundationEssentials
import Logging
import Sandbox
import SwiftProtobuf
import SystemPackage
import Toolchains
import Units

@testable import Wire
@testable import Worker

/// A worker with a real sandbox, in front of a coordinator of the tests.
struct WorkerHarness: Sendable {
    let coordinator = FakeCoordinator()
    let directory: TestDirectory
    let languages: LanguageCatalog

    init(languages names: [String] = ["c", "python3"]) throws {
        directory = try TestDirectory()
        let folder = try directory.makeDirectory("languages")
        for name in names {
            let recipe = try Repository.root.appending("Languages").appending("\(name).yaml").allBytes()
            try folder.appending("\(name).yaml").write(String(decoding: recipe, as: UTF8.self))
        }
        languages = try LanguageCatalog(directory: folder)
    }

    var socket: WireAddress { .unix(directory.path.appending("socket")) }
    var cache: FilePath { directory.path.appending("cache") }

    /// A worker at work while `body` runs; then it is told to drain, and has to.
    func withWorker<Value: Sendable>(
        at address: WireAddress? = nil, _ change: (inout WorkerOptions) -> Void = { _ in },
        _ body: @Sendable (VerdictWorker) async throws -> Value
    ) async throws -> Value {
        var options = WorkerOptions(name: "judge-7", cache: cache)
        change(&options)
        var configuration = ClientConfiguration(address: address ?? socket, token: FakeCoordinator.token)
        configuration.longestDelay = .milliseconds(400)
        configuration.limits.keepAlive = .seconds(1)
        configuration.limits.keepAliveTimeout = .seconds(1)
        let client = WireClient(configuration, logger: .quiet)
        return try await withSandbox { sandbox in
            let worker = try VerdictWorker(
                options, client: client, executor: sandbox, layers: sandbox.layers, languages: languages,
                logger: .quiet)
            let value = try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await worker.run() }
                let value = try await body(worker)
                worker.drain()
                try await group.next()
                return value
            }
            await client.close()
            return value
        }
    }

    /// As ``withWorker(at:_:_:)``, with the coordinator serving all the time.
    func withBoth<Value: Sendable>(
        _ change: (inout WorkerOptions) -> Void = { _ in }, _ body: @Sendable (VerdictWorker) async throws -> Value
    ) async throws -> Value {
        try await coordinator.serve(at: socket) { _ in try await withWorker(change, body) }
    }

    /// A worker that goes on while a coordinator comes and goes: `body` is given what lets one serve for a while.
    func coordinatorAndWorker(
        _ body: @Sendable (Turns) async throws -> Void
    ) async throws {
        try await withWorker { options in
            options.drainTimeout = .seconds(20)
        } _: { _ in
            try await body(Turns(harness: self))
        }
    }

    /// Lets the coordinator serve, time and again.
    struct Turns: Sendable {
        let harness: WorkerHarness

        func callAsFunction<Value: Sendable>(_ body: (WireAddress) async throws -> Value) async throws -> Value {
            try await harness.coordinator.serve(at: harness.socket, body)
        }
    }

    /// Cancels a worker when `body` has ended; the answer is how long it took to end.
    func withCancelledWorker(_ body: @Sendable () async throws -> Void) async throws -> Duration {
        let client = WireClient(ClientConfiguration(address: socket, token: FakeCoordinator.token), logger: .quiet)
        return try await withSandbox { sandbox in
            let worker = try VerdictWorker(
                WorkerOptions(name: "judge-7", cache: cache), client: client, executor: sandbox,
                layers: sandbox.layers, languages: languages, logger: .quiet)
            let work = Task { try await worker.run() }
            do {
                try await body()
            } catch {
                work.cancel()
                throw error
            }
            let start = ContinuousClock.now
            work.cancel()
            try await work.value
            let took = ContinuousClock.now - start
            await client.close()
            return took
        }
    }

    /// The packages in the worker's cache.
    var packages: [String] { cache.appending("packages").names().filter { !$0.hasPrefix("new-") } }

    // MARK: Jobs

    /// Has a submission compiled.
    func enqueueBuild(
        _ id: String, _ package: PackageID, _ path: String, _ text: String, language: String = "c"
    ) {
        coordinator.enqueue(id) { job in
            job.submission = id
            job.build.package = package.data
            job.build.language = language
            job.build.sources = [
                .with {
                    $0.name = path; $0.content = .init(text.utf8)
                }
            ]
        }
    }

    /// Has what was built run.
    func enqueueExecute(
        _ id: String, _ package: PackageID, _ build: Verdict_V1_BuildResult, sources: [String], tests: [UInt32],
        _ change: (inout Verdict_V1_Job.Execute) -> Void = { _ in }
    ) {
        coordinator.enqueue(id) { job in
            job.submission = id
            job.execute.package = package.data
            job.execute.language = build.language
            job.execute.artifact = build.artifact
            job.execute.sources = sources
            job.execute.tests = tests
            job.execute.limits.cpuTimeNs = 1_000_000_000
            job.execute.limits.memoryBytes = 256 << 20
            job.execute.limits.outputBytes = 4 << 20
            change(&job.execute)
        }
    }
}
