public import Identity
import Wire

/// The workers: what each can do, when it called last, and how fast it is. A pure value.
///
/// What a worker says of its speed is weighted by its recorded work, so that a worker that does nothing cannot make others
/// look slow. One token can register at most ``mostNames`` names; idle ones are forgotten first.
public struct WorkerRegistry: Sendable {
    /// How many names one principal may register.
    static let mostNames = 256
    /// The most votes of one worker.
    static let mostVotes = 1000

    private let slowFactor: Double
    /// A worker that has not called for so long is lost.
    private let timeout: Duration
    private var workers: [String: WorkerRecord] = [:]
    /// The names of each principal's.
    private var names: [Principal: Set<String>] = [:]
    private var draining: Set<String> = []
    /// The median of the calibrations of those that are alive, each counted as often as it has votes.
    private var median = Duration.zero
    private var refreshedAt: Duration?
    /// What workers may be given, each with a number that no other ever has.
    private var kinds: [WorkerCapability: Int] = [:]
    private var lastKind = 0

    /// No workers.
    /// - Parameters:
    ///   - slowFactor: see ``DispatchOptions/slowFactor``.
    ///   - timeout: for how long a worker may be silent without being taken for lost.
    public init(slowFactor: Double, timeout: Duration) {
        self.slowFactor = slowFactor
        self.timeout = timeout
    }

    /// Registers a worker, or replaces its registration.
    /// - Returns: whether it is new: it was not known, or was lost.
    /// - Throws: `DomainError`: `invalid` for a name that is none; `wrongState` for a worker that does not
    ///   understand the jobs of this version; `alreadyExists` while another principal's worker
    ///   of that name is alive; `exhausted` if the principal has too many that do work.
    @discardableResult
    public mutating func register(
        _ introduction: WorkerRegistration, by principal: Principal, at now: Duration
    ) throws(DomainError) -> Bool {
        guard (1...128).contains(introduction.name.utf8.count) else {
            throw DomainError(
                .invalid, "a worker's name has 1 to 128 bytes", advice: "change the worker's configuration")
        }
        guard introduction.jobsVersion >= JobsVersion.current else {
            throw DomainError(
                .wrongState,
                "the worker is older than the coordinator and could judge differently: it knows jobs of version "
                    + "\(introduction.jobsVersion), and the coordinator gives jobs of version \(JobsVersion.current)",
                advice: "install the coordinator's version of Verdict on the worker's host and restart the worker")
        }
        if let other = workers[introduction.name], other.principal != principal, !isLost(other, at: now) {
            throw DomainError(
                .alreadyExists, "the name \(introduction.name) belongs to another worker", advice: "choose another name"
            )
        }
        var worker = WorkerRecord(introduction, principal, at: now)
        var isNew = true
        if let before = workers[worker.name], before.principal == principal {
            worker.faults = before.faults
            worker.runs = before.runs
            worker.votes = before.votes
            isNew = isLost(before, at: now)
        } else {
            try makeRoom(for: principal, at: now)
            forget(worker.name)
        }
        workers[worker.name] = worker
        names[principal, default: []].insert(worker.name)
        refreshedAt = nil
        return isNew
    }

    /// Forgets one of a principal's workers if it has as many as it may: one that is lost, else one that never did anything.
    private mutating func makeRoom(for principal: Principal, at now: Duration) throws(DomainError) {
        let own = (names[principal] ?? []).compactMap { workers[$0] }
        guard own.count >= Self.mostNames else { return }
        let idle = own.filter { isLost($0, at: now) || $0.votes == 0 }
        guard let least = idle.min(by: { ($0.lastSeen, $0.name) < ($1.lastSeen, $1.name) }) else {
            throw DomainError(
                .exhausted,
                "\(own.count) workers use the token of \(principal.name), which is the limit",
                advice: "make a new token",
                retryAfter: timeout)
        }
        forget(least.name)
    }

    private mutating func forget(_ name: String) {
        guard let worker = workers.removeValue(forKey: name) else { return }
        names[worker.principal]?.remove(name)
        if names[worker.principal]?.isEmpty == true { names[worker.principal] = nil }
    }

    /// The name of the worker that calls.
    /// - Parameter name: the name that it sent; nil: it is the only worker of its principal.
    /// - Throws: `DomainError`: `wrongState` if it is not registered; `forbidden` if another principal registered it.
    public func worker(of principal: Principal, named name: String?) throws(DomainError) -> String {
        guard let name else {
            let own = names[principal] ?? []
            guard let only = own.first, own.count == 1 else {
                throw DomainError(
                    .wrongState,
                    own.isEmpty
                        ? "the worker is not registered"
                        : "\(own.count) workers use the token of \(principal.name)",
                    advice: "register, and send the worker's name in the metadata \"worker\"")
            }
            return only
        }
        guard let worker = workers[name] else {
            throw DomainError(.wrongState, "the worker is not registered", advice: "register first")
        }
        guard worker.principal == principal else {
            throw DomainError(.forbidden, "the worker \(name) uses another token")
        }
        return name
    }

    /// Notes that a worker called.
    public mutating func touch(_ name: String, at now: Duration) {
        guard let worker = workers[name] else { return }
        // It was lost: its capabilities were not counted.
        if isLost(worker, at: now) { refreshedAt = nil }
        workers[name]?.lastSeen = now
    }

    /// A worker takes nothing new until it is told otherwise, also when it was started anew meanwhile.
    public mutating func drain(_ name: String, _ drains: Bool) {
        if drains { draining.insert(name) } else { draining.remove(name) }
        refreshedAt = nil
    }

    /// Runs of the worker were reported.
    public mutating func recordRuns(of name: String, _ count: Int, disturbed: Bool, at now: Duration) {
        workers[name]?.runs.count(disturbed, count, at: now)
    }

    /// Work of the worker was recorded: so many builds or test cases.
    public mutating func recordWork(of name: String, _ count: Int) {
        guard let votes = workers[name]?.votes else { return }
        workers[name]?.votes = min(votes + max(0, count), Self.mostVotes)
    }

    /// Notes that the worker sent a result that is not valid.
    public mutating func recordFault(of name: String) { workers[name]?.faults += 1 }

    /// The worker of that name.
    public subscript(name: String) -> WorkerRecord? { workers[name] }

    /// How many workers are known.
    public var count: Int { workers.count }

    /// Whether it gets no new jobs.
    public func isDraining(_ name: String) -> Bool { draining.contains(name) }

    /// Whether it has been silent for too long.
    public func isLost(_ worker: WorkerRecord, at now: Duration) -> Bool { now - worker.lastSeen > timeout }

    /// How fast it is, by its own word: 1 is the median of all that are alive, 2 twice as fast; from 1/64 to 64.
    public func speed(of worker: WorkerRecord) -> Double {
        guard worker.calibration > .zero, median > .zero else { return 1 }
        return min(max(median / worker.calibration, 1 / 64), 64)
    }

    /// All workers, by name.
    public var all: [WorkerRecord] { workers.values.sorted { $0.name < $1.name } }

    /// What a worker may be given now.
    public mutating func capability(of name: String, at now: Duration) -> WorkerCapability {
        // Who is lost, and so no longer fit, need not be known to the instant.
        if refreshedAt.map({ now - $0 >= .seconds(1) }) ?? true { refresh(at: now) }
        return workers[name]?.capability ?? .nothing
    }

    /// Whether a worker besides this one is alive and may run a language now.
    mutating func hasOther(than name: String, running language: String, at now: Duration) -> Bool {
        // Brings all of them up to date.
        _ = capability(of: name, at: now)
        return workers.values.contains { worker in
            worker.name != name && worker.capability.runs.contains(language) && !isLost(worker, at: now)
        }
    }

    /// What a worker may be given now, and a number for that: the same number is the same.
    /// - Parameters:
    ///   - measures: whether it may find time limits, if it can.
    ///   - isNamed: whether it matters who it is.
    mutating func kind(
        of name: String, measures: Bool = true, isNamed: Bool = false, at now: Duration
    ) -> (number: Int, capability: WorkerCapability) {
        var capability = capability(of: name, at: now)
        guard isNamed || capability.measures && !measures else { return (workers[name]?.kind ?? 0, capability) }
        if !measures { capability.measures = false }
        if isNamed { capability.name = name }
        return (kind(of: capability), capability)
    }

    private func isSlow(_ worker: WorkerRecord) -> Bool {
        median > .zero && worker.calibration > median * slowFactor
    }

    private mutating func refresh(at now: Duration) {
        refreshedAt = now
        // One that was silent for so long comes back as a new one; who never did anything is missed by nobody.
        for (name, worker) in workers where now - worker.lastSeen > timeout * (worker.votes > 0 ? 100 : 3) {
            forget(name)
        }
        let alive = workers.values.filter { !isLost($0, at: now) }
        median = Self.median(alive.filter { $0.calibration > .zero && $0.votes > 0 })
        let fit = alive.filter { !isSlow($0) && !draining.contains($0.name) }
        let runElsewhere = fit.reduce(into: Set<String>()) { $0.formUnion($1.languages) }
        if kinds.count > 4096 { kinds = [:] }
        for name in workers.keys {
            guard var worker = workers[name] else { continue }
            worker.capability = capability(of: worker, runElsewhere: runElsewhere, isAloneFit: fit.isEmpty)
            worker.kind = kind(of: worker.capability)
            workers[name] = worker
        }
    }

    /// The median of what voters say, each as often as it has votes; of two in the middle the slower: to be called slow takes
    /// more than half. Zero if there are none: then nobody is slow.
    private static func median(_ voters: [WorkerRecord]) -> Duration {
        let all = voters.reduce(0) { $0 + $1.votes }
        var counted = 0
        for voter in voters.sorted(by: { $0.calibration < $1.calibration }) {
            counted += voter.votes
            if counted * 2 > all { return voter.calibration }
        }
        return .zero
    }

    private mutating func kind(of capability: WorkerCapability) -> Int {
        if let known = kinds[capability] { return known }
        lastKind += 1
        kinds[capability] = lastKind
        return lastKind
    }

    private func capability(
        of worker: WorkerRecord, runElsewhere: Set<String>, isAloneFit: Bool
    ) -> WorkerCapability {
        guard !draining.contains(worker.name) else { return .nothing }
        let languages = worker.languages
        guard isSlow(worker) else { return WorkerCapability(builds: languages, runs: languages, measures: true) }
        return WorkerCapability(
            builds: languages, runs: languages.subtracting(runElsewhere), measures: isAloneFit)
    }
}
