import Events
import Synchronization

/// Whether there is room for one more submission: of all tenants together, and of one.
public final class Admission: Sendable {
    private struct State {
        var counts = UsageCounts()
        var rateLimiters: [String: SubmissionRateLimiter] = [:]
        /// Submissions that came to need no more work.
        var ended = MinuteCounts<Bool>()
        /// When the next who is refused may find room.
        var nextRoom = Duration.zero
    }

    private let limit: Int
    private let state = Mutex(State())
    private let clock: @Sendable () -> Duration

    /// Lets `limit` submissions be open at once.
    /// - Parameter clock: the time since any moment, by a clock that cannot step; nil: the machine's.
    public init(limit: Int = 1_000_000, clock: (@Sendable () -> Duration)? = nil) {
        self.limit = limit
        let start = ContinuousClock.now
        self.clock = clock ?? { ContinuousClock.now - start }
    }

    /// How many submissions wait or are judged.
    public var open: Int { state.withLock { $0.counts.total } }

    /// How many submissions of a tenant wait or are judged.
    public func open(of tenant: String) -> Int { state.withLock { $0.counts[tenant].open } }

    /// Bytes of a tenant's contents: sources that are contents of their own, and what it put, or puts just now.
    public func storedBytes(of tenant: String) -> UInt64 { state.withLock { $0.counts[tenant].storedBytes } }

    /// Admits a new submission, or throws. An admitted submission is counted until ``release(_:tenant:)`` or the log's word.
    /// - Parameter quota: what its tenant may use; nil: anything.
    /// - Throws: ``SubmissionRejection`` (`backlog`, `quota`) with the time after which it is worth trying again.
    func admit(
        _ id: SubmissionID, tenant: String, storedBytes: UInt64, quota: Quota?
    ) throws(SubmissionRejection) {
        let now = clock()
        try state.withLock { state throws(SubmissionRejection) in
            if !state.counts.isReserved(id) {
                do throws(DomainError) {
                    try requireRoom(&state, now)
                } catch {
                    throw SubmissionRejection(.backlog, error)
                }
                do throws(DomainError) {
                    if let quota { try requireQuota(&state, tenant, storedBytes, quota, now) }
                } catch {
                    throw SubmissionRejection(.quota, error)
                }
            }
            state.counts.reserve(id, tenant: tenant, storedBytes: storedBytes)
        }
    }

    /// Removes the count of a submission that did not come into the log, or was there before.
    func release(_ id: SubmissionID, tenant: String) {
        state.withLock { state in
            if state.counts.release(id) { state.rateLimiters[tenant]?.giveBack() }
        }
    }

    /// Admits a single run, or throws. It counts as a submission does, until ``endRun(of:)``.
    /// - Parameter quota: what its tenant may use; nil: anything.
    /// - Throws: ``DomainError`` (`exhausted`) with the time after which it is worth trying again.
    func beginRun(of tenant: String, quota: Quota?) throws(DomainError) {
        let now = clock()
        try state.withLock { state throws(DomainError) in
            if let quota { try requireQuota(&state, tenant, 0, quota, now) }
            state.counts.run(of: tenant, by: 1)
        }
    }

    /// A single run that was admitted has ended.
    func endRun(of tenant: String) { state.withLock { $0.counts.run(of: tenant, by: -1) } }

    /// Counts a tenant's content, if there is room for it in what it may have.
    /// - Throws: ``DomainError`` (`exhausted`).
    func store(_ bytes: UInt64, of tenant: String, quota: Quota) throws(DomainError) {
        try state.withLock { state throws(DomainError) in
            try Self.requireContentRoom(bytes, state.counts[tenant].storedBytes, tenant, quota)
            state.counts.store(bytes, of: tenant)
        }
    }

    /// A snapshot of the log's projections says what a tenant has.
    func restore(_ tenant: String, open: Int, storedBytes: UInt64) {
        state.withLock { $0.counts.restore(tenant, open: open, storedBytes: storedBytes) }
    }

    /// Counts a tenant's content that is there.
    func store(_ bytes: UInt64, of tenant: String) { state.withLock { $0.counts.store(bytes, of: tenant) } }

    /// A content that was counted did not come.
    func discard(_ bytes: UInt64, of tenant: String) { state.withLock { $0.counts.store(0 &- bytes, of: tenant) } }

    /// Applies a change from the log.
    /// - Parameter isLive: whether it happens now; otherwise it is read again.
    func apply(_ change: SubmissionChange, isLive: Bool) {
        let now = clock()
        state.withLock { state in
            state.counts.apply(change)
            if isLive, case .ended(_, wasOpen: true, _) = change { state.ended.count(true, at: now) }
        }
    }

    private func endedInMinute(_ state: inout State, _ now: Duration) -> Int { state.ended.totals(at: now)[true] ?? 0 }

    private func requireRoom(_ state: inout State, _ now: Duration) throws(DomainError) {
        guard state.counts.total >= limit else { return }
        // Everybody who is refused is told a moment of their own: they do not all come back at once.
        let each = Duration.seconds(60) / max(endedInMinute(&state, now), 2)
        state.nextRoom = min(max(state.nextRoom, now) + each, now + .seconds(60))
        throw DomainError(
            .exhausted, "\(state.counts.total) submissions are open, which is the limit", advice: "try again later",
            retryAfter: max(state.nextRoom - now, .milliseconds(100)))
    }

    private func requireQuota(
        _ state: inout State, _ tenant: String, _ bytes: UInt64, _ quota: Quota, _ now: Duration
    ) throws(DomainError) {
        let own = state.counts[tenant]
        if quota.submissionsAtOnce > 0, own.atOnce >= Int(quota.submissionsAtOnce) {
            // The tenant's part of what ends in a minute.
            let share = Double(own.open) / Double(max(state.counts.total, 1))
            let ended = Double(endedInMinute(&state, now)) * share
            throw DomainError(
                .exhausted,
                "\(tenant) has \(own.open) submissions and \(own.runs) single runs at once, and its quota is "
                    + "\(quota.submissionsAtOnce)", advice: "try again when one has ended",
                retryAfter: .seconds(min(max(60 / max(ended, 1), 0.1), 60)))
        }
        // Most sources are no contents: they need no room, also where there is none.
        if bytes > 0 { try Self.requireContentRoom(bytes, own.storedBytes, tenant, quota) }
        guard quota.submissionsPerMinute > 0 else { return }
        let full = SubmissionRateLimiter(perMinute: quota.submissionsPerMinute, at: now)
        if let wait = state.rateLimiters[tenant, default: full].take(perMinute: quota.submissionsPerMinute, at: now) {
            throw DomainError(
                .exhausted,
                "\(tenant) has used its quota of \(quota.submissionsPerMinute) submissions and runs in a minute",
                advice: "try again later",
                retryAfter: wait)
        }
    }

    private static func requireContentRoom(
        _ bytes: UInt64, _ stored: UInt64, _ tenant: String, _ quota: Quota
    ) throws(DomainError) {
        guard quota.contentBytes > 0, bytes > quota.contentBytes || stored > quota.contentBytes - bytes else { return }
        throw DomainError(
            .exhausted,
            "\(tenant) has \(stored) bytes of contents, and its quota is \(quota.contentBytes): there is no room for "
                + "\(bytes) more", advice: "ask for a larger quota, or send less")
    }
}

/// How many submissions a tenant may bring now: so many in a minute, and as many at once. Pure: time comes from outside.
private struct SubmissionRateLimiter: Sendable {
    private var level: Double
    private var updated: Duration

    /// All of a minute's may come at once.
    init(perMinute: UInt32, at time: Duration) {
        level = Double(perMinute)
        updated = time
    }

    /// Takes one if there is one; else says how long until there is.
    mutating func take(perMinute: UInt32, at time: Duration) -> Duration? {
        let rate = Double(perMinute) / 60
        level = min(Double(perMinute), level + max(0, (time - updated) / .seconds(1)) * rate)
        updated = max(updated, time)
        guard level < 1 else {
            level -= 1
            return nil
        }
        return .seconds((1 - level) / rate)
    }

    /// Gives back what was taken for nothing.
    mutating func giveBack() { level += 1 }
}
