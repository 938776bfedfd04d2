import EmbeddedStorage
import Events
import Foundation
import Grading
import GradingWire
import Identity
import Storage
import TestSupport
import Testing
import Wire

@testable import Coordinator

/// What the projections knows is what the log says.
struct ProjectionTests {
    @Test(arguments: [1, 2, 3]) func everySubmissionStandsWhereItsEventsSay(seed: UInt64) async throws {
        let folder = try ClientSideFolder()
        let store = try await folder.open()
        try await ClientSide.with(on: store) { side in
            var random = SeededGenerator(seed: seed)
            var ids: [SubmissionID] = []
            for number in 0..<30 {
                let package = [FixedPackages.unmeasured, FixedPackages.sum, FixedPackages.graded][number % 3]
                var request = Verdict_V1_SubmitRequest.valid("\(number)", package: package, contest: "c\(number % 4)")
                request.allTests = number % 5 == 0
                let answer = try await side.service.submit(request, as: .client("tenant-\(number % 2)"))
                ids.append(try #require(SubmissionID(answer.id)))
            }
            var phases: Set<SubmissionState.Phase> = []
            for step in 1...600 {
                guard let id = ids.randomElement(using: &random) else { continue }
                guard let state = try await side.submissions.load(id) else { continue }
                let events = RandomHistory.next(state, &random)
                let change = try await side.submissions.change(id) { $0.position == state.position ? events : [] }
                if let change { phases.insert(change.state.phase) }
                guard step % 100 == 0 else { continue }
                try await side.projections.catchesUp()
                try await Self.compare(side, ids)
            }
            // The histories are worth comparing.
            #expect(phases == [.open, .judged, .cancelled, .stuck])
            // And the same from the log alone.
            let all = ids
            try await ClientSide.with(on: store) { again in try await Self.compare(again, all) }
        }
        try await store.close()
    }

    private static func compare(_ side: ClientSide, _ ids: [SubmissionID]) async throws {
        var open: [String: Int] = [:]
        for id in ids {
            let submissions = Submissions(log: side.store.log)
            let state = try #require(try await submissions.load(id))
            let known = try #require(side.projections.submissions.summary(of: id))
            #expect(known.phase == state.phase && known.generation == state.generation)
            #expect(known.isBuilt == (state.built != nil))
            let judgement = state.currentJudgement(testNames: [])
            let whole = Verdict_V1_Submission(state, judgement: judgement)
            #expect(known.verdict == judgement?.verdict)
            #expect(known.listed.state == whole.state && known.acceptedAt == state.acceptedAt)
            #expect(known.listed.judgement.generation == whole.judgement.generation)
            #expect(known.contest == state.accepted.contest && known.tenant == state.accepted.tenant)
            open[known.tenant, default: 0] += state.phase == .open ? 1 : 0
        }
        for (tenant, count) in open { #expect(side.projections.admission.open(of: tenant) == count) }
        #expect(side.projections.admission.open == open.values.reduce(0, +))
    }

    @Test("A submission whose question nobody answered goes on when the answer comes after all")
    func lateAnswers() async throws {
        try await ClientSide.with { side in
            let request = Verdict_V1_SubmitRequest.valid("1", package: FixedPackages.graded)
            let id = try #require(SubmissionID(try await side.service.submit(request, as: .client("course")).id))
            let tests = SubmissionStateTests.found([0: .accepted, 1: .accepted, 2: .accepted, 3: .accepted])
            let answer = GroupGrade(.accepted, score: .one).logged(ofGroup: 1)
            let steps: [(SubmissionState.Phase, @Sendable (SubmissionState) -> [SubmissionEvent])] = [
                (.open, { $0.recordBuild(SubmissionStateTests.built(), by: "one", expected: nil) }),
                (.open, { $0.recordBatch(0, tests, limits: LoggedTestLimits(), by: "one") }),
                (.stuck, { $0.recordStuck(.grade(id, generation: 1, 1), reason: "three workers died") }),
                (.open, { $0.recordGrade(answer, by: "two") }),
            ]
            for (phase, decide) in steps {
                #expect(try await side.submissions.change(id, decide)?.events.isEmpty == false)
                try await side.projections.catchesUp()
                #expect(side.projections.submissions.summary(of: id)?.phase == phase)
            }
        }
    }

    @Test func listsComeNewestFirstInPagesThatNeverOverlap() async throws {
        try await ClientSide.with { side in
            for number in 0..<250 {
                let contest = "c\(number % 3)"
                _ = try await side.service.submit(
                    .valid("\(number)", contest: contest), as: .client("tenant-\(number % 2)"))
            }
            try await side.projections.catchesUp()
            let cases: [(Principal, String, Int)] = [
                (.client("tenant-0"), "", 125), (.client("tenant-1"), "c2", 41), (.operations, "", 250),
                (.operations, "c0", 84), (.client("nobody"), "", 0), (.operations, "nothing", 0),
            ]
            for (principal, contest, count) in cases {
                var request = Verdict_V1_ListSubmissionsRequest()
                request.contest = contest
                request.limit = 17
                var all: [Verdict_V1_Submission] = []
                repeat {
                    let answer = try side.service.list(request, as: principal)
                    #expect(answer.submissions.count <= 17)
                    all += answer.submissions
                    request.page = answer.nextPage
                } while !request.page.isEmpty
                #expect(all.count == count && Set(all.map(\.id)).count == count)
                #expect(all.allSatisfy { contest.isEmpty || $0.contest == contest })
                #expect(all.map(\.submittedAtNs) == all.map(\.submittedAtNs).sorted(by: >))
                #expect(principal.role == .admin || all.allSatisfy { $0.tenant == principal.name })
            }
        }
    }

    @Test(arguments: ["x", "-1", "99999", "18446744073709551616"]) func pagesThatWereNeverGivenAreRefused(
        page: String
    ) async throws {
        try await ClientSide.with { side in
            _ = try await side.service.submit(.valid("1"), as: .client("course"))
            try await side.projections.catchesUp()
            var request = Verdict_V1_ListSubmissionsRequest()
            request.page = page
            let error = #expect(throws: DomainError.self) { try side.service.list(request, as: .client("course")) }
            #expect(error?.code == .invalid)
        }
    }

    @Test func aPageOfAnotherTenantIsRefused() async throws {
        try await ClientSide.with { side in
            _ = try await side.service.submit(.valid("1"), as: .client("course"))
            _ = try await side.service.submit(.valid("2"), as: .client("other"))
            try await side.projections.catchesUp()
            var request = Verdict_V1_ListSubmissionsRequest()
            request.page = "1"
            let error = #expect(throws: DomainError.self) { try side.service.list(request, as: .client("other")) }
            #expect(error?.code == .invalid)
        }
    }

    @Test func aStartAddsWhatTheQueueLacks() async throws {
        let folder = try ClientSideFolder()
        let store = try await folder.open()
        let queue = RefusingQueue(store.queue)
        try await ClientSide.with(ClientSide.Options(queue: queue), on: store) { side in
            for number in 0..<300 {
                let package = number % 3 == 0 ? FixedPackages.unmeasured : FixedPackages.sum
                _ = try? await side.service.submit(.valid("\(number)", package: package), as: .client("course"))
            }
            #expect(try await side.waitingJobs() == 0)
            // Some are built: those of the package without a limit wait for it.
            for number in 0..<30 {
                let id = SubmissionID(tenant: "course", key: "\(number)")
                var result = LoggedBuildResult()
                result.compilation.succeeded = true
                _ = try await side.submissions.change(id) {
                    $0.recordBuild(result, by: "one", expected: .seconds(1))
                }
            }
        }
        try await ClientSide.with(on: store) { side in
            let added = try await side.reconciliation.enqueueAll()
            // 270 builds, 20 first batches, one measuring; 10 wait for that.
            #expect(added == 291)
            #expect(try await side.waitingJobs() == 291)
            #expect(try await side.reconciliation.enqueueAll() == 291)
            #expect(try await side.waitingJobs() == 291)
            let open = try await side.projections.openSubmissions(of: FixedPackages.unmeasured)
            #expect(open.count == 100)
        }
        try await store.close()
    }

    @Test func whatWaitedForATimeLimitGoesOnWhenItIsThere() async throws {
        let folder = try ClientSideFolder()
        let store = try await folder.open()
        let id = SubmissionID(tenant: "course", key: "1")
        try await ClientSide.with(on: store) { side in
            _ = try await side.service.submit(
                .valid("1", package: FixedPackages.unmeasured), as: .client("course"))
            var result = LoggedBuildResult()
            result.compilation.succeeded = true
            _ = try await side.submissions.change(id) { $0.recordBuild(result, by: "one", expected: .seconds(1)) }
            #expect(try await side.waitingJobs() == 1)
        }
        // Another coordinator, which learns of the limit by the log alone.
        let options = ClientSide.Options(packages: MeasuredPackages())
        try await ClientSide.with(options, on: store) { side in
            let adding = Task { try await side.jobs.run(side.projections, every: .milliseconds(5)) }
            defer { adding.cancel() }
            var event = PackageMeasured()
            event.package = Data(FixedPackages.unmeasured.bytes)
            event.result.cpuTimeNs = 5
            _ = try await store.log.append([try Event(event)], to: try StreamName("packages"), expecting: .anything)
            while try await side.waitingJobs() < 2 { try await Task.sleep(for: .milliseconds(5)) }
        }
        try await store.close()
    }

    /// The same packages, all measured.
    private struct MeasuredPackages: PackageCatalog {
        func find(_ id: ContentHash) async throws(StorageError) -> LoggedPackage? {
            var package = try await FixedPackages().find(id)
            package?.limits.cpuTimeNs = 5
            return package
        }
        func add(tree: LoggedBlobRef, name: String, for principal: Principal) async throws -> PackageSummary {
            try await FixedPackages().add(tree: tree, name: name, for: principal)
        }
        func find(_ id: ContentHash, for principal: Principal) async throws(StorageError) -> PackageSummary? {
            try await find(id).map { PackageSummary(package: $0, tenants: []) }
        }
        func owners(of id: ContentHash) async throws(StorageError) -> Set<String> { [] }
        func measuringJob(of id: ContentHash) async throws(StorageError) -> Job? { nil }
        func measuringJobs() async throws(StorageError) -> [Job] { [] }
        func stopMeasuring(_ id: ContentHash, for tenant: String?, reason: String) async throws(StorageError) {}
        func list(
            for principal: Principal, limit: Int, page: String
        ) async throws(StorageError) -> (packages: [PackageSummary], next: String?) {
            try await FixedPackages().list(for: principal, limit: limit, page: page)
        }
    }
}
