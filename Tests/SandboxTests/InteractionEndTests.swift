import Sandbox
import Synchronization
import Testing
import Units

/// What becomes of one of two programs when the other has ended.
@Suite(.serialized, .timeLimit(.minutes(5))) struct InteractionEndTests {
    private static let limits = Limits(cpuTime: .seconds(20), wallTime: .seconds(60))

    private static func shell(_ script: String, limits: Limits = Self.limits) -> Placement {
        Placement(.shell(script, limits: limits), in: .shell)
    }

    @Test(arguments: [
        ("cat >/dev/null; echo one too many", "exit 4"),
        ("exec head -c 3145728 /dev/zero", "exit 4"),
        ("echo go; exec head -c 3145728 /dev/zero", "read go; exit 4"),
        ("exec head -c 3145728 /dev/zero", "exec 0<&-; exit 4"),
    ])
    func whoWritesOnEndsAsIfItHadBeenRead(writer: String, reader: String) async throws {
        try await withSandbox { sandbox in
            let interaction = try await sandbox.interact(Self.shell(writer), Self.shell(reader))
            #expect(interaction.first.outcome == .exited(0))
            #expect(interaction.second.outcome == .exited(4))
            #expect(interaction.first.limitsStruck.isEmpty)
            #expect(interaction.leftFirst == .second)
            let swapped = try await sandbox.interact(Self.shell(reader), Self.shell(writer))
            #expect(swapped.second.outcome == .exited(0))
            #expect(swapped.leftFirst == .first)
        }
    }

    @Test func whoOpensAPipeAgainAndClosesThatHasNotLeft() async throws {
        var request = RunRequest.shell(
            "exec 3</dev/stdin 3<&- 4>/dev/stdout 4>&-; echo done; cat >/dev/null; exit 5", limits: Self.limits)
        request.descriptors = true
        let reopens = Placement(request, in: .shell)
        try await withSandbox { sandbox in
            let interaction = try await sandbox.interact(reopens, Self.shell("read line; exit 4"))
            #expect(interaction.first.outcome == .exited(5))
            #expect(interaction.second.outcome == .exited(4))
            #expect(interaction.leftFirst == .second)
        }
    }

    @Test func whoWritesWithoutEndMeetsItsOutputLimit() async throws {
        let endless = Self.shell("exec yes", limits: Limits(wallTime: .seconds(60), output: .mebibytes(2)))
        try await withSandbox { sandbox in
            let interaction = try await sandbox.interact(endless, Self.shell("read line; exit 4"))
            #expect(interaction.first.outcome == .outputLimit)
            #expect(interaction.first.exit == nil)
            #expect(interaction.second.outcome == .exited(4))
            #expect(interaction.leftFirst == .second)
            let swapped = try await sandbox.interact(Self.shell("read line; exit 4"), endless)
            #expect(swapped.first.outcome == .exited(4))
            #expect(swapped.second.outcome == .outputLimit)
            #expect(swapped.leftFirst == .first)
        }
    }

    @Test func whatWasReadIsNotLimited() async throws {
        let limits = Limits(cpuTime: .seconds(20), wallTime: .seconds(60), output: .kibibytes(1))
        try await withSandbox { sandbox in
            let interaction = try await sandbox.interact(
                Self.shell("exec head -c 3145728 /dev/zero", limits: limits), Self.shell("cat >/dev/null; exit 4"))
            #expect(interaction.first.outcome == .exited(0))
            #expect(interaction.second.outcome == .exited(4))
        }
    }

    @Test(arguments: ["while :; do :; done", "sleep 60", "trap '' PIPE; exec yes", "cat >/dev/null; sleep 60"])
    func theFirstIsStoppedIfTheSequelSaysSo(first: String) async throws {
        try await withSandbox { sandbox in
            let told = Mutex<[RunResult.Outcome]>([])
            let interaction = try await sandbox.interact(Self.shell(first), Self.shell("exit 43")) {
                result, leftFirst in
                #expect(leftFirst == .second)
                told.withLock { $0.append(result.outcome) }
                return .stop
            }
            #expect(interaction.first.exit == nil)
            #expect(interaction.first.outcome == .cancelled)
            #expect(interaction.second.outcome == .exited(43))
            #expect(interaction.leftFirst == .second)
            #expect(told.withLock { $0 } == [.exited(43)])
            let next = try await sandbox.run(.shell("exit 4"), in: .shell)
            #expect(next.outcome == .exited(4))
        }
    }

    @Test func aFirstThatHadEndedKeepsItsEnd() async throws {
        try await withSandbox { sandbox in
            let interaction = try await sandbox.interact(
                Self.shell("exit 3"), Self.shell("cat >/dev/null; sleep 1; exit 4")
            ) { _, leftFirst in
                #expect(leftFirst == .first)
                return .stop
            }
            #expect(interaction.first.outcome == .exited(3))
            #expect(interaction.second.outcome == .exited(4))
            #expect(interaction.leftFirst == .first)
        }
    }

    @Test func eachCanWriteAMegabyteBeforeTheOtherReads() async throws {
        try await withSandbox { sandbox in
            let both = Self.shell("head -c 1000000 /dev/zero; exec 1>&-; [ $(wc -c) = 1000000 ]")
            let interaction = try await sandbox.interact(both, both)
            #expect(interaction.first.outcome == .exited(0))
            #expect(interaction.second.outcome == .exited(0))
        }
    }

    @Test func aPairThatNeverBeganHasNoSequel() async throws {
        try await withSandbox { sandbox in
            let task = Task {
                unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
                return try await sandbox.interact(Self.shell("exit 1"), Self.shell("exit 2")) { _, _ in
                    Issue.record("it never began")
                    return .stop
                }
            }
            let interaction = try await task.value
            #expect([interaction.first.outcome, interaction.second.outcome] == [.cancelled, .cancelled])
        }
    }
}
