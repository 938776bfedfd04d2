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
        /// When it was read last that somebody claims it, by the clock that is never set.
        var claimed = Duration.zero
    }

    private let log: any EventLog
    private let clock: any PlatformClock
    /// Nil where no other coordinator can serve the log.
    private let number: UInt64?
    private let isSkipped: @Sendable (EntryPlace) -> Bool
    private let state = Mutex(State())

    /// Ownership on `log`.
    /// - Parameters:
    ///   - isShared: whether several coordinators may serve the log.
    ///   - isSkipped: whether an admin has said that the entry at that place is to be passed over.
    init(
        log: any EventLog, clock: any PlatformClock, isShared: Bool,
        isSkipped: @escaping @Sendable (EntryPlace) -> Bool = { _ in false }
    ) {
        (self.log, self.clock, self.isSkipped) = (log, clock, isSkipped)
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
                try await clock.sleep(for: wait)
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
            // What others wrote may have been read by anybody, such as an admin's page: that nothing comes between does not
            // say who the owner is.
            guard !asOwner || isOwner(by: ledger) else { throw Lost() }
            let events = try events(ledger)
            guard !events.isEmpty else { return }
            do throws(StorageError) {
                let position = try await log.append(events, to: stream, expecting: .last(expected))
                return try apply(LogEntry(position: position, stream: stream, recordedAt: 0, events: events))
            } catch {
                guard error.code == .conflict else { throw error }
            }
            try await catchUp()
        }
    }

    private func isOwner(by ledger: ReactionLedger) -> Bool { number == nil || ledger.owner?.number == number }

    /// Reads what others have written.
    func catchUp() async throws(StorageError) {
        let stream = try StreamName(ReactionLedger.stream)
        while true {
            let position = state.withLock { $0.position }
            let page = try await log.read(stream, after: position, limit: 256) { isSkipped($0) }
            guard !page.isEmpty else { return }
            for read in page {
                switch read {
                case .entry(let entry): try apply(entry)
                case .passedOver(let place, _):
                    state.withLock { $0.position = max($0.position, place.position) }
                }
            }
        }
    }

    private func apply(_ entry: LogEntry) throws(StorageError) {
        try state.withLock { state throws(StorageError) in
            guard entry.position > state.position else { return }
            for event in entry.events { try state.ledger.apply(event) }
            state.position = entry.position
            if entry.events.contains(where: { $0.type == ReactionsClaimed.persistedType }) {
                state.claimed = clock.steady
            }
        }
    }

    /// - Returns: nil if this coordinator is the owner; else after how long to look again.
    private func claim() async throws -> Duration? {
        guard let number else { return nil }
        var wait: Duration?
        try await append(asOwner: false) { ledger throws(StorageError) in
            wait = restOfTerm(of: ledger, besides: number)
            guard wait == nil else { return [] }
            return [try claim(by: number)]
        }
        return wait
    }

    /// How long another one is the owner, or after how long to look again; nil: none is.
    ///
    /// Whose clock is ahead claims it for too long: it is over, too, when nobody has claimed it again for a term.
    private func restOfTerm(of ledger: ReactionLedger, besides number: UInt64) -> Duration? {
        guard let owner = ledger.owner, owner.number != number else { return nil }
        let unheard = state.withLock { $0.claimed } + Self.term.length - clock.steady
        let rest = min(owner.until - clock.now, unheard)
        return rest > .zero ? min(rest, Self.term.renewal) : nil
    }

    private func claim(by number: UInt64) throws(StorageError) -> Event {
        var claim = ReactionsClaimed()
        (claim.owner, claim.untilNs) = (number, (clock.now + Self.term.length).nanoseconds)
        return try Event(claim)
    }

    private func renew() async throws {
        while true {
            try await clock.sleep(for: Self.term.renewal)
            guard let number else { continue }
            // Whoever was not the owner for a while has not heard of all that the other one did, and begins anew.
            try await append { _ throws(StorageError) in [try claim(by: number)] }
        }
    }
}
