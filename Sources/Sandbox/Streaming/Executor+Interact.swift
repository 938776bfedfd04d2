extension Executor {
    /// Runs two programs at once, each one's standard output being the other's standard input.
    ///
    /// They are wired by pipes that nobody else holds: what one writes the other reads without a detour, and when one
    /// closes an end or ends, the other is told at once (end of file, or `SIGPIPE`). Each has a cell and limits of its
    /// own; give both a wall-clock limit, for two programs may wait for each other. The pair takes one place of
    /// ``parallelism``, so pairs cannot wait for each other. What goes through the pipes is neither counted nor
    /// limited. The standard inputs and outputs of the requests are replaced.
    ///
    /// Cancelling the task stops both.
    /// - Throws: ``SandboxError`` if one of the two could not be run; the other is then stopped.
    public func interact(_ first: Placement, _ second: Placement) async throws(SandboxError) -> Interaction {
        var (first, second) = (first, second)
        let order = try Self.wire(&first.request, &second.request)
        let results = try await runPair(first, second)
        return Interaction(first: results.0, second: results.1, leftFirst: order?.first)
    }

    /// Two pipes, of which nothing is held here but through the requests, and the order of their closings.
    private static func wire(
        _ first: inout RunRequest, _ second: inout RunRequest
    ) throws(SandboxError) -> ClosingOrder? {
        let (there, back) = (try Pipe(), try Pipe())
        first.standardOutput = .passed(PassedDescriptor(there.writeEnd))
        second.standardInput = .passed(PassedDescriptor(there.readEnd))
        second.standardOutput = .passed(PassedDescriptor(back.writeEnd))
        first.standardInput = .passed(PassedDescriptor(back.readEnd))
        // A user may have 128 instances or so; a pair runs without one, too.
        return try? ClosingOrder(there: there, back: back)
    }
}
