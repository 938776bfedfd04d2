import Fleet
import FoundationEssentials
import SystemPackage
import TestSupport
import Testing
import Units
import WireTestSupport

@testable import Wire
@testable import Worker

/// What a worker does when its coordinator, or what lies between them, does not do what it should.
@Suite(.serialized, .timeLimit(.minutes(5))) struct FaultTests {
    private static let spinning = "int main(void) { for (;;); }"
    private static let quick = "int main(void) { return 0; }"

    /// A program that was built, by a worker of its own.
    private func built(_ harness: WorkerHarness, _ package: PackageID, _ text: String) async throws
        -> Verdict_V1_BuildResult
    {
        let id = "before-\(text.utf8.count)"
        harness.enqueueBuild(id, package, "a.c", text)
        return try await harness.coordinator.result(of: id).build
    }

    private func isLeased(_ harness: WorkerHarness, _ job: String) -> Bool {
        harness.coordinator.with { $0.leased.values.contains { $0.job.id == job } }
    }

    private func lease(_ harness: WorkerHarness, _ job: String) -> String? {
        harness.coordinator.with { $0.leased.first { $0.value.job.id == job }?.key }
    }

    @Test func threeOutagesLoseNothing() async throws {
        let harness = try WorkerHarness()
        let package = try await harness.coordinator.add(Repository.problem("sum"))
        let jobs = (0..<6).map { "job-\($0)" }
        for (index, job) in jobs.enumerated() {
            harness.enqueueBuild(job, package, "a.c", "int main(void) { return \(index); }")
        }
        harness.coordinator.with { $0.leaseDuration = .seconds(60) }
        try await harness.coordinatorAndWorker { turn in
            for outage in 1...3 {
                try await turn { _ in
                    let isThere = try await eventually(within: 20) {
                        harness.coordinator.with { $0.registrations.count >= outage }
                            && harness.coordinator.with { !$0.leased.isEmpty || $0.waiting.isEmpty }
                    }
                    #expect(isThere)
                }
                // Nobody listens for a while; results have to wait.
                try await Task.sleep(for: .milliseconds(300))
            }
            try await turn { _ in
                for job in jobs {
                    let result = try await harness.coordinator.result(of: job)
                    #expect(result.build.compilation.succeeded)
                }
            }
        }
        #expect(harness.coordinator.with { $0.leased.isEmpty && $0.waiting.isEmpty })
    }

    @Test func aWorkerRegistersAgainWithWhatItHasAfterARestart() async throws {
        let harness = try WorkerHarness()
        let package = try await harness.coordinator.add(Repository.problem("sum"))
        harness.coordinator.with { $0.leaseDuration = .seconds(60) }
        try await harness.coordinatorAndWorker { turn in
            let lease = try await turn { _ in
                let build = try await built(harness, package, Self.spinning)
                harness.enqueueExecute("run", package, build, sources: ["a.c"], tests: [0, 1]) {
                    $0.allTests = true
                    $0.limits.cpuTimeNs = 1_500_000_000
                }
                // Only when the worker extends it is it certain that it has heard of it.
                #expect(
                    try await eventually(within: 20) {
                        guard let lease = self.lease(harness, "run") else { return false }
                        return harness.coordinator.with { $0.extended.contains { $0.contains(lease) } }
                    })
                return try #require(self.lease(harness, "run"))
            }
            try await turn { _ in
                let result = try await harness.coordinator.result(of: "run")
                #expect(result.execute.tests.count == 2)
                #expect(harness.coordinator.with { $0.registrations.last?.leases } == [lease])
                #expect(harness.coordinator.with { $0.results["run"]?.count } == 1)
            }
        }
    }

    @Test func aDownloadThatIsCutOffGoesOnWhereItWas() async throws {
        let harness = try WorkerHarness()
        let directory = try Repository.copy(of: "sum", in: harness.directory, adding: 3 << 20)
        let package = try await harness.coordinator.add(directory)
        harness.coordinator.with { state in
            state.getPiece = 1 << 16
            state.getDelay = .milliseconds(10)
            state.leaseDuration = .seconds(60)
        }
        harness.enqueueBuild("build", package, "a.c", Self.quick)
        try await harness.coordinatorAndWorker { turn in
            for outage in 1...2 {
                try await turn { _ in
                    let enough = try await eventually(within: 20) {
                        harness.coordinator.with { $0.gets.values.reduce(0, +) } >= 4 * outage
                    }
                    #expect(enough)
                    try await Task.sleep(for: .milliseconds(150))
                    #expect(!harness.packages.contains(package.description))
                }
            }
            harness.coordinator.with { $0.getDelay = .zero }
            try await turn { _ in
                let result = try await harness.coordinator.result(of: "build")
                #expect(result.build.compilation.succeeded)
                #expect(harness.packages == [package.description])
            }
        }
    }

    @Test func aContentThatIsAnotherIsNeverUsed() async throws {
        let harness = try WorkerHarness()
        let package = try await harness.coordinator.add(Repository.problem("sum"))
        let file = try Repository.problem("sum").appending("problem.yaml").allBytes()
        let hash = Verdict_V1_BlobRef(of: file).hash
        harness.coordinator.with { $0.forged[hash] = Data(file.reversed()) }
        try await harness.withBoth { _ in
            harness.enqueueBuild("build", package, "a.c", Self.quick)
            let result = try await harness.coordinator.result(of: "build")
            #expect(result.failure.worthRetrying)
            #expect(result.failure.message.contains("other bytes"))
            #expect(harness.packages == [])
            harness.coordinator.with { $0.forged = [:] }
            harness.enqueueBuild("again", package, "a.c", Self.quick)
            #expect(try await harness.coordinator.result(of: "again").build.compilation.succeeded)
        }
    }

    @Test func workWhoseLeaseHasEndedIsBroughtAllTheSame() async throws {
        let harness = try WorkerHarness()
        let package = try await harness.coordinator.add(Repository.problem("sum"))
        // Otherwise it would come back to this worker, under a lease that lives.
        harness.coordinator.with { $0.leaseDuration = .seconds(60) }
        try await harness.withBoth { _ in
            let build = try await built(harness, package, Self.spinning)
            harness.enqueueExecute("run", package, build, sources: ["a.c"], tests: [0, 1, 2]) { $0.allTests = true }
            // What has not begun would be let go of.
            let hasBegun = try await eventually(within: 20) {
                harness.coordinator.with { $0.progress.contains { !$0.tests.isEmpty } }
            }
            #expect(hasBegun)
            let lease = try #require(self.lease(harness, "run"))
            harness.coordinator.with { _ = $0.ended.insert(lease) }
            let result = try await harness.coordinator.result(of: "run")
            #expect(result.lease == lease)
            #expect(result.execute.tests.first?.result.verdict == .timeLimit)
            #expect(harness.coordinator.with { $0.givenBack } == [])
        }
    }

    @Test func workThatNobodyWantsIsStoppedAtOnceAndGivenBack() async throws {
        let harness = try WorkerHarness()
        let package = try await harness.coordinator.add(Repository.problem("sum"))
        harness.coordinator.with { $0.extendEvery = .milliseconds(50) }
        try await harness.withBoth { _ in
            let build = try await built(harness, package, Self.spinning)
            harness.enqueueExecute("run", package, build, sources: ["a.c"], tests: [0, 1, 2, 3]) {
                $0.limits.cpuTimeNs = 60_000_000_000
                $0.allTests = true
            }
            #expect(try await eventually(within: 20) { isLeased(harness, "run") })
            let lease = try #require(self.lease(harness, "run"))
            harness.coordinator.with { _ = $0.unwanted.insert(lease) }
            #expect(try await eventually(within: 10) { harness.coordinator.with { $0.givenBack } == [lease] })
            // All places are free again.
            let next = try await built(harness, package, Self.quick)
            #expect(next.compilation.succeeded)
            #expect(harness.coordinator.with { $0.results["run"] } == nil)
        }
    }

    @Test(arguments: [
        (WireError(.unavailable, "not now"), 1), (WireError(.internal, "a bug"), 1),
        (WireError(.resourceExhausted, "full", retryAfter: .milliseconds(200)), 1),
        (WireError(.failedPrecondition, "nobody gave that out"), 0), (WireError(.invalidArgument, "what?"), 0),
        (WireError(.permissionDenied, "not you"), 0),
    ]) func aResultIsSentAgainUnlessItIsRejected(error: WireError, times: Int) async throws {
        let harness = try WorkerHarness()
        let package = try await harness.coordinator.add(Repository.problem("sum"))
        harness.coordinator.with { $0.finishFailures = [error] }
        try await harness.withBoth { _ in
            harness.enqueueBuild("build", package, "a.c", Self.quick)
            #expect(try await eventually(within: 20) { harness.coordinator.with { $0.finishFailures.isEmpty } })
            if times > 0 { _ = try await harness.coordinator.result(of: "build", within: 10) }
        }
        #expect(harness.coordinator.with { $0.results["build"]?.count ?? 0 } == times)
    }

    @Test func anAnswerThatDoesNotComeIsNotWaitedForForever() async throws {
        let harness = try WorkerHarness()
        let package = try await harness.coordinator.add(Repository.problem("sum"))
        harness.coordinator.with { $0.silentFinishes = 2 }
        try await harness.coordinator.serve(at: harness.socket) { _ in
            try await harness.withWorker {
                $0.callPatience = .milliseconds(300)
            } _: { _ in
                harness.enqueueBuild("build", package, "a.c", Self.quick)
                let result = try await harness.coordinator.result(of: "build")
                #expect(result.build.compilation.succeeded)
            }
        }
        #expect(harness.coordinator.with { $0.silentFinishes } == 0)
    }

    @Test func drainingEndsWhatHasBegunAndGivesBackTheRest() async throws {
        let harness = try WorkerHarness()
        let package = try await harness.coordinator.add(Repository.problem("sum"))
        try await harness.withBoth { worker in
            let build = try await built(harness, package, Self.spinning)
            for number in 0..<12 {
                harness.enqueueExecute("run-\(number)", package, build, sources: ["a.c"], tests: [0])
            }
            #expect(try await eventually(within: 20) { isLeased(harness, "run-0") })
            try await Task.sleep(for: .milliseconds(300))
            worker.drain()
        }
        let (results, back) = harness.coordinator.with { state in
            (state.results.keys.filter { $0.hasPrefix("run-") }, state.givenBack)
        }
        #expect(!results.isEmpty && results.count < 12)
        #expect(!back.isEmpty)
        #expect(harness.coordinator.with { $0.leased.isEmpty })
        #expect(harness.coordinator.with { state in results.allSatisfy { state.results[$0]?.count == 1 } })
    }

    @Test(
        arguments: LongTests.sample(
            of: [
                FaultyProxy.Faults(cut: 40, splits: true, firstWithin: 1 << 20),
                FaultyProxy.Faults(halfClose: 40, delay: 20, firstWithin: 1 << 20),
            ], every: 2))
    func nothingIsLostOnABadLine(faults: FaultyProxy.Faults) async throws {
        let harness = try WorkerHarness()
        let package = try await harness.coordinator.add(Repository.problem("sum"))
        harness.coordinator.with { $0.leaseDuration = .seconds(3) }
        let jobs = (0..<(LongTests.areAskedFor ? 5 : 2)).map { "job-\($0)" }
        try await harness.coordinator.serve(at: .tcp(host: "127.0.0.1", port: 0)) { address in
            try await FaultyProxy.with(to: address, faults: faults, seed: 7) { proxy in
                try await harness.withWorker(at: proxy.address) {
                    $0.callPatience = .seconds(2)
                } _: { _ in
                    for (index, job) in jobs.enumerated() {
                        harness.enqueueBuild(job, package, "a.c", "int main(void) { return \(index); }")
                    }
                    for job in jobs {
                        let result = try await harness.coordinator.result(of: job, within: 90)
                        #expect(result.build.compilation.succeeded, "\(result.failure.message)")
                    }
                }
                #expect(proxy.cuts > 0)
            }
        }
    }

    @Test func aWorkerThatIsCancelledGivesBackWhatItHasWithinASecondOrSo() async throws {
        let harness = try WorkerHarness()
        let package = try await harness.coordinator.add(Repository.problem("sum"))
        try await harness.coordinator.serve(at: harness.socket) { _ in
            let took = try await harness.withCancelledWorker {
                let build = try await built(harness, package, Self.spinning)
                harness.enqueueExecute("run", package, build, sources: ["a.c"], tests: [0, 1]) {
                    $0.limits.cpuTimeNs = 60_000_000_000
                }
                #expect(try await eventually(within: 20) { isLeased(harness, "run") })
                try await Task.sleep(for: .milliseconds(200))
            }
            #expect(took < .seconds(4))
            #expect(harness.coordinator.with { $0.givenBack.count } == 1)
            #expect(harness.cache.names() == [])
        }
    }
}
