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

/// Batches whose results their workers doubt: who runs them then, and what is recorded.
struct DoubtfulBatchTests {
    @Test func anotherWorkerIsAskedAndItsCleanResultCounts() async throws {
        try await withDispatcher { fixture in
            let (first, second) = (try await FakeWorker("a", fixture), try await FakeWorker("b", fixture))
            let (id, job) = try await fixture.batch(of: first)
            let request = first.doubt(job)
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
            #expect(try await fixture.recorded(id) ?? ("", .skipped, true) == ("b", .accepted, false))
            #expect(try await fixture.state(id).judged?.verdict == .accepted)
            #expect(try await fixture.disagreements(id) == 0)
            #expect(try await fixture.queueIsEmpty())
        }
    }

    @Test func whatTheSecondWorkerDoubtsTooIsRecordedWithItsMark() async throws {
        try await withDispatcher { fixture in
            let (first, second) = (try await FakeWorker("a", fixture), try await FakeWorker("b", fixture))
            let third = try await FakeWorker("c", fixture)
            let (id, job) = try await fixture.batch(of: first)
            _ = try await first.finish(first.doubt(job))
            let again = try #require(try await second.lease().first)
            #expect(try await second.finish(second.doubt(again)) == false)
            #expect(try await fixture.recorded(id) ?? ("", .skipped, false) == ("b", .timeLimit, true))
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
            let (id, job) = try await fixture.batch(of: worker)
            #expect(try await worker.finish(worker.doubt(job)) == false)
            #expect(try await fixture.recorded(id) ?? ("", .skipped, false) == ("a", .timeLimit, true))
            #expect(try await worker.finish(worker.doubt(job)) == true)
            #expect(try await fixture.queueIsEmpty())
        }
    }

    @Test func whatNobodyComesForIsRecordedWithItsMark() async throws {
        try await withDispatcher { fixture in
            let (first, second) = (try await FakeWorker("a", fixture), try await FakeWorker("b", fixture))
            let (id, job) = try await fixture.batch(of: first)
            _ = try await first.finish(first.doubt(job))
            await fixture.dispatcher.checkSecondLooks()
            #expect(try await fixture.state(id).phase == .open)
            try await fixture.dispatcher.drain("b", true)
            await fixture.dispatcher.checkSecondLooks()
            #expect(try await fixture.recorded(id) ?? ("", .skipped, false) == ("a", .timeLimit, true))
            try await fixture.dispatcher.drain("b", false)
            #expect(try await second.lease(8).isEmpty)
            #expect(try await fixture.queueIsEmpty())
        }
    }

    @Test func whoeverWaitsTooLongForABusyWorkerIsBelieved() async throws {
        try await withDispatcher({ $0.secondLookTimeout = .seconds(10) }) { fixture in
            let first = try await FakeWorker("a", fixture)
            _ = try await FakeWorker("b", fixture)
            let (id, job) = try await fixture.batch(of: first)
            _ = try await first.finish(first.doubt(job))
            fixture.clock.advance(by: .seconds(11))
            await fixture.dispatcher.checkSecondLooks()
            // The dispatcher's own round may have been faster; it is recorded when it ends.
            while try await fixture.state(id).phase == .open { await Task.yield() }
            #expect(try await fixture.recorded(id) ?? ("", .skipped, false) == ("a", .timeLimit, true))
        }
    }

    @Test func whoFollowsIsNotToldOfWhatMayBeLookedAtAgain() async throws {
        try await withDispatcher { fixture in
            let worker = try await FakeWorker("a", fixture)
            let (_, job) = try await fixture.batch(of: worker)
            let found = worker.doubt(job).execute.tests.map { LoggedExecuteResult.Test($0) }
            try await fixture.dispatcher.progress(job.lease, isCompiling: false, tests: found, by: worker.principal)
            let told = fixture.told.withLock { $0 }
            let tests: [UInt32] = told.compactMap { if case .testFinished(let test, _) = $0 { test } else { nil } }
            #expect(tests == [0])
        }
    }
}
