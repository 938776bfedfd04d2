import EmbeddedStorage
import Events
import Foundation
import Identity
import Storage
import SwiftProtobuf
import Synchronization
import TestSupport
import Testing
import Units
import Wire

@testable import Coordinator

/// Time limits that workers find: in a tenant's name, after all else, within a budget.
struct MeasuringTests {
    private func with(
        _ change: @Sendable (inout DispatchOptions) -> Void = { _ in }, _ body: (DispatchFixture) async throws -> Void
    ) async throws {
        let fixture = try await DispatchFixture(change)
        do {
            try await body(fixture)
        } catch {
            Issue.record(error)
        }
        try await fixture.close()
    }

    private func enqueue(_ package: ContentHash, of tenant: String, _ fixture: DispatchFixture) async throws {
        fixture.packages.add(package, limit: 0)
        let lane = JobLane(priority: 3, tenant: tenant, requirement: "")
        try await fixture.store.queue.enqueue([Job(id: "\(JobName.measure(package))", lane: lane, payload: [])])
    }

    @Test("A tenant that has a hundred packages measured holds up another's submissions by one job at most")
    func measuringHoldsUpNobody() async throws {
        try await with { fixture in
            let worker = try await FakeWorker("a", fixture)
            /// How many jobs the only worker is given until it has the honest tenant's.
            func delay(_ key: String) async throws -> Int {
                let id = try await fixture.submit(key, tenant: "honest")
                var given = 0
                while true {
                    let jobs = try await worker.lease(1)
                    guard let job = jobs.first else { return .max }
                    given += 1
                    if job.submission == "\(id)" { return given }
                }
            }
            let before = try await delay("before")
            for number in 0..<100 { try await enqueue(ContentHash(of: [1, UInt8(number)]), of: "hog", fixture) }
            var during: [Int] = []
            for number in 0..<5 { during.append(try await delay("\(number)")) }
            print("jobs until the honest tenant's: before \(before), beside 100 measurings of another \(during)")
            #expect(before == 1 && during.allSatisfy { $0 <= 2 })
            // One at a time on each worker, in its tenant's name, for all to see.
            let overview = try await fixture.dispatcher.overview()
            #expect(overview.measurings.map(\.tenant) == ["hog"] && overview.measurings.map(\.worker) == ["a"])
            #expect(overview.waitingMeasurings == 99)
        }
    }

    @Test("A worker is told the budget; it gets the next package when it is done with one")
    func oneAtATimeWithinABudget() async throws {
        try await with({ $0.measuringBudget = .seconds(7) }) { fixture in
            for number in 0..<3 { try await enqueue(ContentHash(of: [UInt8(number)]), of: "course", fixture) }
            let worker = try await FakeWorker("a", fixture)
            let first = try await worker.lease(8)
            #expect(first.count == 1 && first.first?.measure.budgetNs == 7_000_000_000)
            #expect(try await worker.lease(8).isEmpty)
            let other = try await FakeWorker("b", fixture)
            #expect(try await other.lease(8).count == 1)
            try await worker.finish(try #require(first.first))
            #expect(try await worker.lease(8).count == 1)
        }
    }

    @Test(
        "A package that cannot be measured, or only beyond the caps, ends what waits for it, and is tried no more",
        arguments: [true, false])
    func whatCannotBeMeasuredEnds(isBeyondCaps: Bool) async throws {
        try await with { fixture in
            let package = ContentHash(of: [9])
            fixture.packages.add(package, limit: 0)
            let id = try await fixture.submit("1", package: package)
            let worker = try await FakeWorker("a", fixture)
            #expect(try await worker.workOff() == 1)
            try await enqueue(package, of: "course", fixture)
            let job = try #require(try await worker.lease().first)
            var finish = worker.result(of: job)
            if isBeyondCaps {
                finish.measure.cpuTimeNs = 3_600_000_000_000
            } else {
                finish.failure.message = "no accepted submission passes"
            }
            _ = try await worker.finish(finish)
            let state = try await fixture.state(id)
            #expect(state.judged?.verdict == .judgeError)
            let says = isBeyondCaps ? "caps.cpu" : "no accepted submission passes"
            #expect(state.judged?.message.contains(says) == true)
            #expect(fixture.packages.stopped.withLock { $0[package] }?.contains(says) == true)
            #expect(try await fixture.queueIsEmpty())
        }
    }

    @Test(
        "A limit that was found times test cases as the submission asks, within the caps, and is told with its estimate",
        arguments: [
            (.unspecified, 2, 0, .seconds(120)), (.measured, 2, 4, .seconds(120)), (.margin, 4, 0, .seconds(120)),
            (.measured, 2, 3, .seconds(3)), (.margin, 3, 0, .seconds(3)),
        ] as [(LoggedTimeAllowance, UInt64, UInt64, Duration)])
    func whatIsFoundTimesTestCases(
        allowance: LoggedTimeAllowance, limit: UInt64, stop: UInt64, cap: Duration
    ) async throws {
        try await with({ $0.caps.cpuTime = cap }) { fixture in
            let package = ContentHash(of: [9])
            fixture.packages.add(package, limit: 0)
            let id = try await fixture.submit("1", tests: 1, package: package, allowance: allowance)
            let worker = try await FakeWorker("a", fixture)
            #expect(try await worker.workOff() == 1)
            try await enqueue(package, of: "course", fixture)
            var finish = worker.result(of: try #require(try await worker.lease().first))
            finish.measure.cpuTimeNs = 2_000_000_000
            finish.measure.estimate = .with { estimate in
                (estimate.limitNs, estimate.marginNs) = (2_000_000_000, 4_000_000_000)
                (estimate.slowestNs, estimate.submission) = (300_000_000, "accepted/a.py")
            }
            _ = try await worker.finish(finish)
            let job = try #require(try await worker.lease().first)
            #expect(job.execute.limits.cpuTimeNs == limit * 1_000_000_000)
            #expect(job.execute.limits.cpuStopNs == stop * 1_000_000_000)
            try await worker.finish(job)
            let judgement = try #require(try await fixture.state(id).judgement)
            let limits = Verdict_V1_TestLimits(try #require(judgement.limits))
            #expect(limits == job.execute.limits)
            #expect(limits.estimate == finish.measure.estimate)
        }
    }

    @Test("An estimate that the limit does not follow from is refused, and the package measured by another worker")
    func whatDoesNotFollowIsRefused() throws {
        var result = LoggedMeasureResult.with { $0.cpuTimeNs = 2_000_000_000 }
        #expect(try ResultValidation.measure(result) == result)
        result.estimate = .with { ($0.limitNs, $0.marginNs) = (2_000_000_000, 4_000_000_000) }
        result.estimate.submission = String(repeating: "a", count: 9000)
        #expect(try ResultValidation.measure(result).estimate.submission.utf8.count == 512)
        result.estimate.marginNs = 1_000_000_000
        #expect(throws: DomainError.self) { try ResultValidation.measure(result) }
        result.estimate.marginNs = 4_000_000_000
        result.estimate.limitNs = 1_000_000_000
        #expect(throws: DomainError.self) { try ResultValidation.measure(result) }
    }

    @Test("What was taken just when nobody looked for the limit any more does not wait for ever")
    func nothingWaitsForWhatNeverComes() async throws {
        try await with { fixture in
            let package = ContentHash(of: [9])
            fixture.packages.add(package, limit: 0)
            let id = try await fixture.submit("1", package: package)
            try await fixture.packages.giveUpMeasuring(package, reason: "course stopped it")
            #expect(try await FakeWorker("a", fixture).workOff() == 1)
            #expect(try await fixture.state(id).judged?.verdict == .judgeError)
            #expect(try await fixture.queueIsEmpty())
        }
    }

    @Test("When nobody wants a time limit any more, the worker is told so, and what waits goes out of the queue")
    func whatIsStoppedIsGivenBack() async throws {
        try await with { fixture in
            let (one, two) = (ContentHash(of: [1]), ContentHash(of: [2]))
            try await enqueue(one, of: "course", fixture)
            let worker = try await FakeWorker("a", fixture)
            let job = try #require(try await worker.lease().first)
            try await enqueue(two, of: "course", fixture)
            for package in [one, two] {
                try await fixture.packages.giveUpMeasuring(package, reason: "course stopped it")
                await fixture.dispatcher.cancelMeasuring(of: package)
            }
            let answer = try await fixture.dispatcher.extend([job.lease], for: "a", of: worker.principal)
            #expect(answer.unwanted == [job.lease])
            try await fixture.dispatcher.giveBack([job.lease], for: worker.principal, reason: "nobody wants it")
            #expect(try await worker.lease(8).isEmpty)
            #expect(try await fixture.queueIsEmpty())
        }
    }
}
