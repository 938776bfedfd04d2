import FoundationEssentials
public import Logging
public import Storage
import SwiftProtobuf
import Synchronization
import Wire

/// What the log says, in memory: every submission in brief, how many are open, what each tenant may use. One reader of the
/// log, from its start, who also tells those who follow a stream.
///
/// After a restart it is the same again, once ``isCaughtUp``.
public final class Projection: Sendable {
    private static let page = 512
    /// How many submissions are looked at without letting others in between.
    private static let examined = 20_000

    /// Who follows a stream.
    public let fanout: LogFanout
    /// How many submissions are open, and who may add to them.
    public let admission: Admission
    /// What tenants may use.
    public let quotas: Quotas
    /// What the contents that tenants put count.
    public let contents: ContentAccounts

    private let log: any EventLog
    private let logger: Logger
    private let table = Mutex(SubmissionTable())
    private let gate = PositionGate()
    private let hasCaughtUp = Atomic(false)
    /// Packages whose time limit became known.
    private let measured = Mutex<Set<ContentHash>>([])

    /// A projection of `log` that has read nothing yet.
    public init(log: any EventLog, admission: Admission, quotas: Quotas, fanout: LogFanout, logger: Logger) {
        self.log = log
        self.admission = admission
        self.quotas = quotas
        contents = ContentAccounts(log: log, admission: admission, quotas: quotas)
        self.fanout = fanout
        self.logger = logger
    }

    /// Reads the log, until the task is cancelled. While the store does not answer it tries again.
    /// - Throws: ``UnreadableLog`` if what the log has cannot be read or applied: then nothing may go on;
    ///   ``StorageError`` (`closed`).
    public func run() async throws {
        defer { fanout.finish() }
        while !Task.isCancelled {
            do {
                try await UnreadableLog.locating(after: { gate.position }) {
                    if !isCaughtUp { try await catchUp() }
                    for try await entry in log.follow(after: gate.position) {
                        try UnreadableLog.locating(entry) { () throws(StorageError) in try apply(entry) }
                    }
                }
            } catch let error as StorageError where error.isOutage {
                logger.warning("cannot read the log now", metadata: ["error": "\(error)"])
                try await Task.sleep(for: .seconds(1))
            }
        }
    }

    private func catchUp() async throws {
        let end = try await log.end()
        while gate.position < end {
            let entries = try await log.read(after: gate.position, limit: Self.page)
            for entry in entries {
                try UnreadableLog.locating(entry) { () throws(StorageError) in try apply(entry) }
            }
            guard !entries.isEmpty else { break }
        }
        contents.noteComplete()
        hasCaughtUp.store(true, ordering: .sequentiallyConsistent)
    }

    private func apply(_ entry: LogEntry) throws(StorageError) {
        if let id = SubmissionID(entry.stream) {
            let change = try table.withLock { table throws(StorageError) in try table.apply(entry, of: id) }
            if let change { admission.apply(change, isLive: isCaughtUp) }
        } else if entry.stream.text == Quotas.streamName {
            try quotas.apply(entry)
        } else if entry.stream.text == ContentAccounts.streamName {
            try contents.apply(entry)
        } else {
            for event in entry.events where event.type == Verdict_V1_PackageMeasured.protoMessageName {
                let found = try event.unpacked(Verdict_V1_PackageMeasured.self)
                if let package = ContentHash(bytes: found.package) { noteMeasured(package) }
            }
        }
        fanout.deliver(entry)
        gate.reach(entry.position)
    }

    // MARK: What is known

    /// Whether everything is known that was in the log when this was begun.
    public var isCaughtUp: Bool { hasCaughtUp.load(ordering: .sequentiallyConsistent) }

    /// How far the log was read.
    public var position: LogPosition { gate.position }

    /// Returns when everything is known that is in the log now.
    /// - Throws: ``StorageError``; `CancellationError`.
    public func catchesUp() async throws {
        try await gate.wait(for: try await log.end())
    }

    /// Packages whose time limit became known since this was asked last.
    func takeMeasured() -> Set<ContentHash> {
        measured.withLock { measured in
            defer { measured = [] }
            return measured
        }
    }

    /// What waits for that package's time limit may go on.
    func noteMeasured(_ package: ContentHash) { _ = measured.withLock { $0.insert(package) } }

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

    /// The submissions of a package that wait or are judged, oldest first, with all that is in the log now.
    /// - Throws: ``StorageError`` (`closed`) also if the task is cancelled.
    public func openSubmissions(of package: ContentHash) async throws(StorageError) -> [SubmissionID] {
        do {
            try await catchesUp()
        } catch {
            throw error as? StorageError ?? StorageError(.closed, stage: "list the submissions of \(package)")
        }
        let found = find(SubmissionFilter(package: package.bytes, phase: .open))
        return table.withLock { table in found.map { table[$0.row].id } }
    }
}
