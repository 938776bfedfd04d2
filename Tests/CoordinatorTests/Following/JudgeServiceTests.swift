import Coordinator
import EmbeddedStorage
import Events
import Foundation
import Storage
import Testing
import Wire

/// What clients change and see: their own, and nobody else's.
struct JudgeServiceTests {
    private static func submit(
        _ side: ClientSide, _ key: String, of tenant: String = "course", contest: String = ""
    ) async throws -> SubmissionID {
        try #require(
            SubmissionID(try await side.service.submit(.valid(key, contest: contest), as: .client(tenant)).id))
    }

    /// Judges a submission as not compiling.
    private static func judge(_ side: ClientSide, _ id: SubmissionID) async throws {
        _ = try await side.submissions.change(id) { $0.recordBuild(LoggedBuildResult(), by: "one", expected: nil) }
    }

    private static func refusal(_ body: () async throws -> Void) async -> StatusCode? {
        do {
            try await body()
            return nil
        } catch {
            return wireError(of: error)?.code
        }
    }

    @Test func cancellingStopsAndIsTold() async throws {
        try await ClientSide.with { side in
            let id = try await Self.submit(side, "1")
            var request = Verdict_V1_CancelRequest()
            request.id = "\(id)"
            request.reason = "wrong file"
            let cancel = request
            #expect(await Self.refusal { _ = try await side.service.cancel(cancel, as: .client("other")) } == .notFound)
            _ = try await side.service.cancel(cancel, as: .client("course"))
            _ = try await side.service.cancel(cancel, as: .client("course"))
            while await side.cancelled.ids != [id, id] { try await Task.sleep(for: .milliseconds(1)) }
            let state = try #require(try await side.submissions.load(id))
            #expect(state.phase == .cancelled && state.outstanding(limitIsKnown: true).isEmpty)
            let judged = try await Self.submit(side, "2")
            try await Self.judge(side, judged)
            request.id = "\(judged)"
            let late = request
            #expect(
                await Self.refusal { _ = try await side.service.cancel(late, as: .operations) } == .failedPrecondition)
        }
    }

    @Test func oneIsJudgedAgainWhenItsJudgingHasEnded() async throws {
        try await ClientSide.with { side in
            let id = try await Self.submit(side, "1")
            var request = Verdict_V1_RejudgeRequest()
            request.id = "\(id)"
            let rejudge = request
            #expect(
                await Self.refusal { _ = try await side.service.rejudge(rejudge, as: .client("course")) }
                    == .failedPrecondition)
            try await Self.judge(side, id)
            #expect(await Self.refusal { _ = try await side.service.rejudge(rejudge, as: .client("x")) } == .notFound)
            #expect(try await side.service.rejudge(rejudge, as: .client("course")).submissions == 1)
            var get = Verdict_V1_GetSubmissionRequest()
            get.id = "\(id)"
            let submission = try await side.service.get(get, as: .client("course"))
            // The old judgement counts until the new one is there.
            #expect(submission.state == .queued && submission.judgement.verdict == .compileError)
            let lanes = try await side.store.queue.waiting()
            #expect(lanes.contains { $0.key.priority == LoggedPriority.rejudge.urgency })
            let other = get
            #expect(await Self.refusal { _ = try await side.service.get(other, as: .client("x")) } == .notFound)
        }
    }

    @Test func aContestIsJudgedAgainOnceHoweverManyAsk() async throws {
        try await ClientSide.with { side in
            for number in 0..<120 {
                let id = try await Self.submit(
                    side, "\(number)", of: "tenant-\(number % 2)", contest: number % 3 == 0 ? "final" : "warm-up")
                if number % 4 != 0 { try await Self.judge(side, id) }
            }
            try await side.projections.catchesUp()
            var request = Verdict_V1_RejudgeRequest()
            request.contest = "final"
            let rejudge = request
            // Of 40 in the final 30 have a judgement: 10 of one tenant's, 20 of the other's.
            let own = try await side.service.rejudge(rejudge, as: .client("tenant-0"))
            #expect(own.submissions == 10)
            try await side.projections.catchesUp()
            let counts = try await withThrowingTaskGroup(of: UInt64.self) { group in
                for _ in 0..<4 {
                    group.addTask { try await side.service.rejudge(rejudge, as: .operations).submissions }
                }
                return try await group.reduce(0, +)
            }
            #expect(counts == 20)
            try await side.projections.catchesUp()
            let open = SubmissionFilter(contest: "final", phase: .open)
            let again = try #require(side.projections.submissions.page(open, limit: 1000)).submissions
            #expect(again.filter { $0.generation == 2 }.count == 30 && again.count == 40)
            #expect(again.allSatisfy { ($0.verdict == .compileError) == ($0.generation == 2) })
            #expect(try await side.waitingJobs() == 150)
        }
    }

    @Test func aPackageIsJudgedAgain() async throws {
        try await ClientSide.with { side in
            for number in 0..<10 { try await Self.judge(side, try await Self.submit(side, "\(number)")) }
            try await side.projections.catchesUp()
            var request = Verdict_V1_RejudgeRequest()
            request.package = Data(FixedPackages.sum.bytes)
            #expect(try await side.service.rejudge(request, as: .client("course")).submissions == 10)
            request.package = Data(FixedPackages.unmeasured.bytes)
            #expect(try await side.service.rejudge(request, as: .client("course")).submissions == 0)
            for empty in [Data(), nil] {
                var wrong = Verdict_V1_RejudgeRequest()
                if let empty { wrong.package = empty }
                let asked = wrong
                #expect(
                    await Self.refusal { _ = try await side.service.rejudge(asked, as: .operations) }
                        == .invalidArgument)
            }
        }
    }

    @Test func aPackageWithoutATimeLimitIsMeasured() async throws {
        try await ClientSide.with { side in
            var request = Verdict_V1_AddPackageRequest()
            for (id, jobs) in [(FixedPackages.sum, 0), (FixedPackages.unmeasured, 1), (FixedPackages.unmeasured, 1)] {
                request.tree.hash = Data(id.bytes)
                let answer = try await side.service.addPackage(request, as: .client("course"))
                #expect(answer.package.id == Data(id.bytes))
                #expect(try await side.waitingJobs() == jobs)
            }
            var list = Verdict_V1_ListPackagesRequest()
            #expect(try await side.service.listPackages(list, as: .client("course")).packages.count == 2)
            list.page = "nonsense"
            let wrong = list
            #expect(
                await Self.refusal { _ = try await side.service.listPackages(wrong, as: .operations) }
                    == .invalidArgument)
        }
    }

    @Test func idsThatAreNoneAreUnknown() async throws {
        try await ClientSide.with { side in
            var get = Verdict_V1_GetSubmissionRequest()
            for text in ["", "x", String(repeating: "z", count: 26), String(repeating: "0", count: 26)] {
                get.id = text
                let asked = get
                #expect(await Self.refusal { _ = try await side.service.get(asked, as: .operations) } == .notFound)
            }
        }
    }
}
