import FoundationEssentials
import Identity
import Logging
import SwiftProtobuf
import Synchronization
import SystemPackage
import Wire

/// A coordinator that judges by the names of sources: `bad.c` is wrong, `late.c` too slow, or wrong with more time,
/// everything else right.
///
/// It keeps what it is told for the tests to look at, and misbehaves as they say.
final class FakeCoordinator: Sendable {
    /// What it was told.
    struct Seen: Sendable {
        var contents: [Data: Data] = [:]
        var puts = 0
        var packages: [Verdict_V1_Package] = []
        /// All calls of Submit, repeated ones too.
        var submits: [Verdict_V1_SubmitRequest] = []
        /// What was submitted, by key, and its id.
        var ids: [String: String] = [:]
        var submissions: [String: Verdict_V1_SubmitRequest] = [:]
        var follows: [Verdict_V1_FollowRequest] = []
        var admin: [String] = []
    }

    /// What it does before it answers; throws to fail the call.
    struct Manners: Sendable {
        /// Before a submission is recorded; the count of calls so far.
        var beforeSubmit: @Sendable (Int) async throws -> Void = { _ in }
        /// After it was recorded, and before the answer.
        var afterSubmit: @Sendable (Int) async throws -> Void = { _ in }
        /// Before the event of this number is told, in the how manyth call of Follow.
        var beforeEvent: @Sendable (UInt64, Int) async throws -> Void = { _, _ in }
        /// Come before the judgement.
        var events: [Verdict_V1_FollowResponse.OneOf_Event] = []
        /// Where submissions stand in the end.
        var state = Verdict_V1_Submission.State.judged
        /// How often Watch tells before it ends.
        var overviews = Int.max
        /// What it tells.
        var overview = Verdict_V1_Overview()
        /// How it found the time limit; nil: the package gives it.
        var estimate: Verdict_V1_TimeLimitEstimate?
    }

    static let tests = ["secret/1", "secret/2"]
    static let token = "admin-token-of-the-tests"

    private let state = Mutex(Seen())
    private let manners: Manners

    private init(_ manners: Manners) {
        self.manners = manners
    }

    var seen: Seen { state.withLock { $0 } }

    /// A coordinator on a free port of loopback, while `body` runs.
    /// - Parameter role: as what it takes those who show no token; nil: it wants ``token``.
    static func with<Result>(
        _ manners: Manners = Manners(), role: Role? = .admin,
        _ body: (FakeCoordinator, WireAddress) async throws -> Result
    ) async throws -> Result {
        let coordinator = FakeCoordinator(manners)
        var access = AccessList()
        access.add(Principal(role: .admin, name: "tests"), .token, SecretDigest(of: token.utf8))
        var configuration = ServerConfiguration(address: .tcp(host: "127.0.0.1", port: 0), access: access)
        configuration.anonymous = role.map { Principal(role: $0, name: "tests") }
        configuration.drainTimeout = .milliseconds(100)
        let server = try await WireServer.listen(
            configuration, coordinator.services, logger: Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() })
        let running = Task { await server.run() }
        defer { running.cancel() }
        return try await body(coordinator, server.address)
    }

    private var services: WireServices {
        var services = WireServices()
        serveBlobs(&services)
        serveJudge(&services)
        serveAdmin(&services)
        serveMaintenance(&services)
        return services
    }

    private func serveBlobs(_ services: inout WireServices) {
        services.unary(BlobsMethods.missing) { request, _ in
            .with { answer in
                answer.contents = self.state.withLock { state in
                    request.contents.filter { state.contents[$0.hash] == nil }
                }
            }
        }
        services.streaming(BlobsMethods.put) { requests, responses, _ in
            var content = Verdict_V1_BlobRef()
            var bytes = Data()
            for try await request in requests {
                switch request.part {
                case .content(let named):
                    content = named
                    try await responses.write(.with { $0.offset = 0 })
                case .data(let piece): bytes += piece
                case nil: break
                }
            }
            self.state.withLock { [content, bytes] state in
                state.contents[content.hash] = bytes
                state.puts += 1
            }
            try await responses.write(.with { $0.complete = true })
        }
    }

    private func serveJudge(_ services: inout WireServices) {
        services.unary(JudgeMethods.addPackage) { request, _ in
            let package = Verdict_V1_Package.with { package in
                package.id = request.tree.hash
                package.name = request.name
                package.tests = Self.tests
                package.limits = .with { ($0.cpuTimeNs, $0.memoryBytes) = (1_000_000_000, 64 << 20) }
                if self.manners.estimate != nil {
                    // It is found later.
                    package.limits.cpuTimeNs = 0
                    package.measuring.state = .wanted
                }
            }
            self.state.withLock { $0.packages.append(package) }
            return .with { $0.package = package }
        }
        services.unary(JudgeMethods.listPackages) { _, _ in .with { $0.packages = self.seen.packages } }
        services.unary(JudgeMethods.submit) { request, _ in
            let call = self.state.withLock { state in
                state.submits.append(request)
                return state.submits.count
            }
            try await self.manners.beforeSubmit(call)
            let (id, isKnown) = self.state.withLock { state in
                if let id = state.ids[request.idempotencyKey] { return (id, true) }
                let id = "submission-\(state.ids.count + 1)"
                state.ids[request.idempotencyKey] = id
                state.submissions[id] = request
                return (id, false)
            }
            try await self.manners.afterSubmit(call)
            return .with { ($0.id, $0.known) = (id, isKnown) }
        }
        services.serverStreaming(JudgeMethods.follow) { request, responses, _ in
            let call = self.state.withLock { state in
                state.follows.append(request)
                return state.follows.count
            }
            for event in try self.events(of: request.id) where event.number > request.after {
                try await self.manners.beforeEvent(event.number, call)
                try await responses.write(event)
            }
            // Somebody may have it tried again.
            if self.manners.state == .stuck { try await Task.sleep(for: .seconds(60)) }
        }
        services.unary(JudgeMethods.cancelMeasuring) { request, _ in
            self.note("cancel measuring \(request.package.count) \(request.reason)")
            return Verdict_V1_CancelMeasuringResponse()
        }
        serveSubmissions(&services)
    }

    private func serveSubmissions(_ services: inout WireServices) {
        services.unary(JudgeMethods.get) { request, _ in try self.submission(request.id) }
        services.unary(JudgeMethods.list) { request, _ in
            self.note("list \(request.contest) \(request.limit) \(request.page)")
            let ids = self.seen.submissions.keys.sorted()
            return try .with { $0.submissions = try ids.map(self.submission) }
        }
        services.unary(JudgeMethods.cancel) { request, _ in
            self.note("cancel \(request.id) \(request.reason)")
            return Verdict_V1_CancelResponse()
        }
        services.unary(JudgeMethods.rejudge) { request, _ in
            self.note("rejudge \(request.id)\(request.contest)\(request.package.count)")
            return .with { $0.submissions = 3 }
        }
    }

    private func serveAdmin(_ services: inout WireServices) {
        services.serverStreaming(AdminMethods.watch) { request, responses, _ in
            for _ in 0..<(request.intervalNs == 0 ? 1 : self.manners.overviews) {
                try await responses.write(self.manners.overview)
                try await Task.sleep(for: .nanoseconds(Int64(request.intervalNs)))
            }
        }
        services.unary(AdminMethods.listDeadLetters) { _, _ in
            .with { $0.deadLetters = [.with { ($0.job, $0.reason) = ("build-1", "\u{1b}[2Jboom") }] }
        }
        services.unary(AdminMethods.requeueDeadLetters) { request, _ in
            self.note("requeue \(request.jobs)")
            return .with { $0.count = 2 }
        }
        services.unary(AdminMethods.discardDeadLetters) { request, _ in
            self.note("discard \(request.jobs)")
            return .with { $0.count = 1 }
        }
        services.unary(AdminMethods.drainWorker) { request, _ in
            guard request.worker != "nobody" else { throw WireError(.notFound, "there is no worker nobody") }
            self.note("drain \(request.worker) \(request.resume)")
            return Verdict_V1_DrainWorkerResponse()
        }
        services.unary(AdminMethods.setQuota) { request, _ in request }
        services.serverStreaming(AdminMethods.backup) { request, responses, _ in
            self.note("backup \(request.name)")
            for copied in 0...2 as ClosedRange<UInt64> {
                try await responses.write(
                    .with { ($0.copiedBytes, $0.totalBytes, $0.complete) = (copied << 20, 2 << 20, copied == 2) })
            }
        }
    }

    private func serveMaintenance(_ services: inout WireServices) {
        services.serverStreaming(AdminMethods.countContents) { _, responses, _ in
            self.note("count contents")
            for isComplete in [false, true] {
                try await responses.write(
                    .with { counts in
                        counts.stored = .with { ($0.contents, $0.bytes) = (isComplete ? 7 : 3, 3 << 20) }
                        counts.unused = .with { ($0.contents, $0.bytes) = (2, 1 << 20) }
                        counts.due = .with { ($0.contents, $0.bytes) = (1, 1 << 10) }
                        counts.unusedSinceNs = 1_772_323_200_000_000_000
                        counts.keptNs = 604_800_000_000_000
                        counts.complete = isComplete
                    })
            }
        }
        services.serverStreaming(AdminMethods.archiveLog) { request, responses, _ in
            let seconds = request.olderThanNs / 1_000_000_000
            self.note("archive \(seconds) \(request.dryRun)")
            var progress = Verdict_V1_ArchiveProgress()
            if seconds < 31_536_000 {
                (progress.entries, progress.files, progress.bytes, progress.lastPosition) = (4096, 1, 2 << 20, 4096)
                try await responses.write(progress)
            }
            progress.complete = true
            try await responses.write(progress)
        }
    }

    private func note(_ call: String) {
        state.withLock { $0.admin.append(call) }
    }

    private func submission(_ id: String) throws -> Verdict_V1_Submission {
        guard let request = seen.submissions[id] else { throw WireError(.notFound, "there is no submission \(id)") }
        return .with { submission in
            submission.id = id
            submission.package = request.package
            submission.contest = request.contest
            submission.state = manners.state
            submission.judgement = judgement(of: request)
        }
    }

    private func events(of id: String) throws -> [Verdict_V1_FollowResponse] {
        guard let request = seen.submissions[id] else { throw WireError(.notFound, "there is no submission \(id)") }
        let judgement = judgement(of: request)
        var all: [Verdict_V1_FollowResponse.OneOf_Event] = [
            .accepted(.with { ($0.tests, $0.generation) = (2, 1) }),
            .compiling(.with { ($0.worker, $0.language) = ("judge-7", "c") }),
            .compiled(judgement.compilation),
        ]
        for (index, test) in judgement.tests.enumerated() {
            all.append(.testFinished(.with { ($0.test, $0.result) = (UInt32(index), test) }))
        }
        all += manners.events
        if manners.state == .judged { all.append(.judged(judgement)) }
        return zip(1..., all).map { number, event in .with { ($0.number, $0.event) = (number, event) } }
    }

    private func judgement(of request: Verdict_V1_SubmitRequest) -> Verdict_V1_Judgement {
        let verdict: Verdict_V1_Verdict =
            switch request.sources.first?.name {
            case "bad.c": .wrongAnswer
            case "late.c": request.timeAllowance == .margin ? .wrongAnswer : .timeLimit
            case "broken.c": .judgeError
            default: .accepted
            }
        return .with { judgement in
            judgement.verdict = verdict
            judgement.message = verdict == .accepted ? "" : "so says the \u{1b}[31mfake"
            judgement.decidingTest = verdict == .accepted ? "" : Self.tests[1]
            judgement.language = "c"
            judgement.workers = ["judge-7"]
            judgement.generation = 1
            judgement.compilation = .with { $0.succeeded = true }
            judgement.limits = .with { limits in
                limits.cpuTimeNs = 1_000_000_000
                if let estimate = manners.estimate { limits.estimate = estimate }
            }
            judgement.tests = zip(Self.tests, [.accepted, verdict]).map { name, verdict in
                .with { ($0.name, $0.verdict, $0.cpuTimeNs) = (name, verdict, 12_000_000) }
            }
        }
    }
}
