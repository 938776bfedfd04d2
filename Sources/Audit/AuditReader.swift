internal import Events
public import Storage

/// Reads the recorded commands and the signed checkpoints of a log, as they stand there now.
public struct AuditReader: Sendable {
    private static let page = 256

    private let log: any EventLog

    /// Reads `log`.
    public init(log: any EventLog) { self.log = log }

    /// The first `count` commands from `position` on; fewer at the log's end.
    /// - Throws: ``Storage/StorageError``.
    func leaves(from position: LogPosition, count: Int) async throws(StorageError) -> [AuditLeaf] {
        var (last, found) = (LogPosition(position.number - min(position.number, 1)), [AuditLeaf]())
        while found.count < count {
            let (entries, end) = try await page(after: last)
            guard let end else { break }
            found += entries.compactMap { AuditLeaf($0) }
            last = end
        }
        return Array(found.prefix(count))
    }

    /// All commands after `position`, page by page, up to what is the log's end now.
    /// - Parameter take: is told a page's commands, up to where they were read, and where the end is.
    /// - Throws: ``Storage/StorageError``; what `take` throws.
    public func leaves(
        after position: LogPosition,
        _ take: ([AuditLeaf], _ position: LogPosition, _ end: LogPosition) async throws -> Void
    ) async throws {
        let end = try await log.end()
        var last = position
        while last < end {
            try Task.checkCancellation()
            let (entries, read) = try await page(after: last)
            guard let read else { return }
            last = read
            let leaves = entries.filter { $0.position <= end }.compactMap { AuditLeaf($0) }
            try await take(leaves, min(last, end), end)
        }
    }

    /// All signed checkpoints after `position`, page by page.
    /// - Throws: ``Storage/StorageError``; what `take` throws.
    public func checkpoints(
        after position: LogPosition, _ take: ([SignedCheckpoint], _ position: LogPosition) async throws -> Void
    ) async throws {
        let stream = try StreamName(SignedCheckpoint.streamName)
        var last = position
        while true {
            try Task.checkCancellation()
            let (entries, end) = try await page(of: stream, after: last)
            guard let end else { return }
            last = end
            var found: [SignedCheckpoint] = []
            for entry in entries { found += try SignedCheckpoint.all(of: entry) }
            try await take(found, last)
        }
    }

    /// The checkpoint that was signed last, and those after `known`, which was the last one some time ago.
    func newest(after known: SignedCheckpoint?) async throws -> SignedCheckpoint? {
        var newest = known
        try await checkpoints(after: known?.position ?? .start) { found, _ in newest = found.last ?? newest }
        return newest
    }

    /// The next entries, and where they end; nil at the end of all. One that cannot be read is left out where an admin has said
    /// that it is to be passed over: nobody has it in the tree either.
    private func page(
        of stream: StreamName? = nil, after position: LogPosition
    ) async throws(StorageError) -> (entries: [LogEntry], end: LogPosition?) {
        do throws(StorageError) {
            let entries = try await read(stream, after: position) { _ in false }
            return (entries.compactMap(\.readable), entries.last?.position)
        } catch {
            guard error.isDamage else { throw error }
        }
        let skipped = try await SkippedEntries(of: log)
        let entries = try await read(stream, after: position) { skipped.contains($0) }
        return (entries.compactMap(\.readable), entries.last?.position)
    }

    private func read(
        _ stream: StreamName?, after position: LogPosition, passingOver isSkipped: (EntryPlace) -> Bool
    ) async throws(StorageError) -> [ReadEntry] {
        guard let stream else {
            return try await log.read(after: position, limit: Self.page, passingOver: isSkipped)
        }
        return try await log.read(stream, after: position, limit: Self.page, passingOver: isSkipped)
    }
}

extension ReadEntry {
    /// The entry, also where it is passed over; nil if it cannot be read.
    fileprivate var readable: LogEntry? {
        switch self {
        case .entry(let entry): entry
        case .passedOver(_, let entry): entry
        }
    }
}
