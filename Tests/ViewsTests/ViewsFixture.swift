import Concurrency
import Events
import Files
import Foundation
import Logging
import Storage
import Synchronization
import SystemPackage
import TestSupport
import Views
import ViewsTestSupport

/// A folder for a file of views, removed when nobody has it any more.
final class ViewsFolder: Sendable {
    let path: FilePath
    /// What cursors are recognized by, whoever opens the file.
    let codes = KeyRing().codes(for: "cursor")
    let warnings = Warnings()

    init() throws {
        path = try FilePath.temporaryDirectory.makeTemporaryDirectory(prefix: "verdict-views-")
    }

    deinit {
        _ = try? path.removeTree()
    }

    var file: FilePath { path.appending("views.sqlite") }

    /// The usual limits, but for a machine on which other tests run, too.
    static let patient: ViewStore.Limits = {
        var limits = ViewStore.Limits()
        (limits.wait, limits.read) = (.seconds(50), .seconds(50))
        return limits
    }()

    func open(
        _ declarations: [ViewDeclaration], _ log: any EventLog, limits: ViewStore.Limits = ViewsFolder.patient,
        progress: @escaping @Sendable (ViewProgress) -> Void = { _ in }
    ) async throws -> ViewStore {
        let warnings = warnings
        return try await ViewStore.open(
            file, declarations, log: log, codes: codes, limits: limits,
            logger: Logger(label: "test") { _ in warnings.handler }, progress: progress)
    }

    /// Opens the file, applies entries beside `body`, and closes it; a run that ends by itself ends `body`.
    func running<Value: Sendable>(
        _ declarations: [ViewDeclaration], _ log: any EventLog, limits: ViewStore.Limits = ViewsFolder.patient,
        progress: @escaping @Sendable (ViewProgress) -> Void = { _ in },
        _ body: @escaping @Sendable @concurrent (ViewStore) async throws -> Value
    ) async throws -> Value {
        let store = try await open(declarations, log, limits: limits, progress: progress)
        let result: Result<Value, any Error>
        do {
            result = .success(
                try await firstToEnd {
                    try await body(store)
                } or: {
                    try await store.run()
                    throw CancellationError()
                })
        } catch {
            result = .failure(error)
        }
        try await store.close()
        return try result.get()
    }
}

/// What was warned of.
final class Warnings: Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock(\.self) }

    var handler: any LogHandler { Handler(warnings: self) }

    private struct Handler: LogHandler {
        let warnings: Warnings
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.notice

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let reason = event.metadata?["reason"] ?? event.metadata?["error"] ?? event.metadata?["view"]
            warnings.lines.withLock { $0.append("\(event.message)" + (reason.map { ": \($0)" } ?? "")) }
        }
    }
}

extension ViewStore {
    /// What reads the ledger's two views.
    var ledger: ViewScope { get throws { try scope(["accounts", "activity"]) } }
}

/// Waits until `condition` holds, at most half a minute.
func eventually(_ condition: () async throws -> Bool) async throws {
    for _ in 0..<15_000 {
        if try await condition() { return }
        try await Task.sleep(for: .milliseconds(2))
    }
    throw CancellationError()
}
