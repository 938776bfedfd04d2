import Fleet
import FoundationEssentials
import SwiftProtobuf
import SystemPackage
import Testing
import Units

@testable import Wire
@testable import Worker

/// Jobs that no coordinator in its right mind sends.
@Suite struct HostileJobTests {
    private static let hash = Data(repeating: 7, count: 32)

    private static func source(_ name: String, _ size: Int = 1) -> Verdict_V1_SourceFile {
        .with {
            $0.name = name
            $0.content = Data(repeating: 0x20, count: size)
        }
    }

    private static func file(_ path: String, hash: Data = hash, size: UInt64 = 10) -> Verdict_V1_FileRef {
        .with {
            $0.path = path
            $0.content.hash = hash
            $0.content.size = size
        }
    }

    private static func job(_ change: (inout Verdict_V1_Job) -> Void) -> Verdict_V1_Job {
        var job = Verdict_V1_Job()
        job.id = "1"
        job.lease = "lease"
        change(&job)
        return job
    }

    private static func build(_ change: (inout Verdict_V1_Job.Build) -> Void) -> Verdict_V1_Job {
        job { job in
            job.build.package = hash
            job.build.language = "c"
            job.build.sources = [source("a.c")]
            change(&job.build)
        }
    }

    private static func execute(_ change: (inout Verdict_V1_Job.Execute) -> Void) -> Verdict_V1_Job {
        job { job in
            job.execute.package = hash
            job.execute.language = "c"
            job.execute.artifact = [file("prog")]
            job.execute.sources = ["a.c"]
            job.execute.tests = [0, 1]
            job.execute.limits.cpuTimeNs = 1_000_000
            change(&job.execute)
        }
    }

    private static func run(_ change: (inout Verdict_V1_ExecuteRequest.Program) -> Void) -> Verdict_V1_Job {
        job { job in
            job.run.language = "c"
            job.run.sources = [source("a.c")]
            change(&job.run)
        }
    }

    private static func grade(_ change: (inout Verdict_V1_Job.Grade) -> Void) -> Verdict_V1_Job {
        job { job in
            job.grade.package = hash
            job.grade.results = [.with { $0.verdict = .accepted }]
            change(&job.grade)
        }
    }

    @Test func honestJobsAreTaken() throws {
        #expect(try Assignment(Self.grade { _ in }).kind == "grade")
        #expect(try Assignment(Self.build { _ in }).kind == "build")
        #expect(try Assignment(Self.execute { _ in }).kind == "execute")
        #expect(try Assignment(Self.run { _ in }).kind == "run")
        #expect(try Assignment(Self.job { $0.measure.package = Self.hash }).kind == "measure")
    }

    private static let hostile: [(String, Verdict_V1_Job)] = [
        ("nothing to do", job { _ in }),
        ("no id", build { _ in }.with { $0.id = "" }),
        ("a long id", build { _ in }.with { $0.id = String(repeating: "x", count: 4096) }),
        ("a long lease", build { _ in }.with { $0.lease = String(repeating: "x", count: 1 << 16) }),
        ("a short package id", build { $0.package = Data(repeating: 1, count: 31) }),
        ("no package id", job { $0.measure = Verdict_V1_Job.Measure() }),
        ("no language", build { $0.language = "" }),
        ("a long entry point", build { $0.entryPoint = String(repeating: "e", count: 513) }),
        ("no sources", build { $0.sources = [] }),
        ("many sources", build { $0.sources = (0..<257).map { source("\($0).c") } }),
        ("large sources", build { $0.sources = [source("a.c", 3 << 20), source("b.c", 3 << 20)] }),
        ("a source elsewhere", build { $0.sources = [source("../a.c")] }),
        ("a source at the root", build { $0.sources = [source("/etc/passwd")] }),
        ("a source with a byte 0", build { $0.sources = [source("a\0.c")] }),
        ("a source twice", build { $0.sources = [source("a.c"), source("a.c")] }),
        ("a source below a source", build { $0.sources = [source("a"), source("a/b.c")] }),
        ("a deep source", build { $0.sources = [source(String(repeating: "d/", count: 80) + "a.c")] }),
        ("no artifact", execute { $0.artifact = [] }),
        ("an artifact elsewhere", execute { $0.artifact = [file("../../prog")] }),
        ("an artifact of no hash", execute { $0.artifact = [file("prog", hash: Data())] }),
        ("an artifact of a short hash", execute { $0.artifact = [file("prog", hash: Data(repeating: 1, count: 20))] }),
        ("a huge artifact", execute { $0.artifact = [file("prog", size: 1 << 40)] }),
        (
            "an artifact of a size that overflows",
            execute { $0.artifact = [file("a", size: .max), file("b", size: .max)] }
        ),
        ("an artifact of many files", execute { $0.artifact = (0..<4097).map { file("f\($0)") } }),
        ("an artifact's file twice", execute { $0.artifact = [file("prog"), file("prog")] }),
        ("an artifact's file below a file", execute { $0.artifact = [file("prog"), file("prog/x")] }),
        ("no names of sources", execute { $0.sources = [] }),
        ("a source's name elsewhere", execute { $0.sources = ["../a.c"] }),
        ("no tests", execute { $0.tests = [] }),
        ("tests twice", execute { $0.tests = [1, 1] }),
        ("tests out of order", execute { $0.tests = [2, 1] }),
        ("many tests", execute { $0.tests = (0..<100_000).map { $0 } }),
        ("no time", execute { $0.limits.cpuTimeNs = 0 }),
        ("a lot of time", execute { $0.limits.cpuTimeNs = .max }),
        ("a lot of memory", execute { $0.limits.memoryBytes = .max }),
        ("a lot of output", execute { $0.limits.outputBytes = 1 << 60 }),
        ("many arguments", run { $0.arguments = Array(repeating: "x", count: 2000) }),
        ("long arguments", run { $0.arguments = [String(repeating: "x", count: 1 << 20)] }),
        ("an argument with a byte 0", run { $0.arguments = ["a\0b"] }),
        ("no package of a grader", grade { $0.package = Data() }),
        ("no results to grade", grade { $0.results = [] }),
        ("many results to grade", grade { $0.results = Array(repeating: $0.results[0], count: 65537) }),
        ("a result of no verdict", grade { $0.results[0].verdict = .unspecified }),
        ("a result of a long score", grade { $0.results[0].score = String(repeating: "1", count: 5000) }),
        ("many arguments of a grader", grade { $0.arguments = Array(repeating: "x", count: 2000) }),
        ("a grader's argument with a byte 0", grade { $0.arguments = ["a\0b"] }),
        ("many processes", run { $0.limits.processes = .max }),
        ("a lot of wall time", run { $0.limits.wallTimeNs = .max }),
        ("more memory than the cap", run { $0.limits.memoryBytes = 5 << 30 }),
        ("more CPU time than the cap", execute { $0.limits.cpuTimeNs = 121_000_000_000 }),
        ("a late run that goes on beyond the cap", execute { $0.limits.cpuStopNs = 121_000_000_000 }),
        ("a late run that goes on for ever", execute { $0.limits.cpuStopNs = .max }),
        ("more memory for a test case than the cap", execute { $0.limits.memoryBytes = 5 << 30 }),
    ]

    @Test(arguments: Self.hostile.indices) func hostileJobsAreRefusedBeforeAnythingIsDone(index: Int) {
        let (name, job) = Self.hostile[index]
        #expect(throws: UnusableJob.self, "\(name)") { try Assignment(job) }
    }

    @Test("A worker's own caps hold, whatever the coordinator says, and are named")
    func theWorkersOwnCapsHold() throws {
        var caps = ProgramLimits()
        caps.memory = .mebibytes(128)
        caps.processes = 4
        let modest = try Assignment(Self.run { _ in }, caps: caps)
        guard case .run(let run) = modest.work else { throw UnusableJob("it is no run") }
        #expect(run.limits.memory == .mebibytes(128) && run.limits.processes == 4)
        let error = #expect(throws: UnusableJob.self) {
            try Assignment(Self.run { $0.limits.memoryBytes = 256 << 20 }, caps: caps)
        }
        #expect(error?.description.contains("the cap is 128 MiB (setting caps.memory)") == true)
        #expect(throws: UnusableJob.self) {
            try Assignment(Self.execute { $0.limits.memoryBytes = 256 << 20 }, caps: caps)
        }
    }

    @Test("A package that asks for more than the worker gives is refused by the worker, too, and the worker goes on")
    func aPackageBeyondTheCapsIsRefused() async throws {
        let harness = try WorkerHarness()
        let folder = try Repository.copy(of: "sum", in: harness.directory, adding: 1)
        try folder.appending("problem.yaml").write("name: Greedy\nlimits: {memory: 1000000}\n")
        let greedy = try await harness.coordinator.add(folder)
        let modest = try await harness.coordinator.add(Repository.problem("sum"))
        try await harness.withBoth { _ in
            harness.enqueueBuild("greedy", greedy, "a.c", "int main(void) { return 0; }")
            let failure = try await harness.coordinator.result(of: "greedy").failure
            #expect(failure.message.contains("caps.memory") && failure.worthRetrying, "\(failure.message)")
            harness.enqueueBuild("modest", modest, "a.c", "int main(void) { return 0; }")
            #expect(try await harness.coordinator.result(of: "modest").build.compilation.succeeded)
        }
    }

    @Test func refusalsReachTheCoordinatorAndTheWorkerGoesOn() async throws {
        let harness = try WorkerHarness()
        let package = try await harness.coordinator.add(Repository.problem("sum"))
        try await harness.withBoth { _ in
            harness.coordinator.enqueue("elsewhere") { job in
                job.build.package = package.data
                job.build.language = "c"
                job.build.sources = [Self.source("../../a.c")]
            }
            harness.enqueueBuild("unknown-language", package, "a.c", "int main;", language: "brainfuck")
            harness.enqueueBuild("unknown-package", try #require(PackageID(bytes: Self.hash)), "a.c", "int main;")
            harness.enqueueBuild("build", package, "a.c", "int main(void) { return 0; }")
            let build = try await harness.coordinator.result(of: "build").build
            harness.enqueueExecute("no-such-test", package, build, sources: ["a.c"], tests: [5000])
            harness.enqueueExecute("no-such-content", package, build, sources: ["a.c"], tests: [0]) {
                $0.artifact = [Self.file("prog")]
            }
            for job in ["elsewhere", "unknown-language", "unknown-package", "no-such-test", "no-such-content"] {
                let result = try await harness.coordinator.result(of: job)
                #expect(result.failure.worthRetrying, "\(job)")
                #expect(!result.failure.message.isEmpty, "\(job)")
            }
        }
        #expect(harness.coordinator.with { $0.leased.isEmpty })
    }
}

extension Verdict_V1_Job {
    fileprivate func with(_ change: (inout Self) -> Void) -> Self {
        var job = self
        change(&job)
        return job
    }
}
