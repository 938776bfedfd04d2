import EmbeddedStorage
import Events
import Grading
import Identity
import Storage
import SwiftProtobuf
import Synchronization
import TestSupport
import Testing
import Wire

@testable import Coordinator

/// Workers that die, repeat themselves, mix things up and lie, and a coordinator that is started anew in between: in the end
/// everything is judged once, and rightly.
struct InterleavingTests {
    /// One course of things, which follows from its seed.
    private struct Course {
        let fixture: DispatchFixture
        var random: SeededGenerator
        var workers: [FakeWorker] = []
        /// Everything that was ever given out, and to whom.
        var given: [(worker: Int, job: Verdict_V1_Job)] = []
        var submitted: [SubmissionID: Verdict_V1_Verdict] = [:]
        /// Those whose groups the package's own grader grades, after all of their test cases were run.
        var graded: Set<SubmissionID> = []

        init(_ fixture: DispatchFixture, seed: UInt64) async throws {
            self.fixture = fixture
            random = SeededGenerator(seed: seed)
            for name in ["a", "b", "c"] { workers.append(try await FakeWorker(name, fixture)) }
        }

        mutating func number(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &random) }

        /// What a right worker finds: some submissions fail the fourth test case, and some are late there, and in doubt.
        func result(of job: Verdict_V1_Job, by worker: Int) -> Verdict_V1_FinishRequest {
            let id = SubmissionID(job.submission)
            let verdict = id.flatMap { submitted[$0] } ?? .accepted
            let stops = id.map { !graded.contains($0) } ?? true
            var request = workers[worker].result(of: job, [3: verdict], stops: stops)
            guard case .execute = job.work, verdict == .timeLimit else { return request }
            for place in request.execute.tests.indices { request.execute.tests[place].result.doubtful = true }
            return request
        }

        mutating func step() async throws {
            switch number(16) {
            case 0, 1: try await submit()
            case 2..<6: try await lease(by: number(3))
            case 6..<10: try await finishAny()
            case 10: try await sayNonsense()
            case 11: try await speakOfAnothers()
            case 12: try await giveBack()
            case 13: fixture.clock.advance(by: .seconds(Double.random(in: 1...30, using: &random)))
            case 14: try await fail()
            default: if number(4) == 0 { try await restart() }
            }
        }

        mutating func submit() async throws {
            let key = submitted.count
            let priority: LoggedPriority = number(2) == 0 ? .contest : .normal
            let groups = number(3) == 0 ? try GradedTree.of(tests: 70, stop: .afterRejection) : nil
            let id = try await fixture.submit(
                "\(key)", tests: 70, tenant: "t\(number(3))", priority: priority, groups: groups)
            if groups != nil { graded.insert(id) }
            submitted[id] = key % 4 == 1 ? .wrongAnswer : key % 4 == 3 ? .timeLimit : .accepted
        }

        mutating func lease(by worker: Int) async throws {
            for job in try await workers[worker].lease(1 + number(3)) { given.append((worker, job)) }
        }

        /// A result of anything that was ever given out, again and in any order.
        mutating func finishAny() async throws {
            guard let (worker, job) = given.randomElement(using: &random) else { return }
            let request = result(of: job, by: worker)
            let first = try await workers[worker].finish(request)
            // What is in doubt may be another worker's by then, and not recorded yet.
            let isInDoubt = request.execute.tests.contains { LoggedTestResult($0.result).isInDoubt }
            if number(3) == 0 { #expect(try await workers[worker].finish(request) || isInDoubt) }
            _ = first
        }

        mutating func sayNonsense() async throws {
            guard let (worker, job) = given.randomElement(using: &random) else { return }
            var request = result(of: job, by: worker)
            let kind = number(5)
            switch kind {
            case 0: request.result = nil
            case 1: request.lease = String(request.lease.dropLast())
            case 2: request.job = "other"
            case 3: request.result = .measure(.with { $0.cpuTimeNs = 1 })
            default: request.execute = .with { $0.tests = [.with { $0.index = 1000 }] }
            }
            let refused = await code { _ = try await workers[worker].finish(request) }
            // What is of a judging that ended long ago may be told so instead.
            #expect(refused == (kind == 1 ? .failedPrecondition : .invalidArgument))
        }

        mutating func speakOfAnothers() async throws {
            guard let (worker, job) = given.randomElement(using: &random) else { return }
            let thief = workers[(worker + 1) % 3]
            let request = result(of: job, by: worker)
            #expect(await code { _ = try await thief.finish(request) } == .permissionDenied)
            let count = try await fixture.dispatcher.giveBack([job.lease], for: thief.principal, reason: "")
            #expect(count == 0)
            let extended = try await fixture.dispatcher.extend([job.lease], for: thief.name, of: thief.principal)
            #expect(extended.ended == [job.lease])
        }

        mutating func giveBack() async throws {
            guard let (worker, job) = given.randomElement(using: &random) else { return }
            try await fixture.dispatcher.giveBack([job.lease], for: workers[worker].principal, reason: "tired")
        }

        mutating func fail() async throws {
            guard let (worker, job) = given.randomElement(using: &random) else { return }
            var request = result(of: job, by: worker)
            request.failure.message = "no room"
            request.failure.worthRetrying = true
            _ = try await workers[worker].finish(request)
        }

        mutating func restart() async throws {
            try await fixture.restart()
            for (place, worker) in workers.enumerated() {
                let leases = given.suffix(10).filter { $0.worker == place }.map(\.job.lease)
                try await worker.register(leases: leases)
            }
        }

        private func allAreJudged() async throws -> Bool {
            for id in submitted.keys where try await fixture.state(id).phase != .judged { return false }
            return true
        }

        /// All that is left is done by workers that work; dead letters are tried again.
        mutating func end() async throws {
            for _ in 0..<50 {
                fixture.clock.advance(by: DispatchFixture.leaseDuration + .seconds(61))
                for worker in workers { try await worker.register() }
                _ = try await fixture.dispatcher.requeue([])
                var count = 0
                while true {
                    var done = 0
                    for (place, worker) in workers.enumerated() {
                        for job in try await worker.lease(8) {
                            _ = try await worker.finish(result(of: job, by: place))
                            done += 1
                        }
                    }
                    if done == 0 { break }
                    count += done
                }
                let hasEnded = try await fixture.store.queue.deadLetters(after: nil, limit: 1).isEmpty
                if count == 0, hasEnded, try await allAreJudged() { return }
            }
            Issue.record("it does not come to an end")
        }
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func everythingIsJudgedOnce(seed: UInt64) async throws {
        let fixture = try await DispatchFixture()
        fixture.packages.expected.withLock { $0 = .milliseconds(50) }
        var course = try await Course(fixture, seed: seed)
        for _ in 0..<160 { try await course.step() }
        try await course.end()
        for (id, verdict) in course.submitted {
            let state = try await fixture.state(id)
            #expect(state.judged?.verdict == LoggedVerdict(verdict), "seed \(seed)")
            try await requireOnce(id, fixture)
        }
        #expect(try await fixture.queueIsEmpty())
        try await fixture.close()
    }

    /// Nothing of a submission stands in the log twice.
    private func requireOnce(_ id: SubmissionID, _ fixture: DispatchFixture) async throws {
        let entries = try await fixture.store.log.read(try id.stream, after: .start, limit: 1000)
        var batches: [UInt32: Int] = [:]
        var graded: [UInt32: Int] = [:]
        var (built, judged) = (0, 0)
        for event in entries.flatMap(\.events) {
            switch try SubmissionEvent(event) {
            case .built: built += 1
            case .batchJudged(let batch): batches[batch.batch, default: 0] += 1
            case .groupGraded(let answer): graded[answer.result.group, default: 0] += 1
            case .judged: judged += 1
            default: break
            }
        }
        #expect(built == 1 && judged == 1 && (Array(batches.values) + graded.values).allSatisfy { $0 == 1 })
    }

    @Test func aCoordinatorThatIsStartedAnewAfterEveryStepLosesNothing() async throws {
        let fixture = try await DispatchFixture()
        fixture.packages.expected.withLock { $0 = .milliseconds(500) }
        let ids = [
            try await fixture.submit("1", tests: 3), try await fixture.submit("2", tests: 3, priority: .contest),
            try await fixture.submit("3", tests: 4, groups: try GradedTree.of(tests: 4)),
            try await fixture.submit("4", tests: 4, priority: .contest, groups: try GradedTree.of(tests: 4)),
        ]
        let worker = try await FakeWorker("a", fixture)
        for _ in 0..<40 {
            try await fixture.restart()
            #expect(await code { _ = try await worker.lease() } == .failedPrecondition)
            try await worker.register()
            let jobs = try await worker.lease(2)
            try await fixture.restart()
            try await worker.register(leases: jobs.map(\.lease))
            let extended = try await fixture.dispatcher.extend(
                jobs.map(\.lease), for: "a", of: worker.principal)
            #expect(extended.ended.isEmpty)
            for job in jobs {
                #expect(try await worker.finish(job) == false)
                try await fixture.restart()
                #expect(try await worker.finish(job) == true)
            }
            if jobs.isEmpty { break }
        }
        for id in ids {
            #expect(try await fixture.state(id).judged?.verdict == .accepted)
            try await requireOnce(id, fixture)
        }
        #expect(try await fixture.queueIsEmpty())
        try await fixture.close()
    }
}
