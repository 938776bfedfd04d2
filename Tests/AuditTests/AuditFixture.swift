import Audit
import EmbeddedStorage
import Events
import Foundation
import Logging
import Storage
import SwiftProtobuf
import SystemPackage
import Testing
import Transparency

/// A folder that is removed when nobody has it any more, and the keys of what lies in it.
final class AuditFolder: Sendable {
    let path: FilePath
    let keys: KeyRing
    let auditKeys: AuditKeys

    init() throws {
        // Thousands of entries are appended here, and none of them outlives the tests: in memory that is quick.
        let parent = unsafe access("/dev/shm", W_OK | X_OK) == 0 ? "/dev/shm" : "/tmp"
        path = FilePath("\(parent)/verdict-audit-\(UInt64.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(atPath: path.string, withIntermediateDirectories: false)
        keys = try KeyRing.generate(file: path.appending("keys"))
        let text = AuditKeys.newText()
        try Data(text.utf8).write(to: URL(fileURLWithPath: path.appending("audit.key").string))
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o600], ofItemAtPath: path.appending("audit.key").string)
        auditKeys = try AuditKeys(parsing: text)
    }

    deinit {
        _ = try? FileManager.default.removeItem(atPath: path.string)
    }

    /// Runs `body` on the store of that name.
    func with<Value: Sendable>(
        _ name: String = "store", _ body: @Sendable (any EventLog) async throws -> Value
    ) async throws -> Value {
        let store = try await EmbeddedStore.open(path.appending(name), keys: keys, leaseDuration: .seconds(600))
        do {
            let value = try await body(store.log)
            try await store.close()
            return value
        } catch {
            // What happened first is what counts.
            try? await store.close()
            throw error
        }
    }
}

/// Commands as a platform records them.
enum Commands {
    static let logger = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }

    /// The events of a command's entry.
    static func events(_ number: Int) throws -> [Event] {
        let isRefused = number % 5 == 4
        let command = CommandRecorded.with { command in
            (command.action, command.actor) = ("contests.change", "person 0192f3")
            (command.atNs, command.refusal) = (Int64(number) * 1_000_000_000, isRefused ? "forbidden" : "")
            command.requestID = "request-\(number)"
        }
        let done = Event(type: "contests.v1.Changed", payload: Array("change \(number)".utf8))
        return (isRefused ? [] : [done, done]) + [try Event(command)]
    }

    /// Appends commands, and entries of other kinds between them.
    static func append(_ numbers: Range<Int>, to log: any EventLog) async throws {
        for number in numbers {
            if number.isMultiple(of: 4) {
                let other = Event(type: "verdict.v1.SubmissionJudged", payload: [UInt8(number & 0xff)])
                _ = try await log.append([other], to: try StreamName("other"), expecting: .anything)
            }
            _ = try await log.append(events(number), to: try StreamName("contest-\(number % 3)"), expecting: .anything)
        }
    }

    /// The leaves that the commands are.
    static func leaves(_ numbers: Range<Int>) throws -> [AuditLeaf] {
        try numbers.map { number in
            let entry = LogEntry(
                position: LogPosition(1), stream: try StreamName("contest-\(number % 3)"), recordedAt: 0,
                events: try events(number))
            return try #require(AuditLeaf(entry))
        }
    }

    /// A tree that has read all of `log`.
    static func tree(of log: any EventLog, snapshots: SnapshotFile? = nil) async throws -> AuditTree {
        let tree = AuditTree(log: log)
        let host = ProjectionHost(log: log, projections: [tree], snapshots: snapshots, logger: logger)
        try await host.readToEnd()
        return tree
    }

    /// Signs what the log has.
    @discardableResult
    static func sign(_ log: any EventLog, _ keys: AuditKeys) async throws -> SignedCheckpoint? {
        try await AuditSigner(log: log, tree: try await tree(of: log), keys: keys, logger: logger).sign()
    }
}
