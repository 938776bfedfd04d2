internal import Concurrency
internal import Events
internal import Storage
internal import Synchronization
internal import Units

/// Whether this coordinator does reactions and timers: one of all that serve a log does, for as long as it says so again and
/// again.
///
/// Whatever the owner writes expects the last position of the ledger's stream that it has read. So whoever stood still for too
/// long, and was replaced meanwhile, cannot write any more.
final class Ownership: Sendable {
    /// For how long it is claimed, and after how long it is claimed again.
    static let term = (length: Duration.seconds(30), renewal: Duration.seconds(10))

    /// Somebody else is the owner by now.
    struct Lost: Error {}

    private struct State {
        var ledger = ReactionLedger()
        var position = LogPosition.start
    }

    private let log: any EventLog
    private let clock: any PlatformClock
    /// Nil where no other coordinator can serve the log.
    private let number: UInt64?
    private let state = Mutex(State())

    /// Ownership on `log`.
    /// - Parameter isShared: whether several coordinators may serve the log.
    init(log: any EventLog, clock: any PlatformClock, isShared: Bool) {
        (self.log, self.clock) = (log, clock)
        number = isShared ? .random(in: 1 ... .max) : nil
    }

    /// What the ledger said when it was read last.
    var ledger: ReactionLedger { state.withLock { $0.ledger } }

    /// Does `body` whenever this coordinator is the owner, until the task is cancelled.
    /// - Throws: `StorageError`; what `body` throws but ``Lost``.
    func whileOwner(_ body: @escaping @Sendable () async throws -> Void) async throws {
        while true {
            try await catchUp()
            if let wait = try await claim() {
                try await clock.sleep(until: clock.now + wait)
                continue
            }
            do {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { try await body() }
                    group.addTask { try await self.renew() }
                    defer { group.cancelAll() }
                    try await group.next()
                }
            } catch is Lost {
                continue
            } catch let failure as LoopFailure where failure.cause is Lost {
                continue
            }
        }
    }

    /// Appends what there is to say.
    /// - Parameters:
    ///   - asOwner: whether only the owner may say it.
    ///   - events: what there is to say; asked again if others have said something meanwhile.
    /// - Throws: ``Lost``; `StorageError`.
    func append(asOwner: Bool = true, _ events: (ReactionLedger) throws(StorageError) -> [Event]) async throws {
        let stream = try StreamName(ReactionLedger.stream)
        while true {
            let (ledger, expected) = state.withLock { ($0.ledger, $0.position) }
            let events = try events(ledger)
            guard !events.isEmpty else { return }
            do throws(StorageError) {
                let position = try await log.append(events, to: stream, expecting: .last(expected))
                return try apply(LogEntry(position: position, stream: stream, recordedAt: 0, events: events))
            } catch {
                guard error.code == .conflict else { throw error }
            }
            try await catchUp()
            guard !asOwner || number == nil || self.ledger.owner?.number == number else { throw Lost() }
        }
    }

    /// Reads what others have written.
    func catchUp() async throws(StorageError) {
        let stream = try StreamName(ReactionLedger.stream)
        while true {
            let position = state.withLock { $0.position }
            let page = try await log.read(stream, after: position, limit: 256)
            guard !page.isEmpty else { return }
            for entry in page { try apply(entry) }
        }
    }

    private func apply(_ entry: LogEntry) throws(StorageError) {
        try state.withLock { state throws(StorageError) in
            guard entry.position > state.position else { return }
            for event in entry.events { try state.ledger.apply(event) }
            state.position = entry.position
        }
    }

    /// - Returns: nil if this coordinator is the owner; else after how long to look again.
    private func claim() async throws -> Duration? {
        guard let number else { return nil }
        let now = clock.now
        if let owner = ledger.owner, owner.number != number, owner.until > now {
            return min(owner.until - now, Self.term.renewal)
        }
        var claim = ReactionsClaimed()
        (claim.owner, claim.untilNs) = (number, (now + Self.term.length).nanoseconds)
        do {
            try await append { _ throws(StorageError) in [try Event(claim)] }
            return nil
        } catch is Lost {
            return .seconds(1)
        }
    }

    private func renew() async throws {
        while true {
            try await clock.sleep(until: clock.now + Self.term.renewal)
            guard try await claim() == nil else { throw Lost() }
        }
    }
}
