import Concurrency
import Events
import Files
public import Logging
public import Storage
import Synchronization
public import SystemPackage

/// The tables that views make of the log, in one SQLite file, which may be deleted whenever it is not open: it is made again.
///
/// ``run()`` applies what the log has and what comes; ``scope(_:)`` gives modules what they read by. Of several coordinators
/// each has a file of its own.
public final class ViewStore: Sendable {
    /// What reading may cost.
    public struct Limits: Hashable, Sendable {
        /// How many read at once.
        public var readers = 4
        /// How many exports go on at once.
        public var exports = 2
        /// How long a read waits for a position, and for its turn.
        public var wait = Duration.seconds(5)
        /// How long a read takes then, at most.
        public var read = Duration.seconds(5)
        /// How long an export takes at most, with the time that its receiver takes.
        public var export = Duration.seconds(600)

        /// The limits that are usual.
        public init() {}
    }

    let log: any EventLog
    let declarations: [ViewDeclaration]
    let limits: Limits
    let codes: MessageCodes
    let logger: Logger
    let applier: Applier
    let readers: ReaderPool
    let exporters: ReaderPool
    let tellProgress: @Sendable (ViewProgress) -> Void
    /// How far the log was applied to each view. Others when the file is made anew.
    private let gates: Mutex<[PositionGate]>
    /// What the run that goes on takes entries from: who finds damage ends it.
    let current = Mutex<BoundedChannel<[DecodedEntry]>?>(nil)
    private let hasCaughtUp = Atomic(false)
    private let lock: Mutex<FileLock?>

    /// Opens the file, or makes a new one; one that cannot be used is put aside as `….unusable`. The tables of views that are
    /// new or changed are empty then, until ``run()`` has filled them.
    /// - Parameters:
    ///   - file: the SQLite file; beside it are its WAL and a file with which it is locked.
    ///   - declarations: the views.
    ///   - log: what they are made of.
    ///   - codes: what cursors are recognized by: the same for all coordinators.
    ///   - limits: what reading may cost.
    ///   - logger: where warnings go.
    ///   - progress: is told how far views are that are made of what lies behind.
    /// - Throws: ``ViewError``: `badDeclaration`; `unavailable` if another process has the file open; `full`.
    public static func open(
        _ file: FilePath, _ declarations: [ViewDeclaration], log: any EventLog, codes: MessageCodes,
        limits: Limits = Limits(), logger: Logger, progress: @escaping @Sendable (ViewProgress) -> Void = { _ in }
    ) async throws -> ViewStore {
        try ViewNames.require(declarations.map(\.name))
        let (lock, applier) = try await BlockingWork.run { _ in
            let lock: FileLock
            do throws(Errno) {
                lock = try FileLock(FilePath(file.string + ".lock"))
            } catch {
                guard error == .wouldBlock else { throw error }
                throw ViewError(
                    .unavailable, stage: "open \(file)", reason: "another process has it open",
                    advice: "stop that one first, or name another file")
            }
            let applier = Applier(ViewFile(path: file), declarations: declarations, logger: logger)
            try applier.open()
            return (lock, applier)
        }
        return ViewStore(
            file, declarations, log: log, codes: codes, limits: limits, logger: logger, progress: progress,
            lock: lock, applier: applier)
    }

    private init(
        _ file: FilePath, _ declarations: [ViewDeclaration], log: any EventLog, codes: MessageCodes, limits: Limits,
        logger: Logger, progress: @escaping @Sendable (ViewProgress) -> Void, lock: FileLock, applier: Applier
    ) {
        (self.log, self.declarations, self.limits) = (log, declarations, limits)
        (self.codes, self.logger, self.applier) = (codes, logger, applier)
        tellProgress = progress
        self.lock = Mutex(lock)
        readers = ReaderPool(file, size: limits.readers)
        exporters = ReaderPool(file, size: limits.exports)
        gates = Mutex(declarations.map { _ in PositionGate() })
        reach(applier.positions)
    }

    /// Whether all was applied that was in the log when ``run()`` was begun, or when the file was made anew since.
    public var isCaughtUp: Bool { hasCaughtUp.load(ordering: .sequentiallyConsistent) }

    /// How far the log was applied to all views, for readers.
    public var position: LogPosition { gates.withLock { $0.map(\.position).min() } ?? .start }

    /// Ends reading, and lets another process open the file. ``run()`` must have ended.
    /// - Throws: ``ViewError``.
    public func close() async throws {
        readers.close()
        exporters.close()
        defer {
            lock.withLock { lock in
                lock?.release()
                lock = nil
            }
        }
        try await BlockingWork.run { [applier] _ in try applier.close() }
    }

    /// Whether it was closed: another process may have the file open.
    var isClosed: Bool { lock.withLock { $0 == nil } }

    // MARK: What run() says

    func caughtUp() { hasCaughtUp.store(true, ordering: .sequentiallyConsistent) }

    /// The log was applied so far to each view, and readers see it.
    func reach(_ positions: [LogPosition]) {
        for (gate, position) in zip(gates.withLock(\.self), positions) { gate.reach(position) }
    }

    /// The file is about to be made anew: what is empty yet is not to be taken for what there is.
    func startsAnew() { hasCaughtUp.store(false, ordering: .sequentiallyConsistent) }

    /// Nothing was applied to the file that there is now.
    func startedAnew() {
        let gone = gates.withLock { gates in
            defer { gates = declarations.map { _ in PositionGate() } }
            return gates
        }
        readers.renew()
        exporters.renew()
        // Who waits there goes on waiting for the file that there is now.
        for gate in gone { gate.reach(LogPosition(.max)) }
    }

    /// Whether the log was applied up to `position` to the views of these numbers.
    func hasReached(_ position: LogPosition, views: [Int]) -> Bool {
        gates.withLock { gates in views.allSatisfy { gates[$0].position >= position } }
    }

    /// Returns when the log was applied up to `position` to the views of these numbers.
    func wait(for position: LogPosition, views: [Int]) async throws(CancellationError) {
        while true {
            let gates = gates.withLock(\.self)
            for view in views { try await gates[view].wait(for: position) }
            // Else the file was made anew meanwhile.
            if self.gates.withLock({ now in views.allSatisfy { now[$0] === gates[$0] } }) { return }
        }
    }
}
