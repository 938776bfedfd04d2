import Fleet
import FoundationEssentials
import Identity
import Logging
import SwiftProtobuf
import Synchronization
import SystemPackage
import Units

@testable import Wire

/// A coordinator of the tests: a queue, leases and contents in memory that outlive its server.
final class FakeCoordinator: Sendable {
    /// What a test looks at, and sets.
    struct State {
        var waiting: [Verdict_V1_Job] = []
        var leased: [String: (job: Verdict_V1_Job, until: ContinuousClock.Instant)] = [:]
        var contents: [Data: Data] = [:]
        var results: [String: [Verdict_V1_FinishRequest]] = [:]
        var registrations: [Verdict_V1_RegisterRequest] = []
        var progress: [Verdict_V1_ProgressRequest] = []
        var givenBack: [String] = []
        var extended: [[String]] = []
        var gets: [Data: Int] = [:]
        var ended: Set<String> = []
        var unwanted: Set<String> = []
        var leaseDuration = Duration.seconds(5)
        var extendEvery = Duration.milliseconds(200)
        /// What Finish fails with, so many times.
        var finishFailures: [WireError] = []
        /// How often Finish does not answer at all.
        var silentFinishes = 0
        /// How long Get waits before each piece.
        var getDelay = Duration.zero
        /// How many bytes a piece of Get has.
        var getPiece = 1 << 18
        /// What Get answers instead of a content.
        var forged: [Data: Data] = [:]
        var attached: @Sendable (Attachment) async throws -> Void = { _ in }
        var deliveries: [String: UInt32] = [:]
        var lastLease = 0
        var mostAsked = 0
    }

    /// The coordinator's end of a single run.
    struct Attachment: Sendable {
        var requests: IncomingMessages<Verdict_V1_AttachRequest>
        var responses: ResponseWriter<Verdict_V1_AttachResponse>
    }

    static let token = "worker-token-of-the-tests"
    private let held = Mutex(State())

    /// Reads or changes something.
    func with<Value: Sendable>(_ body: (inout State) -> sending Value) -> Value {
        held.withLock { body(&$0) }
    }

    /// Puts a job into the queue; its lease is made when it is given out.
    func enqueue(_ id: String, _ fill: (inout Verdict_V1_Job) -> Void) {
        var job = Verdict_V1_Job()
        job.id = id
        fill(&job)
        with { [job] in $0.waiting.append(job) }
    }

    /// Makes a package known.
    func add(_ folder: FilePath) async throws -> PackageID {
        let package = try await LocalPackage.read(folder)
        var contents: [Data: Data] = [package.tree.id.data: Data(package.tree.encoded)]
        for (content, path) in package.contents {
            contents[content.hash] = Data(try path.allBytes())
        }
        with { [contents] state in state.contents.merge(contents) { first, _ in first } }
        return package.tree.id
    }

    /// The first result of a job, as soon as there is one.
    func result(of job: String, within seconds: Double = 60) async throws -> Verdict_V1_FinishRequest {
        guard try await eventually(within: seconds, { self.with { $0.results[job]?.isEmpty == false } }),
            let result = with({ $0.results[job]?.first })
        else { throw Missing(what: "a result of \(job)") }
        return result
    }

    struct Missing: Error { var what: String }

    /// Serves while `body` runs.
    func serve<Value: Sendable>(
        at address: WireAddress, _ body: (WireAddress) async throws -> Value
    ) async throws -> Value {
        var access = AccessList()
        access.add(
            Principal(role: .worker, name: "judge-7"), .token, SecretDigest(of: Self.token.utf8))
        var configuration = ServerConfiguration(address: address, access: access)
        configuration.rates.connections = nil
        let server = try await WireServer.listen(configuration, services, logger: .quiet)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await server.run() }
            defer { group.cancelAll() }
            return try await body(server.address)
        }
    }

    private var services: WireServices {
        var services = WireServices()
        addJobs(to: &services)
        addContents(to: &services)
        return services
    }

    private func addJobs(to services: inout WireServices) {
        services.unary(JobsMethods.register) { request, _ in
            self.with { state in
                state.registrations.append(request)
                return .with {
                    $0.leaseNs = UInt64(state.leaseDuration.nanoseconds)
                    $0.extendEveryNs = UInt64(state.extendEvery.nanoseconds)
                }
            }
        }
        services.unary(JobsMethods.lease) { request, context in
            guard context.metadata["worker"] == "judge-7" else {
                throw WireError(.failedPrecondition, "no such worker has registered")
            }
            _ = try await eventually(within: min(Double(request.waitNs) / 1e9, 2)) {
                self.with { $0.requeueEnded() }
                return Task.isCancelled || self.with { !$0.waiting.isEmpty }
            }
            try Task.checkCancellation()
            return self.with { $0.lease(Int(request.count)) }
        }
        services.unary(JobsMethods.extend) { request, _ in
            self.with { $0.extend(request.leases) }
        }
        services.unary(JobsMethods.progress) { request, _ in
            self.with { $0.progress.append(request) }
            return Verdict_V1_ProgressResponse()
        }
        services.unary(JobsMethods.finish) { request, _ in
            if self.with({ $0.isSilent() }) { try await Task.sleep(for: .seconds(60)) }
            let answer: Result<Verdict_V1_FinishResponse, WireError> = self.with { state in
                do throws(WireError) {
                    return .success(try state.finish(request))
                } catch {
                    return .failure(error)
                }
            }
            return try answer.get()
        }
        services.unary(JobsMethods.giveBack) { request, _ in
            self.with { $0.giveBack(request.leases) }
            return Verdict_V1_GiveBackResponse()
        }
        services.streaming(JobsMethods.attach) { requests, responses, _ in
            try await self.with { $0.attached }(Attachment(requests: requests, responses: responses))
        }
    }
}
