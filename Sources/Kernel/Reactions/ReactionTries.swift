internal import Concurrency
internal import Events
internal import Logging
internal import Storage
internal import Synchronization
internal import Units

/// The tries of one reaction: what fails is tried again beside what comes, and delays nothing but itself.
///
/// While the store does not answer nothing is counted as a failure: that is waited for, however long it takes.
final class ReactionTries: Sendable {
    /// For how many entries it is done at once.
    private static let atOnce = 16
    /// When so many are tried again, what comes waits.
    private static let mostOpen = 256
    /// How long the store is left alone that does not answer.
    private static let pause = Duration.seconds(1)

    /// What is to be tried again.
    private enum Retry {
        case failed(LogEntry, any Error)
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

    /// Tries of what stands behind `position`.
    init(
        _ reaction: Reaction, from position: LogPosition, log: any EventLog, ownership: Ownership, commands: Commands,
        clock: any PlatformClock, logger: Logger
    ) {
        (self.reaction, self.log, self.ownership, self.commands) = (reaction, log, ownership, commands)
        (self.clock, self.logger) = (clock, logger)
        progress = Mutex(ReactionProgress(from: position))
    }

    /// The last entry that was begun with.
    var begun: LogPosition { progress.withLock(\.begun) }

    /// What is up to `position` does not concern the reaction.
    func pass(to position: LogPosition) { progress.withLock { $0.reach(position, failed: []) } }

    /// Reacts to the next entries, and leaves for later what fails.
    /// - Throws: ``Ownership/Lost``; `StorageError`; `CancellationError`.
    func begin(_ entries: [LogEntry]) async throws {
        guard let last = entries.last else { return }
        while true {
            let seen = ended.count
            guard progress.withLock({ $0.openCount >= Self.mostOpen }) else { break }
            try await ended.wait(after: seen)
        }
        // One that was given up waits for an admin, also after a start that has to begin before it.
        let dead = ownership.ledger.dead
        let wanted = entries.filter { dead[.init(reaction: reaction.name, position: $0.position)] == nil }
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
        case .failed(let entry, let error):
            let failure = try await tryAgain(entry, after: error)
            progress.withLock { $0.end(entry.position) }
            ended.raise()
            try await note(failure)
        case .letter(let entry):
            var failure: ReactionFailed?
            if let error = try await attempt(entry, number: 1) { failure = try await tryAgain(entry, after: error) }
            letters.withLock { _ = $0.remove(entry.position) }
            try await ownership.append { [failure] _ throws(StorageError) in
                if let failure { return [try Event(failure)] }
                var settled = DeadLetterSettled()
                (settled.reaction, settled.position) = (self.reaction.name, entry.position.number)
                settled.way = .done
                return [try Event(settled)]
            }
        }
    }

    /// - Returns: why it failed; nil if it was done.
    private func attempt(_ entry: LogEntry, number: UInt32) async throws -> (any Error)? {
        let context = ReactionContext(
            commands: commands, actor: Actor(.platform(reaction.name)),
            key: "\(reaction.name) \(entry.position.number)")
        do {
            try await reaction.act(entry, context)
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
        while true {
            if try await !hasWaitedForStore() {
                guard !reaction.isHopeless(error), let delay = delays.popFirst() else {
                    return failed(entry, attempts, error)
                }
                try await clock.sleep(until: clock.now + delay)
                attempts += 1
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
            try await clock.sleep(until: clock.now + Self.pause)
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

    /// Writes down how far it is, and what was given up.
    private func note(_ failure: ReactionFailed? = nil) async throws {
        try await ownership.append { ledger throws(StorageError) in
            let done = progress.withLock(\.done)
            var events: [Event] = []
            if let failure { events.append(try Event(failure)) }
            if ledger.done[reaction.name] != done { events.append(try Self.advance(reaction, to: done)) }
            return events
        }
    }

    /// A reaction is done up to `position`.
    static func advance(_ reaction: Reaction, to position: LogPosition) throws(StorageError) -> Event {
        var advance = ReactionAdvanced()
        (advance.reaction, advance.position) = (reaction.name, position.number)
        return try Event(advance)
    }
}
