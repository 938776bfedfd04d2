import Events
import Fleet
public import Logging
public import Storage
import SwiftProtobuf
public import Units
import Wire

/// Finds contents that nothing refers to, and removes those that stayed so: see ``UnusedContents``. Reads the log by itself,
/// at its own pace; several may go on at once on one store.
public struct ContentSweep: Sendable {
    /// What came of looking at all contents once.
    public struct Outcome: Hashable, Sendable {
        /// How many nothing refers to any more.
        public var unused = 0
        /// How many were forgotten.
        public var forgotten = 0
        /// What these took in the store, unsealed.
        public var freed = ByteCount(0)
    }

    private static let page = 256
    /// How many contents an entry says to be removed, at most: 80 KB.
    private static let keysOfEntry = 10_000

    private let log: any EventLog
    private let store: any BlobStore
    private let unused: UnusedContents
    private let age: Duration
    private let isSkipped: @Sendable (EntryPlace) -> Bool
    private let logger: Logger
    private let sources: TimeSources
    private var time = SteadyTime()
    private var references = ContentReferences()

    /// A sweep that has read nothing yet.
    /// - Parameters:
    ///   - store: the contents themselves, not ``RetainedContents``.
    ///   - age: for how long nothing must have referred to what is forgotten, and nobody asked for it. Longer, by far, than
    ///     it takes from a content's upload to the entry that refers to it.
    ///   - isSkipped: whether an entry is to be passed over, because an admin said so.
    public init(
        _ store: any BlobStore, log: any EventLog, unused: UnusedContents, age: Duration,
        isSkipped: @escaping @Sendable (EntryPlace) -> Bool = { _ in false }, logger: Logger
    ) {
        self.init(
            store, log: log, unused: unused, age: age, isSkipped: isSkipped, sources: TimeSources(), logger: logger)
    }

    /// - Parameter sources: tell the time by which contents are forgotten: from now on, a step ahead is not believed.
    init(
        _ store: any BlobStore, log: any EventLog, unused: UnusedContents, age: Duration,
        isSkipped: @escaping @Sendable (EntryPlace) -> Bool = { _ in false }, sources: TimeSources, logger: Logger
    ) {
        (self.log, self.store, self.unused, self.age) = (log, store, unused, age)
        (self.isSkipped, self.sources, self.logger) = (isSkipped, sources, logger)
        _ = time.now(by: sources)
    }

    /// Sweeps every hour, or more often for a shorter age, until the task is cancelled. What fails is done the next time.
    /// - Throws: `CancellationError`.
    public mutating func run() async throws {
        while true {
            try await Task.sleep(for: min(age / 8, .seconds(3600)) * Double.random(in: 0.8...1.2))
            do {
                let outcome = try await sweep()
                logger.info(
                    "looked for contents that nothing refers to",
                    metadata: [
                        "unused": "\(outcome.unused)", "forgotten": "\(outcome.forgotten)", "freed": "\(outcome.freed)",
                    ])
            } catch {
                try Task.checkCancellation()
                logger.warning("cannot look for contents that nothing refers to now", metadata: ["error": "\(error)"])
            }
        }
    }

    /// Looks at all contents once.
    /// - Throws: ``StorageError``; what reading a package's tree throws; `CancellationError`.
    public mutating func sweep() async throws -> Outcome {
        try await unused.catchUp(with: log)
        try await learn()
        // Of these nothing is left when all contents were looked at.
        let leftovers = unused.leftovers
        var outcome = Outcome()
        var last: ContentHash?
        while true {
            try Task.checkCancellation()
            let contents = try await store.list(after: last, limit: Self.page)
            guard let end = contents.last else { break }
            try await sweep(contents, &outcome)
            last = end
        }
        for start in stride(from: 0, to: leftovers.count, by: Self.keysOfEntry) {
            let keys = Array(leftovers[start..<min(start + Self.keysOfEntry, leftovers.count)])
            try await append(ContentsRemoved.with { $0.keys = keys })
        }
        return outcome
    }

    private mutating func sweep(_ contents: [ContentHash], _ outcome: inout Outcome) async throws {
        var (found, wanted, due) = ([UInt64](), [UInt64](), [ContentHash]())
        for hash in contents {
            let isReferredTo = references.contains(hash)
            switch unused.standing(of: hash) {
            case .used: if !isReferredTo { found.append(hash.start) }
            case .unused where isReferredTo: wanted.append(hash.start)
            case .unused(let since): if isDue(since) { due.append(hash) }
            case .forgotten(let since): _ = try await store.remove(hash, completeBefore: since)
            }
        }
        outcome.unused += found.count
        if !wanted.isEmpty { try await append(ContentsWanted.with { $0.keys = wanted }) }
        if !found.isEmpty {
            let now = time.now(by: sources)
            try await append(
                ContentsUnused.with { event in
                    event.keys = found
                    event.atNs = now
                })
        }
        if !due.isEmpty { try await forget(due, &outcome) }
    }

    /// Forgets those of `contents` that are unused still, unless somebody wants anything meanwhile: then it is done the next
    /// time.
    private mutating func forget(_ contents: [ContentHash], _ outcome: inout Outcome) async throws {
        try await unused.catchUp(with: log)
        let position = unused.position
        try await learn()
        var (event, gone, size) = (ContentsForgotten(), [(hash: ContentHash, since: Int64)](), ByteCount(0))
        for hash in contents where !references.contains(hash) {
            guard case .unused(let since) = unused.standing(of: hash), isDue(since),
                let content = try await store.size(of: hash)
            else { continue }
            event.contents.append(
                .with { reference in
                    reference.hash = hash.data
                    reference.size = UInt64(clamping: content.bytes)
                })
            gone.append((hash, since))
            size = ByteCount(size.bytes + content.bytes)
        }
        guard !gone.isEmpty else { return }
        do throws(StorageError) {
            try await append(event, expecting: .last(position))
        } catch {
            guard error.code == .conflict else { throw error }
            return
        }
        for (hash, since) in gone { _ = try await store.remove(hash, completeBefore: since) }
        outcome.forgotten += gone.count
        outcome.freed = ByteCount(outcome.freed.bytes + size.bytes)
    }

    private mutating func isDue(_ since: Int64) -> Bool {
        Duration.nanoseconds(time.now(by: sources) &- since) >= age
    }

    private func append(_ event: some PersistedEvent, expecting: Expectation = .anything) async throws(StorageError) {
        let stream = try StreamName(UnusedContents.streamName)
        _ = try await log.append([try Event(event)], to: stream, expecting: expecting)
        try await unused.catchUp(with: log)
    }

    /// Reads what the log has that was not read yet, and the trees of its new packages.
    private mutating func learn() async throws {
        let clock = ContinuousClock()
        while true {
            let begun = clock.now
            let page = try await log.read(after: references.position, limit: Self.page, passingOver: isSkipped)
            guard !page.isEmpty else { break }
            for read in page { try references.add(read) }
            // A long log is not to take the processors from whoever is served.
            if page.count == Self.page { try await Task.sleep(for: clock.now - begun) }
        }
        references.releaseExecutions(before: time.now(by: sources))
        for tree in references.trees {
            let files = try FileManifest(decoding: try await store.bytes(of: tree)).files
            references.add(files: files.compactMap { ContentHash($0.content) }, of: tree)
        }
    }
}
