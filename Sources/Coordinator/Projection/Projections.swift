public import Events
public import Logging
public import Storage
import Synchronization

/// What a coordinator knows of its log: the projections that its services ask, and the host that keeps them.
public final class Projections: Sendable {
    /// Every submission in brief.
    public let submissions: SubmissionIndex
    /// How many submissions are open, and who may add to them.
    public let admission: Admission
    /// What tenants may use.
    public let quotas: Quotas
    /// The languages that workers have.
    public let languages: FleetLanguages
    /// What the contents that tenants put count.
    public let contents: ContentAccounts
    /// Packages whose time limit became known.
    public let measured = MeasuredPackages()
    /// Who follows a stream.
    public let fanout: LogFanout

    private let host: ProjectionHost

    /// Projections of `log` that have read nothing yet.
    /// - Parameters:
    ///   - besides: others that the same host keeps.
    ///   - snapshots: where snapshots are kept; nil: nowhere.
    public init(
        log: any EventLog, admission: Admission, quotas: Quotas, fanout: LogFanout,
        besides: [any LogProjection] = [], snapshots: SnapshotFile? = nil, logger: Logger
    ) {
        self.admission = admission
        self.quotas = quotas
        self.fanout = fanout
        submissions = SubmissionIndex(admission: admission)
        languages = FleetLanguages(log: log)
        contents = ContentAccounts(log: log, admission: admission, quotas: quotas)
        host = ProjectionHost(
            log: log, projections: [submissions, quotas, languages, contents, measured] + besides, snapshots: snapshots,
            logger: logger
        ) { fanout.deliver($0) }
    }

    /// Reads the log, until the task is cancelled. While the store does not answer it tries again.
    /// - Throws: ``Events/UnreadableLog``; ``StorageError`` (`closed`).
    public func run() async throws {
        defer { fanout.finish() }
        try await host.run()
    }

    /// Applies all that is in the log now, and ends.
    /// - Parameter progress: is told how far it is.
    /// - Throws: ``Events/UnreadableLog``; ``StorageError``; `CancellationError`.
    public func readToEnd(progress: (LogPosition) -> Void) async throws {
        try await host.readToEnd(progress: progress)
    }

    /// Whether everything is known that was in the log when this was begun.
    public var isCaughtUp: Bool { host.isCaughtUp }

    /// Returns when everything is known that was in the log when this was begun, and what comes is live (``isCaughtUp``).
    /// - Throws: `CancellationError`.
    public func completes() async throws { try await host.completes() }

    /// How far the log was read.
    public var position: LogPosition { host.position }

    /// Up to where a snapshot has what the log says: the next start reads nothing before.
    public var snapshotPosition: LogPosition { host.snapshotPosition }

    /// Whether an admin has said that the entry at that place is to be passed over.
    public func isSkipped(_ place: EntryPlace) -> Bool { host.isSkipped(place) }

    /// Returns when everything up to `position` is known.
    /// - Throws: `CancellationError`.
    public func catchUp(to position: LogPosition) async throws { try await host.catchUp(to: position) }

    /// Returns when everything is known that is in the log now.
    /// - Throws: ``StorageError``; `CancellationError`.
    public func catchesUp() async throws { try await host.catchesUp() }

    /// The submissions of a package that wait or are judged, oldest first, with all that is in the log now.
    /// - Throws: ``StorageError`` (`closed`) also if the task is cancelled.
    public func openSubmissions(of package: ContentHash) async throws(StorageError) -> [SubmissionID] {
        do {
            try await catchesUp()
        } catch {
            throw error as? StorageError ?? StorageError(.closed, stage: "list the submissions of \(package)")
        }
        let found = submissions.find(SubmissionFilter(package: package.bytes, phase: .open))
        return submissions.summaries(of: found).map(\.id)
    }
}

/// Packages whose time limit became known: what waited for it may go on.
public final class MeasuredPackages: LogProjection {
    private let packages = Mutex<Set<ContentHash>>([])

    /// Those that were noted since this was asked last.
    func take() -> Set<ContentHash> {
        packages.withLock { packages in
            defer { packages = [] }
            return packages
        }
    }

    /// What waits for that package's time limit may go on.
    func note(_ package: ContentHash) { _ = packages.withLock { $0.insert(package) } }

    /// See ``Events/LogProjection/name``.
    public let name = "measured"
    /// See ``Events/LogProjection/version``.
    public let version: UInt32 = 1
    /// See ``Events/LogProjection/streams``.
    public let streams = StreamPattern.named(Packages.streamName)

    /// See ``Events/LogProjection/apply(_:isLive:)``.
    public func apply(_ entry: LogEntry, isLive: Bool) throws(StorageError) {
        for event in entry.events {
            guard let found = try event.unpackedIfHeld(PackageMeasured.self) else { continue }
            if let package = ContentHash(bytes: found.package) { note(package) }
        }
    }

    /// See ``Events/LogProjection/snapshot()``.
    public func snapshot() -> @Sendable (inout SnapshotWriter) throws -> Void { { _ in } }

    /// See ``Events/LogProjection/restore(_:)``.
    public func restore(_ reader: inout SnapshotReader) throws -> @Sendable () -> Void { {} }
}
