import EmbeddedStorage
import Events
import Logging
import Storage
import Synchronization
import SystemPackage
import Testing

@testable import Coordinator

@Suite("An entry amid many that cannot be read or applied", .timeLimit(.minutes(1)))
struct DamagedEntryTests {
    /// Keeps which entries it was given, and refuses one.
    private final class Witness: LogProjection {
        let name = "witness"
        let version: UInt32 = 1
        let streams = StreamPattern.any
        private let refused: UInt64
        private let applied = Mutex<[UInt64]>([])

        init(refusing refused: UInt64 = 0) { self.refused = refused }

        var positions: [UInt64] { applied.withLock { $0 } }

        func apply(_ entry: LogEntry, isLive: Bool) throws(StorageError) {
            guard entry.position.number != refused else {
                throw StorageError(.corrupted, stage: "witness", reason: "it is refused")
            }
            applied.withLock { $0.append(entry.position.number) }
        }

        func snapshot() -> @Sendable (inout SnapshotWriter) throws -> Void { { _ in } }
        func restore(_ reader: inout SnapshotReader) throws -> @Sendable () -> Void { {} }
    }

    private static let (older, newer) = (String(repeating: "1", count: 64), String(repeating: "2", count: 64))

    /// Adds entries to the store in a folder, by a ring of keys of which the last one seals.
    private static func append(_ count: Int, to folder: ClientSideFolder, keys: [String]) async throws {
        let store = try await open(folder, keys: keys)
        let stream = try StreamName("stream")
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<count {
                group.addTask {
                    _ = try await store.log.append([Event(type: "t", payload: [1])], to: stream, expecting: .anything)
                }
            }
            try await group.waitForAll()
        }
        try await store.close()
    }

    private static func open(_ folder: ClientSideFolder, keys: [String]) async throws -> EmbeddedStore {
        try await EmbeddedStore.open(
            folder.path.appending("store"),
            keys: try KeyRing(parsing: keys.joined(separator: "\n"), from: "the test"), leaseDuration: .seconds(600))
    }

    /// Reads all of a log that ends badly.
    /// - Returns: where, and which entries `witness` was given.
    private static func read(_ log: any EventLog, _ witness: Witness) async -> UnreadableLog.Place? {
        let host = ProjectionHost(
            log: log, projections: [witness], logger: Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() })
        let error = await #expect(throws: UnreadableLog.self) { try await host.readToEnd() }
        #expect(host.position.number == UInt64(witness.positions.count) && !host.isCaughtUp)
        return error?.place
    }

    @Test("is told with its place, the first one of them, and nothing behind it is applied", arguments: [1, 512])
    func unreadable(position: Int) async throws {
        let folder = try ClientSideFolder()
        // Nobody has the newer key any more, with which two were sealed.
        try await Self.append(position - 1, to: folder, keys: [Self.older])
        try await Self.append(1, to: folder, keys: [Self.older, Self.newer])
        try await Self.append(90, to: folder, keys: [Self.older])
        try await Self.append(1, to: folder, keys: [Self.older, Self.newer])
        try await Self.append(500, to: folder, keys: [Self.older])
        let store = try await Self.open(folder, keys: [Self.older])
        let witness = Witness()
        let place = await Self.read(store.log, witness)
        #expect(place == .entry(LogPosition(UInt64(position)), try StreamName("stream")))
        #expect(witness.positions == Array(1..<UInt64(witness.positions.count + 1)))
        #expect(witness.positions.count < position)
        try await store.close()
    }

    @Test("is told with its place if it can be read, and all before it is applied, and nothing else")
    func refused() async throws {
        let folder = try ClientSideFolder()
        try await Self.append(1100, to: folder, keys: [Self.older])
        let store = try await Self.open(folder, keys: [Self.older])
        for position in [1, 512, 513, 1100] as [UInt64] {
            let witness = Witness(refusing: position)
            let place = await Self.read(store.log, witness)
            #expect(place == .entry(LogPosition(position), try StreamName("stream")))
            #expect(witness.positions == Array(1..<position))
        }
        try await store.close()
    }
}
