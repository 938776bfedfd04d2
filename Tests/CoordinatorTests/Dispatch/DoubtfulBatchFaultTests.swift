import EmbeddedStorage
import Events
import Identity
import Storage
import SwiftProtobuf
import Synchronization
import TestSupport
import Testing
import Wire

@testable import Coordinator

/// Batches whose results their workers doubt, while workers and the coordinator fail, or mean no good.
struct DoubtfulBatchFaultTests {
    @Test func aRestartBeforeTheSecondWorkerComesLosesNothing() async throws {
        try await withDispatcher { fixture in
            var worker = try await FakeWorker("a", fixture)
            _ = try await FakeWorker("b", fixture)
            let (id, job) = try await fixture.batch(of: worker)
            _ = try await worker.finish(worker.doubt(job))
            try await fixture.restart()
            (worker, _) = (try await FakeWorker("a", fixture), try await FakeWorker("b", fixture))
            fixture.clock.advance(by: DispatchFixture.leaseDuration + .seconds(1))
            let again = try #require(try await worker.lease().first)
            #expect(again.id == job.id && again.delivery == 2)
            // The second try is the last one for doubt, whoever makes it.
            #expect(try await worker.finish(worker.doubt(again)) == false)
            #expect(try await fixture.recorded(id) ?? ("", .skipped, false) == ("a", .timeLimit, true))
            #expect(try await fixture.queueIsEmpty())
        }
    }

    @Test func aRestartWhileTheSecondWorkerRunsItLosesNothing() async throws {
        try await withDispatcher { fixture in
            let (first, second) = (try await FakeWorker("a", fixture), try await FakeWorker("b", fixture))
            let (id, job) = try await fixture.batch(of: first)
            _ = try await first.finish(first.doubt(job))
            let again = try #require(try await second.lease().first)
            try await fixture.restart()
            try await first.register()
            try await second.register(leases: [again.lease])
            let extended = try await fixture.dispatcher.extend([again.lease], for: "b", of: second.principal)
            #expect(extended.ended.isEmpty && extended.unwanted.isEmpty)
            // Nobody remembers that another one was asked, but the lease itself.
            #expect(try await second.finish(second.doubt(again)) == false)
            #expect(try await fixture.recorded(id) ?? ("", .skipped, false) == ("b", .timeLimit, true))
            #expect(try await fixture.queueIsEmpty())
        }
    }

    @Test func aSecondWorkerThatDiesOrFailsCostsNoMoreThanAnyOther() async throws {
        try await withDispatcher { fixture in
            let (first, second) = (try await FakeWorker("a", fixture), try await FakeWorker("b", fixture))
            let (id, job) = try await fixture.batch(of: first)
            _ = try await first.finish(first.doubt(job))
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
            let (id, job) = try await fixture.batch(of: first)
            _ = try await first.finish(first.doubt(job))
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
            #expect(try await fixture.recorded(id) ?? ("", .skipped, true) == ("b", .accepted, false))
        }
    }

    @Test func cancelledWorkIsNotLookedAtAgain() async throws {
        try await withDispatcher { fixture in
            let (first, second) = (try await FakeWorker("a", fixture), try await FakeWorker("b", fixture))
            let (id, job) = try await fixture.batch(of: first)
            _ = try await first.finish(first.doubt(job))
            _ = try await fixture.submissions.change(id) { $0.cancel(by: "course", reason: "") }
            await fixture.dispatcher.cancelJobs(of: id)
            #expect(try await second.lease(8).isEmpty)
            #expect(try await first.finish(first.doubt(job)) == true)
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
                        _ = try await worker.finish(worker.doubt(job))
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

    @Test func aLeaseIsKeptWhileItWaitsForAnotherWorker() async throws {
        try await withDispatcher({ $0.secondLookTimeout = .seconds(1000) }) { fixture in
            let (first, second) = (try await FakeWorker("a", fixture), try await FakeWorker("b", fixture))
            let (_, job) = try await fixture.batch(of: first)
            _ = try await first.finish(first.doubt(job))
            for _ in 0..<10 {
                fixture.clock.advance(by: DispatchFixture.leaseDuration / 3)
                _ = try await fixture.dispatcher.extend([], for: "b", of: second.principal)
                await fixture.dispatcher.checkSecondLooks()
            }
            #expect(try await second.lease(8).map(\.delivery) == [1])
        }
    }
}
