internal import Concurrency
internal import Coordinator
internal import Events
internal import Logging
internal import Storage
internal import Synchronization
internal import Units

/// The tries of one reaction: what fails is tried again beside what comes, and delays nothing but itself.
///
/// While the store does not answer, or anything else that is there by itself again, nothing is counted as a failure: that is
/// waited for, however long it takes.
final class ReactionTries: Sendable {
    /// For how many entries it is done at once.
    private static let atOnce = 16
    /// When so many are tried again, what comes waits.
    private static let mostOpen = 256
    /// How long the store is left alone that does not answer; and what passes by itself: doubled each time up to the longest.
    private static let pause = (first: Duration.seconds(1), longest: Duration.seconds(60))
    /// After so many entries that did not concern the reaction it is written down that it is behind them: else the next start
    /// would read all of them again.
    private static let mostUnnoted: UInt64 = 16_384

    /// What is to be tried again.
    private enum Retry {
        case failed(LogEntry, any Error)
        /// What was to be tried again when this was begun.
        case open(LogEntry)
        /// What an admin wants tried again.
        case letter(LogEntry)
    }

    private let reaction: Reaction
    private let log: any EventLog
    private let ownership: Ownership
    private let commands: Commands
    private let clock: any PlatformClock
    private let logger: Logger
    private let progress: Mutex<ReactionProgress>
    private let letters = Mutex<Set<LogPosition>>([])
    private let (retries, continuation) = AsyncThrowingStream.makeStream(of: Retry.self)
    /// Raised when one less is tried again.
    private let ended = ChangeSignal()

    /// Tries of what is not done by then.
    init(
        _ reaction: Reaction, from start: ReactionProgress, log: any EventLog, ownership: Ownership, commands: Commands,
        clock: any PlatformClock, logger: Logger
    ) {
        (self.reaction, self.log, self.ownership, self.commands) = (reaction, log, ownership, commands)
        (self.clock, self.logger) = (clock, logger)
        progress = Mutex(start)
    }

    /// The last entry that was begun with.
    var begun: LogPosition { progress.withLock(\.begun) }

    /// Tries again what others have left open.
    /// - Throws: ``Ownership/Lost``; `StorageError`.
    func resume(passingOver isSkipped: @Sendable (EntryPlace) -> Bool) async throws {
        let ledger = ownership.ledger
        for position in progress.withLock({ $0.open }).sorted() {
            let letter = ReactionLedger.Letter(reaction: reaction.name, position: position)
            // One that was given up waits for an admin, or is tried again for one.
            let isLetter = ledger.dead[letter] != nil || ledger.again[letter] != nil
            let before = LogPosition(position.number - 1)
            let page = try await isLetter ? [] : log.read(after: before, limit: 1) { isSkipped($0) }
            if case .entry(let entry)? = page.first, entry.position == position {
                continuation.yield(.open(entry))
            } else {
                progress.withLock { $0.end(position) }
            }
        }
    }

    /// What is up to `position` does not concern the reaction.
    /// - Throws: ``Ownership/Lost``; `StorageError`.
    func pass(to position: LogPosition) async throws {
        let begun = progress.withLock { progress in
            progress.reach(position, failed: [])
            return progress.begun
        }
        let noted = ownership.ledger.progress[reaction.name]?.begun ?? .start
        if begun.number >= noted.number + Self.mostUnnoted { try await note() }
    }

    /// Reacts to the next entries, and leaves for later what fails.
    /// - Throws: ``Ownership/Lost``; `StorageError`; `CancellationError`.
    func begin(_ entries: [LogEntry]) async throws {
        guard let last = entries.last else { return }
        while true {
            let seen = ended.count
            guard progress.withLock({ $0.openCount >= Self.mostOpen }) else { break }
            try await ended.wait(after: seen)
        }
        // One that was given up waits for an admin, or is tried again for one, also after a start that has to begin before it.
        let ledger = ownership.ledger
        let wanted = entries.filter { entry in
            let letter = ReactionLedger.Letter(reaction: reaction.name, position: entry.position)
            return ledger.dead[letter] == nil && ledger.again[letter] == nil
        }
        let failures = try await BoundedTasks.map(wanted, atOnce: Self.atOnce) { entry in
            try await self.attempt(entry, number: 1).map { (entry, $0) }
        }.compactMap(\.self)
        progress.withLock { $0.reach(last.position, failed: failures.map(\.0.position)) }
        for (entry, error) in failures { continuation.yield(.failed(entry, error)) }
        try await note()
    }

    /// Tries an entry again for an admin, once at a time.
    func retryLetter(_ entry: LogEntry) {
        guard letters.withLock({ $0.insert(entry.position).inserted }) else { return }
        continuation.yield(.letter(entry))
    }

    /// Tries again what has failed, until the task is cancelled.
    /// - Throws: ``Ownership/Lost``; `StorageError`.
    func run() async throws {
        try await withThrowingDiscardingTaskGroup { group in
            for try await retry in retries {
                group.addTask {
                    do {
                        try await self.settle(retry)
                    } catch {
                        self.continuation.finish(throwing: error)
                    }
                }
            }
        }
        try Task.checkCancellation()
    }

    private func settle(_ retry: Retry) async throws {
        switch retry {
        case .failed(let entry, let error): try await end(entry, try await tryAgain(entry, after: error))
        case .open(let entry):
            var failure: ReactionFailed?
            if let error = try await attempt(entry, number: 1) { failure = try await tryAgain(entry, after: error) }
            try await end(entry, failure)
        case .letter(let entry):
            var failure: ReactionFailed?
            if let error = try await attempt(entry, number: 1) { failure = try await tryAgain(entry, after: error) }
            try await ownership.append { [failure] _ throws(StorageError) in
                if let failure { return [try Event(failure)] }
                var settled = DeadLetterSettled()
                (settled.reaction, settled.position) = (self.reaction.name, entry.position.number)
                settled.way = .done
                return [try Event(settled)]
            }
            letters.withLock { _ = $0.remove(entry.position) }
        }
    }

    /// It is done, or was given up.
    private func end(_ entry: LogEntry, _ failure: ReactionFailed?) async throws {
        if let failure {
            // At once: nobody may write down that it is done before it stands there that it was given up, nor do it again after.
            try await ownership.append { _ throws(StorageError) in
                var after = progress.withLock { $0 }
                after.end(entry.position)
                return [try Event(failure), try after.said(of: reaction.name)]
            }
        }
        progress.withLock { $0.end(entry.position) }
        ended.raise()
        try await note()
    }

    /// - Returns: why it failed; nil if it was done.
    private func attempt(_ entry: LogEntry, number: UInt32) async throws -> (any Error)? {
        let context = ReactionContext(
            commands: commands, actor: Actor(.platform(reaction.name)),
            key: "\(reaction.name) \(entry.position.number)")
        do {
            try await firstToEnd { [reaction] in
                try await reaction.act(entry, context)
            } or: { [reaction, clock] in
                try await clock.sleep(for: reaction.longest)
                throw DomainError(.failed, "it took longer than \(reaction.longest.secondsText)")
            }
            return nil
        } catch {
            try Task.checkCancellation()
            logger.warning(
                "a reaction failed",
                metadata: [
                    "reaction": "\(reaction.name)", "position": "\(entry.position.number)", "try": "\(number)",
                    "error": "\(error)",
                ])
            return error
        }
    }

    /// - Returns: how it failed in the end; nil if it was done.
    private func tryAgain(_ entry: LogEntry, after error: any Error) async throws -> ReactionFailed? {
        var (error, attempts, delays) = (error, UInt32(1), reaction.delays[...])
        var pause = Self.pause.first
        while true {
            if try await !hasWaitedForStore() {
                if error.passesByItself {
                    try await clock.sleep(for: pause)
                    pause = min(pause * 2, Self.pause.longest)
                } else {
                    guard !reaction.isHopeless(error), let delay = delays.popFirst() else {
                        return failed(entry, attempts, error)
                    }
                    try await clock.sleep(for: delay)
                    attempts += 1
                }
            }
            guard let next = try await attempt(entry, number: attempts) else { return nil }
            error = next
        }
    }

    /// Returns when the store answers.
    /// - Returns: whether it did not at first.
    private func hasWaitedForStore() async throws -> Bool {
        var hasWaited = false
        while true {
            do throws(StorageError) {
                _ = try await log.end()
                return hasWaited
            } catch {
                guard error.isOutage else { throw error }
            }
            hasWaited = true
            try await clock.sleep(for: Self.pause.first)
        }
    }

    private func failed(_ entry: LogEntry, _ attempts: UInt32, _ error: any Error) -> ReactionFailed {
        var failure = ReactionFailed()
        failure.reaction = reaction.name
        failure.position = entry.position.number
        failure.stream = entry.stream.text
        failure.reason = "\(error)".head(1024)
        failure.attempts = attempts
        failure.atNs = clock.now.nanoseconds
        return failure
    }

    /// Writes down how far it is.
    private func note() async throws {
        try await ownership.append { ledger throws(StorageError) in
            let progress = progress.withLock { $0 }
            guard ledger.progress[reaction.name] != progress else { return [] }
            return [try progress.said(of: reaction.name)]
        }
    }
}

extension Error {
    /// Whether it says nothing of what was tried: the store, the fleet or what is read does not answer now, or takes no more
    /// now. That is waited for, however long it takes.
    fileprivate var passesByItself: Bool {
        switch self {
        case let error as StorageError: return error.isOutage
        case let error as DomainError:
            switch error.code {
            case .unavailable: return true
            // Without a time after which to come again it asks for more than it may have.
            case .exhausted: return error.retryAfter != nil
            default: return false
            }
        default: return false
        }
    }
}
