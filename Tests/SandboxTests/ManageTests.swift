import Sandbox
import SystemPackage
import Testing
import Units

/// Programs that a manager talks with by pipes.
@Suite(.serialized, .timeLimit(.minutes(5))) struct ManageTests {
    private static let limits = Limits(cpuTime: .seconds(20), wallTime: .seconds(60))

    private static func shell(_ script: String, limits: Limits = Self.limits) -> Placement {
        Placement(.shell(script, limits: limits), in: .shell)
    }

    /// Runs them in an empty directory of a new sandbox. A script finds its first argument in `$0`.
    private func manage(
        _ manager: Placement, _ programs: [Placement], over streams: ManagedStreams
    ) async throws -> ManagedRuns {
        try await withSandbox { sandbox in
            try await sandbox.manage(manager, programs, over: streams, in: sandbox.store.appending("pipes"))
        }
    }

    /// Talks with the program that has the first two pipes, in both orders of opening.
    private static let talks = [
        "exec 4>$1; exec 3<$0; echo hello >&4; exec 4>&-; read a <&3; read b <&3; echo $a $b",
        "exec 3<$0; exec 4>$1; echo hello >&4; exec 4>&-; read a <&3; read b <&3; echo $a $b",
    ]

    @Test func aManagerTalksWithAProgramThatReadsToTheEnd() async throws {
        let reader = "while read x; do y=$x; done; echo re; echo $y"
        for (talk, program, streams) in [
            (Self.talks[0], reader, ManagedStreams.standard), (Self.talks[1], reader, .standard),
            (Self.talks[0], "exec <$0; exec >$1; \(reader)", .named),
            (Self.talks[1], "exec >$1; exec <$0; \(reader)", .named),
        ] {
            let runs = try await manage(Self.shell(talk), [Self.shell(program)], over: streams)
            #expect(runs.manager.outcome == .exited(0) && runs.manager.text == "re hello", "\(talk) \(program)")
            #expect(runs.programs.map(\.outcome) == [.exited(0)])
        }
    }

    @Test func aProgramWithAProcOfItsOwnIsShownNoPipes() async throws {
        var program = Self.shell("read x; echo re; echo $x")
        program.request.proc = true
        let runs = try await manage(Self.shell(Self.talks[0]), [program], over: .standard)
        #expect(runs.manager.text == "re hello")
        for (manager, other) in [(program, Self.shell("")), (Self.shell(""), program)] {
            let error = await #expect(throws: SandboxError.self) {
                try await manage(manager, [other], over: .named)
            }
            #expect(error?.code == .badRequest)
        }
    }

    @Test func severalAreNumberedAndSeeOnlyTheirOwnPipes() async throws {
        let manager = """
            exec 3<$0; exec 4<$2; exec 5<$4
            for pipe in 3 4 5; do read line <&$pipe; echo $line; done
            """
        let program = Self.shell("echo $2 $(ls /pipes) >$1")
        let runs = try await manage(Self.shell(manager), [program, program, program], over: .named)
        #expect(runs.manager.text == "0 in out\n1 in out\n2 in out")
        #expect(runs.programs.map(\.processors) == Array(repeating: runs.manager.processors, count: 3))
        let standard = Self.shell("echo $0")
        let both = "exec 6>$1; exec 7>$3; exec 8>$5; \(manager)"
        let numbers = try await manage(Self.shell(both), [standard, standard, standard], over: .standard)
        #expect(numbers.manager.text == "0\n1\n2")
    }

    @Test(arguments: [ManagedStreams.standard, .named])
    func nobodyWaitsForOneWhoHasEnded(streams: ManagedStreams) async throws {
        // A program that opens nothing, or is gone when the manager comes; both orders of opening.
        for talk in Self.talks {
            let manager = Self.shell("trap '' PIPE; \(talk) 2>/dev/null; echo over")
            let runs = try await manage(manager, [Self.shell("exit 7")], over: streams)
            #expect(runs.manager.outcome == .exited(0), "\(talk)")
            #expect(runs.manager.text.hasSuffix("over"))
            #expect(runs.programs.map(\.outcome) == [.exited(7)])
        }
        // A manager that opens nothing.
        let program = streams == .standard ? "read x || exit 5" : "read x <$0 || exit 5"
        let left = try await manage(Self.shell("exit 3"), [Self.shell(program)], over: streams)
        #expect(left.manager.outcome == .exited(3) && left.programs.map(\.outcome) == [.exited(5)])
        let writer = streams == .standard ? "while :; do echo x; done" : "exec >$1; while :; do echo x; done"
        let broken = try await manage(Self.shell("exit 3"), [Self.shell(writer)], over: streams)
        #expect(broken.programs.map(\.outcome) == [.signaled(.pipe)])
    }

    @Test func whoWaitsForEachOtherMeetsItsWallLimit() async throws {
        let limits = Limits(wallTime: .milliseconds(500))
        let manager = Self.shell("exec 4>$1; exec 3<$0; read a <&3", limits: Limits(wallTime: .seconds(2)))
        let runs = try await manage(manager, [Self.shell("read x", limits: limits)], over: .standard)
        #expect(runs.programs.map(\.outcome) == [.wallLimit])
        #expect(runs.manager.outcome == .exited(1))
        // Nobody opens what the other one waits for.
        let apart = try await manage(
            Self.shell("exec 3<$0", limits: Limits(wallTime: .seconds(2))),
            [Self.shell("exec 3<$0", limits: limits)], over: .named)
        #expect(apart.programs.map(\.outcome) == [.wallLimit])
        #expect(apart.manager.outcome == .exited(0))
    }

    @Test func whatCannotBeStartedStopsAll() async throws {
        let missing = Placement(RunRequest(command: ["/box/missing"], limits: Self.limits), in: .shell)
        for streams in [ManagedStreams.standard, .named] {
            let error = await #expect(throws: SandboxError.self) {
                try await manage(Self.shell(Self.talks[0]), [missing], over: streams)
            }
            #expect(error?.code == .launchFailed)
            let other = await #expect(throws: SandboxError.self) {
                try await manage(missing, [Self.shell("cat")], over: streams)
            }
            #expect(other?.code == .launchFailed)
        }
    }

    @Test func cancellingStopsAll() async throws {
        for streams in [ManagedStreams.standard, .named] {
            let task = Task {
                try await manage(
                    Self.shell("exec 4>$1; exec 3<$0; read a <&3"), [Self.shell("read x <${0:-/dev/stdin}")],
                    over: streams)
            }
            task.cancel()
            let runs = try await task.value
            #expect(runs.manager.outcome == .cancelled)
        }
    }

    @Test func aSecondStepReadsWhatTheFirstWrites() async throws {
        func steps(_ first: String, _ second: String) async throws -> (first: RunResult, second: RunResult) {
            try await withSandbox { sandbox in
                try await sandbox.runSteps(
                    Self.shell(first), Self.shell(second), in: sandbox.store.appending("pipes"))
            }
        }
        let both = try await steps("echo $0 hello >$1", "read x <$1; echo $0 $x")
        #expect(both.second.text == "1 0 hello" && both.first.outcome == .exited(0))
        let silent = try await steps("exit 4", "read x <$1 || exit 5")
        #expect(silent.first.outcome == .exited(4) && silent.second.outcome == .exited(5))
        let deaf = try await steps("exec >$1; while :; do echo x; done", "exit 0")
        #expect(deaf.first.outcome == .signaled(.pipe) && deaf.second.outcome == .exited(0))
    }
}
