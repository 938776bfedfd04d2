internal import Concurrency
internal import Events
internal import Logging
internal import Storage
internal import Synchronization
internal import Units

/// Does what follows from the log, as long as this coordinator is the one that does.
final class Reactions: Sendable {
    /// How many entries a reaction is done for at once.
    private static let atOnce = 16
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
                events.append(try Self.advance(reaction, to: end))
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
        var done = ownership.ledger.done[reaction.name] ?? .start
        var settledSeen: UInt64?
        while true {
            try Task.checkCancellation()
            let seen = changes.count
            let settledNow = settled.count
            if settledSeen != settledNow {
                try await retryLetters(of: reaction)
                settledSeen = settledNow
            }
            if queues.withLock({ $0[reaction.name]?.hasGap ?? true }) {
                queues.withLock { $0[reaction.name]?.begin() }
                try await catchUp(reaction, &done)
            }
            let entries = queues.withLock { $0[reaction.name]?.take(after: done, limit: Self.page) ?? [] }
            guard let last = entries.last else {
                try await changes.wait(after: seen)
                continue
            }
            try await react(reaction, to: entries)
            done = last.position
        }
    }

    /// Does it for what the log has, and the queue has not.
    private func catchUp(_ reaction: Reaction, _ done: inout LogPosition) async throws {
        let end = try await log.end()
        while done < end {
            try Task.checkCancellation()
            let page = try await log.read(after: done, limit: 512) { isSkipped($0) }
            guard let last = page.last?.position else { return }
            let entries = page.compactMap { read in
                if case .entry(let entry) = read, reaction.streams.matches(entry.stream) { entry } else { nil }
            }
            for start in stride(from: 0, to: entries.count, by: Self.page) {
                try await react(reaction, to: Array(entries[start..<min(start + Self.page, entries.count)]))
            }
            done = last
        }
    }

    private func react(_ reaction: Reaction, to entries: [LogEntry]) async throws {
        guard let last = entries.last else { return }
        let failures = try await BoundedTasks.map(entries, atOnce: Self.atOnce) { entry in
            try await self.failure(of: reaction, on: entry)
        }
        try await ownership.append { _ throws(StorageError) in
            var events: [Event] = []
            for failure in failures.compactMap(\.self) { events.append(try Event(failure)) }
            return events + [try Self.advance(reaction, to: last.position)]
        }
    }

    /// Reacts to an entry, with further tries.
    /// - Returns: how it failed each time; nil if it was done.
    private func failure(of reaction: Reaction, on entry: LogEntry) async throws -> ReactionFailed? {
        let context = ReactionContext(
            commands: commands, actor: Actor(.platform(reaction.name)),
            key: "\(reaction.name) \(entry.position.number)")
        var delays = reaction.delays[...]
        var attempts: UInt32 = 0
        while true {
            do {
                attempts += 1
                try await reaction.act(entry, context)
                return nil
            } catch {
                try Task.checkCancellation()
                logger.warning(
                    "a reaction failed",
                    metadata: [
                        "reaction": "\(reaction.name)", "position": "\(entry.position.number)", "try": "\(attempts)",
                        "error": "\(error)",
                    ])
                guard let delay = delays.popFirst() else {
                    return failed(reaction, entry, attempts, error)
                }
                try await clock.sleep(until: clock.now + delay)
            }
        }
    }

    private func failed(
        _ reaction: Reaction, _ entry: LogEntry, _ attempts: UInt32, _ error: any Error
    ) -> ReactionFailed {
        var failure = ReactionFailed()
        failure.reaction = reaction.name
        failure.position = entry.position.number
        failure.stream = entry.stream.text
        failure.reason = "\(error)".head(1024)
        failure.attempts = attempts
        failure.atNs = clock.now.nanoseconds
        return failure
    }

    /// Does it again for the entries for which an admin wants that.
    private func retryLetters(of reaction: Reaction) async throws {
        try await ownership.catchUp()
        for letter in ownership.ledger.again.values where letter.reaction == reaction.name {
            let stream = try StreamName(letter.stream)
            let before = LogPosition(letter.position.number - 1)
            guard let entry = try await log.read(stream, after: before, limit: 1).first,
                entry.position == letter.position
            else { continue }
            let failure = try await failure(of: reaction, on: entry)
            try await ownership.append { _ throws(StorageError) in
                if let failure { return [try Event(failure)] }
                var settled = DeadLetterSettled()
                (settled.reaction, settled.position) = (reaction.name, letter.position.number)
                settled.way = .done
                return [try Event(settled)]
            }
        }
    }

    private static func advance(_ reaction: Reaction, to position: LogPosition) throws(StorageError) -> Event {
        var advance = ReactionAdvanced()
        (advance.reaction, advance.position) = (reaction.name, position.number)
        return try Event(advance)
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
