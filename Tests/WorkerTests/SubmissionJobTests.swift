import Fleet
import SystemPackage
import Testing
import Units

@testable import Wire
@testable import Worker

/// What workers are for: submissions, built and run for a coordinator.
@Suite(.serialized, .timeLimit(.minutes(5))) struct SubmissionJobTests {
    private struct Case {
        var path: String
        var language: String
        var verdict: Verdict_V1_Verdict
    }

    private static let cases = [
        Case(path: "accepted/sum.c", language: "c", verdict: .accepted),
        Case(path: "accepted/sum.py", language: "python3", verdict: .accepted),
        Case(path: "wrong_answer/narrow.c", language: "c", verdict: .wrongAnswer),
        Case(path: "run_time_error/null.c", language: "c", verdict: .runTimeError),
        Case(path: "output_limit_exceeded/babbles.c", language: "c", verdict: .outputLimit),
    ]

    @Test func submissionsAreBuiltAndRunAndEveryVerdictIsReached() async throws {
        let harness = try WorkerHarness()
        let package = try await harness.coordinator.add(Repository.problem("sum"))
        try await harness.withBoth { worker in
            for item in Self.cases {
                let name = String(item.path.split(separator: "/")[1])
                let text = try Repository.problem("sum").pushing(FilePath("submissions/\(item.path)")).allBytes()
                harness.enqueueBuild(
                    "build-\(name)", package, name, String(decoding: text, as: UTF8.self), language: item.language)
                let build = try await harness.coordinator.result(of: "build-\(name)").build
                #expect(build.compilation.succeeded, "\(build.compilation.log)")
                #expect(build.compilation.contentHash.count == 32)
                #expect(build.toolchain.hasPrefix("\(item.language): ") && build.toolchain.utf8.count > 12)
                #expect(!build.artifact.isEmpty)
                harness.enqueueExecute("run-\(name)", package, build, sources: [name], tests: Array(0..<6))
                let result = try await harness.coordinator.result(of: "run-\(name)").execute
                let verdicts = result.tests.map(\.result.verdict)
                #expect(verdicts.first { $0 != .accepted } ?? .accepted == item.verdict, "\(item.path): \(verdicts)")
                #expect(result.layers.contains("seccomp"))
                #expect(result.workNs > 0)
                #expect(item.verdict != .accepted || result.tests.map(\.index) == Array(0..<6))
            }
            #expect(worker.isReady)
            // What was built here was never got from the coordinator; Python's sources are in the package as well.
            let gets = harness.coordinator.with { $0.gets }
            let artifacts = harness.coordinator.with { state in
                state.results.values.flatMap { $0 }.map(\.build).filter { $0.language == "c" }
                    .flatMap(\.artifact).map(\.content.hash)
            }
            #expect(artifacts.allSatisfy { gets[$0] == nil })
        }
        #expect(harness.coordinator.with { $0.waiting.isEmpty && $0.leased.isEmpty })
        #expect(harness.cache.names() == [])
        let registration = try #require(harness.coordinator.with { $0.registrations.first })
        #expect(registration.languages.map(\.id) == ["c", "python3", "answers"])
        #expect(registration.calibrationNs > 1_000_000)
        #expect(registration.cores > 0)
    }

    @Test func whatDoesNotCompileIsAResultWithTheCompilersWords() async throws {
        let harness = try WorkerHarness()
        let package = try await harness.coordinator.add(Repository.problem("sum"))
        try await harness.withBoth { _ in
            harness.enqueueBuild("broken", package, "a.c", "int main(void) { return }")
            let build = try await harness.coordinator.result(of: "broken").build
            #expect(!build.compilation.succeeded)
            #expect(build.compilation.log.contains("error:"))
            #expect(build.artifact.isEmpty)
        }
    }

    @Test func whatTakesTooLongIsStoppedAndProgressIsTold() async throws {
        let harness = try WorkerHarness()
        let package = try await harness.coordinator.add(Repository.problem("sum"))
        try await harness.withBoth { _ in
            harness.enqueueBuild("build", package, "a.c", "int main(void) { for (;;); }")
            let build = try await harness.coordinator.result(of: "build").build
            harness.enqueueExecute("run", package, build, sources: ["a.c"], tests: [0, 1, 2]) {
                $0.limits.cpuTimeNs = 200_000_000
                $0.allTests = true
            }
            let result = try await harness.coordinator.result(of: "run").execute
            #expect(result.tests.map(\.result.verdict) == [.timeLimit, .timeLimit, .timeLimit])
            let told = harness.coordinator.with { $0.progress }
            #expect(told.contains { $0.compiling })
            #expect(told.contains { !$0.tests.isEmpty })
        }
    }

    @Test func anArtifactOfAnotherWorkerIsBroughtHere() async throws {
        let harness = try WorkerHarness()
        let package = try await harness.coordinator.add(Repository.problem("sum"))
        let text = try Repository.problem("sum").pushing(FilePath("submissions/accepted/sum.c")).allBytes()
        let build = try await harness.withBoth { _ in
            harness.enqueueBuild("build", package, "sum.c", String(decoding: text, as: UTF8.self))
            return try await harness.coordinator.result(of: "build").build
        }
        try await harness.withBoth { _ in
            harness.enqueueExecute("run", package, build, sources: ["sum.c"], tests: [0, 1])
            let result = try await harness.coordinator.result(of: "run").execute
            #expect(result.tests.map(\.result.verdict) == [.accepted, .accepted])
        }
        let hashes = build.artifact.map(\.content.hash)
        #expect(harness.coordinator.with { state in hashes.allSatisfy { state.gets[$0] == 1 } })
    }
}
