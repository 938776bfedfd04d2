import Concurrency
public import Events
import Fleet
import FoundationEssentials
public import Identity
public import Storage
import SwiftProtobuf
import Synchronization
public import Units

/// The packages of a log: which there are, what is in them, and how long their test cases take.
///
/// All methods may be called at the same time, also by several coordinators on one log. The packages are read from the
/// stream `packages`; a package that is not known yet is looked for there.
public final class Packages: Sendable {
    /// The stream that they stand under.
    static let streamName = "packages"

    /// How packages are read.
    public struct Options: Hashable, Sendable {
        /// How many packages are read at once.
        public var readsAtOnce = 2
        /// How many contents are looked up at once for one package.
        public var lookupsAtOnce = 8
        /// The most test cases of a package.
        public var testLimit = 10_000
        /// What no package may ask for more of.
        public var caps = ProgramLimits()

        /// The defaults.
        public init() {}
    }

    let log: any EventLog
    let blobs: any BlobStore
    let contents: TenantContents
    let options: Options
    let reading: PackageReader
    let readers: Turnstile
    let stream: StreamName
    let index = Mutex(PackageIndex())
    private let work = Mutex(WorkEstimates())

    /// The packages of `log`, whose files are in `blobs`.
    /// - Parameter contents: what clients have put, the same as that of ``BlobsService``.
    /// - Throws: ``StorageError`` (`badRequest`) if there can be no such stream.
    public init(
        log: any EventLog, blobs: any BlobStore, contents: TenantContents = TenantContents(),
        options: Options = Options()
    ) throws(StorageError) {
        reading = PackageReader(blobs: blobs)
        stream = try StreamName(Self.streamName)
        self.log = log
        self.blobs = blobs
        self.contents = contents
        self.options = options
        readers = Turnstile(most: max(1, options.readsAtOnce), waiting: .max)
    }

    // MARK: What is known

    /// What is known of a package; nil if there is none. The CPU time limit is 0 until it was measured.
    public func find(_ id: ContentHash) async throws(StorageError) -> LoggedPackage? {
        try await record(id)?.package
    }

    /// What `principal` may know of a package; nil if that is nothing, or there is none: to find out takes the same.
    public func find(_ id: ContentHash, for principal: Principal) async throws(StorageError) -> PackageSummary? {
        if let known = index.withLock({ $0[id]?.summary(for: principal) }) { return known }
        // Another coordinator may have learned of it, or that it is somebody's.
        try await catchUp()
        return index.withLock { $0[id]?.summary(for: principal) }
    }

    /// The tenants that have added a package; none if there is no such package.
    public func owners(of id: ContentHash) async throws(StorageError) -> Set<String> {
        try await record(id)?.tenants ?? []
    }

    /// At most `limit` packages that `principal` sees in the order in which they became known, and about 1 MiB of them; 0: 100,
    /// never more than 1000.
    /// - Parameter page: where an answer before ended; empty: from the first.
    /// - Throws: ``StorageError``: `badRequest` for a page that none of these answers named.
    public func list(
        for principal: Principal, limit: Int, page: String
    ) async throws(StorageError) -> (packages: [PackageSummary], next: String?) {
        guard let start = page.isEmpty ? 0 : Int(page), start >= 0 else {
            throw StorageError(
                .badRequest, stage: "list packages", reason: "there is no such page",
                advice: "send the next_page of the previous answer")
        }
        try await catchUp()
        let (packages, next) = index.withLock {
            $0.page(for: principal, from: start, limit: limit <= 0 ? 100 : min(limit, 1000))
        }
        return (packages, next.map { "\($0)" })
    }

    // MARK: How long test cases take

    /// The CPU time of one test case of that package, as it was lately; nil while nothing is known.
    public func expectedTime(of id: ContentHash) -> Duration? { work.withLock { $0[id] } }

    /// A worker needed `work` of CPU time for `tests` test cases of that package. Kept in memory only.
    public func recordWork(_ work: Duration, tests: Int, of id: ContentHash) {
        self.work.withLock { $0.record(work, tests: tests, of: id) }
    }

    // MARK: What happens

    /// Records the measured time limit of a package. The first one counts.
    /// - Parameters:
    ///   - worker: the worker's name.
    ///   - calibration: how fast it is, as it said when it registered.
    /// - Returns: whether this is what counts; otherwise the limit was known.
    /// - Throws: ``StorageError``: `notFound` if there is no such package; `badRequest` for a limit of 0.
    public func recordMeasured(
        _ id: ContentHash, _ result: LoggedMeasureResult, worker: String, calibrationNs: UInt64
    ) async throws(StorageError) -> Bool {
        var event = PackageMeasured()
        event.package = Data(id.bytes)
        event.result = result
        event.worker = worker
        event.calibrationNs = calibrationNs
        guard result.cpuTimeNs > 0 else {
            throw StorageError(.badRequest, stage: "measure the package \(id)", reason: "the measured limit is 0")
        }
        while true {
            guard let package = try await find(id) else {
                throw StorageError(.notFound, stage: "measure the package \(id)", reason: "there is no such package")
            }
            guard package.limits.cpuTimeNs == 0 else { return false }
            if try await append(try Event(event)) { return true }
        }
    }

    /// Appends to the stream, unless it has entries that were not read yet; then reads them.
    /// - Returns: whether the event was appended.
    func append(_ event: Event) async throws(StorageError) -> Bool {
        let known = index.withLock { $0.position }
        do throws(StorageError) {
            _ = try await log.append([event], to: stream, expecting: .last(known))
        } catch {
            guard error.code == .conflict else { throw error }
            try await catchUp()
            return false
        }
        try await catchUp()
        return true
    }

    func record(_ id: ContentHash) async throws(StorageError) -> PackageRecord? {
        if let known = index.withLock({ $0[id] }) { return known }
        try await catchUp()
        return index.withLock { $0[id] }
    }

    func catchUp() async throws(StorageError) {
        while true {
            let position = index.withLock { $0.position }
            let entries = try await log.read(stream, after: position, limit: 256)
            // A page of large entries has fewer than were asked for.
            guard !entries.isEmpty else { return }
            for entry in entries { try apply(entry) }
        }
    }

    private func apply(_ entry: LogEntry) throws(StorageError) {
        let result = index.withLock { index in
            Result { () throws(StorageError) in try index.apply(entry) }
        }
        try result.get()
    }
}

/// How long a test case of each package takes on average, as far as it was seen lately.
private struct WorkEstimates: Sendable {
    /// How much of the average a new batch is, at least.
    private static let weight = 0.1

    private var packages: [ContentHash: (seconds: Double, batches: Double)] = [:]

    /// The CPU time of a test case; nil if none was seen.
    subscript(package: ContentHash) -> Duration? { packages[package].map { .seconds($0.seconds) } }

    /// A worker needed `work` of CPU time for `tests` test cases.
    mutating func record(_ work: Duration, tests: Int, of package: ContentHash) {
        guard tests > 0, work >= .zero else { return }
        let each = work / Double(tests) / Duration.seconds(1)
        var known = packages[package] ?? (0, 0)
        known.batches += 1
        // The mean of the first few, then a moving average.
        known.seconds += (each - known.seconds) * max(Self.weight, 1 / known.batches)
        packages[package] = known
    }
}
