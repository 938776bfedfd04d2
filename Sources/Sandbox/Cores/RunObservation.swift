import Units

/// Watches the host during one run, if the run is long enough to be worth it.
struct RunObservation {
    /// From when on a run is looked at.
    static let threshold = Duration.milliseconds(50)

    private let watch: HostWatch
    private let processors: [Int]
    private let directory: CgroupDirectory?
    private let start = ContinuousClock.now
    private var first: HostSample?

    /// - Parameters:
    ///   - processors: those that the run is held to.
    ///   - directory: the v2 cgroup that the run is born in.
    init(_ watch: HostWatch, _ processors: [Int], in directory: CgroupDirectory?) {
        self.watch = watch
        self.processors = processors
        self.directory = directory
    }

    /// Time since the run was asked for.
    var elapsed: Duration { ContinuousClock.now - start }

    /// How long `poll(2)` may wait, in ms, so that the first look comes in time; looks if it is time.
    mutating func timeout() -> Int32 {
        guard first == nil else { return -1 }
        let elapsed = ContinuousClock.now - start
        guard elapsed >= Self.threshold else {
            return Int32(clamping: (Self.threshold - elapsed).nanoseconds / 1_000_000 + 1)
        }
        first = watch.sample(processors, in: directory)
        return -1
    }

    /// What disturbed the run, which has just ended.
    func disturbance(preemptions: Int) -> Disturbance {
        guard let first else { return Disturbance(preemptions: preemptions) }
        return first.disturbance(until: watch.sample(processors, in: directory), preemptions: preemptions)
    }
}
