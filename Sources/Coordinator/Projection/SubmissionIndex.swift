public import Events
public import Storage
import Synchronization

/// Every submission of the log in brief, and through ``Admission`` how many of them are open.
public final class SubmissionIndex: LogProjection {
    /// How many submissions are looked at without letting others in between.
    private static let examined = 20_000

    private let admission: Admission
    private let table = Mutex(SubmissionTable())

    /// An index of nothing yet.
    /// - Parameter admission: is told what becomes of submissions.
    public init(admission: Admission) {
        self.admission = admission
    }

    /// How many submissions there are.
    public var count: Int { table.withLock { Int($0.count) } }

    /// What is known of a submission; nil if it is not known, or not yet.
    public func summary(of id: SubmissionID) -> SubmissionSummary? { table.withLock { $0.summary(of: id) } }

    /// Submissions that `filter` means, newest first: at most `limit`, before the one whose first entry stands at
    /// `position`. A page may have fewer although there are more.
    /// - Returns: nil if no page can have ended at `position`.
    public func page(
        _ filter: SubmissionFilter, before position: LogPosition? = nil, limit: Int
    ) -> SubmissionPage? {
        table.withLock { $0.page(filter, before: position, limit: limit, examined: Self.examined) }
    }

    /// A submission that was found, in few bytes: there may be millions.
    struct Found: Sendable {
        /// Its row.
        let row: UInt32
        /// The generation that it had.
        let generation: UInt32
    }

    /// All submissions that `filter` means, oldest first: those that were there when this was called.
    func find(_ filter: SubmissionFilter) -> [Found] {
        var all: [Found] = []
        var next: UInt32?
        repeat {
            let page = table.withLock { table in
                let found = table.rows(filter, before: next, limit: .max, examined: Self.examined)
                return (found.rows.map { Found(row: $0, generation: table[$0].generation) }, found.next)
            }
            all += page.0
            next = page.1
        } while next != nil
        return all.reversed()
    }

    /// What is known by now of submissions that were found.
    func summaries(of found: some Collection<Found>) -> [SubmissionSummary] {
        table.withLock { table in found.map { table.summary(table[$0.row]) } }
    }

    // MARK: A projection

    /// See ``Events/LogProjection/name``.
    public let name = "submissions"
    /// See ``Events/LogProjection/version``.
    public let version: UInt32 = 1
    /// See ``Events/LogProjection/streams``.
    public let streams = StreamPattern.prefixed("submission-")

    /// See ``Events/LogProjection/apply(_:isLive:)``.
    public func apply(_ entry: LogEntry, isLive: Bool) throws(StorageError) {
        guard let id = SubmissionID(entry.stream) else { return }
        let change = try table.withLock { table throws(StorageError) in try table.apply(entry, of: id) }
        if let change { admission.apply(change, isLive: isLive) }
    }

    /// See ``Events/LogProjection/snapshot()``.
    public func snapshot() -> @Sendable (inout SnapshotWriter) throws -> Void {
        let table = table.withLock { $0.withoutNumbers }
        return { writer in try table.write(to: &writer) }
    }

    /// See ``Events/LogProjection/restore(_:)``.
    public func restore(_ reader: inout SnapshotReader) throws -> @Sendable () -> Void {
        let restored = try SubmissionTable(from: &reader)
        return { [self] in
            for (tenant, counts) in restored.counts {
                admission.restore(tenant, open: counts.open, storedBytes: counts.storedBytes)
            }
            table.withLock { $0 = restored }
        }
    }
}
