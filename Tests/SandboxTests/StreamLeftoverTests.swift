import Sandbox
import Testing
import Units

/// After talking with programs the host is as it was.
@Suite(.serialized, .timeLimit(.minutes(5))) struct StreamLeftoverTests {
    @Test func conversationsThatFailInEveryWayLeaveNothing() async throws {
        try await withSandbox { _ in
            let ending = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
                try await Self.compareBeforeAndAfter()
            }
            let words = String(decoding: ending?.standardOutputContent ?? [], as: UTF8.self)
            #expect(words.isEmpty)
        }
    }

    private static func compareBeforeAndAfter() async throws {
        // The first conversation of a process starts what waits for pipes.
        try await converse(["cat"])
        try await Census.printDifference {
            try await converse(["exit 1", "kill -9 $$", "yes", "sleep 50", "exec 0<&-; sleep 50", "cat", "yes | cat"])
        }
    }

    /// Hears nothing.
    private struct Deaf: InteractionListener {
        func hear(_ bytes: [UInt8], from side: Interaction.Side) {}
        func hearSilence(of side: Interaction.Side, _ backlog: InteractionBacklog) {}
        func hearEnd(of side: Interaction.Side, _ result: RunResult) {}
    }

    /// Talks with each, leaves it in the middle, runs it with another, and cancels it.
    private static func converse(_ scripts: [String]) async throws {
        let limits = Limits(cpuTime: .milliseconds(200), wallTime: .milliseconds(400), output: .kibibytes(256))
        try await withSandbox { sandbox in
            for script in scripts {
                var request = RunRequest.shell(script, limits: limits)
                let place = Placement(request, in: .shell)
                _ = try await sandbox.interact(place, Placement(.shell("cat", limits: limits), in: .shell))
                _ = try? await sandbox.interact(place, Placement(RunRequest(command: ["/nowhere"]), in: .shell))
                _ = try await sandbox.interact(place, Placement(.shell("exit 1", limits: limits), in: .shell)) { _, _ in
                    .stop
                }
                _ = try await sandbox.relay(place, Placement(.shell("cat", limits: limits), in: .shell), to: Deaf())
                _ = try? await sandbox.relay(
                    place, Placement(RunRequest(command: ["/nowhere"]), in: .shell), to: Deaf())
                await withTaskGroup { group in
                    group.addTask { _ = try? await sandbox.interact(place, place) }
                    group.addTask { _ = try? await sandbox.relay(place, place, to: Deaf()) }
                    group.cancelAll()
                }
                request.standardInput = .stream
                request.standardOutput = .stream
                request.standardError = .stream
                try await sandbox.withRun(request, in: .shell) { program in
                    async let writing = program.input.write([UInt8](repeating: 1, count: 1 << 18))
                    _ = await program.output.collect()
                    _ = try await program.result
                    _ = await writing
                }
                let left = await sandbox.withRun(request, in: .shell) { $0 }
                left.stop()
                await withTaskGroup { [request] group in
                    group.addTask {
                        await sandbox.withRun(request, in: .shell) { _ = await $0.output.collect() }
                    }
                    group.cancelAll()
                }
            }
        }
    }
}
