import EmbeddedStorage
import Events
import Identity
import Storage
import TestSupport
import Testing
import Wire

@testable import Coordinator

/// The package's own grader in a fleet: a job asks it, and what it says is recorded like any other result.
struct GradeJobTests {
    /// A submission whose test cases have all been run, and the job that asks about its first group.
    private static func asked(
        _ fixture: DispatchFixture, _ worker: FakeWorker, priority: LoggedPriority = .normal
    ) async throws -> (id: SubmissionID, job: Verdict_V1_Job) {
        let id = try await fixture.submit("1", tests: 4, priority: priority, groups: try GradedTree.of(tests: 4))
        while true {
            let job = try #require(try await worker.lease().first)
            if case .grade = job.work { return (id, job) }
            // The last test case of the second group fails.
            try await worker.finish(job, [3: .wrongAnswer])
        }
    }

    private static func with(_ body: (DispatchFixture, FakeWorker) async throws -> Void) async throws {
        let fixture = try await DispatchFixture()
        try await body(fixture, try await FakeWorker("a", fixture))
        try await fixture.close()
    }

    @Test("A job has the grader's arguments and the exact results, and its answer is the group's")
    func isAsked() async throws {
        try await Self.with { fixture, worker in
            let (id, job) = try await Self.asked(fixture, worker)
            #expect(job.id == "\(id)-1-grade-1" && job.submission == "\(id)" && job.delivery == 1)
            #expect(job.grade.package == (try await fixture.state(id)).accepted.package)
            #expect(job.grade.group == 1 && job.grade.arguments == ["--group", "1"])
            #expect(job.grade.results.map { "\($0.verdict) \($0.score)" } == ["accepted 1", "accepted 1"])
            try await worker.workOffGraded(from: job)
            let judgement = try #require(try await fixture.state(id).judgement)
            #expect(judgement.verdict == .wrongAnswer && judgement.score == "3")
            #expect(judgement.groups.map { "\($0.verdict) \($0.score)" } == ["accepted 2", "wrongAnswer 1"])
            #expect(try await fixture.queueIsEmpty())
        }
    }

    @Test("A coordinator that dies between question and answer, and again after it, loses nothing")
    func restarts() async throws {
        try await Self.with { fixture, worker in
            let (id, job) = try await Self.asked(fixture, worker)
            try await fixture.restart()
            try await worker.register(leases: [job.lease])
            let extended = try await fixture.dispatcher.extend([job.lease], for: "a", of: worker.principal)
            #expect(extended.ended.isEmpty && extended.unwanted.isEmpty)
            #expect(try await worker.finish(job) == false)
            try await fixture.restart()
            try await worker.register()
            #expect(try await worker.finish(job) == true)
            try await worker.workOff()
            #expect(try await fixture.state(id).judgement?.score == "3")
            #expect(try await fixture.queueIsEmpty())
        }
    }

    @Test("An answer counts once, however often it comes, and a late one that differs changes nothing")
    func duplicates() async throws {
        try await Self.with { fixture, slow in
            let (id, job) = try await Self.asked(fixture, slow)
            fixture.clock.advance(by: DispatchFixture.leaseDuration + .seconds(1))
            let fast = try await FakeWorker("b", fixture)
            let again = try #require(try await fast.lease().first)
            #expect(again.id == job.id && again.delivery == 2 && again.grade == job.grade)
            #expect(try await fast.finish(again) == false)
            #expect(try await fast.finish(again) == true)
            let position = try await fixture.state(id).position
            var late = slow.result(of: job)
            late.grade.score = "100"
            #expect(try await slow.finish(late) == true)
            #expect(try await fixture.state(id).position == position)
            try await fast.workOff()
            #expect(try await fixture.state(id).judgement?.score == "3")
            #expect(try await slow.finish(late) == true)
            #expect(try await fixture.queueIsEmpty())
        }
    }

    @Test("Two coordinators on one store record an answer once")
    func twoCoordinators() async throws {
        try await Self.with { fixture, worker in
            let (id, job) = try await Self.asked(fixture, worker)
            let other = Submissions(log: await fixture.store.log)
            _ = try await other.load(id)
            #expect(try await worker.finish(job) == false)
            let change = try await other.change(id) {
                $0.recordGrade(LoggedGradeResult(worker.result(of: job).grade), by: "b")
            }
            #expect(change?.events.isEmpty == true && change?.state.answers[1]?.worker == "a")
        }
    }

    @Test("A cancelled submission's question is not wanted any more, and its answer changes nothing")
    func cancelled() async throws {
        try await Self.with { fixture, worker in
            let (id, job) = try await Self.asked(fixture, worker)
            _ = try await fixture.submissions.change(id) { $0.cancel(by: "course", reason: "") }
            await fixture.dispatcher.cancelJobs(of: id)
            let extended = try await fixture.dispatcher.extend([job.lease], for: "a", of: worker.principal)
            #expect(extended.unwanted == [job.lease])
            #expect(try await worker.finish(job) == true)
            #expect(try await fixture.state(id).answers.isEmpty)
            #expect(try await fixture.queueIsEmpty())
        }
    }

    private static let refused: [(String, @Sendable (inout Verdict_V1_FinishRequest) -> Void)] = [
        ("of another group", { $0.grade.group = 2 }),
        ("of a group that is not there", { $0.grade.group = .max }),
        ("with a long remark", { $0.grade.remark = String(repeating: "x", count: 4097) }),
        ("with no verdict", { $0.grade.verdict = .unspecified }),
        ("with a verdict that no grader gives", { $0.grade.verdict = .skipped }),
        ("with a verdict of tomorrow", { $0.grade.verdict = .UNRECOGNIZED(99) }),
        ("without a score", { $0.grade.score = "" }),
        ("with a score that is none", { $0.grade.score = "1/0" }),
        ("with a long score", { $0.grade.score = String(repeating: "9", count: 513) }),
        ("that is of test cases", { $0.execute.tests = [] }),
        ("that is nothing", { $0.result = nil }),
    ]

    @Test("An answer that cannot be right is refused, and another worker is asked", arguments: refused.indices)
    func refusals(_ index: Int) async throws {
        let (name, change) = Self.refused[index]
        try await Self.with { fixture, worker in
            let (id, job) = try await Self.asked(fixture, worker)
            var request = worker.result(of: job)
            change(&request)
            #expect(await code { _ = try await worker.finish(request) } == .invalidArgument, "an answer \(name)")
            #expect(try await fixture.state(id).answers.isEmpty)
            let other = try await FakeWorker("b", fixture)
            let again = try #require(try await other.lease().first)
            #expect(again.id == job.id)
            try await other.workOffGraded(from: again)
            #expect(try await fixture.state(id).phase == .judged)
            #expect(try await fixture.queueIsEmpty())
        }
    }

    @Test("What no worker answers is a dead letter of the submission, which an admin can requeue or discard")
    func deadLetters() async throws {
        try await Self.with { fixture, worker in
            let (id, first) = try await Self.asked(fixture, worker)
            var job = first
            for delivery in 1...3 {
                #expect(job.delivery == UInt32(delivery))
                fixture.clock.advance(by: DispatchFixture.leaseDuration + .seconds(1))
                try await worker.register()
                if delivery < 3 { job = try #require(try await worker.lease().first) }
            }
            #expect(try await worker.lease().isEmpty)
            #expect(try await fixture.state(id).phase == .stuck)
            #expect(try await fixture.dispatcher.requeue([first.id]) == 1)
            #expect(try await fixture.state(id).phase == .open)
            try await worker.workOff()
            #expect(try await fixture.state(id).phase == .judged)
            #expect(try await fixture.queueIsEmpty())
        }
    }

    @Test("A grader that does not compile is the package's fault, and no other worker is asked")
    func packagesFault() async throws {
        try await Self.with { fixture, worker in
            let (id, job) = try await Self.asked(fixture, worker)
            var request = worker.result(of: job)
            request.failure.message = "graders/best.c does not compile"
            #expect(try await worker.finish(request) == false)
            let judgement = try #require(try await fixture.state(id).judgement)
            #expect(judgement.verdict == .judgeError && judgement.message == "graders/best.c does not compile")
            #expect(try await fixture.queueIsEmpty())
        }
    }
}

extension FakeWorker {
    /// Does this job, and then everything that is there; the fourth test case fails.
    fileprivate func workOffGraded(from job: Verdict_V1_Job) async throws {
        try await finish(job)
        try await workOff([3: .wrongAnswer])
    }
}
