import EmbeddedStorage
import Events
import Foundation
import KernelTestSupport
import Storage
import SwiftProtobuf
import Synchronization
import TestSupport
import Testing
import Units

@testable import Coordinator

@Suite("Contents that nothing refers to are forgotten, and no others", .timeLimit(.minutes(2)))
struct ContentSweepTests {
    private func with(_ body: (EmbeddedStore) async throws -> Void) async throws {
        let folder = try ClientSideFolder()
        let store = try await folder.open()
        try await body(store)
        try await store.close()
    }

    @Test("What nobody asks for is marked, then gone, and can be put again")
    func frees() async throws {
        try await with { store in
            var side = RetentionSide(store.blobs, store.log)
            for text in ["kept", "gone", "asked for"] { try await side.put(text) }
            try await side.submit(SubmissionID(tenant: "a", key: "1"), "kept")
            let marked = try await side.sweep.sweep()
            #expect(marked.unused == 2 && marked.forgotten == 0)
            let size = try await side.contents.size(of: "asked for".contentHash)
            #expect(size == ByteCount(9))
            let swept = try await side.sweep.sweep()
            #expect(swept.forgotten == 1 && swept.freed == ByteCount(4) && swept.unused == 1)
            let left = try await store.contents()
            #expect(left == ["kept".contentHash, "asked for".contentHash])
            try await side.submit(SubmissionID(tenant: "a", key: "2"), "gone")
            for _ in 0..<3 { _ = try await side.sweep.sweep() }
            let last = try await store.contents()
            #expect(last == ["kept".contentHash, "gone".contentHash])
        }
    }

    @Test("What another part of the platform holds stays until all who hold it let it go")
    func held() async throws {
        try await with { store in
            var side = RetentionSide(store.blobs, store.log)
            let content = try await side.put("held").content
            try await side.put("not held")
            let streams = [try StreamName("submissions-1"), try StreamName("submissions-2")]
            for stream in streams { try await side.append(ContentsHeld.with { $0.contents = [content] }, to: stream) }
            for stream in streams {
                for _ in 0..<3 { _ = try await side.sweep.sweep() }
                let left = try await store.contents()
                #expect(left == ["held".contentHash])
                try await side.append(ContentsLetGo.with { $0.contents = [content] }, to: stream)
            }
            // What was never held is not let go either.
            let garbage = LoggedBlobRef.with { $0.hash = Data([1, 2, 3]) }
            try await side.append(ContentsLetGo.with { $0.contents = [content, garbage] }, to: streams[0])
            for _ in 0..<3 { _ = try await side.sweep.sweep() }
            let left = try await store.contents()
            #expect(left.isEmpty)
        }
    }

    @Test(
        "Whatever happens in whatever order on two coordinators, what is referred to stays",
        arguments: LongTests.sample(of: [1, 2, 3], every: 3))
    func randomHistories(_ seed: Int) async throws {
        try await with { store in
            var history = RandomRetention(store, seed: UInt64(seed))
            for _ in 0..<100 {
                let step = try await history.step()
                let missing = history.referredTo.subtracting(try await store.contents())
                #expect(missing.isEmpty, "after \(step)")
                guard missing.isEmpty else { return }
            }
            try await history.endAll()
            for _ in 0..<3 { _ = try await history.sides[0].sweep.sweep() }
            let left = try await store.contents()
            #expect(left == history.referredTo && history.forgotten > 0)
        }
    }

    @Test("A file that executions refer to is kept until the last of them is gone")
    func filesOfExecutions() async throws {
        try await with { store in
            var side = RetentionSide(store.blobs, store.log)
            for text in ["what was asked for", "file"] { try await side.put(text) }
            var accepted = ExecutionAccepted()
            accepted.timeToLiveNs = Duration.seconds(3600).nanoseconds
            accepted.content = Self.reference("what was asked for")
            accepted.stored = [Self.reference("file")]
            let ids = [ExecutionID.random(), ExecutionID.random()]
            for id in ids {
                _ = try await store.log.append([try Event(accepted)], to: try id.stream, expecting: .anything)
            }
            for (id, left) in zip(ids, [2, 0]) {
                for _ in 0..<3 { _ = try await side.sweep.sweep() }
                let before = try await store.contents()
                #expect(before.count == 2)
                _ = try await store.log.append(
                    [try Event(ExecutionDeleted())], to: try id.stream, expecting: .anything)
                for _ in 0..<3 { _ = try await side.sweep.sweep() }
                let after = try await store.contents()
                #expect(after.count == left)
            }
        }
    }

    private static func reference(_ text: String) -> LoggedBlobRef {
        .with { ($0.hash, $0.size) = (text.contentHash.data, UInt64(text.utf8.count)) }
    }

    @Test("What somebody wants between the decision and its entry stays")
    func wantedMeanwhile() async throws {
        try await with { store in
            let other = RetentionSide(store.blobs, store.log)
            let id = SubmissionID(tenant: "a", key: "1")
            let log = InterruptedLog(log: store.log, at: ContentsForgotten.persistedType) {
                try await other.submit(id, "wanted")
            }
            var side = RetentionSide(store.blobs, log)
            try await side.put("wanted")
            for _ in 0..<4 { _ = try await side.sweep.sweep() }
            #expect(log.wasInterrupted)
            let left = try await store.contents()
            #expect(left == ["wanted".contentHash])
        }
    }

    @Test(
        "A coordinator that dies before it removes what is forgotten leaves that to the next, which takes no later content",
        arguments: [true, false])
    func killed(isPutAgain: Bool) async throws {
        try await with { store in
            let blobs = UnremovableContents(store: store.blobs)
            var dying = RetentionSide(blobs, store.log)
            try await dying.put("x")
            _ = try await dying.sweep.sweep()
            let failure = await #expect(throws: StorageError.self) { _ = try await dying.sweep.sweep() }
            let there = try await store.contents()
            #expect(failure?.code == .unavailable && there == ["x".contentHash])
            var next = RetentionSide(store.blobs, store.log)
            if isPutAgain {
                let size = try await next.contents.size(of: "x".contentHash)
                #expect(size == nil)
                try await next.submit(SubmissionID(tenant: "a", key: "1"), "x")
            }
            for _ in 0..<3 { _ = try await next.sweep.sweep() }
            let left = try await store.contents()
            #expect(left == (isPutAgain ? ["x".contentHash] : []))
        }
    }

    @Test("All is read that the log says, also where its entries are so large that a page has few of them")
    func largeEntries() async throws {
        try await with { store in
            let removed = ContentsRemoved.with { $0.keys = Array(repeating: 1, count: 50_000) }
            var last = LogPosition.start
            for _ in 0..<12 {
                last = try await store.log.append(
                    [Event(removed)], to: StreamName(UnusedContents.streamName), expecting: .anything)
            }
            let unused = UnusedContents()
            try await unused.catchUp(with: store.log)
            #expect(unused.position == last)
        }
    }

    @Test("A tenant has the room of what is forgotten again")
    func givesRoomBack() async throws {
        try await ClientSide.with { side in
            var retention = RetentionSide(side.store.blobs, side.store.log)
            try await retention.put("mine")
            let contents = side.projections.contents
            for tenant in ["course", "other"] {
                try await contents.record("mine".contentHash, size: ByteCount(4), of: .client(tenant))
            }
            #expect(side.projections.admission.storedBytes(of: "other") == 4)
            for _ in 0..<2 { _ = try await retention.sweep.sweep() }
            try await side.projections.catchesUp()
            for tenant in ["course", "other"] { #expect(side.projections.admission.storedBytes(of: tenant) == 0) }
        }
    }
}

/// A log on which something happens just before the first entry of some type is appended.
private final class InterruptedLog: ForwardingLog {
    let log: any EventLog
    private let type: String
    private let interrupt: Mutex<(@Sendable () async throws -> Void)?>

    init(log: any EventLog, at type: String, _ interrupt: @escaping @Sendable () async throws -> Void) {
        (self.log, self.type) = (log, type)
        self.interrupt = Mutex(interrupt)
    }

    var wasInterrupted: Bool { interrupt.withLock { $0 == nil } }

    func append(
        _ events: [Event], to stream: StreamName, expecting: Storage.Expectation
    ) async throws(StorageError) -> LogPosition {
        if events.contains(where: { $0.type == type }), let interrupt = interrupt.withLock({ $0.take() }) {
            do { try await interrupt() } catch {
                throw StorageError(.unavailable, stage: "interrupt", reason: "\(error)")
            }
        }
        return try await log.append(events, to: stream, expecting: expecting)
    }
}

/// Contents of which none can be removed, as if the process ended there.
private struct UnremovableContents: BlobStore {
    let store: any BlobStore

    func upload(_ hash: ContentHash, size: ByteCount) async throws(StorageError) -> any BlobUpload {
        try await store.upload(hash, size: size)
    }
    func read(_ hash: ContentHash, range: Range<Int64>?) -> AsyncThrowingStream<[UInt8], any Error> {
        store.read(hash, range: range)
    }
    func size(of hash: ContentHash) async throws(StorageError) -> ByteCount? { try await store.size(of: hash) }
    func remove(_ hash: ContentHash) async throws(StorageError) { throw StorageError(.unavailable, stage: "remove") }
    func remove(_ hash: ContentHash, completeBefore time: Int64) async throws(StorageError) -> Bool {
        throw StorageError(.unavailable, stage: "remove")
    }
    func list(after hash: ContentHash?, limit: Int) async throws(StorageError) -> [ContentHash] {
        try await store.list(after: hash, limit: limit)
    }
}
