extension Executor {
    /// Runs two programs at once as ``interact(_:_:whenSecondEnds:)`` does, but what one writes passes through this process to
    /// the other, and a listener hears it.
    ///
    /// It is a way to look at a conversation, not to judge one: the detour costs time, and who left first is not known.
    /// - Parameters:
    ///   - first: one of the two.
    ///   - second: the other one.
    ///   - listener: told what is written, and of both ends.
    ///   - sequel: asked once the second has ended, with how it went: what becomes of the first. It must not block.
    /// - Throws: ``SandboxError`` if one of the two could not be run; the other is then stopped.
    public func relay(
        _ first: Placement, _ second: Placement, to listener: any InteractionListener,
        whenSecondEnds sequel: @escaping @Sendable (RunResult) -> Interaction.Sequel = { _ in .goOn }
    ) async throws(SandboxError) -> Interaction {
        var (first, second) = (first, second)
        let relay = try Relay(&first.request, &second.request, listener)
        async let firstIsOver = relay.carry(from: .first)
        async let secondIsOver = relay.carry(from: .second)
        var interaction = try await converse(first, second, over: relay, listener, sequel)
        if await firstIsOver { interaction.first.limitsStruck.insert(.output) }
        if await secondIsOver { interaction.second.limitsStruck.insert(.output) }
        return interaction
    }

    /// Runs both from start to end.
    private func converse(
        _ first: Placement, _ second: Placement, over relay: Relay, _ listener: any InteractionListener,
        _ sequel: @escaping @Sendable (RunResult) -> Interaction.Sequel
    ) async throws(SandboxError) -> Interaction {
        defer { relay.release() }
        let results = try await runTogether([
            JoinedRun(first, stop: relay.fromFirst.stop) { result in
                listener.hearEnd(of: .first, result)
                relay.fromSecond.readerHasEnded()
            },
            JoinedRun(second, stop: relay.fromSecond.stop) { result in
                listener.hearEnd(of: .second, result)
                relay.fromFirst.readerHasEnded()
                if sequel(result) == .stop { relay.fromFirst.stop.raise() }
            },
        ])
        return Interaction(first: results[0], second: results[1])
    }
}
