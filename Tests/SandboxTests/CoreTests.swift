import SystemPackage
import Testing
import Units

@testable import Sandbox

/// Runs keep to their processors, and what is counted of them is theirs alone.
@Suite(.serialized, .timeLimit(.minutes(5))) struct CoreTests {
    private static let spin = "i=0; while [ $i -lt 20000 ]; do i=$((i + 1)); done"

    @Test func aRunSeesItsOneProcessor() async throws {
        try await withSandbox { sandbox in
            let result = try await sandbox.run(.shell("nproc"), in: .shell)
            #expect(result.text == "1")
            #expect(result.processors.count == 1)
        }
    }

    @Test func aRunMayBeGivenMoreAndNextTimeFewer() async throws {
        try await withSandbox { sandbox in
            let most = Host.usableProcessors
            for cores in [most, 1, 1000, 1] {
                var limits = Limits(cpuTime: .seconds(5), wallTime: .seconds(20))
                limits.cores = cores
                let result = try await sandbox.run(.shell("nproc", limits: limits), in: .shell)
                #expect(result.text == "\(min(cores, most))")
                #expect(result.processors.count == min(cores, most))
            }
        }
    }

    @Test func runsAtTheSameTimeShareNoCore() async throws {
        try await withSandbox { sandbox in
            #expect(sandbox.parallelism == CoreTopology.ofHost().cores.count)
            let taken = try await withThrowingTaskGroup(of: [Int].self) { group in
                for _ in 0..<sandbox.parallelism {
                    group.addTask { try await sandbox.run(.shell("sleep 0.5"), in: .shell).processors }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(Set(taken).count == sandbox.parallelism)
        }
    }

    @Test func noProgramMovesToAnotherProcessor() async throws {
        try await withSandbox { sandbox in
            let result = try await sandbox.run(.shell("taskset -p ffff $$; nproc"), in: .shell)
            #expect(result.text.hasSuffix("1"))
            #expect(!result.standardError.isEmpty)
        }
    }

    @Test func severalThreadsOnOneProcessorAreStoppedAtTheirSummedTime() async throws {
        try await withSandbox { sandbox in
            let limits = Limits(cpuTime: .milliseconds(300), wallTime: .seconds(30))
            let script = "for i in 1 2 3 4; do (while :; do :; done) & done; wait"
            let result = try await sandbox.run(.shell(script, limits: limits), in: .shell)
            #expect(result.outcome == .cpuLimit)
            // Each counted for itself, they would have used four times as much.
            #expect(result.cpuTime < .milliseconds(900))
        }
    }

    private static let counts = ConditionTrait.enabled(
        if: PerformanceCounter.taskClock.obstacle == nil, "needs a kernel with perf events")

    /// This kind of counter every kernel with perf events has; the processor's instructions take the same way.
    @Test(counts) func whatIsCountedIsOfTheRunAndItsChildrenAndOfThisRunOnly() async throws {
        var options = Sandbox.Options()
        options.counter = .taskClock
        try await withSandbox(options) { sandbox in
            for script in [Self.spin, ":", "(\(Self.spin)) & (\(Self.spin)) & wait", Self.spin] {
                let result = try await sandbox.run(.shell(script), in: .shell)
                let counted = Duration.nanoseconds(Int64(try #require(result.instructions)))
                // A run has one processor. While a hypervisor takes it away this clock goes on, and the cgroup's does not.
                #expect(counted <= result.wallTime + .milliseconds(2))
                #expect(counted >= result.cpuTime * 0.8 - .milliseconds(3))
            }
        }
    }

    @Test(counts) func aStoppedRunIsCountedAsWell() async throws {
        var options = Sandbox.Options()
        options.counter = .taskClock
        try await withSandbox(options) { sandbox in
            let limits = Limits(cpuTime: .milliseconds(100), wallTime: .seconds(20))
            let result = try await sandbox.run(.shell("while :; do :; done", limits: limits), in: .shell)
            #expect(result.outcome == .cpuLimit)
            let counted = try #require(result.instructions)
            #expect(counted >= 90_000_000)
        }
    }

    @Test func aHostThatDoesNotCountGivesNoNumber() async throws {
        var options = Sandbox.Options()
        options.counter = PerformanceCounter(type: 1, config: 1 << 40)
        try await withSandbox(options) { sandbox in
            let result = try await sandbox.run(.shell(":"), in: .shell)
            #expect(result.instructions == nil)
            #expect(result.outcome == .exited(0))
        }
    }

    @Test func aLongRunIsLookedAtAndAShortOneIsNot() async throws {
        try await withSandbox { sandbox in
            let long = try await sandbox.run(.shell("sleep 0.2"), in: .shell)
            #expect(long.disturbance.stolen >= .zero)
            #expect(long.waits > 0)
            let isTold = try Host.text("/proc/self/mountinfo").contains(" - cgroup2 ") && hasPressure
            #expect((long.disturbance.waited != nil) == isTold)
            let short = try await sandbox.run(.shell(":"), in: .shell)
            #expect(short.wallTime > RunObservation.threshold || short.disturbance.waited == nil)
        }
    }

    private var hasPressure: Bool { (try? Host.text("/proc/pressure/cpu")) != nil }
}
