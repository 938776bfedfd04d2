import SystemPackage
import Units

/// A program that runs while the closure of ``Executor/withRun(_:in:_:)`` does.
///
/// It may be used from several tasks at once: one that writes, one that reads.
public final class RunningProgram: Sendable {
    /// Its standard input, if the request says ``RunRequest/StandardInput/stream``; else finished from the start.
    public let input: ProgramInput
    /// Its standard output, if the request says ``RunRequest/StandardOutput/stream``; else empty.
    public let output: ProgramOutput
    /// Its standard error, if the request says ``RunRequest/StandardOutput/stream``; else empty.
    public let error: ProgramOutput

    private let request: RunRequest
    private let signals = ProgramSignals()
    private let passed: [PassedDescriptor]
    private let stopped: Eventual<Void>
    private let ended = Eventual<Result<RunResult, SandboxError>>()

    /// A program that is yet to run; without pipes where there is no room for them, and then already ended.
    init(_ request: RunRequest) {
        let stopped = Eventual<Void>()
        var pipes = StreamPipes()
        var request = request
        request.signals = signals
        do throws(SandboxError) {
            self.request = try pipes.replaceStreams(of: request)
        } catch {
            self.request = request
            pipes = StreamPipes()
            ended.set(.failure(error))
            stopped.set(())
        }
        self.stopped = stopped
        passed = pipes.passed
        input = ProgramInput(pipes.input)
        output = ProgramOutput(pipes.output, limit: request.limits.output, onLimit: stopped)
        self.error = ProgramOutput(pipes.error, limit: request.limits.output, onLimit: stopped)
    }

    /// How the run went, once it has ended and nothing of it is left. What it wrote may still be read afterwards.
    ///
    /// It does not end while the program waits for somebody to read its output or to finish its input. Cancelling the
    /// task that waits here stops the run; the outcome is then ``RunResult/Outcome/cancelled``.
    public var result: RunResult {
        get async throws(SandboxError) {
            let stopped = stopped
            let result = await withTaskCancellationHandler {
                await ended.value
            } onCancel: {
                stopped.set(())
            }
            return try result.get()
        }
    }

    /// Sends the program a signal, one of ``Signal/sendable``; any other is none of its business, and nothing happens. What it
    /// has started and left in its process group gets it as well, as at a terminal. Before it has begun, the signal waits; where
    /// it has ended, nothing happens.
    public func send(_ signal: Signal) {
        signals.send(signal)
    }

    /// Stops the run at once; ``result`` then comes soon.
    public func stop() {
        stopped.set(())
    }

    /// Runs it from start to end; cancelling the task stops it.
    func follow(on executor: some Executor, in configuration: CellConfiguration) async {
        let result = await run(on: executor, in: configuration)
        // Where it never started, nobody took its ends of the pipes.
        for descriptor in passed { descriptor.release() }
        ended.set(result.map(settled))
    }

    /// Lets go of the pipes: the closure has returned.
    func close() {
        input.finish()
        output.close()
        error.close()
    }

    private func run(
        on executor: some Executor, in configuration: CellConfiguration
    ) async -> Result<RunResult, SandboxError> {
        await withTaskGroup(of: Result<RunResult, SandboxError>?.self) { group in
            group.addTask { [request, stopped] in
                let result: Result<RunResult, SandboxError>
                do throws(SandboxError) {
                    result = .success(try await executor.run(request, in: configuration))
                } catch {
                    result = .failure(error)
                }
                stopped.set(())
                return result
            }
            group.addTask { [stopped] in
                await stopped.value
                return nil
            }
            var result: Result<RunResult, SandboxError>?
            for await answer in group {
                result = result ?? answer
                group.cancelAll()
            }
            return result ?? .success(RunResult(exit: nil))
        }
    }

    /// The result with what only the streams know.
    private func settled(_ result: RunResult) -> RunResult {
        var result = result
        for (sink, stream, count) in [
            (request.standardOutput, output, \RunResult.outputBytes), (request.standardError, error, \.errorBytes),
        ] {
            guard case .passed = sink else { continue }
            let total = ByteCount(Int64(stream.total()))
            result[keyPath: count] = total
            if total > request.limits.output { result.limitsStruck.insert(.output) }
        }
        return result
    }
}

extension Executor {
    /// Runs a program while `body` talks with it.
    ///
    /// Streams are what the request says is ``RunRequest/StandardInput/stream`` or
    /// ``RunRequest/StandardOutput/stream``; the rest is as with ``run(_:in:)``. `body` begins before the program does:
    /// what it writes waits in the pipe. When it returns or throws, or the task is cancelled, the run is stopped if it
    /// still goes on; when this returns, nothing of it is left. A `body` that wants the program to come to its end
    /// waits for ``RunningProgram/result``.
    ///
    /// What keeps a program from running is told by ``RunningProgram/result`` too; its streams are then at their end.
    /// - Throws: what `body` throws, and nothing else.
    public func withRun<Value, Failure: Error>(
        _ request: RunRequest, in configuration: CellConfiguration,
        _ body: (RunningProgram) async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let program = RunningProgram(request)
        // Leaving the scope cancels it and waits for it.
        async let _: Void = program.follow(on: self, in: configuration)
        defer { program.close() }
        return try await body(program)
    }
}
