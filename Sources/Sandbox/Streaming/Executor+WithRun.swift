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
