import Coordinator
import EmbeddedStorage
import Events
import Executions
import Foundation
import Hummingbird
import Identity
import KernelTestSupport
import Logging
import Outgoing
import Storage
import Synchronization
import SystemPackage
import TestSupport
import Testing

@testable import HTTP

@Suite("A callback of Judge0's", .timeLimit(.minutes(1)))
struct CallbackTests {
    private static let alice = Principal(role: .client, name: "alice", tenant: "course")

    /// A log that does not answer while a test wants it so.
    private final class AbsentLog: ForwardingLog {
        let log: any EventLog
        private let state = Mutex((isAway: false, refused: 0))

        init(_ log: any EventLog) { self.log = log }

        func beAway(_ isAway: Bool) { state.withLock { $0 = (isAway, 0) } }
        var refused: Int { state.withLock { $0.refused } }

        func read(
            _ stream: StreamName, after position: LogPosition, limit: Int
        ) async throws(StorageError) -> [LogEntry] {
            let isAway = state.withLock { state in
                if state.isAway { state.refused += 1 }
                return state.isAway
            }
            if isAway { throw StorageError(.unavailable, stage: "read a stream") }
            return try await log.read(stream, after: position, limit: limit)
        }
    }

    /// What has been told, by whom it was told to.
    private final class Told: Sendable {
        let statuses = Mutex<[Int64]>([])

        func add(_ body: [UInt8]) throws {
            let status = try StrictJSON.value(body)["status"]?["id"]?.integer ?? 0
            statuses.withLock { $0.append(status) }
        }

        func first() async throws -> Int64 {
            while true {
                if let first = statuses.withLock({ $0.first }) { return first }
                try await Task.sleep(for: .milliseconds(5))
            }
        }
    }

    /// A coordinator without workers, callbacks of what it keeps, and somebody who is told.
    private struct Side: Sendable {
        let log: AbsentLog
        let desk: ExecutionDesk
        let callbacks: Judge0Callbacks
        let url: OutgoingURL
        let told: Told

        /// Keeps an execution of whose end somebody is to be told.
        func start() async throws -> ExecutionID {
            var keeping = ExecutionDesk.Keeping(api: Judge0Routes.api)
            keeping.isToBeTold = true
            keeping.note = Array(#"{"fields": {"callback_url": "\#(url.text)"}, "tests": false}"#.utf8)
            let execution = Execution(
                language: "python3", sources: [ExecutionFile(name: "main.py", bytes: Array("print(1)".utf8))],
                tests: [ExecutionTest(input: [])])
            return try await desk.start(execution, keeping, of: alice).state.id
        }
    }

    private static func with(
        patience: Duration = .seconds(60), _ body: @escaping @Sendable (Side) async throws -> Void
    ) async throws {
        try await FacadeFleet.Place.with { place in
            let quiet = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
            let store = try await EmbeddedStore.open(
                place.folder.appending("store"), keys: place.keys, leaseDuration: .seconds(30))
            let log = AbsentLog(store.log)
            let coordinator = try VerdictCoordinator(
                log: log, queue: store.queue, blobs: store.blobs, keys: place.keys,
                languages: try FacadeFleet.languages, logger: quiet)
            let told = Told()
            try await Serving.run(routes: { router in
                router.put("told") { request, context in
                    try told.add(try await request.bytes(context))
                    return Response(status: .ok)
                }
            }) { serving in
                var client = GuardedClient()
                client.allowed = [try #require(NetworkRange(parsing: "127.0.0.0/8"))]
                let callbacks = Judge0Callbacks(
                    coordinator.executions, client, secret: nil, pause: .zero, patience: patience, logger: quiet)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { do { try await coordinator.run() } catch is CancellationError {} }
                    group.addTask { try await callbacks.run() }
                    while !coordinator.isReady { try await Task.sleep(for: .milliseconds(2)) }
                    let url = try #require(OutgoingURL("\(serving.address)/told"))
                    try await body(
                        Side(log: log, desk: coordinator.executions, callbacks: callbacks, url: url, told: told))
                    group.cancelAll()
                }
            }
            try await store.close()
        }
    }

    @Test("waits for a store that does not answer, and is made then")
    func outage() async throws {
        try await Self.with { side in
            let id = try await side.start()
            _ = try await side.desk.cancel(id, by: Self.alice)
            side.log.beAway(true)
            side.callbacks.add(id, side.url, for: Self.alice)
            while side.log.refused == 0 { try await Task.sleep(for: .milliseconds(2)) }
            side.log.beAway(false)
            #expect(try await side.told.first() == 13)
            while !(try await side.desk.untold(by: Judge0Routes.api).isEmpty) {
                try await Task.sleep(for: .milliseconds(2))
            }
        }
    }

    @Test("is not made before the end, however long that takes")
    func patience() async throws {
        try await Self.with(patience: .milliseconds(1)) { side in
            let id = try await side.start()
            side.callbacks.add(id, side.url, for: Self.alice)
            try await Task.sleep(for: .milliseconds(50))
            _ = try await side.desk.cancel(id, by: Self.alice)
            #expect(try await side.told.first() == 13)
        }
    }
}
