import Audit
import EmbeddedStorage
import Events
import Foundation
import Logging
import Storage
import SwiftProtobuf
import SystemPackage
import Transparency

/// Records commands without end, and signs them every few: `audit-victim FOLDER ROUND`. It tells every command and every signed
/// checkpoint in a line, when it is acknowledged.
@main
enum AuditVictim {
    static func main() async throws {
        let words = CommandLine.arguments
        guard words.count == 3 else { exit(64) }
        let folder = FilePath(words[1])
        let store = try await EmbeddedStore.open(
            folder.appending("store"), keys: KeyRing(file: folder.appending("keys")), leaseDuration: .seconds(600))
        let logger = Logger(label: "victim") { _ in SwiftLogNoOpLogHandler() }
        let tree = AuditTree(log: store.log)
        let host = ProjectionHost(log: store.log, projections: [tree], logger: logger)
        let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: words[1] + "/audit.key")), as: UTF8.self)
        let signer = AuditSigner(log: store.log, tree: tree, keys: try AuditKeys(parsing: text), logger: logger)
        report("ready")
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await host.run() }
            group.addTask {
                while true {
                    guard let signed = try await signer.sign(), let size = signed.unverified?.size else { continue }
                    report("S \(size)")
                    try await Task.sleep(for: .milliseconds(2))
                }
            }
            for author in 0..<2 { group.addTask { try await record(on: store.log, round: words[2], author) } }
            try await group.next()
        }
    }

    private static func record(on log: any EventLog, round: String, _ author: Int) async throws {
        let stream = try StreamName("contest-\(author)")
        for number in 0... {
            let request = "\(round)-\(author)-\(number)"
            let command = CommandRecorded.with { ($0.action, $0.requestID) = ("contests.change", request) }
            let events = [Event(type: "contests.v1.Changed", payload: [1, 2, 3]), try Event(command)]
            _ = try await log.append(events, to: stream, expecting: .anything)
            report("A \(request)")
        }
    }

    /// At once, in one piece: the process may be killed after any of its writes.
    private static func report(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        _ = unsafe write(STDOUT_FILENO, bytes, bytes.count)
    }
}
