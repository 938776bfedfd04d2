import Testing
import Units

@testable import Sandbox

/// Every limit strikes, by what the kernel or the clock says.
@Suite(.serialized, .timeLimit(.minutes(5))) struct LimitTests {
    @Test(arguments: [
        ("while :; do :; done", true), ("sleep 100", false),
        ("i=0; while [ $i -lt 20000 ]; do i=$((i + 1)); done; sleep 100", false),
        ("sleep 0.3; while :; do :; done", true),
    ])
    func theWallClockLimitTellsWhetherTheProgramComputed(script: String, computes: Bool) async throws {
        let limits = Limits(wallTime: .seconds(2))
        try await withSandbox { sandbox in
            let result = try await sandbox.run(.shell(script, limits: limits), in: .shell)
            #expect(result.outcome == .wallLimit)
            #expect(result.lastCPUTime <= result.cpuTime)
            #expect((result.lastCPUTime >= .milliseconds(20)) == computes, "\(result.lastCPUTime)")
            let short = try await sandbox.run(.shell("exit 3", limits: limits), in: .shell)
            #expect(short.lastCPUTime == .zero)
        }
    }

    @Test func aSpinningProgramHitsTheCPULimit() async throws {
        try await withSandbox { sandbox in
            let limits = Limits(cpuTime: .milliseconds(250), wallTime: .seconds(20))
            let result = try await sandbox.run(.shell("while :; do :; done", limits: limits), in: .shell)
            #expect(result.outcome == .cpuLimit)
            #expect(result.cpuTime >= .milliseconds(250))
        }
    }

    @Test func childrensTimeCounts() async throws {
        try await withSandbox { sandbox in
            let limits = Limits(cpuTime: .milliseconds(300), wallTime: .seconds(20))
            let script = "(while :; do :; done) & (while :; do :; done) & sleep 100"
            let result = try await sandbox.run(.shell(script, limits: limits), in: .shell)
            #expect(result.outcome == .cpuLimit)
        }
    }

    @Test func aSleeperHitsTheWallLimit() async throws {
        try await withSandbox { sandbox in
            let limits = Limits(cpuTime: .seconds(2), wallTime: .milliseconds(300))
            let result = try await sandbox.run(.shell("sleep 100", limits: limits), in: .shell)
            #expect(result.outcome == .wallLimit)
            #expect(result.wallTime >= .milliseconds(300))
        }
    }

    @Test func aStoppedProgramHitsTheWallLimit() async throws {
        try await withSandbox { sandbox in
            let limits = Limits(cpuTime: .seconds(2), wallTime: .milliseconds(300))
            let result = try await sandbox.run(.shell("kill -STOP $$", limits: limits), in: .shell)
            #expect(result.outcome == .wallLimit)
        }
    }

    @Test func usingUpMemoryIsTheKernelsWord() async throws {
        try await withSandbox { sandbox in
            let limits = Limits(cpuTime: .seconds(10), wallTime: .seconds(30), memory: .mebibytes(32))
            let result = try await sandbox.run(.shell("tail /dev/zero", limits: limits), in: .shell)
            #expect(result.outcome == .memoryLimit)
            // v1 tells of it first, and then the run may be over before the kernel has killed anybody.
            #expect(try result.oomKills > 0 || Host.cgroupLayout().legacy["memory"] != nil)
            #expect(result.limitsStruck == [.memory])
            #expect(result.peakMemory == .mebibytes(32))
        }
    }

    @Test func aChildOutOfMemoryEndsTheWholeRun() async throws {
        try await withSandbox { sandbox in
            let limits = Limits(cpuTime: .seconds(10), wallTime: .seconds(30), memory: .mebibytes(32))
            let result = try await sandbox.run(.shell("tail /dev/zero; sleep 20; exit 0", limits: limits), in: .shell)
            #expect(result.outcome == .memoryLimit)
            #expect(result.wallTime < .seconds(15))
        }
    }

    @Test func killingOneselfIsNoMemoryLimit() async throws {
        try await withSandbox { sandbox in
            let limits = Limits(cpuTime: .seconds(2), wallTime: .seconds(20), memory: .mebibytes(32))
            let result = try await sandbox.run(.shell("kill -9 $$", limits: limits), in: .shell)
            #expect(result.outcome == .signaled(.kill))
        }
    }

    @Test func aFloodHitsTheOutputLimit() async throws {
        try await withSandbox { sandbox in
            for script in ["yes", "yes >&2"] {
                var limits = Limits(cpuTime: .seconds(10), wallTime: .seconds(30))
                limits.output = .kibibytes(256)
                let result = try await sandbox.run(.shell(script, limits: limits), in: .shell)
                #expect(result.outcome == .outputLimit)
                #expect(result.standardOutput.count <= 256 << 10)
            }
        }
    }

    @Test func outputOfExactlyTheLimitIsAllowed() async throws {
        try await withSandbox { sandbox in
            var limits = Limits(cpuTime: .seconds(5), wallTime: .seconds(20))
            limits.output = ByteCount(1000)
            let result = try await sandbox.run(.shell("head -c 1000 /dev/zero", limits: limits), in: .shell)
            #expect(result.outcome == .exited(0))
            #expect(result.standardOutput.count == 1000)
        }
    }

    @Test func noMoreProcessesThanAllowed() async throws {
        try await withSandbox { sandbox in
            let limits = Limits(cpuTime: .seconds(5), wallTime: .seconds(20), processes: 4)
            let script = "for i in 1 2 3 4 5 6 7 8; do sleep 1 & done; wait"
            let result = try await sandbox.run(.shell(script, limits: limits), in: .shell)
            #expect(String(decoding: result.standardError, as: UTF8.self).contains("fork"))
        }
    }

    @Test func aScratchFileSystemHoldsItsSizeAndNoMore() async throws {
        try await withSandbox { sandbox in
            var request = RunRequest.shell("head -c 9000000 /dev/zero > /tmp/a; stat -c %s /tmp/a; : > /tmp/b")
            request.scratch = [.init(path: "/tmp", size: .mebibytes(8), inodes: 2)]
            let result = try await sandbox.run(request, in: .shell)
            #expect(result.text == "\(8 << 20)")
            #expect(result.outcome == .exited(2))
        }
    }
}
