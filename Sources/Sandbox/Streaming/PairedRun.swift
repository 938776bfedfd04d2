/// One of two runs that go on at once: it can be stopped, and tells its end, apart from the other.
public struct PairedRun: Sendable {
    /// What to run, and where.
    public var placement: Placement
    /// Stops this run alone when it is raised.
    public let stop: StopSignal
    /// Told once how it went, as soon as nothing of it is left, while the other may still run. Not told if it could not be
    /// run, or the task was cancelled before that. It must not block.
    public let whenEnded: @Sendable (RunResult) -> Void

    /// `placement`, which `stop` stops and of whose end `whenEnded` is told.
    public init(_ placement: Placement, stop: StopSignal, whenEnded: @escaping @Sendable (RunResult) -> Void) {
        self.placement = placement
        self.stop = stop
        self.whenEnded = whenEnded
    }
}
