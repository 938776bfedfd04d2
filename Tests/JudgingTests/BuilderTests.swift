import Files
import Grading
import Problems
import Sandbox
import Synchronization
import SystemPackage
import Testing
import Toolchains
import Units

@testable import Judging

/// Builds of a compiler that does what a test wants.
@Suite(.timeLimit(.minutes(1))) struct BuilderTests {
    private let package: ToyPackage

    init() throws {
        package = try ToyPackage(testCases: 1)
    }

    private func executor(
        _ compile: @escaping @Sendable () async throws(SandboxError) -> RunResult
    ) -> FakeExecutor {
        var executor = FakeExecutor(store: package.directory.appending("store")) { _ in .writes("ok") }
        executor.compile = compile
        return executor
    }

    /// A builder of programs in the language.
    private struct Maker: Sendable {
        var builder: Builder
        var language: Language

        func build(_ text: String, limits: ProblemLimits = ProblemLimits()) async throws -> BuiltProgram {
            try await builder.build(
                [Source(name: "a.made", bytes: Array(text.utf8))], language: language, limits: limits)
        }
    }

    private func maker(_ executor: FakeExecutor, keeping limit: ByteCount = .gibibytes(1)) throws -> Maker {
        Maker(
            builder: Builder(executor: executor, limit: limit), language: try #require(package.languages["made"]))
    }

    private func directories(_ executor: FakeExecutor) throws -> [String] {
        try executor.store.appending("builds").names()
    }

    @Test("What many want at once is built once, and nothing is left of it when it is let go of") func together()
        async throws
    {
        let executor = executor {
            for _ in 0..<200 { await Task.yield() }
            return .writes("")
        }
        let maker = try maker(executor, keeping: ByteCount(0))
        let builds = try await withThrowingTaskGroup(of: BuiltProgram.self) { group in
            for _ in 0..<16 { group.addTask { try await maker.build("same") } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(executor.builds.total == 1)
        #expect(builds.count { !$0.compilation.isCached } == 1)
        #expect(try directories(executor).count == 1)
        #expect(Set(builds.compactMap(\.artifact)).count == 1)
        withExtendedLifetime(builds) {}
    }

    @Test("With a small limit, no more directories stay than builds are in use") func bounded() async throws {
        let executor = executor { .writes("") }
        let maker = try maker(executor, keeping: .kibibytes(100))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<64 { group.addTask { _ = try await maker.build("\(number % 32)") } }
            try await group.waitForAll()
        }
        let last = try await maker.build("last")
        // Two directories and a file of a block each, of 4 KiB, and the place that they are in.
        #expect(try directories(executor).count <= 5)
        #expect(last.artifact?.directory.exists == true)
    }

    @Test(
        "What a limit, a signal or the sandbox put an end to is built again",
        arguments: [
            RunResult(exit: nil, limitsStruck: [.cpuTime]), RunResult(exit: nil, limitsStruck: [.wallTime]),
            RunResult(exit: .exited(1), limitsStruck: [.memory]), RunResult(exit: .signaled(Signal(rawValue: 9))),
        ])
    func notRepeatable(first: RunResult) async throws {
        let runs = Mutex(0)
        let executor = executor {
            runs.withLock { runs in
                runs += 1
                return runs == 1 ? first : .writes("")
            }
        }
        let maker = try maker(executor)
        #expect(try await maker.build("x").artifact == nil)
        let second = try await maker.build("x")
        #expect(second.artifact != nil && !second.compilation.isCached)
        #expect(try await maker.build("x").compilation.isCached)
        #expect(try directories(executor).count == 1)
        withExtendedLifetime(second) {}
    }

    @Test("What the compiler refuses, it refuses once; a failed build leaves no directory") func refusal() async throws
    {
        let executor = executor { RunResult(exit: .exited(1)) }
        let maker = try maker(executor)
        for isCached in [false, true] {
            let program = try await maker.build("x")
            #expect(program.artifact == nil && program.compilation.isCached == isCached)
            #expect(program.compilation.message == "the compiler ended with exit status 1")
        }
        #expect(try directories(executor) == [])
    }

    @Test("Where the engine fails, all who wait are told, and the next one tries again") func engineFailure()
        async throws
    {
        let runs = Mutex(0)
        let executor = executor { () async throws(SandboxError) -> RunResult in
            for _ in 0..<200 { await Task.yield() }
            let isFirst = runs.withLock { runs in
                runs += 1
                return runs == 1
            }
            if isFirst { throw SandboxError(.cellFailed, stage: "broken") }
            return .writes("")
        }
        let maker = try maker(executor)
        let failures = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    do {
                        _ = try await maker.build("x")
                        return 0
                    } catch {
                        return error is SandboxError ? 1 : 100
                    }
                }
            }
            return await group.reduce(0, +)
        }
        #expect((1...8).contains(failures))
        #expect(try await maker.build("x").artifact != nil)
        #expect(executor.builds.total == 2)
    }

    @Test("Other limits are another build, for they may decide what comes of it") func limits() async throws {
        let executor = executor { .writes("") }
        let maker = try maker(executor)
        var limits = ProblemLimits()
        _ = try await maker.build("x", limits: limits)
        limits.memory = .mebibytes(1)
        #expect(try await maker.build("x", limits: limits).compilation.isCached)
        limits.compilationMemory = .mebibytes(100)
        #expect(try await maker.build("x", limits: limits).compilation.isCached == false)
        limits.compilationTime = .seconds(7)
        #expect(try await maker.build("x", limits: limits).compilation.isCached == false)
    }

    @Test("A compiler that was exchanged builds anew, and is asked for its version again") func upgrade() async throws {
        let executor = executor { .writes("") }
        let host = JudgeHost(executor: executor, languages: package.languages)
        let judge = try Judge(package.whole, host: host)
        let submission = try package.submission("a.made")
        for isCached in [false, true] {
            #expect(try await judge.build(submission).compilation.isCached == isCached)
        }
        #expect(executor.versions.total == 1)
        try package.compiler.removeTree()
        try package.compiler.writeFile([1])
        for isCached in [false, true] {
            #expect(try await judge.build(submission).compilation.isCached == isCached)
        }
        #expect(executor.versions.total == 2)
    }

    @Test("What was built while its compiler was exchanged is not kept") func upgradeMeanwhile() async throws {
        let compiler = package.compiler
        let runs = Mutex(0)
        let executor = executor {
            let isFirst = runs.withLock { runs in
                runs += 1
                return runs == 1
            }
            // What cannot be written leaves the file as it was, and the test fails.
            if isFirst { try? compiler.removeTree() }
            if isFirst { try? compiler.writeFile([1, 2]) }
            return .writes("")
        }
        let maker = try maker(executor)
        for isCached in [false, false, true] {
            #expect(try await maker.build("x").compilation.isCached == isCached)
        }
    }

    @Test("A compiler that was stopped, and nobody knows why, is a judge error of its submission alone")
    func stoppedCompiler() async throws {
        let runs = Mutex(0)
        let executor = executor {
            runs.withLock { runs in
                runs += 1
                return runs == 1 ? RunResult(exit: nil) : .writes("")
            }
        }
        let judge = try Judge(package.whole, host: JudgeHost(executor: executor, languages: package.languages))
        let judgements = try await judge.judgements(
            of: try ["1/a.made", "2/a.made", "3/a.made"].map { try package.submission($0, $0) })
        #expect(judgements.count { $0.verdict == .judgeError } == 1)
        #expect(judgements.count { $0.verdict == .accepted } == 2)
        #expect(judgements.first { $0.verdict == .judgeError }?.message == "the sandbox failed: the run was stopped")
    }

    @Test("When judging has ended, however it did, no compiler runs any more and nothing is made")
    func nothingGoesOn() async throws {
        let ended = Gauge()
        let executor = executor {
            // It takes a moment to end, as programs do.
            while !Task.isCancelled { await Task.yield() }
            for _ in 0..<1000 { await Task.yield() }
            _ = ended.enter()
            return .writes("")
        }
        let judge = try Judge(package.whole, host: JudgeHost(executor: executor, languages: package.languages))
        try await judge.judge([try package.submission("a.made")]) { events in
            for try await event in events {
                if case .compiling = event { break }
            }
        }
        #expect(ended.total == executor.builds.total)
        // The sandbox would be closed now.
        try executor.store.makeDirectories()
        try executor.store.removeTree()
        for _ in 0..<1000 { await Task.yield() }
        #expect(!executor.store.exists)
    }
}
