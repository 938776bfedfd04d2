import Sandbox
import Synchronization
import Testing
import Units

/// Two programs whose words pass through the judge.
@Suite(.serialized, .timeLimit(.minutes(5))) struct RelayTests {
    private static let limits = Limits(cpuTime: .seconds(20), wallTime: .seconds(60))

    private static func shell(_ script: String, limits: Limits = Self.limits) -> Placement {
        Placement(.shell(script, limits: limits), in: .shell)
    }

    /// Keeps all that is said.
    private final class Listener: InteractionListener {
        struct State {
            var said: [Interaction.Side: [UInt8]] = [:]
            var silent: [Interaction.Side: InteractionBacklog] = [:]
            var ends: [Interaction.Side: RunResult.Outcome] = [:]
        }

        let state = Mutex(State())
        /// An element whenever something is heard.
        let hearings: AsyncStream<Void>
        private let hearing: AsyncStream<Void>.Continuation

        init() {
            (hearings, hearing) = AsyncStream.makeStream()
        }

        func hear(_ bytes: [UInt8], from side: Interaction.Side) {
            state.withLock { $0.said[side, default: []] += bytes }
            hearing.yield()
        }

        func hearSilence(of side: Interaction.Side, _ backlog: InteractionBacklog) {
            state.withLock { $0.silent[side] = backlog }
        }

        func hearEnd(of side: Interaction.Side, _ result: RunResult) {
            state.withLock { $0.ends[side] = result.outcome }
        }

        func words(of side: Interaction.Side) -> String {
            state.withLock { String(decoding: $0.said[side] ?? [], as: UTF8.self) }
        }
    }

    @Test func allThatIsSaidIsHeardAndArrives() async throws {
        try await withSandbox { sandbox in
            let listener = Listener()
            let asker = Self.shell(
                "for i in 1 2 3; do echo $i; read answer; [ \"$answer\" = \"re $i\" ] || exit 2; done")
            let answerer = Self.shell("while read question; do echo re $question; done; exit 7")
            let interaction = try await sandbox.relay(asker, answerer, to: listener)
            #expect(interaction.first.outcome == .exited(0))
            #expect(interaction.second.outcome == .exited(7))
            #expect(listener.words(of: .first) == "1\n2\n3\n")
            #expect(listener.words(of: .second) == "re 1\nre 2\nre 3\n")
            #expect(listener.state.withLock { $0.ends } == [.first: .exited(0), .second: .exited(7)])
            // What is on its way may have arrived, and counts as one byte.
            let silent = listener.state.withLock { $0.silent }
            #expect(silent.count == 2 && silent.values.allSatisfy { $0.forFirst <= 1 && $0.forSecond <= 1 })
        }
    }

    @Test func megabytesArrive() async throws {
        try await withSandbox { sandbox in
            let listener = Listener()
            let both = Self.shell("head -c 1000000 /dev/zero; exec 1>&-; [ $(wc -c) = 1000000 ]")
            let interaction = try await sandbox.relay(both, both, to: listener)
            #expect(interaction.first.outcome == .exited(0))
            #expect(interaction.second.outcome == .exited(0))
            #expect(listener.state.withLock { $0.said.mapValues(\.count) } == [.first: 1_000_000, .second: 1_000_000])
        }
    }

    @Test(arguments: [
        ("exec head -c 3145728 /dev/zero", "exit 4"), ("echo go; exec head -c 3145728 /dev/zero", "read go; exit 4"),
        ("exec head -c 3145728 /dev/zero", "exec 0<&-; exit 4"),
    ])
    func whoWritesOnEndsAsIfItHadBeenRead(writer: String, reader: String) async throws {
        try await withSandbox { sandbox in
            let interaction = try await sandbox.relay(Self.shell(writer), Self.shell(reader), to: Listener())
            #expect(interaction.first.outcome == .exited(0))
            #expect(interaction.second.outcome == .exited(4))
            let swapped = try await sandbox.relay(Self.shell(reader), Self.shell(writer), to: Listener())
            #expect(swapped.first.outcome == .exited(4))
            #expect(swapped.second.outcome == .exited(0))
        }
    }

    @Test func whoWritesWithoutEndMeetsItsOutputLimit() async throws {
        let endless = Self.shell("exec yes", limits: Limits(wallTime: .seconds(60), output: .mebibytes(2)))
        try await withSandbox { sandbox in
            let interaction = try await sandbox.relay(endless, Self.shell("read line; exit 4"), to: Listener())
            #expect(interaction.first.outcome == .outputLimit)
            #expect(interaction.second.outcome == .exited(4))
        }
    }

    @Test func whatNobodyReadIsTold() async throws {
        try await withSandbox { sandbox in
            let listener = Listener()
            let first = Self.shell("read a; echo three; exec sleep 60", limits: Limits(wallTime: .seconds(1)))
            let second = Self.shell("echo one; echo and more; exec sleep 2")
            let interaction = try await sandbox.relay(first, second, to: listener)
            #expect(interaction.first.outcome == .wallLimit)
            #expect(interaction.second.outcome == .exited(0))
            // `read` takes a byte at a time, and no more than its line.
            let backlog = listener.state.withLock { $0.silent[.first] }
            #expect(backlog == InteractionBacklog(forFirst: 9, forSecond: 6))
        }
    }

    @Test func theFirstIsStoppedIfTheSequelSaysSo() async throws {
        try await withSandbox { sandbox in
            for first in ["sleep 60", "trap '' PIPE; exec yes"] {
                let interaction = try await sandbox.relay(
                    Self.shell(first), Self.shell("exit 43"), to: Listener()
                ) { result in
                    #expect(result.outcome == .exited(43))
                    return .stop
                }
                #expect(interaction.first.outcome == .cancelled)
                #expect(interaction.second.outcome == .exited(43))
            }
        }
    }

    @Test func ifOneCannotStartTheOtherIsStopped() async throws {
        try await withSandbox { sandbox in
            let missing = Placement(RunRequest(command: ["/nowhere"]), in: .shell)
            let error = await #expect(throws: SandboxError.self) {
                try await sandbox.relay(Self.shell("sleep 60"), missing, to: Listener())
            }
            #expect(error?.code == .launchFailed)
            let result = try await sandbox.run(.shell("exit 4"), in: .shell)
            #expect(result.outcome == .exited(4))
        }
    }

    @Test func cancellingTheTaskStopsBoth() async throws {
        try await withSandbox { sandbox in
            let listener = Listener()
            let task = Task {
                try await sandbox.relay(Self.shell("echo on; sleep 60"), Self.shell("sleep 60"), to: listener)
            }
            for await _ in listener.hearings where listener.words(of: .first) == "on\n" { break }
            task.cancel()
            let interaction = try await task.value
            #expect(interaction.first.outcome == .cancelled)
            #expect(interaction.second.outcome == .cancelled)
        }
    }
}
