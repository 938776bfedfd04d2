extension Executor {
    /// Runs two programs at once, each one's standard output being the other's standard input.
    ///
    /// They are wired by pipes, which hold 1 MiB where the kernel allows that: what one writes the other reads without a
    /// detour, and when one closes its output or ends, the other reads the end of the file. No program gets `SIGPIPE` or
    /// waits for ever because the other has ended: what that has not read is thrown away, and more of it than the
    /// writer's output limit stops the writer, as a limit that struck. What was read is neither counted nor limited.
    ///
    /// Each has a cell and limits of its own; give both a wall-clock limit, for two programs may wait for each other. The
    /// pair takes one place of ``parallelism``, so pairs cannot wait for each other. The standard inputs and outputs of
    /// the requests are replaced.
    ///
    /// Cancelling the task stops both.
    /// - Parameters:
    ///   - first: one of the two.
    ///   - second: the other one, whose end may decide what becomes of the first.
    ///   - sequel: asked once the second has ended, if that was run, with how it went and who left first: what becomes of the
    ///     first, whether that still runs or not. It must not block.
    /// - Throws: ``SandboxError`` if one of the two could not be run; the other is then stopped.
    public func interact(
        _ first: Placement, _ second: Placement,
        whenSecondEnds sequel: @escaping @Sendable (RunResult, _ leftFirst: Interaction.Side?) -> Interaction.Sequel = {
            _, _ in .goOn
        }
    ) async throws(SandboxError) -> Interaction {
        var (first, second) = (first, second)
        let wiring = try Wiring(&first.request, &second.request)
        async let firstIsOver = wiring.fromFirst.throwAway()
        async let secondIsOver = wiring.fromSecond.throwAway()
        var interaction = try await converse(first, second, over: wiring, sequel)
        if await firstIsOver { interaction.first.limitsStruck.insert(.output) }
        if await secondIsOver { interaction.second.limitsStruck.insert(.output) }
        return interaction
    }

    /// Runs both from start to end.
    private func converse(
        _ first: Placement, _ second: Placement, over wiring: Wiring,
        _ sequel: @escaping @Sendable (RunResult, Interaction.Side?) -> Interaction.Sequel
    ) async throws(SandboxError) -> Interaction {
        defer { wiring.release() }
        let (fromFirst, fromSecond) = (wiring.fromFirst, wiring.fromSecond)
        let results = try await runTogether([
            JoinedRun(first, stop: fromFirst.stop) { _ in fromSecond.begin() },
            JoinedRun(second, stop: fromSecond.stop) { result in
                switch sequel(result, wiring.order?.first) {
                case .goOn: fromFirst.begin()
                case .stop: fromFirst.stop.raise()
                }
            },
        ])
        // The ends held here are closed later, so the first notice is of a program's.
        return Interaction(first: results[0], second: results[1], leftFirst: wiring.order?.first)
    }
}
