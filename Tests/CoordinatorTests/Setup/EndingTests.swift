import Coordinator
import EmbeddedStorage
import Events
import FoundationEssentials
import Logging
import Storage
import Synchronization
import SystemPackage
import TestSupport
import Testing
import Wire

/// A whole coordinator on a store that fails as a test wants.
private struct FailingCoordinator {
    let folder = Result { try ClientSideFolder() }
    let store: EmbeddedStore
    let log: FaultyLog
    let queue: FaultyQueue
    let coordinator: VerdictCoordinator

    init(_ prepare: (EmbeddedStore) async throws -> Void = { _ in }) async throws {
        store = try await folder.get().open()
        try await prepare(store)
        log = FaultyLog(log: store.log)
        queue = FaultyQueue(queue: store.queue)
        coordinator = try VerdictCoordinator(
            log: log, queue: queue, blobs: store.blobs, keys: KeyRing(), languages: RepositoryLanguages.catalog,
            logger: Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() })
    }

    /// Waits until it is ready.
    func isReady() async throws {
        while !coordinator.isReady { try await Task.sleep(for: .milliseconds(2)) }
    }

    /// What its end throws, as it has to, after `break_` when it was ready.
    func failure(after damage: (Self) async throws -> Void) async throws -> CoordinatorFailure? {
        let running = Task { [coordinator] in try await coordinator.run() }
        defer { running.cancel() }
        try await isReady()
        try await damage(self)
        let failure = await #expect(throws: CoordinatorFailure.self) { try await running.value }
        #expect(!coordinator.isReady && coordinator.hasEnded)
        #expect(coordinator.problem == failure?.description)
        try await store.close()
        return failure
    }
}

/// An event of that type whose bytes are none of it.
private func damaged(_ type: String) -> Event { Event(type: type, payload: [0xff, 0xff, 0xff]) }

@Suite("A coordinator that cannot go on ends", .timeLimit(.minutes(2)))
struct EndingTests {
    /// Streams whose entries are read, with a type that they have.
    private static let streams: [(name: String, type: String)] = [
        ("submission", "verdict.v1.SubmissionAccepted"), ("packages", "verdict.v1.PackageAdded"),
        ("packages", "verdict.v1.PackageMeasured"),
    ]

    private static func place(_ name: String) throws -> StreamName {
        name == "submission" ? try SubmissionID(tenant: "a", key: "b").stream : try StreamName(name)
    }

    @Test("A damaged entry that was there at the start ends it with position and reason", arguments: streams)
    func damagedAtStart(_ entry: (name: String, type: String)) async throws {
        let stream = try Self.place(entry.name)
        let failing = try await FailingCoordinator { store in
            _ = try await store.log.append(
                [Event(type: "verdict.v1.New", payload: [])], to: stream, expecting: .anything)
            _ = try await store.log.append([damaged(entry.type)], to: stream, expecting: .anything)
        }
        let failure = await #expect(throws: CoordinatorFailure.self) { try await failing.coordinator.run() }
        try await failing.store.close()
        #expect(failure?.isDamage == true)
        #expect(failure?.description.contains("the coordinator cannot go on to") == true)
        #expect(failure?.description.contains("restore the store from a backup") == true)
        #expect(!failing.coordinator.isReady && failing.coordinator.hasEnded)
    }

    @Test("A damaged entry that comes later ends it with its position", arguments: streams)
    func damagedLater(_ entry: (name: String, type: String)) async throws {
        let stream = try Self.place(entry.name)
        let failing = try await FailingCoordinator()
        let failure = try await failing.failure { failing in
            _ = try await failing.store.log.append([damaged(entry.type)], to: stream, expecting: .anything)
        }
        #expect(failure?.position == 1)
        #expect(failure?.isDamage == true)
        #expect(failure?.description.contains("position 1, of the stream \(stream.text)") == true)
    }

    /// One fault for each loop.
    private static let faults: [(loop: String, set: @Sendable (FaultyLog, FaultyQueue, StorageError.Code?) -> Void)] = [
        ("log", { log, _, code in log.following.set(code) }), ("queue", { _, queue, code in queue.counting.set(code) }),
    ]

    @Test("A store that says that it is damaged, or was closed, ends it", arguments: [0, 1], [true, false])
    func finalFaults(fault: Int, isDamage: Bool) async throws {
        let failing = try await FailingCoordinator()
        let failure = try await failing.failure { failing in
            Self.faults[fault].set(failing.log, failing.queue, isDamage ? .corrupted : .closed)
            // Who follows notices at the next entry.
            _ = try await failing.store.log.append(
                [Event(type: "verdict.v1.New", payload: [])], to: try StreamName("new"), expecting: .anything)
        }
        #expect(failure?.isDamage == isDamage)
        #expect(failure?.description.contains("as the test wants it") == true)
    }

    @Test("A queue that cannot be brought in line with the log ends it")
    func reconciling() async throws {
        let id = SubmissionID(tenant: "a", key: "b")
        let failing = try await FailingCoordinator { store in
            var accepted = SubmissionAccepted()
            (accepted.tenant, accepted.language, accepted.package) = ("a", "cpp", .init(repeating: 1, count: 32))
            _ = try await Submissions(log: store.log).accept(id, accepted)
        }
        failing.queue.enqueueing.set(.corrupted)
        let failure = await #expect(throws: CoordinatorFailure.self) { try await failing.coordinator.run() }
        try await failing.store.close()
        #expect(failure?.isDamage == true)
        #expect(failure?.description.contains("bring the queue in line with the log: as the test wants it") == true)
    }

    @Test("An outage of the store ends nothing: it waits, from the first moment on, and goes on afterwards")
    func outage() async throws {
        let failing = try await FailingCoordinator()
        failing.log.reading.set(.unavailable)
        failing.log.following.set(.unavailable)
        failing.queue.counting.set(.unavailable)
        let running = Task { try await failing.coordinator.run() }
        // All loops have met it twice.
        try await failing.log.reading.isMet(6)
        try await failing.queue.counting.isMet(2)
        #expect(!failing.coordinator.isReady && !failing.coordinator.hasEnded)
        failing.log.reading.set(nil)
        failing.log.following.set(nil)
        failing.queue.counting.set(nil)
        try await failing.isReady()
        for fault in Self.faults { fault.set(failing.log, failing.queue, .unavailable) }
        _ = try await failing.store.log.append(
            [Event(type: "verdict.v1.New", payload: [])], to: try StreamName("new"), expecting: .anything)
        try await failing.log.following.isMet(3)
        try await failing.queue.counting.isMet(2)
        #expect(failing.coordinator.isReady)
        for fault in Self.faults { fault.set(failing.log, failing.queue, nil) }
        running.cancel()
        await #expect(throws: CancellationError.self) { try await running.value }
        #expect(!failing.coordinator.isReady)
        try await failing.store.close()
    }

    @Test("It is not ready before what comes is live, though a log without entries has nothing to wait for")
    func emptyLog() async throws {
        let failing = try await FailingCoordinator()
        failing.log.paging.set(.unavailable)
        let running = Task { try await failing.coordinator.run() }
        // Its other loops had a second to do what they can.
        try await failing.log.paging.isMet(2)
        #expect(!failing.coordinator.isReady && !failing.coordinator.hasEnded)
        failing.log.paging.set(nil)
        try await failing.isReady()
        running.cancel()
        await #expect(throws: CancellationError.self) { try await running.value }
        try await failing.store.close()
    }
}
