import EmbeddedStorage
import Storage
import StorageConformance

/// A log of which as much as possible is in the archive, in small files, after each entry.
struct ArchivingLog: EventLog {
    let log: any EventLog
    let archive: EmbeddedLogArchive

    /// The log of a store.
    init(_ store: EmbeddedStore, entriesOfFile: Int = 3) {
        log = store.log
        archive = store.smallArchive(entriesOfFile)
    }

    func append(
        _ events: [Event], to stream: StreamName, expecting: Storage.Expectation
    ) async throws(StorageError) -> LogPosition {
        let position = try await log.append(events, to: stream, expecting: expecting)
        do throws(StorageError) {
            _ = try await archive.moveAll()
        } catch {
            // Another appender does it.
            guard error.code == .conflict else { throw error }
        }
        return position
    }
    func read(after position: LogPosition, limit: Int) async throws(StorageError) -> [LogEntry] {
        try await log.read(after: position, limit: limit)
    }
    func read(
        _ stream: StreamName, after position: LogPosition, limit: Int
    ) async throws(StorageError) -> [LogEntry] {
        try await log.read(stream, after: position, limit: limit)
    }
    func follow(after position: LogPosition) -> AsyncThrowingStream<LogEntry, any Error> { log.follow(after: position) }
    func end() async throws(StorageError) -> LogPosition { try await log.end() }
}

/// A store whose log is archived at once, for the conformance suite.
actor ArchivingFixture: StoreUnderTest {
    private let fixture: EmbeddedFixture

    init() throws {
        fixture = try EmbeddedFixture()
    }

    func eventLog() async throws -> any EventLog { ArchivingLog(try await fixture.opened()) }
    func jobQueue(leaseDuration: Duration) async throws -> any JobQueue {
        try await fixture.jobQueue(leaseDuration: leaseDuration)
    }
    func blobStore() async throws -> any BlobStore { try await fixture.blobStore() }
    func personKeys() async throws -> any PersonKeys { try await fixture.personKeys() }
    func reopen() async throws { try await fixture.reopen() }
    func close() async throws { try await fixture.close() }
    func rot(_ hash: ContentHash) async throws -> Bool { try await fixture.rot(hash) }
}

extension EmbeddedStore {
    /// The archive, with files of so many entries.
    func smallArchive(_ entries: Int) -> EmbeddedLogArchive {
        var size = EmbeddedLogArchive.FileSize()
        size.entries = entries
        return archive(size)
    }
}

extension LogArchive {
    /// The next part, whatever its age.
    func nextPart() async throws(StorageError) -> ArchivePart? {
        try await nextPart(after: nil, recordedBefore: .max, upTo: LogPosition(.max))
    }

    /// Moves all that fills files.
    /// - Returns: how many files.
    @discardableResult func moveAll() async throws(StorageError) -> Int {
        var files = 0
        while let part = try await nextPart() {
            try await move(part)
            files += 1
        }
        return files
    }
}
