public import SystemPackage

extension Executor {
    /// Runs two programs at once, the second of which reads what the first writes to a pipe with a name.
    ///
    /// The first gets `0` and the pipe's name as further arguments, the second `1` and the name. Whoever opens the pipe waits until the
    /// other has opened it, or has ended. Their standard streams are their own, and so are their limits. They take one place of
    /// ``parallelism``.
    ///
    /// Cancelling the task stops both.
    /// - Parameters:
    ///   - first: who writes; it must not have a `/proc` (see ``manage(_:_:over:in:)``).
    ///   - second: who reads; the same.
    ///   - directory: a directory below ``store`` with nothing in it, in which the pipe is made.
    /// - Throws: ``SandboxError`` if one could not be run; the other is then stopped.
    public func runSteps(
        _ first: Placement, _ second: Placement, in directory: FilePath
    ) async throws(SandboxError) -> (first: RunResult, second: RunResult) {
        try Placement.requireNoProc([first, second])
        let name = "pipe"
        let pipe = AttendedPipe(
            pipe: try NamedPipe(making: name, in: directory), readerIsOver: Eventual<Void>(),
            writerIsOver: Eventual<Void>())
        let runs = [(first, pipe.writerIsOver), (second, pipe.readerIsOver)].enumerated().map { number, step in
            var placement = step.0
            let isOver = step.1
            placement.request.command += ["\(number)", "\(ManagedStreams.path)/\(name)"]
            placement.show(directory)
            return JoinedRun(placement, prepare: { _ in }, whenOver: { isOver.set(()) })
        }
        let results = try await runTogether(runs, attending: [pipe])
        return (results[0], results[1])
    }
}
