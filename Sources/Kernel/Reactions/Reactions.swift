internal import Concurrency
internal import Events
internal import Logging
internal import Storage
internal import Synchronization
internal import Units

/// Does what follows from the log, as long as this coordinator is the one that does.
final class Reactions: Sendable {
    private static let page = 64
    /// Who has nothing to do looks after so many entries all the same, and writes down how far it is.
    private static let interval: UInt64 = 4096

    private let reactions: [Reaction]
    private let log: any EventLog
    private let ownership: Ownership
    private let commands: Commands
    private let clock: any PlatformClock
    private let isSkipped: @Sendable (EntryPlace) -> Bool
    private let logger: Logger
    private let queues: Mutex<Queues>
    private let changes = ChangeSignal()
    /// Raised when an admin has said what becomes of a dead letter.
    private let settled = ChangeSignal()

    fileprivate struct Queues {
        var queues: [String: ReactionQueue] = [:]
        /// Up to where the log is known, whether an entry concerns a reaction or not; the start: nothing came yet.
        var known = LogPosition.start
    }

    init(
        _ reactions: [Reaction], log: any EventLog, ownership: Ownership, commands: Commands,
        clock: any PlatformClock, logger: Logger, isSkipped: @escaping @Sendable (EntryPlace) -> Bool
    ) {
        self.reactions = reactions
        (self.log, self.ownership, self.commands, self.clock) = (log, ownership, commands, clock)
        (self.isSkipped, self.logger) = (isSkipped, logger)
        queues = Mutex(Queues(queues: Dictionary(reactions.map { ($0.name, ReactionQueue()) }) { first, _ in first }))
    }

    /// Whether there are none.
    var isEmpty: Bool { reactions.isEmpty }

    /// Reactions that are new begin where the log ends now: what was before they do not react to.
    func register() async throws {
        try await ownership.catchUp()
        let end = try await log.end()
        try await ownership.append(asOwner: false) { ledger throws(StorageError) in
            var events: [Event] = []
            for reaction in reactions where ledger.progress[reaction.name] == nil {
                events.append(try ReactionProgress(from: end).said(of: reaction.name))
            }
            return events
        }
    }

    /// Does them, until the task is cancelled.
    /// - Throws: ``Ownership/Lost``; `StorageError`.
    func run() async throws {
        guard !isEmpty else { return }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for reaction in reactions { group.addTask { try await self.run(reaction) } }
            group.addTask { try await self.returnStrangeLetters() }
            try await group.untilFirstFailure()
        }
    }

    private func run(_ reaction: Reaction) async throws {
        // What was taken from the queue before an outage, or before another coordinator took over, is in the log only.
        queues.withLock { $0.queues[reaction.name] = ReactionQueue() }
        let tries = ReactionTries(
            reaction, from: ownership.ledger.progress[reaction.name] ?? ReactionProgress(from: .start), log: log,
            ownership: ownership, commands: commands, clock: clock, logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await tries.resume(passingOver: self.isSkipped)
                try await self.follow(reaction, tries)
            }
            group.addTask { try await tries.run() }
            try await group.untilFirstFailure()
        }
    }

    /// Begins with each entry of the log as it comes.
    private func follow(_ reaction: Reaction, _ tries: ReactionTries) async throws {
        var settledSeen: UInt64?
        while true {
            try Task.checkCancellation()
            let seen = changes.count
            let settledNow = settled.count
            if settledSeen != settledNow {
                try await retryLetters(of: reaction, tries)
                settledSeen = settledNow
            }
            if queues.withLock({ $0.queues[reaction.name]?.hasGap ?? true }) {
                queues.withLock { $0.queues[reaction.name]?.begin() }
                try await catchUp(reaction, tries)
            }
            let (entries, passed) = queues.withLock { $0.take(for: reaction, after: tries.begun, limit: Self.page) }
            guard !entries.isEmpty else {
                if let passed { try await tries.pass(to: passed) }
                try await changes.wait(after: seen)
                continue
            }
            try await tries.begin(entries)
        }
    }

    /// Begins with what the log has, and the queue has not.
    private func catchUp(_ reaction: Reaction, _ tries: ReactionTries) async throws {
        let end = try await log.end()
        while tries.begun < end {
            try Task.checkCancellation()
            let page = try await log.read(after: tries.begun, limit: 512) { isSkipped($0) }
            guard let last = page.last?.position else { return }
            let entries = page.compactMap { read in
                if case .entry(let entry) = read, reaction.streams.matches(entry.stream) { entry } else { nil }
            }
            for start in stride(from: 0, to: entries.count, by: Self.page) {
                try await tries.begin(Array(entries[start..<min(start + Self.page, entries.count)]))
            }
            try await tries.pass(to: last)
        }
    }

    // MARK: Dead letters

    /// Does it again for the entries for which an admin wants that.
    private func retryLetters(of reaction: Reaction, _ tries: ReactionTries) async throws {
        try await ownership.catchUp()
        for letter in ownership.ledger.again.values where letter.reaction == reaction.name {
            switch try await find(letter) {
            case .entry(let entry): tries.retryLetter(entry)
            case .nothing(let reason): try await giveUp(letter, because: reason)
            }
        }
    }

    private enum Found {
        case entry(LogEntry)
        case nothing(reason: String)
    }

    /// The entry that a dead letter is of.
    private func find(_ letter: DeadLetter) async throws(StorageError) -> Found {
        let before = LogPosition(letter.position.number - min(letter.position.number, 1))
        let stream = try StreamName(letter.stream)
        do throws(StorageError) {
            let page = try await log.read(stream, after: before, limit: 1) { isSkipped($0) }
            if case .entry(let entry)? = page.first, entry.position == letter.position { return .entry(entry) }
            return .nothing(reason: "its entry is passed over, or not in the log")
        } catch {
            guard error.isDamage else { throw error }
            return .nothing(reason: "its entry cannot be read: \(error)")
        }
    }

    /// It is a dead letter again, which an admin sees.
    private func giveUp(_ letter: DeadLetter, because reason: String) async throws {
        logger.warning(
            "a dead letter cannot be tried again",
            metadata: [
                "reaction": "\(letter.reaction)", "position": "\(letter.position.number)", "reason": "\(reason)",
            ])
        let at = clock.now.nanoseconds
        try await ownership.append { ledger throws(StorageError) in
            let known = ReactionLedger.Letter(reaction: letter.reaction, position: letter.position)
            guard ledger.again[known] != nil else { return [] }
            var failure = ReactionFailed()
            (failure.reaction, failure.position) = (letter.reaction, letter.position.number)
            (failure.stream, failure.reason) = (letter.stream, reason.head(1024))
            (failure.attempts, failure.atNs) = (UInt32(clamping: letter.attempts), at)
            return [try Event(failure)]
        }
    }

    /// What an admin wants tried again of reactions that this version does not have stays a dead letter: else nobody would see
    /// it any more.
    private func returnStrangeLetters() async throws {
        let known = Set(reactions.map(\.name))
        while true {
            let seen = settled.count
            try await ownership.catchUp()
            for letter in ownership.ledger.again.values where !known.contains(letter.reaction) {
                try await giveUp(letter, because: "no module of this version has the reaction")
            }
            try await settled.wait(after: seen)
        }
    }
}

extension Reactions.Queues {
    /// The log has another entry.
    /// - Returns: whether a reaction is to look at once.
    fileprivate mutating func add(_ entry: LogEntry, of reactions: [Reaction]) -> Bool {
        var concerns = false
        for reaction in reactions where reaction.streams.matches(entry.stream) {
            queues[reaction.name]?.add(entry)
            concerns = true
        }
        known = entry.position
        return concerns
    }

    /// Takes the next entries of a reaction.
    /// - Returns: the entries; and if there are none, up to where the log has none for it, if that is known.
    fileprivate mutating func take(
        for reaction: Reaction, after position: LogPosition, limit: Int
    ) -> (entries: [LogEntry], passed: LogPosition?) {
        let entries = queues[reaction.name]?.take(after: position, limit: limit) ?? []
        let isWhole = queues[reaction.name]?.hasGap == false
        return (entries, entries.isEmpty && isWhole && known > position ? known : nil)
    }
}

/// What they are told as the log grows.
extension Reactions: LogProjection {
    var name: String { "reactions" }
    var version: UInt32 { 1 }
    /// Also what concerns none is told: so it is known up to where there is nothing to do.
    var streams: StreamPattern { .any }

    func apply(_ entry: LogEntry, isLive: Bool) {
        let concerns = queues.withLock { $0.add(entry, of: reactions) }
        // How far reactions are is news to nobody; that one is to be tried again is.
        let isSettled =
            entry.stream.text == ReactionLedger.stream
            && entry.events.contains { $0.type == DeadLetterSettled.persistedType }
        if isSettled { settled.raise() }
        if concerns || isSettled || entry.position.number.isMultiple(of: Self.interval) { changes.raise() }
    }

    func snapshot() -> @Sendable (inout SnapshotWriter) throws -> Void { { _ in } }

    func restore(_ reader: inout SnapshotReader) throws -> @Sendable () -> Void { {} }
}
