internal import Concurrency
internal import Coordinator
internal import Events
internal import Logging
internal import Storage
internal import Synchronization
internal import Units

/// Does what timers are for when they are due, or as soon as a coordinator runs again.
///
/// They stand in the log, in the entries of the commands that set them. Whoever does one ends it in the entry that it appends,
/// so that it is done once, however many coordinators try.
final class Timers: Sendable {
    /// How many are done at once.
    private static let atOnce = 16
    /// After how long one is tried again that failed: it doubles up to the longest.
    private static let patience = (first: Duration.seconds(1), longest: Duration.seconds(300))

    private struct State {
        var table = TimerTable()
        /// How often one failed in a row.
        var failures: [FiredTimer: Int] = [:]
        /// Those that failed, and when they are tried again, by the clock that is never set.
        var waiting: [FiredTimer: Duration] = [:]
    }

    private let rules: [String: TimerRule]
    private let commands: Commands
    private let clock: any PlatformClock
    private let logger: Logger
    private let state = Mutex(State())
    private let changes = ChangeSignal()
    let streams: StreamPattern

    /// Timers of modules.
    init(
        _ rules: [TimerRule], streams: StreamPattern, commands: Commands, clock: any PlatformClock, logger: Logger
    ) {
        self.rules = Dictionary(rules.map { ($0.name, $0) }) { first, _ in first }
        (self.streams, self.commands, self.clock, self.logger) = (streams, commands, clock, logger)
    }

    /// Whether no module has any.
    var isEmpty: Bool { rules.isEmpty }

    /// How many are set.
    var count: Int { state.withLock { $0.table.count } }

    /// Does them, until the task is cancelled.
    func run() async throws {
        while true {
            try Task.checkCancellation()
            let seen = changes.count
            let (now, steady) = (clock.now, clock.steady)
            let due = state.withLock { state in
                for (timer, time) in state.waiting where time <= steady {
                    state.waiting[timer] = nil
                    if !state.table.putBack(timer) { state.failures[timer] = nil }
                }
                return state.table.take(at: now, limit: Self.atOnce)
            }
            guard due.isEmpty else {
                await BoundedTasks.forEach(due, atOnce: Self.atOnce) { timer in await self.fire(timer) }
                continue
            }
            let (next, again) = state.withLock { ($0.table.next(), $0.waiting.values.min()) }
            try await changes.wait(
                after: seen, until: next, atMost: again.map { max(.zero, $0 - steady) }, by: clock)
        }
    }

    private func fire(_ timer: FiredTimer) async {
        guard let rule = rules[timer.name.name] else {
            // Set by a newer version, which does it when it is its turn, or by a module that may come back.
            return logger.warning(
                "no module knows a timer; it stays set",
                metadata: ["timer": "\(timer.name.name)", "stream": "\(timer.stream.text)"])
        }
        do {
            do {
                try await rule.fire(timer, commands)
            } catch let error as DomainError where error.isFinal {
                logger.info(
                    "a timer has nothing to do any more",
                    metadata: ["timer": "\(timer.name.name)", "stream": "\(timer.stream.text)", "why": "\(error)"])
            }
            try await commands.perform(EndTimer(stream: timer.stream), for: timer)
            state.withLock { $0.failures[timer] = nil }
        } catch {
            guard !Task.isCancelled else { return state.withLock { _ = $0.table.putBack(timer) } }
            let wait = state.withLock { state in
                let failures = state.failures[timer, default: 0]
                state.failures[timer] = failures + 1
                let wait = min(Self.patience.first * (1 << min(failures, 10)), Self.patience.longest)
                state.waiting[timer] = clock.steady + wait
                return wait
            }
            logger.warning(
                "a timer could not be done; it is tried again",
                metadata: [
                    "timer": "\(timer.name.name)", "stream": "\(timer.stream.text)", "after": "\(wait.secondsText)",
                    "error": "\(error)",
                ])
        }
    }
}

/// Ends a timer, and does nothing else.
struct EndTimer: Command {
    struct State: Aggregate {
        mutating func apply(_ event: Event) {}
    }

    static let action: Action = "platform.end-timer"
    static let permit = Permit(action, .platform)

    var stream: StreamName

    func decide(_ state: State, _ context: CommandContext) -> Decision { Decision() }
}

extension DomainError {
    /// Whether trying the same again cannot help.
    var isFinal: Bool {
        switch code {
        case .invalid, .forbidden, .notFound, .alreadyExists, .wrongState: true
        case .conflict, .exhausted, .unavailable, .cancelled, .damaged, .failed: false
        }
    }
}

extension Timers: LogProjection {
    var name: String { "timers" }
    var version: UInt32 { 1 }

    func apply(_ entry: LogEntry, isLive: Bool) throws(StorageError) {
        try state.withLock { state throws(StorageError) in try state.table.apply(entry) }
        if isLive { changes.raise() }
    }

    func complete() { changes.raise() }

    func snapshot() -> @Sendable (inout SnapshotWriter) throws -> Void {
        let table = state.withLock { $0.table }
        return { writer in try table.write(to: &writer) }
    }

    func restore(_ reader: inout SnapshotReader) throws -> @Sendable () -> Void {
        let table = try TimerTable(from: &reader)
        return { [self] in state.withLock { $0.table = table } }
    }
}
