import Concurrency
public import Logging
public import Storage
import Synchronization

/// Reads the log once, from its start or from a snapshot, for all projections of it and for whoever follows it.
///
/// Starting costs what came since the last snapshot, not all history.
public final class ProjectionHost: Sendable {
    private static let page = 512
    /// After how many entries a snapshot is made.
    private static let snapshotInterval = 100_000

    private let log: any EventLog
    private let projections: [any LogProjection]
    private let snapshots: SnapshotFile?
    private let follower: @Sendable (LogEntry) -> Void
    private let logger: Logger
    private let gate = PositionGate()
    private let hasCaughtUp = Atomic(false)
    /// 1 when everything is known that was in the log when this was begun.
    private let completion = Threshold()
    private let skipped = Mutex(SkippedEntries())
    /// Up to where there is a snapshot.
    private let kept = Mutex(LogPosition.start)
    /// The last entry that was applied, and how many since the last snapshot.
    private let progress = Mutex<(last: LogEntry?, entries: Int)>((nil, 0))

    /// A host that has read nothing yet.
    /// - Parameters:
    ///   - snapshots: where snapshots are kept; nil: nowhere, and each start reads the whole log.
    ///   - follower: is told of every entry after it was applied, in order.
    public init(
        log: any EventLog, projections: [any LogProjection], snapshots: SnapshotFile? = nil, logger: Logger,
        follower: @escaping @Sendable (LogEntry) -> Void = { _ in }
    ) {
        self.log = log
        self.projections = projections
        self.snapshots = snapshots
        self.follower = follower
        self.logger = logger
    }

    // MARK: What is known

    /// Whether everything is known that was in the log when this was begun.
    public var isCaughtUp: Bool { hasCaughtUp.load(ordering: .sequentiallyConsistent) }

    /// How far the log was read.
    public var position: LogPosition { gate.position }

    /// Up to where a snapshot has what the log says: the next start reads nothing before.
    public var snapshotPosition: LogPosition { kept.withLock { $0 } }

    /// Whether an admin has said that the entry at that place is to be passed over.
    public func isSkipped(_ place: EntryPlace) -> Bool { skipped.withLock { $0.contains(place) } }

    /// Returns when everything is known that is in the log now.
    /// - Throws: ``StorageError``; `CancellationError`.
    public func catchesUp() async throws {
        try await catchUp(to: try await log.end())
    }

    /// Returns when everything is known that was in the log when this was begun, and what comes is live (``isCaughtUp``).
    ///
    /// Not the same as to know all that is in the log: an empty one has nothing to wait for, though nobody has looked yet.
    /// - Throws: `CancellationError`.
    public func completes() async throws { try await completion.wait(for: 1) }

    /// Returns when everything up to `position` is known.
    /// - Throws: `CancellationError`.
    public func catchUp(to position: LogPosition) async throws { try await gate.wait(for: position) }

    // MARK: Reading

    /// Reads the log, until the task is cancelled. While the store does not answer it tries again.
    /// - Throws: ``UnreadableLog`` if what the log has cannot be read or applied: then nothing may go on;
    ///   ``StorageError`` (`closed`).
    public func run() async throws {
        let (captures, continuation) = AsyncStream.makeStream(of: Capture.self, bufferingPolicy: .bufferingNewest(1))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for await capture in captures { await self.write(capture) }
            }
            group.addTask {
                defer { continuation.finish() }
                try await self.read { continuation.yield($0) }
            }
            try await group.untilFirstFailure()
        }
        // Told to end: the next start has nothing to read again.
        if let capture = capture(after: 1) { await write(capture) }
        try Task.checkCancellation()
    }

    private func read(_ yield: (Capture) -> Void) async throws {
        while !Task.isCancelled {
            do {
                try await UnreadableLog.locating(after: { gate.position }) {
                    if !isCaughtUp { try await catchUp(yield) }
                    for try await entry in log.follow(after: gate.position) {
                        try apply(isSkipped(entry.place) ? .passedOver(entry.place, entry) : .entry(entry))
                        if let capture = capture(after: Self.snapshotInterval) { yield(capture) }
                    }
                }
            } catch let error as StorageError where error.isOutage {
                logger.warning("cannot read the log now", metadata: ["error": "\(error)"])
                try await Task.sleep(for: .seconds(1))
            }
        }
    }

    /// Applies all that is in the log now, from its start.
    /// - Parameter progress: is told how far it is, page by page.
    /// - Throws: ``UnreadableLog``; ``StorageError``; `CancellationError`.
    public func readToEnd(progress: (LogPosition) -> Void = { _ in }) async throws {
        try await UnreadableLog.locating(after: { gate.position }) {
            try await catchUp { _ in
            } progress: {
                progress($0)
            }
        }
    }

    private func catchUp(_ yield: (Capture) -> Void, progress: (LogPosition) -> Void = { _ in }) async throws {
        let skipped = try await SkippedEntries(of: log)
        self.skipped.withLock { $0 = skipped }
        if gate.position == .start { try await restore() }
        let end = try await log.end()
        var page = try await nextPage(after: gate.position)
        while let last = page.last?.position {
            try Task.checkCancellation()
            // Read and opened while this one is applied.
            async let next = last < end ? nextPage(after: last) : []
            for entry in page { try apply(entry) }
            progress(gate.position)
            if let capture = capture(after: Self.snapshotInterval) { yield(capture) }
            page = try await next
        }
        for projection in projections { projection.complete() }
        hasCaughtUp.store(true, ordering: .sequentiallyConsistent)
        completion.reach(1)
    }

    private func nextPage(after position: LogPosition) async throws(StorageError) -> [ReadEntry] {
        try await log.read(after: position, limit: Self.page) { isSkipped($0) }
    }

    private func apply(_ read: ReadEntry) throws {
        switch read {
        case .entry(let entry):
            try UnreadableLog.locating(entry) { () throws(StorageError) in
                for projection in projections where projection.streams.matches(entry.stream) {
                    try projection.apply(entry, isLive: isCaughtUp)
                }
            }
            follower(entry)
            progress.withLock { $0 = (entry, $0.entries + 1) }
        case .passedOver(let place, let entry):
            logger.warning("an entry is passed over", metadata: ["position": "\(place.position.number)"])
            for projection in projections where projection.streams.matches(place.stream) {
                projection.skip(place, readable: entry)
            }
        }
        gate.reach(read.position)
    }

    // MARK: Snapshots

    /// What all projections know at one position.
    private struct Capture: Sendable {
        var last: LogEntry
        var parts: [@Sendable (inout SnapshotWriter) throws -> Void]
    }

    /// What is to be kept now: nil if there is no place for it, or not so much has come since the last time.
    private func capture(after entries: Int) -> Capture? {
        guard snapshots != nil else { return nil }
        let last: LogEntry? = progress.withLock { progress in
            guard progress.entries >= entries else { return nil }
            progress.entries = 0
            return progress.last
        }
        return last.map { Capture(last: $0, parts: projections.map { $0.snapshot() }) }
    }

    private func write(_ capture: Capture) async {
        guard let snapshots else { return }
        let projections = projections
        do {
            try await BlockingWork.run { _ in
                try snapshots.write { writer in
                    try writer.add(capture.last.position.number)
                    try writer.add(capture.last.fingerprint)
                    try writer.add(UInt32(projections.count))
                    for (projection, part) in zip(projections, capture.parts) {
                        try writer.add(projection.name)
                        try writer.add(projection.version)
                        try part(&writer)
                    }
                }
            }
            kept.withLock { $0 = capture.last.position }
            logger.debug("a snapshot was written", metadata: ["position": "\(capture.last.position.number)"])
        } catch {
            // It costs the next start time, and nothing else.
            logger.warning("cannot write a snapshot", metadata: ["file": "\(snapshots.path)", "error": "\(error)"])
        }
    }

    /// Begins with what the snapshot has, if there is one of this very log.
    private func restore() async throws {
        guard let snapshots else { return }
        do {
            let found = try await BlockingWork.run { _ in try snapshots.read { try self.read(&$0) } }
            guard let found else { return }
            let entry = try await log.read(after: LogPosition(found.position.number - 1), limit: 1).first
            guard let entry, entry.position == found.position, entry.fingerprint == found.fingerprint else {
                throw SnapshotError("it is of another log")
            }
            guard !skipped.withLock({ $0.hasChanged(since: found.position) }) else {
                throw SnapshotError("an entry that it has is passed over since")
            }
            for install in found.installs { install() }
            gate.reach(found.position)
            progress.withLock { $0 = (entry, 0) }
            kept.withLock { $0 = found.position }
            logger.info("began with a snapshot", metadata: ["position": "\(found.position.number)"])
        } catch let error as StorageError where error.isOutage || error.code == .closed {
            throw error
        } catch {
            logger.warning(
                "the snapshot cannot be used; the log is read from its start",
                metadata: ["file": "\(snapshots.path)", "error": "\(error)"])
        }
    }

    private struct Found: Sendable {
        var position: LogPosition
        var fingerprint: [UInt8]
        var installs: [@Sendable () -> Void] = []
    }

    private func read(_ reader: inout SnapshotReader) throws -> Found {
        var found = Found(position: LogPosition(try reader.number()), fingerprint: try reader.bytes())
        guard found.position > .start, try reader.number(UInt32.self) == UInt32(projections.count) else {
            throw SnapshotError("it is of another version")
        }
        for projection in projections {
            guard try reader.text() == projection.name, try reader.number() == projection.version else {
                throw SnapshotError("it is of another version")
            }
            found.installs.append(try projection.restore(&reader))
        }
        return found
    }
}
