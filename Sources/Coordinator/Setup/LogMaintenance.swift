import Audit
import Cryptography
public import Events
import FoundationEssentials
import Logging
public import Storage

/// What operators do to a log while no coordinator runs on it: see whether it can be applied, look at an entry, have one
/// passed over.
public struct LogMaintenance: Sendable {
    private let log: any EventLog
    private let blobs: any BlobStore

    /// The log of a store.
    public init(log: any EventLog, blobs: any BlobStore) {
        self.log = log
        self.blobs = blobs
    }

    /// What a log that can be applied has.
    public struct Summary: Hashable, Sendable {
        /// The last entry's position.
        public var end: LogPosition
        /// How many submissions it knows.
        public var submissions: Int
        /// Entries that are passed over, oldest first.
        public var skipped: [EntrySkipped]
    }

    /// Applies the whole log, as a coordinator does when it starts.
    /// - Parameters:
    ///   - others: what else the coordinator's log adds up to: ``VerdictCoordinator/Options/projections``.
    ///   - progress: is told how far it is, and where the end is.
    /// - Throws: ``Events/UnreadableLog`` with the entry that a coordinator cannot apply; ``StorageError``.
    public func check(
        besides others: [any LogProjection] = [], progress: (LogPosition, LogPosition) -> Void
    ) async throws -> Summary {
        let end = try await log.end()
        let projections = Projections(
            log: log, admission: Admission(), quotas: Quotas(log: log), fanout: LogFanout(),
            besides: [try Packages(log: log, blobs: blobs), UnusedContents(), ExecutionIndex(), AuditTree(log: log)]
                + others,
            logger: Logger(label: "log") { _ in SwiftLogNoOpLogHandler() })
        try await projections.readToEnd { progress($0, end) }
        return Summary(
            end: end, submissions: projections.submissions.count, skipped: try await SkippedEntries(of: log).marks)
    }

    /// The entry at `position`.
    /// - Throws: ``StorageError``: `notFound`; `corrupted` if it cannot be read.
    public func entry(at position: LogPosition) async throws(StorageError) -> LogEntry {
        let before = LogPosition(position.number == 0 ? 0 : position.number - 1)
        guard let entry = try await log.read(after: before, limit: 1).first, entry.position == position else {
            throw StorageError(
                .notFound, stage: "read the entry \(position.number)", reason: "there is none",
                advice: "the log's last entry stands at \(try await log.end().number)")
        }
        return entry
    }

    /// Has coordinators pass over an entry; if it is the first one of a submission or an execution, over all that this has: the
    /// others say nothing without it. What has been marked stays so.
    /// - Parameters:
    ///   - reason: why.
    ///   - user: who says so.
    /// - Returns: what was added to the log; nil if the entry was marked before.
    /// - Throws: ``StorageError``: `notFound`.
    public func skip(
        _ position: LogPosition, reason: String, by user: String
    ) async throws(StorageError) -> EntrySkipped? {
        var skip = EntrySkipped()
        (skip.position, skip.reason, skip.by) = (position.number, reason, user)
        let stream: StreamName
        do throws(StorageError) {
            let entry = try await entry(at: position)
            stream = entry.stream
            skip.entrySha256 = Data(SHA256.hash(Event.encode(entry.events)))
        } catch {
            guard let place = error.entry, place.position == position else { throw error }
            stream = place.stream
        }
        guard try await !SkippedEntries(of: log).contains(EntryPlace(position, stream)) else { return nil }
        skip.stream = stream.text
        if SubmissionID(stream) != nil || ExecutionID(stream) != nil {
            skip.wholeStream = try await isFirst(position, of: stream)
        }
        _ = try await log.append(
            [try Event(skip)], to: try StreamName(SkippedEntries.streamName), expecting: .anything)
        return skip
    }

    private func isFirst(_ position: LogPosition, of stream: StreamName) async throws(StorageError) -> Bool {
        do throws(StorageError) {
            return try await log.read(stream, after: .start, limit: 1).first?.position == position
        } catch {
            guard let place = error.entry else { throw error }
            return place.position == position
        }
    }
}
