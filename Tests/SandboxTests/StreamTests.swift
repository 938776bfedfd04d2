import Sandbox
import Testing
import Units

/// Programs that somebody talks with while they run.
@Suite(.serialized, .timeLimit(.minutes(5))) struct StreamTests {
    private static func stream(
        _ script: String, limits: Limits = Limits(cpuTime: .seconds(20), wallTime: .seconds(60))
    ) -> RunRequest {
        var request = RunRequest.shell(script, limits: limits)
        request.standardInput = .stream
        request.standardOutput = .stream
        return request
    }

    @Test func whatIsWrittenComesBackWhileTheProgramRuns() async throws {
        try await withSandbox { sandbox in
            let result = try await sandbox.withRun(Self.stream("cat; exit 3"), in: .shell) { program in
                var pieces = program.output.makeAsyncIterator()
                for word in ["one", "two", "three"] {
                    #expect(await program.input.write(word) == .written)
                    #expect(await pieces.next() == Array(word.utf8))
                }
                program.input.finish()
                #expect(await pieces.next() == nil)
                return try await program.result
            }
            #expect(result.outcome == .exited(3))
            #expect(result.outputBytes == ByteCount(11))
        }
    }

    @Test func standardErrorIsAStreamOfItsOwn() async throws {
        try await withSandbox { sandbox in
            var request = Self.stream("echo out; echo err >&2")
            request.standardError = .stream
            let texts = await sandbox.withRun(request, in: .shell) { program in
                [await program.output.collect(), await program.error.collect()]
            }
            #expect(texts == [Array("out\n".utf8), Array("err\n".utf8)])
        }
    }

    @Test func whatIsNoStreamIsCollectedAsEver() async throws {
        try await withSandbox { sandbox in
            var request = RunRequest.shell("cat; echo err >&2")
            request.standardInput = .bytes(Array("in".utf8))
            let result = try await sandbox.withRun(request, in: .shell) { program in
                #expect(await program.input.write("more") == .closed(after: 0))
                #expect(await program.output.collect().isEmpty)
                return try await program.result
            }
            #expect(result.text == "in")
            #expect(result.standardError == Array("err\n".utf8))
        }
    }

    @Test func aHundredMegabytesGoThrough() async throws {
        try await withSandbox { sandbox in
            let total = 100 << 20
            let request = Self.stream("cat", limits: Limits(wallTime: .seconds(120), output: .mebibytes(128)))
            let (count, result) = try await sandbox.withRun(request, in: .shell) { program in
                async let written: Void = {
                    let piece = [UInt8](repeating: 7, count: 1 << 20)
                    for _ in 0..<100 { await program.input.write(piece) }
                    program.input.finish()
                }()
                var count = 0
                for await piece in program.output { count += piece.count }
                await written
                return (count, try await program.result)
            }
            #expect(count == total)
            #expect(result.outputBytes == ByteCount(Int64(total)))
            #expect(result.outcome == .exited(0))
        }
    }

    @Test func aProgramWaitsForASlowReader() async throws {
        try await withSandbox { sandbox in
            // It says when it has written all; that cannot be before most of it was read.
            var request = Self.stream("head -c 1000000 /dev/zero; echo done >&2")
            request.standardError = .stream
            try await sandbox.withRun(request, in: .shell) { program in
                try await Task.sleep(for: .milliseconds(300))
                var count = 0
                var isDone = false
                async let done = program.error.collect()
                for await piece in program.output {
                    count += piece.count
                    if count < 900_000 { #expect(!isDone) }
                    try await Task.sleep(for: .milliseconds(5))
                }
                isDone = await done == Array("done\n".utf8)
                #expect(isDone)
                #expect(count == 1_000_000)
                #expect(try await program.result.outcome == .exited(0))
            }
        }
    }

    @Test func aProgramWhoseOutputNobodyReadsMeetsItsWallLimit() async throws {
        try await withSandbox { sandbox in
            let limits = Limits(wallTime: .milliseconds(500))
            let result = try await sandbox.withRun(Self.stream("cat /dev/zero", limits: limits), in: .shell) {
                try await $0.result
            }
            #expect(result.outcome == .wallLimit)
            #expect(result.outputBytes <= .kibibytes(64))
        }
    }

    @Test func aProgramThatNeverReadsHoldsUpTheWriterUntilItsEnd() async throws {
        try await withSandbox { sandbox in
            let limits = Limits(wallTime: .milliseconds(500))
            let (delivery, result) = try await sandbox.withRun(Self.stream("sleep 60", limits: limits), in: .shell) {
                (await $0.input.write([UInt8](repeating: 1, count: 1 << 20)), try await $0.result)
            }
            #expect(delivery == .closed(after: 1 << 16))
            #expect(result.outcome == .wallLimit)
        }
    }

    @Test(arguments: ["head -c 1 >/dev/null", "exec 0<&-; sleep 60", "true"])
    func aProgramThatStopsReadingEndsTheWriting(script: String) async throws {
        try await withSandbox { sandbox in
            let delivery = await sandbox.withRun(Self.stream(script), in: .shell) { program in
                await program.input.write([UInt8](repeating: 1, count: 1 << 22))
            }
            guard case .closed(let count) = delivery else {
                Issue.record("all was written")
                return
            }
            #expect(count < 1 << 20)
        }
    }

    @Test func theOutputLimitStrikesAndWhatWasWrittenIsDelivered() async throws {
        try await withSandbox { sandbox in
            let limits = Limits(wallTime: .seconds(30), output: .kibibytes(300))
            let (bytes, result) = try await sandbox.withRun(Self.stream("cat /dev/zero", limits: limits), in: .shell) {
                (await $0.output.collect(), try await $0.result)
            }
            #expect(bytes.count == 300 << 10)
            #expect(result.outcome == .outputLimit)
            #expect(result.outputBytes > .kibibytes(300))
        }
    }

    @Test func theOutputLimitIsMetAlsoByWhatNobodyRead() async throws {
        try await withSandbox { sandbox in
            let limits = Limits(wallTime: .seconds(30), output: ByteCount(3))
            let (result, bytes) = try await sandbox.withRun(Self.stream("echo four", limits: limits), in: .shell) {
                (try await $0.result, await $0.output.collect())
            }
            #expect(result.outcome == .outputLimit)
            #expect(bytes == Array("fou".utf8))
        }
    }

    @Test func whatWasWrittenBeforeATimeLimitIsDelivered() async throws {
        try await withSandbox { sandbox in
            let limits = Limits(wallTime: .milliseconds(500))
            let (bytes, result) = try await sandbox.withRun(
                Self.stream("echo so far; sleep 60", limits: limits), in: .shell
            ) {
                (await $0.output.collect(), try await $0.result)
            }
            #expect(bytes == Array("so far\n".utf8))
            #expect(result.outcome == .wallLimit)
        }
    }

    @Test func leavingTheClosureStopsTheProgram() async throws {
        try await withSandbox { sandbox in
            let start = ContinuousClock.now
            let kept = await sandbox.withRun(Self.stream("echo up; sleep 60"), in: .shell) { program in
                var pieces = program.output.makeAsyncIterator()
                #expect(await pieces.next() == Array("up\n".utf8))
                return program
            }
            #expect(ContinuousClock.now - start < .seconds(30))
            let result = try await kept.result
            #expect(result.outcome == .cancelled)
            #expect(await kept.input.write("late") == .closed(after: 0))
            #expect(await kept.output.collect().isEmpty)
        }
    }

    @Test func whatTheClosureThrowsComesOut() async throws {
        struct Mine: Error {}
        try await withSandbox { sandbox in
            await #expect(throws: Mine.self) {
                try await sandbox.withRun(Self.stream("sleep 60"), in: .shell) { _ throws(Mine) in throw Mine() }
            }
        }
    }

    @Test(arguments: ["read", "write", "result"])
    func cancellingTheTaskStopsTheProgram(waitingFor what: String) async throws {
        try await withSandbox { sandbox in
            let task = Task {
                try await sandbox.withRun(Self.stream("sleep 60"), in: .shell) { program in
                    switch what {
                    case "read": #expect(await program.output.collect().isEmpty)
                    case "write": await program.input.write([UInt8](repeating: 1, count: 1 << 20))
                    default: break
                    }
                    return try await program.result
                }
            }
            try await Task.sleep(for: .milliseconds(300))
            task.cancel()
            #expect(try await task.value.outcome == .cancelled)
        }
    }

    @Test func oneTasksCancellationStopsWaitingForTheResult() async throws {
        try await withSandbox { sandbox in
            let outcome = try await sandbox.withRun(Self.stream("sleep 60"), in: .shell) { program in
                try await withThrowingTaskGroup(of: RunResult.Outcome.self) { group in
                    group.addTask { try await program.result.outcome }
                    group.cancelAll()
                    return try await group.next()
                }
            }
            #expect(outcome == .cancelled)
        }
    }

    @Test func aProgramThatIsNotThereIsToldByTheResult() async throws {
        try await withSandbox { sandbox in
            let request = RunRequest(command: ["/nowhere"], standardInput: .stream, standardOutput: .stream)
            let error = await #expect(throws: SandboxError.self) {
                try await sandbox.withRun(request, in: .shell) { program in
                    #expect(await program.output.collect().isEmpty)
                    let delivery = await program.input.write([UInt8](repeating: 1, count: 1 << 20))
                    #expect(delivery != .written)
                    return try await program.result
                }
            }
            #expect(error?.code == .launchFailed)
        }
    }

    @Test func aStreamIsNothingForABatchRun() async throws {
        try await withSandbox { sandbox in
            let error = await #expect(throws: SandboxError.self) {
                try await sandbox.run(Self.stream("true"), in: .shell)
            }
            #expect(error?.code == .badRequest)
        }
    }
}
