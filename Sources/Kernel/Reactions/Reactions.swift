internal import Concurrency
internal import Events
internal import Logging
internal import Storage
internal import Synchronization
internal import Units

/// Does what follows from the log, as long as this coordinator is the one that does.
final class Reactions: Sendable {
    private static let page = 64

    private let reactions: [Reaction]
    private let log: any EventLog
    private let ownership: Ownership
    private let commands: Commands
    private let clock: any PlatformClock
    private let isSkipped: @Sendable (EntryPlace) -> Bool
    private let logger: Logger
    private let queues: Mutex<[String: ReactionQueue]>
    private let changes = ChangeSignal()
    /// Raised when an admin has said what becomes of a dead letter.
    private let settled = ChangeSignal()

    init(
        _ reactions: [Reaction], log: any EventLog, ownership: Ownership, commands: Commands,
        clock: any PlatformClock, logger: Logger, isSkipped: @escaping @Sendable (EntryPlace) -> Bool
    ) {
        self.reactions = reactions
        (self.log, self.ownership, self.commands, self.clock) = (log, ownership, commands, clock)
        (self.isSkipped, self.logger) = (isSkipped, logger)
        queues = Mutex(Dictionary(reactions.map { ($0.name, ReactionQueue()) }) { first, _ in first })
    }

    /// Whether there are none.
    var isEmpty: Bool { reactions.isEmpty }

    /// Reactions that are new begin where the log ends now: what was before they do not react to.
    func register() async throws {
        try await ownership.catchUp()
        let end = try await log.end()
        try await ownership.append(asOwner: false) { ledger throws(StorageError) in
            var events: [Event] = []
            for reaction in reactions where ledger.done[reaction.name] == nil {
                events.append(try ReactionTries.advance(reaction, to: end))
            }
            return events
        }
    }

    /// Does them, until the task is cancelled.
    /// - Throws: ``Ownership/Lost``; `StorageError`.
    func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for reaction in reactions { group.addTask { try await self.run(reaction) } }
            try await group.untilFirstFailure()
        }
    }

    private func run(_ reaction: Reaction) async throws {
        // What was taken from the queue before an outage, or before another coordinator took over, is in the log only.
        queues.withLock { $0[reaction.name] = ReactionQueue() }
        let tries = ReactionTries(
            reaction, from: ownership.ledger.done[reaction.name] ?? .start, log: log, ownership: ownership,
            commands: commands, clock: clock, logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.follow(reaction, tries) }
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
            if queues.withLock({ $0[reaction.name]?.hasGap ?? true }) {
                queues.withLock { $0[reaction.name]?.begin() }
                try await catchUp(reaction, tries)
            }
            let entries = queues.withLock { $0[reaction.name]?.take(after: tries.begun, limit: Self.page) ?? [] }
            guard !entries.isEmpty else {
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
            tries.pass(to: last)
        }
    }

    /// Does it again for the entries for which an admin wants that.
    private func retryLetters(of reaction: Reaction, _ tries: ReactionTries) async throws {
        try await ownership.catchUp()
        for letter in ownership.ledger.again.values where letter.reaction == reaction.name {
            let stream = try StreamName(letter.stream)
            let before = LogPosition(letter.position.number - 1)
            guard let entry = try await log.read(stream, after: before, limit: 1).first,
                entry.position == letter.position
            else { continue }
            tries.retryLetter(entry)
        }
    }
}

/// What they are told as the log grows.
extension Reactions: LogProjection {
    var name: String { "reactions" }
    var version: UInt32 { 1 }
    var streams: StreamPattern { .anyOf(reactions.map(\.streams) + [.named(ReactionLedger.stream)]) }

    func apply(_ entry: LogEntry, isLive: Bool) {
        if entry.stream.text == ReactionLedger.stream {
            // How far reactions are is news to nobody; that one is to be tried again is.
            guard entry.events.contains(where: { $0.type == DeadLetterSettled.persistedType }) else { return }
            settled.raise()
        } else {
            queues.withLock { queues in
                for reaction in reactions where reaction.streams.matches(entry.stream) {
                    queues[reaction.name]?.add(entry)
                }
            }
        }
        changes.raise()
    }

    func snapshot() -> @Sendable (inout SnapshotWriter) throws -> Void { { _ in } }

    func restore(_ reader: inout SnapshotReader) throws -> @Sendable () -> Void { {} }
}
