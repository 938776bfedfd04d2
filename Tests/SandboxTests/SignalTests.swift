import Testing
import Units

@testable import Sandbox

/// Signals that a program is sent while it runs.
@Suite(.serialized, .timeLimit(.minutes(2))) struct SignalTests {
    /// A script that says `ready` before it goes on.
    private static func request(_ script: String, cpuTime: Duration = .seconds(20)) -> RunRequest {
        var request = RunRequest.shell(script, limits: Limits(cpuTime: cpuTime, wallTime: .seconds(30)))
        request.standardInput = .stream
        request.standardOutput = .stream
        return request
    }

    /// Runs a script; when it says `ready`, does `then`; answers all that it wrote, and how it ended.
    private static func run(
        _ sandbox: Sandbox, _ script: String, then: @Sendable (RunningProgram) async -> Void
    ) async throws -> (text: String, result: RunResult) {
        try await sandbox.withRun(request(script), in: .shell) { program in
            var bytes: [UInt8] = []
            var isTold = false
            for await piece in program.output {
                bytes += piece
                if !isTold, String(decoding: bytes, as: UTF8.self).hasPrefix("ready\n") {
                    isTold = true
                    await then(program)
                }
            }
            return (String(decoding: bytes, as: UTF8.self), try await program.result)
        }
    }

    @Test("Each that can be sent reaches a program that handles it")
    func handled() async throws {
        try await withSandbox { sandbox in
            for signal in Signal.sendable {
                let name = signal.description.dropFirst(3)
                let script = "trap 'echo got \(name); exit 7' \(name); echo ready; while :; do sleep 0.02; done"
                let (text, result) = try await Self.run(sandbox, script) { $0.send(signal) }
                #expect(text == "ready\ngot \(name)\n" && result.outcome == .exited(7), "\(name): \(result.outcome)")
            }
        }
    }

    @Test("A program that does not handle one ends by it, and the next run is as ever")
    func unhandled() async throws {
        try await withSandbox { sandbox in
            for number: Int32 in [1, 2, 3, 10, 12, 15] {
                let signal = Signal(rawValue: number)
                let (_, result) = try await Self.run(sandbox, "echo ready; sleep 60") { $0.send(signal) }
                #expect(result.outcome == .signaled(signal))
                #expect(try await sandbox.run(.shell("echo fine"), in: .shell).text == "fine")
            }
        }
    }

    @Test("One that comes before the program has begun waits for it")
    func early() async throws {
        try await withSandbox { sandbox in
            for _ in 0..<10 {
                let result = try await sandbox.withRun(Self.request("sleep 60"), in: .shell) { program in
                    program.send(Signal(rawValue: 15))
                    return try await program.result
                }
                #expect(result.outcome == .signaled(Signal(rawValue: 15)))
            }
        }
    }

    @Test("What is not to be sent changes nothing")
    func refused() async throws {
        try await withSandbox { sandbox in
            let (text, result) = try await Self.run(sandbox, "echo ready; cat; exit 4") { program in
                for number: Int32 in [-1, 0, 9, 11, 17, 18, 19, 31, 34, 64, 65, .max] {
                    program.send(Signal(rawValue: number))
                }
                _ = await program.input.write("on and on")
                program.input.finish()
            }
            #expect(text == "ready\non and on" && result.outcome == .exited(4))
        }
        #expect(Signal(sendable: "SIGKILL") == nil && Signal(sendable: "sigint") == nil)
        #expect(Signal(sendable: "SIGINT")?.rawValue == 2)
    }

    @Test("As many as anybody sends keep no limit from striking, and nobody from ending the run")
    func flood() async throws {
        try await withSandbox { sandbox in
            let script = "trap '' USR1 TERM INT HUP; echo ready; while :; do :; done"
            let request = Self.request(script, cpuTime: .milliseconds(300))
            let result = try await sandbox.withRun(request, in: .shell) { program in
                var pieces = program.output.makeAsyncIterator()
                #expect(await pieces.next() == Array("ready\n".utf8))
                return try await withThrowingTaskGroup(of: RunResult?.self) { group in
                    group.addTask {
                        while !Task.isCancelled {
                            for signal in Signal.sendable where signal.rawValue != 3 && signal.rawValue != 12 {
                                program.send(signal)
                            }
                            await Task.yield()
                        }
                        return nil
                    }
                    group.addTask { try await program.result }
                    defer { group.cancelAll() }
                    while let ended = try await group.next() {
                        if let ended { return ended }
                    }
                    throw CancellationError()
                }
            }
            #expect(result.outcome == .cpuLimit)
            #expect(try await sandbox.run(.shell("echo fine"), in: .shell).text == "fine")
        }
    }

    @Test("A program's own tricks with signals lead nowhere: it ends with all that it has started")
    func tricks() async throws {
        try await withSandbox { sandbox in
            let scripts = [
                // Its init, its parent, its group and everybody, from a handler.
                "trap 'for s in INT TERM KILL STOP; do kill -$s 1; kill -$s $PPID; done; exit 5' INT",
                "trap 'trap : INT; kill -INT 0; exit 5' INT",
                "trap 'trap : INT; kill -INT -1; exit 5' INT",
            ]
            for script in scripts {
                let whole = "\(script); echo ready; while :; do sleep 0.02; done"
                let (_, result) = try await Self.run(sandbox, whole) { $0.send(Signal(rawValue: 2)) }
                #expect(result.outcome == .exited(5), "\(script): \(result.outcome)")
            }
            // One that goes on whatever it is sent is stopped like any other.
            let endless = "trap '' INT TERM HUP QUIT USR1 USR2; (sleep 60 &); echo ready; sleep 60"
            let (_, result) = try await Self.run(sandbox, endless) { program in
                for signal in Signal.sendable { program.send(signal) }
                program.stop()
            }
            #expect(result.outcome == .cancelled)
            #expect(try await sandbox.run(.shell("echo fine"), in: .shell).text == "fine")
        }
    }
}
