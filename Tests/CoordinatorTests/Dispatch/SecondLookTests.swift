import EmbeddedStorage
import Events
import Storage
import SwiftProtobuf
import TestSupport
import Testing
import Wire

@testable import Coordinator

struct SecondLookTests {
    @Test func onlyADoubtfulFirstTryThatAnotherWorkerCanDoIsLookedAtAgain() {
        let doubtful = SecondLookDecision.Facts(isDoubtful: true)
        #expect(SecondLookDecision(SecondLookDecision.Facts()) == .none)
        #expect(SecondLookDecision(doubtful) == .ask)
        let changes: [(inout SecondLookDecision.Facts) -> Void] = [
            { $0.isDoubtful = false }, { $0.isWanted = false }, { $0.isSecond = true }, { $0.attempts = 2 },
            { $0.wasAsked = true }, { $0.hasOther = false }, { $0.hasRoom = false },
        ]
        for change in changes {
            var facts = doubtful
            change(&facts)
            #expect(SecondLookDecision(facts) == .none, "\(facts)")
        }
    }

    @Test func whatIsBroughtAgainIsNotAskedForAgain() {
        var facts = SecondLookDecision.Facts(isDoubtful: true, wasAsked: true, isRepeated: true, hasOther: false)
        #expect(SecondLookDecision(facts) == .asked)
        facts.isDoubtful = false
        #expect(SecondLookDecision(facts) == .none)
    }

    @Test("Only a late verdict that would count is in doubt")
    func onlyALateVerdictThatWouldCountIsInDoubt() async throws {
        try await withDispatcher { fixture in
            let state = try await fixture.state(try await fixture.submit("1"))
            func result(_ tests: [(LoggedVerdict, Bool)]) -> LoggedExecuteResult {
                .with { result in
                    result.tests = tests.enumerated().map { index, test in
                        .with { found in
                            found.index = UInt32(index)
                            (found.result.verdict, found.result.doubtful) = test
                        }
                    }
                }
            }
            #expect(state.isDoubtful(result([(.accepted, false), (.timeLimit, true)])))
            #expect(state.isDoubtful(result([(.idleLimit, true)])))
            #expect(!state.isDoubtful(result([(.timeLimit, false)])))
            #expect(!state.isDoubtful(result([(.accepted, true), (.wrongAnswer, true)])))
            #expect(!state.isDoubtful(result([(.wrongAnswer, false), (.timeLimit, true)])))
            #expect(!state.isDoubtful(result([])))
        }
    }

    @Test func whatWaitsIsTakenOnceAndItsWorkerIsKnown() async throws {
        try await withDispatcher { fixture in
            let id = try await fixture.submit("1")
            let ticket = LeaseTicket(job: "x", worker: "a b", principal: "p", token: .init("1"), delivery: 1)
            let offer = SecondLooks.Batch(
                result: JobResult(lease: "", job: "", kind: .unknown), name: .batch(id, generation: 1, 0),
                claim: LeaseClaim(lease: "lease", ticket: ticket, name: nil),
                lane: JobLane(priority: 1, tenant: "t", requirement: "run cpp"), language: "cpp", deadline: .zero)
            var looks = SecondLooks()
            looks.add(offer)
            #expect(looks.lanes == [JobLane(priority: 1, tenant: "t", requirement: "again cpp a b"): 1])
            #expect(looks.hasDoubtful(from: "a b") && !looks.hasDoubtful(from: "a") && looks.count == 1)
            #expect(looks.take(2, from: offer.own).count == 1)
            #expect(looks.take(2, from: offer.own).isEmpty && !looks.remove(offer))
            #expect(looks.lanes.isEmpty && !looks.hasDoubtful(from: "a b") && looks.count == 0)
            #expect(looks.knows(job: "x") && looks.knows(lease: "lease") && !looks.knows(lease: "x"))
        }
    }
}

/// Does `body` with a fixture that is closed afterwards.
func withDispatcher(
    _ change: @Sendable (inout DispatchOptions) -> Void = { _ in }, _ body: (DispatchFixture) async throws -> Void
) async throws {
    let fixture = try await DispatchFixture(change)
    try await body(fixture)
    try await fixture.close()
}

extension DispatchFixture {
    /// A submission that was built, and its batch, which `worker` has.
    func batch(of worker: FakeWorker) async throws -> (SubmissionID, Verdict_V1_Job) {
        let id = try await submit("1")
        try await worker.finish(try #require(try await worker.lease().first))
        return (id, try #require(try await worker.lease().first))
    }

    /// What was recorded of the batch: by whom, and the last test case's verdict and mark.
    func recorded(_ id: SubmissionID) async throws -> (worker: String, verdict: LoggedVerdict, isDoubtful: Bool)? {
        guard let batch = try await state(id).batches[0], let last = batch.result.tests.last else { return nil }
        return (batch.worker, last.result.verdict, last.result.doubtful)
    }

    /// How often two workers were noticed to disagree.
    func disagreements(_ id: SubmissionID) async throws -> Int {
        let entries = try await store.log.read(try id.stream, after: .start, limit: 100)
        return entries.flatMap(\.events).count { $0.type == DisagreementNoticed.persistedType }
    }
}

extension FakeWorker {
    /// Late in the second test case, and in doubt.
    func doubt(_ job: Verdict_V1_Job) -> Verdict_V1_FinishRequest {
        var request = result(of: job, [1: .timeLimit])
        for place in request.execute.tests.indices where request.execute.tests[place].result.verdict == .timeLimit {
            request.execute.tests[place].result.doubtful = true
        }
        return request
    }
}
