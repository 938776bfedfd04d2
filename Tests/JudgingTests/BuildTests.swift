import Problems
import Sandbox
import SystemPackage
import Testing
import Units

@testable import Judging
@testable import Toolchains

@Suite struct BuildKeyTests {
    private let source = Source(name: "a.c", bytes: Array("int main;".utf8))

    private func key(
        _ language: String = "c", _ plan: BuildPlan? = nil, _ sources: [Source]? = nil, _ toolchain: [String] = []
    ) -> BuildKey {
        BuildKey(language: language, plan: plan, sources: sources ?? [source], toolchain: toolchain)
    }

    @Test func equalContentHasEqualKeysWhateverTheOrder() {
        let other = Source(name: "b.h", bytes: [])
        #expect(key("c", nil, [source, other]) == key("c", nil, [other, source]))
        #expect(key().text.count == 64)
    }

    @Test func everythingThatABuildDependsOnChangesTheKey() {
        let sources = [
            Source(name: "b.c", bytes: source.bytes), Source(name: "a.c", bytes: source.bytes + [10]),
            // The same bytes in all, cut at another place.
            Source(name: "a.ci", bytes: Array("nt main;".utf8)),
        ]
        let keys =
            [key(), key("cpp"), key("c", Self.plan), key("c", Self.plan, nil, ["cc 14"])]
            + sources.map { key("c", nil, [$0]) } + Self.changes.map { key("c", Self.plan.with($0)) }
        #expect(Set(keys).count == keys.count)
    }

    private static let plan = BuildPlan(
        cell: CellConfiguration(mounts: [CellConfiguration.Mount(hostPath: "/usr/bin/cc")]),
        request: RunRequest(
            command: ["cc"], environment: ["A": "B"], scratch: [RunRequest.Scratch(path: "/tmp", size: .mebibytes(1))]),
        keepsSources: false)

    private static let changes: [@Sendable (inout BuildPlan) -> Void] = [
        { $0.request.command.append("-O2") },
        { $0.request.environment["A"] = "C" },
        { $0.request.environment["C"] = "D" },
        { $0.request.workingDirectory = "/box" },
        { $0.request.scratch[0].size = .mebibytes(2) },
        { $0.request.scratch[0].inodes = 1 },
        { $0.request.scratch.append(RunRequest.Scratch(path: "/dev/shm", size: .mebibytes(1))) },
        { $0.request.limits.cpuTime = .seconds(1) },
        { $0.request.limits.wallTime = .seconds(1) },
        { $0.request.limits.memory = .mebibytes(1) },
        { $0.request.limits.output = .mebibytes(1) },
        { $0.request.limits.processes = 1 },
        { $0.request.limits.stack = .mebibytes(1) },
        { $0.request.limits.openFiles = 1 },
        { $0.request.limits.cores = 2 },
        { $0.request.policy = .strict },
        { $0.request.proc = true },
        { $0.keepsSources = true },
        { $0.cell.mounts[0].hostPath = "/usr/bin/gcc" },
        { $0.cell.mounts[0].path = "/bin/cc" },
        { $0.cell.mounts[0].isOptional = true },
        { $0.cell.mounts.append(CellConfiguration.Mount(hostPath: "/prepared/1", path: "/prepared")) },
        { $0.cell.mountPoints = [] },
    ]

    @Test("No limit is forgotten when there are more of them") func allLimits() {
        #expect(Mirror(reflecting: Limits()).children.count == 8)
    }
}

extension BuildPlan {
    fileprivate func with(_ change: (inout BuildPlan) -> Void) -> BuildPlan {
        var plan = self
        change(&plan)
        return plan
    }
}

@Suite struct CompilePolicyTests {
    @Test func theTighterOfBothLimitsHolds() {
        var problem = ProblemLimits()
        problem.compilationTime = .seconds(10)
        problem.compilationMemory = .gibibytes(4)
        let limits = CompilePolicy.limits(
            of: Limits(cpuTime: .seconds(30), memory: .gibibytes(1), processes: 7), within: problem)
        #expect(limits.cpuTime == .seconds(10))
        #expect(limits.wallTime == .seconds(21))
        #expect(limits.memory == .gibibytes(1))
        #expect(limits.processes == 7)
    }

    @Test(arguments: [
        (RunResult(exit: .exited(1)), "exit status 1"),
        (RunResult(exit: .signaled(Signal(rawValue: 11))), "SIGSEGV"),
        (RunResult(exit: nil, limitsStruck: [.cpuTime], cpuTime: .seconds(61)), "used 61.000 s of CPU, limit 60.000 s"),
        (RunResult(exit: nil, limitsStruck: [.wallTime], wallTime: .seconds(9)), "took 9.000 s"),
        (RunResult(exit: nil, limitsStruck: [.memory]), "memory"),
        (RunResult(exit: nil, limitsStruck: [.output]), "wrote"),
    ]) func anyBadEndIsExplained(run: RunResult, words: String) {
        let failure = CompilePolicy.failure(of: run, within: Limits(cpuTime: .seconds(60)))
        #expect(failure?.contains(words) == true)
    }

    @Test(arguments: [
        (RunResult(exit: .exited(0)), true),
        (RunResult(exit: .exited(1)), true),
        (RunResult(exit: .exited(1), limitsStruck: [.memory]), false),
        (RunResult(exit: .exited(1), oomKills: 1), false),
        (RunResult(exit: .exited(1), limitsStruck: [.output]), false),
        (RunResult(exit: .signaled(Signal(rawValue: 9))), false),
        (RunResult(exit: nil, limitsStruck: [.cpuTime]), false),
        (RunResult(exit: nil, limitsStruck: [.wallTime]), false),
        (RunResult(exit: nil), false),
    ]) func onlyWhatTheCompilerItselfSaysIsRepeatable(run: RunResult, isRepeatable: Bool) {
        #expect(CompilePolicy.isRepeatable(run) == isRepeatable)
    }

    @Test func bothOutputsAreInTheLogAndBytesThatAreNoTextAreEscaped() {
        let run = RunResult(exit: .exited(0), standardOutput: Array("one".utf8), standardError: [0xff, 10])
        #expect(CompilePolicy.failure(of: run, within: Limits()) == nil)
        #expect(CompilePolicy.log(of: run) == #"one"# + "\n" + #"\xff"# + "\n")
    }
}

@Suite struct RunSlotsTests {
    @Test func noMoreRunThanThereArePlacesAndOneCanBeAlone() async throws {
        let slots = RunSlots(capacity: 3)
        let gauge = Gauge()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<60 {
                group.addTask {
                    let isAlone = index % 10 == 0
                    try await slots.withSlot(.init(submission: 0, test: index), alone: isAlone) {
                        let running = gauge.enter()
                        #expect(running <= (isAlone ? 1 : 3))
                        await Task.yield()
                        gauge.leave()
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(gauge.most <= 3)
    }

    @Test func whoIsCancelledWhileWaitingTakesNothing() async throws {
        let slots = RunSlots(capacity: 1)
        let rank = RunSlots.Rank(submission: 0, test: 0)
        try await slots.withSlot(rank) {
            let waiting = Task { try await slots.withSlot(rank) { true } }
            await Task.yield()
            waiting.cancel()
            await #expect(throws: CancellationError.self) { try await waiting.value }
        }
        #expect(try await slots.withSlot(rank, alone: true) { true })
    }
}
