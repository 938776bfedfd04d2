import Concurrency
import Events
import Logging
import Storage
import Synchronization

extension ViewStore {
    /// How many entries a page has, and so a transaction, while the log is read that lies behind.
    private static let page = 4096
    /// How many pages, or entries that happen now, are decoded before they are applied.
    private static let (pagesAhead, entriesAhead) = (3, 64)
    /// How often the file is made anew before it is somebody else's turn.
    private static let mostRestarts = 3

    /// Applies what the log has, then what comes, until the task is cancelled. While the store of the log or the disk of the
    /// views does not answer, or is full, it tries again; a file that is damaged is put aside and made again.
    /// - Throws: ``UnreadableLog`` if an entry cannot be read or applied, and no admin has said that it is to be skipped: then
    ///   nothing may go on; ``ViewError``; ``StorageError`` (`closed`); `CancellationError`.
    public func run() async throws {
        var restarts = 0
        while true {
            try Task.checkCancellation()
            do {
                try await UnreadableLog.locating(after: { position }) { try await follow() }
            } catch let error as StorageError where error.isOutage {
                logger.warning("cannot read the log now", metadata: ["error": "\(error)"])
                try await Task.sleep(for: .seconds(1))
            } catch let error as ViewError where error.isOutage {
                logger.warning("cannot write the views now", metadata: ["error": "\(error)"])
                try await Task.sleep(for: .seconds(1))
            } catch let error as ViewError where error.code == .damaged && restarts < Self.mostRestarts {
                restarts += 1
                try await startAnew(because: "\(error)")
            }
        }
    }

    /// A reader has found that the file is damaged.
    func foundDamage(_ error: ViewError) {
        current.withLock { $0?.finish(.failure(error)) }
    }

    private func startAnew(because reason: String) async throws {
        startsAnew()
        try await BlockingWork.run { [applier] _ in try applier.startAnew(because: reason) }
        startedAnew()
    }

    private func follow() async throws {
        guard !isClosed else { throw ViewError(.closed, stage: "apply entries", reason: "the views were closed") }
        if !applier.isOpen {
            // It was damaged, and could not be made anew when that was found.
            startsAnew()
            try await BlockingWork.run { [applier] _ in try applier.open() }
            startedAnew()
            reach(applier.positions)
        }
        let skipped = try await SkippedEntries(of: log)
        try await requireSameLog(skipped)
        try await catchUp(skipped)
        caughtUp()
        let end = try await log.end()
        let start = applier.positions.min() ?? end
        let decoder = EntryDecoder(declarations: declarations, positions: applier.positions)
        let log = log
        try await pump(ahead: Self.entriesAhead) { channel in
            for try await entry in log.follow(after: start) {
                let read: ReadEntry = skipped.contains(entry.place) ? .passedOver(entry.place, entry) : .entry(entry)
                try await channel.send([try decoder.decode(read)])
            }
        }
    }

    /// The file must be of this log: one that was brought back from a backup may have other entries.
    private func requireSameLog(_ skipped: SkippedEntries) async throws {
        guard let last = applier.last else { return }
        guard !applier.positions.contains(where: { skipped.hasChanged(since: $0) }) else {
            return try await startAnew(because: "an entry that it has is passed over since")
        }
        let before = LogPosition(last.position.number - min(last.position.number, 1))
        // One that cannot be read is found, and told, where it is applied.
        let entry: LogEntry?
        do throws(StorageError) {
            entry = try await log.read(after: before, limit: 1).first
        } catch {
            guard error.isDamage else { throw error }
            return
        }
        guard entry?.position != last.position || entry?.fingerprint != last.fingerprint else { return }
        try await startAnew(because: "it is of another log")
    }

    /// Applies all that is in the log now.
    private func catchUp(_ skipped: SkippedEntries) async throws {
        let (positions, end) = (applier.positions, try await log.end())
        // One that was cut off may have left the file as it is while much is written.
        guard let start = positions.min(), start < end else { return try await settle() }
        let behind = zip(declarations, positions).filter { $0.1 == start }.map(\.0.name)
        var telling = ProgressTelling(of: behind, total: end.number - start.number, tellProgress)
        let isLong = end.number - start.number > UInt64(Self.page)
        if isLong { try await BlockingWork.run { [applier] _ in try applier.hurry() } }
        let decoder = EntryDecoder(declarations: declarations, positions: positions)
        let log = log
        try await pump(ahead: Self.pagesAhead) { channel in
            var page = try await log.read(after: start, limit: Self.page) { skipped.contains($0) }
            while let last = page.last?.position {
                // Read and opened while this one is decoded, and those before are applied.
                async let next = last < end ? log.read(after: last, limit: Self.page) { skipped.contains($0) } : []
                try await channel.send(try page.map { try decoder.decode($0) })
                page = try await next
            }
        } applied: {
            telling.add($0)
        }
        telling.end()
        try await settle()
    }

    private func settle() async throws { try await BlockingWork.run { [applier] _ in try applier.settle() } }

    /// Applies what `source` sends, which runs beside it: all at once that has piled up.
    private func pump(
        ahead: Int, _ source: @escaping @Sendable (BoundedChannel<[DecodedEntry]>) async throws -> Void,
        applied: (Int) -> Void = { _ in }
    ) async throws {
        let channel = BoundedChannel<[DecodedEntry]>(room: ahead)
        current.withLock { $0 = channel }
        defer { current.withLock { $0 = nil } }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                do {
                    try await source(channel)
                    channel.finish()
                } catch {
                    channel.finish(.failure(error))
                }
            }
            defer { group.cancelAll() }
            while let pages = try await channel.nextAll() {
                let entries = pages.flatMap(\.self)
                let positions = try await BlockingWork.run { [applier] _ in
                    try applier.apply(entries)
                    return applier.positions
                }
                reach(positions)
                applied(entries.count)
            }
            try Task.checkCancellation()
        }
    }
}
