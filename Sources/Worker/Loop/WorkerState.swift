import Wire

/// What a worker has to do, and decides: which jobs to ask for, when each begins, what becomes of its result. Pure.
///
/// A lease ends in exactly one of four ways: its result is recorded (or was rejected), it is given back, its job said all
/// by itself, or it ran out before the job had begun. Nothing else lets go of one, but the end of the worker.
struct WorkerState {
    /// How much at a time.
    struct Limits: Hashable {
        /// Jobs that run.
        var slots: Int
        /// Jobs besides that are prepared.
        var ahead: Int
        /// Results, those to come included, that may wait for the coordinator before nothing more is leased.
        var outbox: Int

        /// Limits for so many processors.
        init(slots: Int, ahead: Int) {
            self.slots = max(1, slots)
            self.ahead = max(0, ahead)
            outbox = max(64, 4 * (self.slots + self.ahead))
        }
    }

    /// Where a job stands.
    enum Phase: Hashable {
        /// What it needs is brought here.
        case preparing
        /// It waits for a processor.
        case ready
        /// It runs.
        case running
        /// What came of it is brought into form, without a processor.
        case concluding
        /// It was told to stop; nobody waits for what comes of it.
        case stopping
        /// Its result waits to be sent, or for an answer.
        case outbox
    }

    /// A job that the worker has.
    struct Entry {
        let job: String
        /// The newest lease of the job.
        var lease: String
        /// The trace that the job belongs to.
        var trace = ""
        /// Whether it gives way by itself: each of its runs waits its turn, so it takes no place from other jobs.
        var givesWay = false
        var phase = Phase.preparing
        var result: Verdict_V1_FinishRequest?
        var attempts = 0
        /// Whether a result is under way.
        var isSending = false
    }

    /// Whether the worker takes work.
    enum Mode: Hashable {
        case working, draining, stopping, ended
    }

    /// After how many jobs in a row that the sandbox failed on it is looked at.
    static let suspiciousFailures = 3

    let limits: Limits
    var mode = Mode.working
    var entries: [JobNumber: Entry] = [:]
    /// Whether the coordinator knows the worker, on this connection.
    var isRegistered = false
    /// Whether the sandbox was found to be broken: why the worker drains.
    var isBroken = false
    var isRegistering = false
    /// The connection was lost while the worker registered, perhaps after that.
    var registersAgain = false
    var isLeasing = false
    /// Whether the call for jobs that goes on was made before the last registration, which cannot name what it brings.
    var leasingPrecedesRegistration = false
    var isProbing = false
    var waitsToLease = false
    var isExtending = false
    var registerFailures = 0
    var leaseFailures = 0
    var sandboxFailures = 0
    var givingBack = 0
    var asked = 0
    var last = 0

    /// A worker that has not begun.
    init(_ limits: Limits) {
        self.limits = limits
    }

    /// The first things to do.
    mutating func begin() -> [WorkerAction] {
        register()
    }

    /// What `event` leads to.
    mutating func handle(_ event: WorkerEvent) -> [WorkerAction] {
        guard mode != .ended else { return [] }
        return react(to: event) + next()
    }

    // MARK: What is known

    /// How many jobs are in one of `phases`.
    func count(_ phases: Phase...) -> Int {
        entries.values.count { phases.contains($0.phase) }
    }

    /// How many jobs that take places are in one of `phases`.
    private func countPlaces(_ phases: Phase...) -> Int {
        entries.values.count { !$0.givesWay && phases.contains($0.phase) }
    }

    /// The leases of all jobs that it has not let go of, in order.
    var leases: [String] {
        entries.filter { $0.value.phase != .stopping }.sorted { $0.key < $1.key }.map(\.value.lease)
    }

    func number(ofLease lease: String) -> JobNumber? {
        entries.first { $0.value.lease == lease }?.key
    }

    mutating func react(to event: WorkerEvent) -> [WorkerAction] {
        switch event {
        case .registered, .registerFailed, .registerDue, .disconnected: reactToConnection(event)
        case .leased(let jobs): leased(jobs)
        case .leaseFailed(let wait): leaseFailed(wait)
        case .leaseDue: leaseIsDue()
        case .prepared(let number): moved(number, from: .preparing, to: .ready)
        case .computed(let number): moved(number, from: .running, to: .concluding)
        case .ended(let number, let end): ended(number, end)
        case .extendDue: isRegistered ? [.extend(leases)] : []
        case .extended(let ended, let unwanted): extended(ended: ended, unwanted: unwanted)
        case .delivered(let number, let lease, let delivery): delivered(number, lease, delivery)
        case .deliveryDue(let number): send(number)
        case .probed(let works): probed(works)
        case .drain: drain()
        case .drainTimedOut, .stop: stop()
        case .stopTimedOut: abandon()
        case .gaveBack: gaveBack()
        }
    }

    mutating func next() -> [WorkerAction] {
        var actions: [WorkerAction] = []
        if mode == .draining || mode == .stopping, entries.isEmpty, givingBack == 0 {
            mode = .ended
            return [.end]
        }
        guard mode == .working else { return [] }
        let ready = entries.filter { $0.value.phase == .ready }
        let placed = ready.filter { !$0.value.givesWay }.keys.sorted().prefix(
            max(0, limits.slots - countPlaces(.running)))
        // Of those that give way one at a time.
        let isOneAtIt = entries.values.contains { $0.givesWay && $0.phase == .running }
        let patient = ready.filter(\.value.givesWay).keys.sorted().prefix(isOneAtIt ? 0 : 1)
        for number in (placed + patient).sorted() {
            entries[number]?.phase = .running
            actions.append(.run(number))
        }
        return actions + lease()
    }

    mutating func lease() -> [WorkerAction] {
        guard isRegistered, !isLeasing, !waitsToLease, !isProbing else { return [] }
        let room = limits.slots + limits.ahead - countPlaces(.preparing, .ready, .running, .stopping)
        let count = min(room, limits.outbox - entries.count)
        guard count > 0 else { return [] }
        isLeasing = true
        asked = count
        return [.lease(count)]
    }
}
