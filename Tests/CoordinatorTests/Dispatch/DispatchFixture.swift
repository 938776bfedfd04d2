import EmbeddedStorage
import Events
import Foundation
import Grading
import GradingWire
import Identity
import Logging
import Storage
import SwiftProtobuf
import Synchronization
import SystemPackage
import TestSupport
import Units
import Wire

@testable import Coordinator

/// What the tests' dispatcher knows of packages.
final class FakePackages: DispatchPackages {
    private let state = Mutex<[ContentHash: LoggedTestLimits]>([:])
    let work = Mutex<[ContentHash: Int]>([:])
    let expected = Mutex<Duration?>(nil)

    func add(_ package: ContentHash, limit: UInt64 = 1_000_000_000) {
        state.withLock { $0[package] = .with { $0.cpuTimeNs = limit } }
    }

    func limits(of package: ContentHash) async throws(StorageError) -> LoggedTestLimits? {
        state.withLock { $0[package] }
    }

    func expectedTime(of package: ContentHash) -> Duration? { expected.withLock { $0 } }

    func recordWork(_ work: Duration, tests: Int, of package: ContentHash) {
        self.work.withLock { $0[package, default: 0] += tests }
    }

    /// Why nobody is to look for the limits of these.
    let stopped = Mutex<[ContentHash: String]>([:])

    func wantsMeasuring(_ package: ContentHash) async throws(StorageError) -> Bool {
        try await limits(of: package)?.cpuTimeNs == 0 && stopped.withLock { $0[package] } == nil
    }

    func giveUpMeasuring(_ package: ContentHash, reason: String) async throws(StorageError) {
        stopped.withLock { $0[package] = reason }
    }

    func resumeMeasuring(_ package: ContentHash) async throws(StorageError) {
        stopped.withLock { $0[package] = nil }
    }

    func recordMeasured(
        _ result: LoggedMeasureResult, of package: ContentHash, by worker: String, calibration: Duration
    ) async throws(StorageError) {
        state.withLock { limits in
            limits[package]?.cpuTimeNs = result.cpuTimeNs
            if result.hasEstimate { limits[package]?.estimate = result.estimate }
        }
    }
}

/// A dispatcher on an embedded store, with a clock that tests move; both can be started anew.
actor DispatchFixture {
    static let package = ContentHash(of: Array("a package".utf8))
    static let leaseDuration = Duration.seconds(60)

    nonisolated let clock = ManualClock()
    nonisolated let packages = FakePackages()
    private let folder: FilePath
    private let keys = KeyRing()
    private let taken = Mutex<[SubmissionID]>([])
    nonisolated let told = Mutex<[SubmissionProgress]>([])
    private(set) var store: EmbeddedStore
    /// The store's queue, which fails as a test wants.
    private(set) var queue: FaultyQueue
    private(set) var submissions: Submissions
    private(set) var dispatcher: Dispatcher
    private var running: Task<Void, Never>
    var options = DispatchOptions()

    init(_ change: @Sendable (inout DispatchOptions) -> Void = { _ in }) async throws {
        change(&options)
        folder = FilePath("/tmp/verdict-dispatch-\(UInt64.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: false)
        packages.add(Self.package)
        store = try await EmbeddedStore.open(
            folder.appending("store"), keys: keys, leaseDuration: Self.leaseDuration, clock: StorageClock(clock))
        submissions = Submissions(log: store.log)
        queue = FaultyQueue(queue: store.queue, patience: nil)
        let dependencies = Dispatcher.Dependencies(
            queue: queue, submissions: submissions,
            executions: ExecutionRecords(log: store.log, blobs: store.blobs), blobs: store.blobs, packages: packages,
            tickets: LeaseTicketCodec(keys), wallClock: { 0 }, openSubmissions: { _ in [] })
        dispatcher = Dispatcher(dependencies)
        running = Task {}
        start()
    }

    private func start() {
        submissions = Submissions(log: store.log)
        queue = FaultyQueue(queue: store.queue, patience: nil)
        let clock = clock
        var dependencies = Dispatcher.Dependencies(
            queue: queue, submissions: submissions,
            executions: ExecutionRecords(log: store.log, blobs: store.blobs), blobs: store.blobs, packages: packages,
            tickets: LeaseTicketCodec(keys), wallClock: { clock.now.offset.nanoseconds },
            openSubmissions: { [weak self] _ throws(StorageError) in await self?.all ?? [] })
        dependencies.options = options
        dependencies.clock = MonotonicClock(clock)
        dependencies.logger = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
        dependencies.progress = { [weak self] _, progress in self?.told.withLock { $0 += progress } }
        dispatcher = Dispatcher(dependencies)
        running = Task { [dispatcher] in _ = try? await dispatcher.run() }
    }

    var all: [SubmissionID] { taken.withLock { $0 } }

    /// Ends the coordinator, as a crash would, and starts another one on the same store.
    func restart() async throws {
        running.cancel()
        await running.value
        try await store.close()
        store = try await EmbeddedStore.open(
            folder.appending("store"), keys: keys, leaseDuration: Self.leaseDuration, clock: StorageClock(clock))
        start()
        // As a coordinator does when it starts.
        for id in all {
            if let state = try await submissions.load(id) { try await dispatcher.enqueueOutstanding(state) }
        }
    }

    func close() async throws {
        running.cancel()
        await running.value
        try await store.close()
        try FileManager.default.removeItem(atPath: folder.string)
    }

    /// Takes a submission.
    func submit(
        _ key: String, tests: Int = 2, tenant: String = "course", priority: LoggedPriority = .normal,
        language: String = "cpp", package: ContentHash = package, groups: GroupTree? = nil,
        allowance: LoggedTimeAllowance = .unspecified
    ) async throws -> SubmissionID {
        let id = SubmissionID(tenant: tenant, key: key)
        let accepted = SubmissionAccepted.with { accepted in
            accepted.tenant = tenant
            accepted.package = Data(package.bytes)
            accepted.language = language
            accepted.tests = UInt32(tests)
            accepted.priority = priority
            accepted.groups = groups?.logged ?? []
            accepted.timeAllowance = allowance
            accepted.sources = [.with { $0.name = "main.cpp" }]
        }
        let state = try await submissions.accept(id, accepted).state
        taken.withLock { $0.append(id) }
        try await dispatcher.enqueueOutstanding(state)
        return id
    }

    func state(_ id: SubmissionID) async throws -> SubmissionState {
        guard let state = try await submissions.load(id) else { throw Missing() }
        return state
    }

    /// Whether nothing waits, is leased, or is a dead letter.
    func queueIsEmpty() async throws -> Bool {
        guard try await store.queue.waiting().isEmpty, try await store.queue.deadLetters(after: nil, limit: 1).isEmpty
        else { return false }
        clock.advance(by: Self.leaseDuration * 2)
        return try await store.queue.waiting().isEmpty
    }

    struct Missing: Error {}
}

/// A worker, as the tests play it.
struct FakeWorker: Sendable {
    let name: String
    let fixture: DispatchFixture
    var principal: Principal { Principal(role: .worker, name: "machine-of-\(name)") }

    init(
        _ name: String, _ fixture: DispatchFixture, languages: [String] = ["cpp"],
        calibration: Duration = .milliseconds(100), leases: [String] = []
    ) async throws {
        self.name = name
        self.fixture = fixture
        try await register(languages: languages, calibration: calibration, leases: leases)
    }

    func register(
        languages: [String] = ["cpp"], calibration: Duration = .milliseconds(100), leases: [String] = []
    ) async throws {
        let request = Verdict_V1_RegisterRequest.with { request in
            request.jobsVersion = JobsVersion.current
            request.name = name
            request.cores = 2
            request.languages = languages.map { language in .with { $0.id = language } }
            request.calibrationNs = UInt64(calibration.nanoseconds)
            request.leases = leases
        }
        _ = try await fixture.dispatcher.register(WorkerRegistration(request), by: principal)
    }

    /// Jobs that are there now.
    func lease(_ count: Int = 1) async throws -> [Verdict_V1_Job] {
        try await fixture.dispatcher.lease(count, for: name, of: principal, waiting: .zero).map { Verdict_V1_Job($0) }
    }

    /// What came of a job; `verdicts` of test cases other than accepted ones.
    /// - Parameter stops: whether the first of those ends a batch.
    func result(
        of job: Verdict_V1_Job, _ verdicts: [Int: Verdict_V1_Verdict] = [:], stops: Bool = true
    ) -> Verdict_V1_FinishRequest {
        .with { request in
            request.lease = job.lease
            request.job = job.id
            switch job.work {
            case .execute(let execute):
                request.execute.workNs = 1_000_000
                for test in execute.tests {
                    let verdict = verdicts[Int(test)] ?? .accepted
                    request.execute.tests.append(
                        .with { found in
                            found.index = test
                            found.result.verdict = verdict
                        })
                    if verdict != .accepted, stops { break }
                }
            case .grade(let grade): request.grade = Self.answer(to: grade)
            case .measure: request.measure.cpuTimeNs = 2_000_000_000
            default:
                request.build.compilation.succeeded = true
                request.build.language = "cpp"
            }
        }
    }

    /// What the tests' grader says: the sum of the scores, and the first verdict that is not accepted.
    private static func answer(to question: Verdict_V1_Job.Grade) -> Verdict_V1_GradeResult {
        let results = question.results
        let score = results.compactMap { Score(parsing: $0.score) }.reduce(.zero, +)
        let verdict = results.compactMap { Verdict($0.verdict) }.first { $0 != .accepted } ?? .accepted
        return GroupGrade(verdict, score: score).message(ofGroup: Int(question.group))
    }

    func finish(_ request: Verdict_V1_FinishRequest) async throws -> Bool {
        try await fixture.dispatcher.finish(JobResult(request), by: principal)
    }

    @discardableResult
    func finish(_ job: Verdict_V1_Job, _ verdicts: [Int: Verdict_V1_Verdict] = [:]) async throws -> Bool {
        try await finish(result(of: job, verdicts))
    }

    /// Does everything that is there, and says how many jobs that were.
    @discardableResult
    func workOff(_ verdicts: [Int: Verdict_V1_Verdict] = [:]) async throws -> Int {
        var count = 0
        while true {
            let jobs = try await lease(8)
            guard !jobs.isEmpty else { return count }
            for job in jobs { try await finish(job, verdicts) }
            count += jobs.count
        }
    }
}

/// The code with which a call fails; nil if it does not.
func code(of body: () async throws -> Void) async -> StatusCode? {
    do {
        try await body()
        return nil
    } catch {
        return wireError(of: error)?.code ?? .unknown
    }
}

/// What a caller is told of an error; nil if it is none of the domain or the wire.
func wireError(of error: any Error) -> WireError? {
    (error as? DomainError).map { WireError($0) } ?? error as? WireError
}
