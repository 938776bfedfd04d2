import EmbeddedStorage
import Storage
import SwiftProtobuf
import Synchronization
import TestSupport
import Testing
import Wire

@testable import Coordinator

/// Batches whose results their workers doubt, as the dispatcher deals with them.
struct DoubtfulBatchTests {
    /// A submission that was built, and its batch, which `worker` has.
    private func batch(
        _ fixture: DispatchFixture, _ worker: FakeWorker
    ) async throws -> (SubmissionID, Verdict_V1_Job) {
        let id = try await fixture.submit("1")
        try await worker.finish(try #require(try await worker.lease().first))
        return (id, try #require(try await worker.lease().first))
    }

    /// Late in the second test case, and in doubt.
    private func doubt(_ job: Verdict_V1_Job, of worker: FakeWorker) -> Verdict_V1_FinishRequest {
        var request = worker.result(of: job, [1: .timeLimit])
        for place in request.execute.tests.indices where request.execute.tests[place].result.verdict == .timeLimit {
            request.execute.tests[place].result.doubtful = true
        }
        return request
    }

    /// What was recorded of the batch: by whom, and the last test case's verdict and mark.
    private func recorded(
        _ id: SubmissionID, _ fixture: DispatchFixture
    ) async throws -> (worker: String, verdict: Verdict_V1_Verdict, isDoubtful: Bool)? {
        guard let batch = try await fixture.state(id).batches[0], let last = batch.result.tests.last else { return nil }
        return (batch.worker, last.result.verdict, last.result.doubtful)
    }

    private func disagreements(_ id: SubmissionID, _ fixture: DispatchFixture) async throws -> Int {
        let entries = try await fixture.store.log.read(try id.stream, after: .start, limit: 100)
        return entries.flatMap(\.events).count { $0.type == Verdict_V1_DisagreementNoticed.protoMessageName }
    }

    @Test func anotherWorkerIsAskedAndItsCleanResultCounts() async throws {
        try await withDispatcher { fixture in
            let (first, second) = (try await FakeWorker("a", fixture), try await FakeWorker("b", fixture))
            let (id, job) = try await batch(fixture, first)
            let request = doubt(job, of: first)
            #expect(try await first.finish(request) == false)
            #expect(try await fixture.state(id).phase == .open)
            // Brought again, it changes nothing; and it is not for whoever brought it.
            #expect(try await first.finish(request) == false)
            #expect(try await first.lease(8).isEmpty)
            let waiting = try await fixture.dispatcher.overview().queues.map(\.waiting)
            #expect(waiting.reduce(0, +) == 1)
            let again = try await second.lease(8)
            #expect(again.map(\.id) == [job.id] && again.first?.delivery == 1)
            #expect(again.first?.execute == job.execute)
            #expect(try await first.finish(request) == false)
            #expect(try await second.finish(try #require(again.first)) == false)
            #expect(try await recorded(id, fixture) ?? ("", .skipped, true) == ("b", .accepted, false))
            #expect(try await fixture.state(id).judged?.verdict == .accepted)
            #expect(try await disagreements(id, fixture) == 0)
            #expect(try await fixture.queueIsEmpty())
        }
    }

    @Test func whatTheSecondWorkerDoubtsTooIsRecordedWithItsMark() async throws {
        try await withDispatcher { fixture in
            let (first, second) = (try await FakeWorker("a", fixture), try await FakeWorker("b", fixture))
            let third = try await FakeWorker("c", fixture)
            let (id, job) = try await batch(fixture, first)
            _ = try await first.finish(doubt(job, of: first))
            let again = try #require(try await second.lease().first)
            #expect(try await second.finish(doubt(again, of: second)) == false)
            #expect(try await recorded(id, fixture) ?? ("", .skipped, false) == ("b", .timeLimit, true))
            #expect(try await fixture.state(id).judged?.verdict == .timeLimit)
            #expect(try await third.lease(8).isEmpty)
            #expect(try await fixture.queueIsEmpty())
        }
    }

    @Test("The only worker that can run it is believed", arguments: ["none", "java", "draining", "lost"])
    func theOnlyWorkerIsBelieved(other: String) async throws {
        try await withDispatcher { fixture in
            if other != "none" {
                _ = try await FakeWorker("b", fixture, languages: other == "java" ? ["java"] : ["cpp"])
            }
            if other == "draining" { try await fixture.dispatcher.drain("b", true) }
            if other == "lost" { fixture.clock.advance(by: .seconds(200)) }
            let worker = try await FakeWorker("a", fixture)
            let (id, job) = try await batch(fixture, worker)
            #expect(try await worker.finish(doubt(job, of: worker)) == false)
            #expect(try await recorded(id, fixture) ?? ("", .skipped, false) == ("a", .timeLimit, true))
            #expect(try await worker.finish(doubt(job, of: worker)) == true)
            #expect(try await fixture.queueIsEmpty())
        }
    }

    @Test func whatNobodyComesForIsRecordedWithItsMark() async throws {
        try await withDispatcher { fixture in
            let (first, second) = (try await FakeWorker("a", fixture), try await FakeWorker("b", fixture))
            let (id, job) = try await batch(fixture, first)
            _ = try await first.finish(doubt(job, of: first))
            await fixture.dispatcher.seeToSecondLooks()
            #expect(try await fixture.state(id).phase == .open)
            try await fixture.dispatcher.drain("b", true)
            await fixture.dispatcher.seeToSecondLooks()
            #expect(try await recorded(id, fixture) ?? ("", .skipped, false) == ("a", .timeLimit, true))
            try await fixture.dispatcher.drain("b", false)
            #expect(try await second.lease(8).isEmpty)
            #expect(try await fixture.queueIsEmpty())
        }
    }

    @Test func whoeverWaitsTooLongForABusyWorkerIsBelieved() async throws {
        try await withDispatcher({ $0.secondLookPatience = .seconds(10) }) { fixture in
            let first = try await FakeWorker("a", fixture)
            _ = try await FakeWorker("b", fixture)
            let (id, job) = try await batch(fixture, first)
            _ = try await first.finish(doubt(job, of: first))
            fixture.clock.advance(by: .seconds(11))
            await fixture.dispatcher.seeToSecondLooks()
            // The dispatcher's own round may have been faster; it is recorded when it ends.
            while try await fixture.state(id).phase == .open { await Task.yield() }
            #expect(try await recorded(id, fixture) ?? ("", .skipped, false) == ("a", .timeLimit, true))
        }
    }

    @Test func aRestartBeforeTheSecondWorkerComesLosesNothing() async throws {
        try await withDispatcher { fixture in
            var worker = try await FakeWorker("a", fixture)
            _ = try await FakeWorker("b", fixture)
            let (id, job) = try await batch(fixture, worker)
            _ = try await worker.finish(doubt(job, of: worker))
            try await fixture.restart()
            (worker, _) = (try await FakeWorker("a", fixture), try await FakeWorker("b", fixture))
            fixture.clock.advance(by: DispatchFixture.leaseDuration + .seconds(1))
            let again = try #require(try await worker.lease().first)
            #expect(again.id == job.id && again.delivery == 2)
            // The second try is the last one for doubt, whoever makes it.
            #expect(try await worker.finish(doubt(again, of: worker)) == false)
            #expect(try await recorded(id, fixture) ?? ("", .skipped, false) == ("a", .timeLimit, true))
            #expect(try await fixture.queueIsEmpty())
        }
    }

    @Test func aRestartWhileTheSecondWorkerRunsItLosesNothing() async throws {
        try await withDispatcher { fixture in
            let (first, second) = (try await FakeWorker("a", fixture), try await FakeWorker("b", fixture))
            let (id, job) = try await batch(fixture, first)
            _ = try await first.finish(doubt(job, of: first))
            let again = try #require(try await second.lease().first)
            try await fixture.restart()
            try await first.register()
            try await second.register(leases: [again.lease])
            let extended = try await fixture.dispatcher.extend([again.lease], for: "b", of: second.principal)
            #expect(extended.ended.isEmpty && extended.unwanted.isEmpty)
            // Nobody remembers that another one was asked, but the lease itself.
            #expect(try await second.finish(doubt(again, of: second)) == false)
            #expect(try await recorded(id, fixture) ?? ("", .skipped, false) == ("b", .timeLimit, true))
            #expect(try await fixture.queueIsEmpty())
        }
    }

    @Test func aSecondWorkerThatDiesOrFailsCostsNoMoreThanAnyOther() async throws {
        try await withDispatcher { fixture in
            let (first, second) = (try await FakeWorker("a", fixture), try await FakeWorker("b", fixture))
            let (id, job) = try await batch(fixture, first)
            _ = try await first.finish(doubt(job, of: first))
            // The same three tries are left as if nobody had doubted anything.
            var again = try #require(try await second.lease().first)
            for delivery in 1...3 as ClosedRange<UInt32> {
                #expect(again.delivery == delivery)
                var failure = second.result(of: again)
                failure.failure.message = "no room"
                failure.failure.worthRetrying = true
                _ = try await second.finish(failure)
                let letters = try await fixture.store.queue.deadLetters(after: nil, limit: 10)
                #expect(letters.count == (delivery == 3 ? 1 : 0))
                guard delivery < 3 else { break }
                fixture.clock.advance(by: .seconds(20))
                again = try #require(try await second.lease().first)
            }
            #expect(try await fixture.state(id).phase == .stuck)
            #expect(try await fixture.dispatcher.requeue([]) == 1)
            try await second.workOff()
            #expect(try await fixture.state(id).judged?.verdict == .accepted)
        }
    }

    @Test func whoDoubtedHasNoMoreSayInTheLease() async throws {
        try await withDispatcher { fixture in
            let (first, second) = (try await FakeWorker("a", fixture), try await FakeWorker("b", fixture))
            let (id, job) = try await batch(fixture, first)
            _ = try await first.finish(doubt(job, of: first))
            let again = try #require(try await second.lease().first)
            let extended = try await fixture.dispatcher.extend([job.lease], for: "a", of: first.principal)
            #expect(extended.ended == [job.lease])
            #expect(try await fixture.dispatcher.giveBack([job.lease], for: first.principal, reason: "") == 0)
            var failure = first.result(of: job)
            failure.failure.message = "no"
            #expect(try await first.finish(failure) == false)
            var nonsense = first.result(of: job)
            nonsense.execute.tests = []
            #expect(await code { _ = try await first.finish(nonsense) } == .invalidArgument)
            #expect(try await first.lease(8).isEmpty)
            #expect(try await second.finish(again) == false)
            #expect(try await recorded(id, fixture) ?? ("", .skipped, true) == ("b", .accepted, false))
        }
    }

    @Test func cancelledWorkIsNotLookedAtAgain() async throws {
        try await withDispatcher { fixture in
            let (first, second) = (try await FakeWorker("a", fixture), try await FakeWorker("b", fixture))
            let (id, job) = try await batch(fixture, first)
            _ = try await first.finish(doubt(job, of: first))
            _ = try await fixture.submissions.change(id) { $0.cancel(by: "course", reason: "") }
            await fixture.dispatcher.noteCancelled(id)
            #expect(try await second.lease(8).isEmpty)
            #expect(try await first.finish(doubt(job, of: first)) == true)
            #expect(try await fixture.queueIsEmpty())
        }
    }

    @Test func aWorkerThatDoubtsEverythingDoublesTheWorkAndNoMore() async throws {
        try await withDispatcher { fixture in
            let (hostile, other) = (try await FakeWorker("hostile", fixture), try await FakeWorker("b", fixture))
            var runs = 0
            for key in 0..<20 { _ = try await fixture.submit("\(key)") }
            while true {
                let (own, others) = (try await hostile.lease(4), try await other.lease(4))
                if own.isEmpty, others.isEmpty { break }
                for (worker, jobs) in [(hostile, own), (other, others)] {
                    for job in jobs {
                        guard case .execute = job.work else {
                            try await worker.finish(job)
                            continue
                        }
                        runs += 1
                        _ = try await worker.finish(doubt(job, of: worker))
                    }
                }
            }
            #expect(runs == 40)
            for id in await fixture.all {
                #expect(try await fixture.state(id).judged?.verdict == .timeLimit)
            }
            #expect(try await fixture.queueIsEmpty())
        }
    }

    @Test func whoFollowsIsNotToldOfWhatMayBeLookedAtAgain() async throws {
        try await withDispatcher { fixture in
            let worker = try await FakeWorker("a", fixture)
            let (_, job) = try await batch(fixture, worker)
            var progress = Verdict_V1_ProgressRequest()
            progress.lease = job.lease
            progress.tests = doubt(job, of: worker).execute.tests.map { found in
                .with { test in
                    test.index = found.index
                    test.result = found.result
                }
            }
            try await fixture.dispatcher.progress(progress, by: worker.principal)
            #expect(fixture.told.withLock { $0.map(\.testFinished.test) } == [0])
        }
    }
}
