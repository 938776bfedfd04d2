/// One of several runs that go on at once: it can be stopped, and tells its end, apart from the others.
public struct JoinedRun: Sendable {
    /// What to run, and where.
    public var placement: Placement
    /// Stops this run alone when it is raised.
    public let stop: StopSignal
    /// Completes the request once there is a cell for each run; the run begins when it returns. It may wait for what others of
    /// the runs do.
    let prepare: @Sendable (inout RunRequest) async throws(SandboxError) -> Void
    /// Told once how it went, as soon as nothing of it is left, while the others may still run. Not told if it could not be
    /// run, or the task was cancelled before that. It must not block.
    public let whenEnded: @Sendable (RunResult) -> Void
    /// Told once that nothing of it runs any more, or will; not if no run of the group ever began. It must not block.
    let whenOver: @Sendable () -> Void

    /// `placement`, which `stop` stops and of whose end `whenEnded` is told.
    public init(_ placement: Placement, stop: StopSignal, whenEnded: @escaping @Sendable (RunResult) -> Void) {
        self.init(placement, stop: stop, whenEnded: whenEnded, prepare: { _ in }, whenOver: {})
    }

    init(
        _ placement: Placement, stop: StopSignal = StopSignal(),
        whenEnded: @escaping @Sendable (RunResult) -> Void = { _ in },
        prepare: @escaping @Sendable (inout RunRequest) async throws(SandboxError) -> Void,
        whenOver: @escaping @Sendable () -> Void
    ) {
        self.placement = placement
        self.stop = stop
        self.whenEnded = whenEnded
        self.prepare = prepare
        self.whenOver = whenOver
    }
}
