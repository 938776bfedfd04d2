import Sandbox
import Testing
import Units

/// Two programs wired to each other.
@Suite(.serialized, .timeLimit(.minutes(5))) struct InteractionTests {
    private static let limits = Limits(cpuTime: .seconds(20), wallTime: .seconds(60))

    private static func shell(_ script: String, limits: Limits = Self.limits) -> Placement {
        Placement(.shell(script, limits: limits), in: .shell)
    }

    @Test func tenThousandQuestionsAreAnswered() async throws {
        try await withSandbox { sandbox in
            let asker = Self.shell(
                """
                i=0
                while [ $i -lt 10000 ]; do
                    echo $i; read answer || exit 1
                    [ "$answer" = "re $i" ] || exit 2
                    i=$((i + 1))
                done
                """)
            let answerer = Self.shell("while read question; do echo re $question; done; exit 7")
            let interaction = try await sandbox.interact(asker, answerer)
            #expect(interaction.first.outcome == .exited(0))
            #expect(interaction.second.outcome == .exited(7))
            #expect(interaction.first.processors == interaction.second.processors)
            #expect(interaction.leftFirst == .first)
        }
    }

    @Test(arguments: [
        ("exit 3", "cat >/dev/null; exit 4", "exited 3", "exited 4"),
        ("kill -SEGV $$", "read line || exit 5", "signaled SIGSEGV", "exited 5"),
        ("exec 1>&-; read last; echo $last >&2; exit 6", "cat >/dev/null; echo end", "exited 6", "exited 0"),
    ])
    func oneLearnsThatTheOtherHasLeft(
        first: String, second: String, firstOutcome: String, secondOutcome: String
    ) async throws {
        try await withSandbox { sandbox in
            let interaction = try await sandbox.interact(Self.shell(first), Self.shell(second))
            #expect(interaction.first.outcome.description == firstOutcome)
            #expect(interaction.second.outcome.description == secondOutcome)
            #expect(interaction.leftFirst == .first)
            let swapped = try await sandbox.interact(Self.shell(second), Self.shell(first))
            #expect(swapped.second.outcome.description == firstOutcome)
            #expect(swapped.leftFirst == .second)
        }
    }

    @Test func twoThatWaitForEachOtherMeetTheirWallLimits() async throws {
        try await withSandbox { sandbox in
            let short = Self.shell("read x; sleep 60", limits: Limits(wallTime: .milliseconds(400)))
            let long = Self.shell("read x; sleep 60", limits: Limits(wallTime: .milliseconds(1200)))
            let interaction = try await sandbox.interact(short, long)
            #expect(interaction.first.outcome == .wallLimit)
            #expect(interaction.second.outcome == .wallLimit)
            #expect(interaction.leftFirst == .first)
        }
    }

    @Test func eachHasLimitsOfItsOwn() async throws {
        try await withSandbox { sandbox in
            let busy = Self.shell("while :; do :; done", limits: Limits(cpuTime: .milliseconds(200)))
            let interaction = try await sandbox.interact(busy, Self.shell("cat; exit 9"))
            #expect(interaction.first.outcome == .cpuLimit)
            #expect(interaction.second.outcome == .exited(9))
            #expect(interaction.leftFirst == .first)
        }
    }

    @Test func pairsDoNotWaitForEachOtherOnOnePlace() async throws {
        var options = Sandbox.Options()
        options.parallelism = 1
        try await withSandbox(options) { sandbox in
            let outcomes = try await withThrowingTaskGroup(of: [RunResult.Outcome].self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        let pair = try await sandbox.interact(
                            Self.shell("echo a; read b"), Self.shell("read a; echo b"))
                        return [pair.first.outcome, pair.second.outcome]
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(outcomes == [RunResult.Outcome](repeating: .exited(0), count: 8))
        }
    }

    @Test func cancellingTheTaskStopsBoth() async throws {
        try await withSandbox { sandbox in
            let task = Task { try await sandbox.interact(Self.shell("sleep 60"), Self.shell("sleep 60")) }
            try await Task.sleep(for: .milliseconds(300))
            task.cancel()
            let interaction = try await task.value
            #expect(interaction.first.outcome == .cancelled)
            #expect(interaction.second.outcome == .cancelled)
        }
    }

    @Test func ifOneCannotStartTheOtherIsStopped() async throws {
        try await withSandbox { sandbox in
            let missing = Placement(RunRequest(command: ["/nowhere"]), in: .shell)
            let error = await #expect(throws: SandboxError.self) {
                try await sandbox.interact(Self.shell("sleep 60"), missing)
            }
            #expect(error?.code == .launchFailed)
            let result = try await sandbox.run(.shell("exit 4"), in: .shell)
            #expect(result.outcome == .exited(4))
        }
    }
}
