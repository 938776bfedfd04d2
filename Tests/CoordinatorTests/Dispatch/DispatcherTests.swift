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

struct DispatcherTests {
    /// Does `body` with a fixture that is closed afterwards.
    private func with(
        _ change: @Sendable (inout DispatchOptions) -> Void = { _ in }, _ body: (DispatchFixture) async throws -> Void
    ) async throws {
        let fixture = try await DispatchFixture(change)
        try await body(fixture)
        try await fixture.close()
    }

    @Test func aSubmissionIsBuiltAndRunAndJudged() async throws {
        try await with { fixture in
            let id = try await fixture.submit("1", tests: 100)
            let worker = try await FakeWorker("a", fixture)
            let build = try #require(try await worker.lease().first)
            #expect(build.build.sources.map(\.name) == ["main.cpp"])
            #expect(build.submission == "\(id)" && build.delivery == 1)
            #expect(try await worker.finish(build) == false)
            let batch = try #require(try await worker.lease().first)
            #expect(batch.execute.tests.first == 0 && batch.execute.limits.cpuTimeNs == 1_000_000_000)
            #expect(batch.execute.sources == ["main.cpp"])
            try await worker.finish(batch)
            try await worker.workOff()
            #expect(try await fixture.state(id).judged?.verdict == .accepted)
            #expect(try await fixture.queueIsEmpty())
            #expect(fixture.packages.work.withLock { $0[DispatchFixture.package] } == 100)
        }
    }

    /// A package may put a main program beside a submission; then the submission's own names do not say how it is started.
    @Test func aProgramIsRunUnderTheNamesThatItWasBuiltOf() async throws {
        try await with { fixture in
            _ = try await fixture.submit("1", tests: 2)
            let worker = try await FakeWorker("a", fixture)
            let build = try #require(try await worker.lease().first)
            for names in [["../main.cpp"], ["a.cpp", "a.cpp"], (0..<513).map { "\($0).cpp" }] {
                var odd = worker.result(of: build)
                odd.build.sources = names
                #expect(await code { _ = try await worker.finish(odd) } == .invalidArgument)
            }
            var result = worker.result(of: build)
            result.build.sources = ["main.cpp", "driver.cpp"]
            _ = try await worker.finish(result)
            let batch = try #require(try await worker.lease().first)
            #expect(batch.execute.sources == ["main.cpp", "driver.cpp"])
        }
    }

    @Test func whatAWorkerCallsItsToolchainIsCut() async throws {
        try await with { fixture in
            let id = try await fixture.submit("1", tests: 2)
            let worker = try await FakeWorker("a", fixture)
            var result = worker.result(of: try #require(try await worker.lease().first))
            result.build.toolchain = String(repeating: "\u{20ac}", count: 10_000)
            _ = try await worker.finish(result)
            let built = try #require(try await fixture.submissions.load(id)?.built)
            #expect(built.result.toolchain == String(repeating: "\u{20ac}", count: 170))
        }
    }

    @Test func whoWaitsGetsAJobAsSoonAsThereIsOne() async throws {
        try await with { fixture in
            let worker = try await FakeWorker("a", fixture)
            async let jobs = fixture.dispatcher.lease(
                1, for: "a", of: worker.principal, waiting: .seconds(20))
            try await Task.sleep(for: .milliseconds(50))
            _ = try await fixture.submit("1")
            #expect(try await jobs.count == 1)
        }
    }

    @Test func whoWaitsInVainIsAnsweredWhenTheTimeIsOver() async throws {
        try await with { fixture in
            let worker = try await FakeWorker("a", fixture)
            async let jobs = fixture.dispatcher.lease(1, for: "a", of: worker.principal, waiting: .seconds(20))
            try await Task.sleep(for: .milliseconds(50))
            fixture.clock.advance(by: .seconds(21))
            #expect(try await jobs.isEmpty)
        }
    }

    @Test func whatALeftWorkerWasGivenGoesToAnother() async throws {
        try await with { fixture in
            let worker = try await FakeWorker("a", fixture)
            let dispatcher = await fixture.dispatcher
            let call = Task { try await dispatcher.lease(1, for: "a", of: worker.principal, waiting: .seconds(20)) }
            try await Task.sleep(for: .milliseconds(20))
            call.cancel()
            _ = await call.result
            _ = try await fixture.submit("1")
            let other = try await FakeWorker("b", fixture)
            #expect(try await other.lease().count == 1)
        }
    }

    @Test func aResultIsRecordedOnceHoweverOftenItComes() async throws {
        try await with { fixture in
            let id = try await fixture.submit("1")
            let worker = try await FakeWorker("a", fixture)
            let build = try #require(try await worker.lease().first)
            #expect(try await worker.finish(build) == false)
            #expect(try await worker.finish(build) == true)
            let position = try await fixture.state(id).position
            #expect(try await worker.finish(build) == true)
            #expect(try await fixture.state(id).position == position)
        }
    }

    @Test func aLeaseThatEndsGoesToAnotherAndTheLateResultCounts() async throws {
        try await with { fixture in
            let id = try await fixture.submit("1")
            let (slow, fast) = (try await FakeWorker("slow", fixture), try await FakeWorker("fast", fixture))
            let build = try #require(try await slow.lease().first)
            fixture.clock.advance(by: DispatchFixture.leaseDuration + .seconds(1))
            let again = try #require(try await fast.lease().first)
            #expect(again.id == build.id && again.delivery == 2)
            let extended = try await fixture.dispatcher.extend([build.lease], for: "slow", of: slow.principal)
            #expect(extended.ended == [build.lease])
            #expect(try await slow.finish(build) == false)
            #expect(try await fast.finish(again) == true)
            #expect(try await fixture.state(id).built?.worker == "slow")
            try await fast.workOff()
            #expect(try await fixture.queueIsEmpty())
        }
    }

    @Test func whatNobodyAnswersThreeTimesIsADeadLetterUntilItIsRequeued() async throws {
        try await with { fixture in
            let id = try await fixture.submit("1")
            let worker = try await FakeWorker("a", fixture)
            for delivery in 1...3 {
                let job = try #require(try await worker.lease().first)
                #expect(job.delivery == UInt32(delivery))
                fixture.clock.advance(by: DispatchFixture.leaseDuration + .seconds(1))
                try await worker.register()
            }
            #expect(try await worker.lease().isEmpty)
            var state = try await fixture.state(id)
            #expect(state.phase == .stuck)
            #expect(state.stuck?.reason.contains("a, a, a") == true)
            let letter = try #require(try await fixture.store.queue.deadLetters(after: nil, limit: 9).first)
            #expect(letter.job.id == state.stuck?.job)
            #expect(try await fixture.dispatcher.overview().deadLetters == 1)
            #expect(try await fixture.dispatcher.requeue([]) == 1)
            state = try await fixture.state(id)
            #expect(state.phase == .open)
            try await worker.workOff()
            #expect(try await fixture.state(id).judged?.verdict == .accepted)
        }
    }

    @Test("What expires while the queue is away counts as no attempt; what expires afterwards does")
    func outages() async throws {
        try await with { fixture in
            let id = try await fixture.submit("1")
            let worker = try await FakeWorker("a", fixture)
            func expire(_ job: Verdict_V1_Job, isAway: Bool) async throws {
                let queue = await fixture.queue
                queue.extending.set(isAway ? .unavailable : nil)
                let code = await code {
                    _ = try await fixture.dispatcher.extend([job.lease], for: "a", of: worker.principal)
                }
                #expect(code == (isAway ? .unavailable : nil))
                fixture.clock.advance(by: DispatchFixture.leaseDuration + .seconds(1))
                queue.extending.set(nil)
                try await worker.register()
            }
            for _ in 1...6 { try await expire(try #require(try await worker.lease().first), isAway: true) }
            for _ in 1...3 { try await expire(try #require(try await worker.lease().first), isAway: false) }
            #expect(try await worker.lease().isEmpty)
            #expect(try await fixture.state(id).phase == .stuck)
        }
    }

    @Test func aDiscardedDeadLetterIsTheJudgesError() async throws {
        try await with { fixture in
            let id = try await fixture.submit("1")
            let worker = try await FakeWorker("a", fixture)
            for _ in 1...3 {
                let job = try #require(try await worker.lease().first)
                var request = worker.result(of: job)
                request.failure.message = "no room"
                request.failure.worthRetrying = true
                #expect(try await worker.finish(request) == false)
                fixture.clock.advance(by: .seconds(10))
            }
            #expect(try await fixture.state(id).stuck?.reason == "a: no room")
            #expect(try await fixture.dispatcher.discard(["\(JobName.build(id, generation: 1))"]) == 1)
            #expect(try await fixture.state(id).judged?.verdict == .judgeError)
            #expect(try await fixture.queueIsEmpty())
        }
    }

    @Test func whatIsNotWorthTryingAgainIsTheJudgesErrorAtOnce() async throws {
        try await with { fixture in
            let id = try await fixture.submit("1")
            let worker = try await FakeWorker("a", fixture)
            let job = try #require(try await worker.lease().first)
            var request = worker.result(of: job)
            request.failure.message = "the checker does not compile"
            #expect(try await worker.finish(request) == false)
            #expect(try await worker.finish(request) == true)
            #expect(try await fixture.state(id).judged?.message == "the checker does not compile")
            #expect(try await fixture.queueIsEmpty())
        }
    }

    @Test func givingBackIsNoTry() async throws {
        try await with { fixture in
            _ = try await fixture.submit("1")
            let worker = try await FakeWorker("a", fixture)
            for _ in 1...6 {
                let job = try #require(try await worker.lease().first)
                let count = try await fixture.dispatcher.giveBack([job.lease, "x"], for: worker.principal, reason: "")
                #expect(count == 1)
            }
            #expect(try await worker.lease().count == 1)
        }
    }

    @Test func workersGetOnlyWhatTheyCanDo() async throws {
        try await with { fixture in
            _ = try await fixture.submit("1", language: "java")
            let cpp = try await FakeWorker("a", fixture)
            #expect(try await cpp.lease().isEmpty)
            let java = try await FakeWorker("b", fixture, languages: ["java"])
            #expect(try await java.lease().count == 1)
        }
    }

    @Test func aSlowWorkerBuildsAndDoesNotRun() async throws {
        try await with { fixture in
            let fit = [try await FakeWorker("a", fixture), try await FakeWorker("b", fixture)]
            // What they have done gives their word weight.
            _ = try await fixture.submit("0")
            #expect(try await fit[0].workOff() == 2)
            _ = try await fixture.submit("1")
            let slow = try await FakeWorker("slow", fixture, calibration: .seconds(1))
            #expect(try await slow.workOff() == 1)
            #expect(try await fit[0].workOff() == 1)
        }
    }

    @Test func whoDrainsFinishesAndGetsNothing() async throws {
        try await with { fixture in
            let id = try await fixture.submit("1")
            let worker = try await FakeWorker("a", fixture)
            let job = try #require(try await worker.lease().first)
            try await fixture.dispatcher.drain("a", true)
            try await worker.finish(job)
            #expect(try await worker.lease().isEmpty)
            try await worker.register()
            #expect(try await worker.lease().isEmpty)
            #expect(try await fixture.dispatcher.overview().workers.map(\.isDraining) == [true])
            try await fixture.dispatcher.drain("a", false)
            try await worker.workOff()
            #expect(try await fixture.state(id).phase == .judged)
            let dispatcher = await fixture.dispatcher
            #expect(await code { try dispatcher.drain("nobody", true) } == .notFound)
        }
    }

    @Test func cancelledWorkIsUnwanted() async throws {
        try await with { fixture in
            let id = try await fixture.submit("1")
            let worker = try await FakeWorker("a", fixture)
            let job = try #require(try await worker.lease().first)
            _ = try await fixture.submissions.change(id) { $0.cancel(by: "course", reason: "") }
            await fixture.dispatcher.cancelJobs(of: id)
            let extended = try await fixture.dispatcher.extend([job.lease], for: "a", of: worker.principal)
            #expect(extended.unwanted == [job.lease])
            #expect(try await worker.finish(job) == true)
            #expect(try await fixture.queueIsEmpty())
        }
    }

    @Test func cancelledWorkIsDroppedBeforeItIsGiven() async throws {
        try await with { fixture in
            let id = try await fixture.submit("1")
            _ = try await fixture.submissions.change(id) { $0.cancel(by: "course", reason: "") }
            #expect(try await FakeWorker("a", fixture).lease().isEmpty)
            #expect(try await fixture.queueIsEmpty())
        }
    }

    @Test func workersThatDisagreeAreNoticed() async throws {
        try await with { fixture in
            let id = try await fixture.submit("1")
            let (first, second) = (try await FakeWorker("a", fixture), try await FakeWorker("b", fixture))
            try await first.finish(try #require(try await first.lease().first))
            let job = try #require(try await first.lease().first)
            fixture.clock.advance(by: DispatchFixture.leaseDuration + .seconds(1))
            let again = try #require(try await second.lease().first)
            try await first.finish(job)
            #expect(try await second.finish(again, [1: .wrongAnswer]) == true)
            #expect(try await second.finish(again, [1: .wrongAnswer]) == true)
            let entries = try await fixture.store.log.read(try id.stream, after: .start, limit: 100)
            let notices = entries.flatMap(\.events).filter {
                $0.type == DisagreementNoticed.persistedType
            }
            #expect(notices.count == 1)
            let notice: DisagreementNoticed? = try notices.first?.unpacked()
            #expect(notice?.worker == "a" && notice?.otherWorker == "b" && notice?.otherVerdict == .wrongAnswer)
            #expect(try await fixture.state(id).judged?.verdict == .accepted)
        }
    }

    @Test func aMeasuredPackageLetsItsSubmissionsGoOn() async throws {
        try await with { fixture in
            let package = ContentHash(of: [9])
            fixture.packages.add(package, limit: 0)
            let id = try await fixture.submit("1", package: package)
            let worker = try await FakeWorker("a", fixture)
            #expect(try await worker.workOff() == 1)
            let lane = JobLane(priority: 0, tenant: "", requirement: "")
            try await fixture.store.queue.enqueue([Job(id: "\(JobName.measure(package))", lane: lane, payload: [])])
            #expect(try await worker.workOff() == 2)
            #expect(try await fixture.state(id).batches[0]?.limits.cpuTimeNs == 2_000_000_000)
            #expect(try await fixture.queueIsEmpty())
        }
    }

    @Test("Invented workers of another token change nothing for those that work, and pages tell of all of them")
    func inventedWorkersChangeNothing() async throws {
        try await with { fixture in
            let honest = try await FakeWorker("honest", fixture, calibration: .milliseconds(100))
            /// How many calls for jobs the honest worker needs for a submission.
            func delay(_ key: String) async throws -> Int {
                let id = try await fixture.submit(key)
                var calls = 0
                while try await fixture.state(id).phase == .open, calls < 10 {
                    for job in try await honest.lease(8) { try await honest.finish(job) }
                    calls += 1
                }
                return calls
            }
            let before = try await delay("before")
            let hostile = Principal(role: .worker, name: "hostile")
            for number in 0..<300 {
                let invented = Verdict_V1_RegisterRequest.with { request in
                    (request.name, request.jobsVersion) = ("invented-\(number)", JobsVersion.current)
                    request.languages = [.with { $0.id = "cpp" }]
                    request.calibrationNs = 1
                }
                _ = try await fixture.dispatcher.register(WorkerRegistration(invented), by: hostile)
            }
            let during = try await delay("during")
            print(
                "calls for jobs until a submission is judged: before \(before), beside 300 invented workers \(during)")
            #expect(before == during)
            var names: [String] = []
            var page = try await fixture.dispatcher.overview(workers: 100)
            #expect(page.workerCount == 257 && page.coreCount == 2)
            names += page.workers.map(\.name)
            while let next = page.nextWorkers {
                page = try await fixture.dispatcher.overview(workers: 100, after: next)
                names += page.workers.map(\.name)
            }
            #expect(names.count == 257 && names == names.sorted() && Set(names).count == 257)
            #expect(names.first == "honest")
        }
    }

    @Test func progressGoesToWhoFollows() async throws {
        try await with { fixture in
            _ = try await fixture.submit("1")
            let worker = try await FakeWorker("a", fixture)
            let job = try #require(try await worker.lease().first)
            try await fixture.dispatcher.progress(job.lease, isCompiling: true, tests: [], by: worker.principal)
            #expect(fixture.told.withLock { $0 } == [.compiling(worker: "a", language: "cpp")])
        }
    }

    @Test func sharesAreEqualBetweenTenants() async throws {
        try await with { fixture in
            for key in 0..<30 { _ = try await fixture.submit("\(key)", tenant: "many") }
            for key in 0..<5 { _ = try await fixture.submit("\(key)", tenant: "few") }
            let worker = try await FakeWorker("a", fixture)
            var few = 0
            for _ in 0..<10 {
                let job = try #require(try await worker.lease().first)
                if job.submission == "" { continue }
                let id = try #require(SubmissionID(job.submission))
                if try await fixture.state(id).accepted.tenant == "few" { few += 1 }
            }
            #expect(few == 5)
        }
    }
}
