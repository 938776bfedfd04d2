import Problems
import Sandbox
import Testing
import Units

@testable import Judging
@testable import Toolchains

@Suite struct BuildKeyTests {
    private let source = Source(name: "a.c", bytes: Array("int main;".utf8))

    @Test func equalContentHasEqualKeysWhateverTheOrder() {
        let other = Source(name: "b.h", bytes: [])
        let first = BuildKey(language: "c", plan: nil, sources: [source, other])
        #expect(first == BuildKey(language: "c", plan: nil, sources: [other, source]))
        #expect(first.text.count == 64)
    }

    @Test func everythingThatABuildDependsOnChangesTheKey() {
        let keys = [
            BuildKey(language: "c", plan: nil, sources: [source]),
            BuildKey(language: "cpp", plan: nil, sources: [source]),
            BuildKey(language: "c", plan: nil, sources: [Source(name: "b.c", bytes: source.bytes)]),
            BuildKey(language: "c", plan: nil, sources: [Source(name: "a.c", bytes: source.bytes + [10])]),
            // The same bytes in all, cut at another place.
            BuildKey(language: "c", plan: nil, sources: [Source(name: "a.ci", bytes: Array("nt main;".utf8))]),
            BuildKey(language: "c", plan: plan(["cc"]), sources: [source]),
            BuildKey(language: "c", plan: plan(["cc", "-O2"]), sources: [source]),
            BuildKey(language: "c", plan: plan(["cc"], environment: ["A": "B"]), sources: [source]),
        ]
        #expect(Set(keys).count == keys.count)
    }

    private func plan(_ command: [String], environment: [String: String] = [:]) -> BuildPlan {
        BuildPlan(
            cell: CellConfiguration(), request: RunRequest(command: command, environment: environment),
            keepsSources: false)
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

    @Test func bothOutputsAreInTheLogAndBadBytesAreReplaced() {
        let run = RunResult(exit: .exited(0), standardOutput: Array("one".utf8), standardError: [0xff, 10])
        #expect(CompilePolicy.failure(of: run, within: Limits()) == nil)
        #expect(CompilePolicy.log(of: run) == "one\n\u{fffd}\n")
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
