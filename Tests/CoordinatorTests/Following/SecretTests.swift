import EmbeddedStorage
import Events
import Foundation
import Identity
import Storage
import SwiftProtobuf
import Testing
import Wire

@testable import Coordinator

/// What one tenant learns of another's package: nothing, by whatever call.
struct SecretTests {
    private static let secret = "expected 42, found 41"
    private static let setters = FixedPackages(tenants: ["setter"])

    private static func error(_ body: () async throws -> Void) async -> WireError? {
        do {
            try await body()
            return nil
        } catch {
            return wireError(of: error)
        }
    }

    @Test("Another tenant's package is answered as one that there is not, by every call that names it")
    func packagesOfOthersAreNot() async throws {
        try await ClientSide.with(ClientSide.Options(packages: Self.setters)) { side in
            let (theirs, nobodys) = (FixedPackages.unmeasured, FixedPackages.id(99))
            var refusals: [[WireError?]] = []
            for package in [theirs, nobodys] {
                let submit = Verdict_V1_SubmitRequest.valid("key", package: package)
                let cancel = Verdict_V1_CancelMeasuringRequest.with { $0.package = Data(package.bytes) }
                let rejudge = Verdict_V1_RejudgeRequest.with { $0.package = Data(package.bytes) }
                let list = Verdict_V1_ListSubmissionsRequest.with { $0.package = Data(package.bytes) }
                let rival = Principal.client("rival")
                refusals.append([
                    await Self.error { _ = try await side.service.submit(submit, as: rival) },
                    await Self.error { _ = try await side.service.cancelMeasuring(cancel, as: rival) },
                ])
                let rejudged = try await side.service.rejudge(rejudge, as: rival)
                let listed = try side.service.list(list, as: rival)
                let known = try await side.service.listPackages(Verdict_V1_ListPackagesRequest(), as: rival)
                #expect(rejudged.submissions == 0 && listed.submissions.isEmpty && known.packages.isEmpty)
            }
            #expect(refusals.allSatisfy { $0.allSatisfy { $0?.code == .notFound } })
            for (one, other) in zip(refusals[0], refusals[1]) {
                let words = one?.message.replacing("\(theirs)", with: "\(nobodys)")
                #expect(words == other?.message && one?.retryAfter == other?.retryAfter)
            }
            #expect(await Self.error { _ = try await side.service.submit(.valid("1"), as: .client("setter")) } == nil)
            #expect(await Self.error { _ = try await side.service.submit(.valid("1"), as: .operations) } == nil)
            let own = try await side.service.listPackages(Verdict_V1_ListPackagesRequest(), as: .client("setter"))
            #expect(own.packages.count == 2)
        }
    }

    /// A submission of `tenant` to the setter's package, as an older version took it, wrong on a sample or a secret test.
    private static func judged(_ side: ClientSide, _ tenant: String, wrongOn test: Int) async throws -> SubmissionID {
        let id = SubmissionID(tenant: tenant, key: "\(test)")
        let accepted = SubmissionAccepted.with { accepted in
            accepted.tenant = tenant
            accepted.package = Data(FixedPackages.sum.bytes)
            accepted.language = "cpp"
            accepted.tests = 4
        }
        _ = try await side.submissions.accept(id, accepted)
        let built = LoggedBuildResult.with { $0.compilation.succeeded = true }
        _ = try await side.submissions.change(id) { $0.recordBuild(built, by: "one", expected: nil) }
        let result = LoggedExecuteResult.with { result in
            result.tests = (0...test).map { index in
                .with { found in
                    found.index = UInt32(index)
                    found.result.name = "sample/1"
                    found.result.verdict = index == test ? .wrongAnswer : .accepted
                    found.result.message = index == test ? secret : ""
                }
            }
        }
        _ = try await side.submissions.change(id) { $0.recordBatch(0, result, limits: .init(), by: "one") }
        return id
    }

    private static func told(
        _ side: ClientSide, _ id: SubmissionID, _ principal: Principal
    ) async throws -> (get: String, follow: String) {
        let get = Verdict_V1_GetSubmissionRequest.with { $0.id = "\(id)" }
        let submission = try await side.service.get(get, as: principal)
        var events = ""
        try await side.following.follow(id, after: 0, as: principal) { news in
            events += "\(Verdict_V1_FollowResponse(news))"
        }
        return ("\(submission)", events)
    }

    @Test(
        "Answers and outputs of secret tests are told to the owner and admins, by Get and Follow alike; samples to all")
    func secretsAreTheOwners() async throws {
        try await ClientSide.with(ClientSide.Options(packages: Self.setters)) { side in
            for (test, isSecret) in [(0, false), (2, true)] {
                for (tenant, isOwner) in [("rival", false), ("setter", true)] {
                    let id = try await Self.judged(side, tenant, wrongOn: test)
                    let own = try await Self.told(side, id, .client(tenant))
                    #expect(own.get.contains(Self.secret) == (isOwner || !isSecret), "\(own.get)")
                    #expect(own.follow.contains(Self.secret) == (isOwner || !isSecret), "\(own.follow)")
                    let admins = try await Self.told(side, id, .operations)
                    #expect(admins.get.contains(Self.secret) && admins.follow.contains(Self.secret))
                }
            }
        }
    }

    @Test("No page of a tenant's list tells where others' submissions stand")
    func pagesTellNothing() async throws {
        try await ClientSide.with { side in
            _ = try await side.service.submit(.valid("1", contest: "final"), as: .client("course"))
            _ = try await side.service.submit(.valid("1", contest: "final"), as: .client("rival"))
            try await side.projections.catchesUp()
            // The first entry of the log is the other tenant's submission, the third is nothing.
            for page in ["1", "3", "17"] {
                for contest in ["final", "warm-up", ""] {
                    let list = Verdict_V1_ListSubmissionsRequest.with { ($0.page, $0.contest) = (page, contest) }
                    let error = await Self.error { _ = try side.service.list(list, as: .client("rival")) }
                    #expect(error?.code == .invalidArgument, "\(page) \(contest)")
                }
            }
        }
    }

    @Test("A package whose time limit nobody looks for takes no submissions that would wait for ever")
    func whatNobodyWillJudgeIsNotTaken() async throws {
        let packages = FixedPackages(stop: "no accepted submission passes")
        try await ClientSide.with(ClientSide.Options(packages: packages)) { side in
            let submit = Verdict_V1_SubmitRequest.valid("1", package: FixedPackages.unmeasured)
            let error = await Self.error { _ = try await side.service.submit(submit, as: .client("course")) }
            #expect(error?.code == .failedPrecondition)
            #expect(error?.message.contains("no accepted submission passes") == true)
        }
    }

    @Test("Who stops measuring a package has its waiting submissions ended, and nobody else's")
    func stoppingEndsWhatWaits() async throws {
        try await ClientSide.with { side in
            var ids: [SubmissionID] = []
            for tenant in ["course", "other"] {
                let submit = Verdict_V1_SubmitRequest.valid("1", package: FixedPackages.unmeasured)
                let answer = try await side.service.submit(submit, as: .client(tenant))
                ids.append(try #require(SubmissionID(answer.id)))
            }
            try await side.projections.catchesUp()
            let cancel = Verdict_V1_CancelMeasuringRequest.with {
                $0.package = Data(FixedPackages.unmeasured.bytes)
                $0.reason = "wrong solutions"
            }
            _ = try await side.service.cancelMeasuring(cancel, as: .client("course"))
            let states = [try await side.submissions.load(ids[0]), try await side.submissions.load(ids[1])]
            #expect(states[0]?.judged?.verdict == .judgeError && states[1]?.phase == .open)
            #expect(states[0]?.judged?.message.contains("wrong solutions") == true)
            let fixed = Verdict_V1_CancelMeasuringRequest.with { $0.package = Data(FixedPackages.sum.bytes) }
            let late = await Self.error { _ = try await side.service.cancelMeasuring(fixed, as: .client("course")) }
            #expect(late?.code == .failedPrecondition)
        }
    }
}
