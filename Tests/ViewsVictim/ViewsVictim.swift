import Foundation
import Logging
import Storage
import SystemPackage
import Views
import ViewsTestSupport

/// Makes views of a log that follows from a seed, until it is killed or has made them: the tests of views start it.
@main
struct ViewsVictim {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 4, let seed = UInt64(arguments[2]), let count = Int(arguments[3]) else {
            throw StorageError(.badRequest, stage: "start", advice: "give: FILE SEED ENTRIES")
        }
        // Nobody waits for a process whose test is gone.
        Thread.detachNewThread {
            while readLine() != nil {}
            exit(0)
        }
        let log = MemoryLog(try Ledger.events(count, seed: seed))
        let store = try await ViewStore.open(
            FilePath(arguments[1]), [Ledger.accounts(), Ledger.activity(), Ledger.archive()], log: log,
            codes: KeyRing().codes(for: "cursor"),
            logger: Logger(label: "victim") { _ in ToldHandler() })
        report("opened at \(store.position.number)")
        let running = Task { try await store.run() }
        var told = store.position
        while told.number < UInt64(count) {
            // Only lets the others have the processor.
            try await Task.sleep(for: .milliseconds(1))
            guard store.position != told else { continue }
            told = store.position
            report("applied \(told.number)")
        }
        running.cancel()
        _ = await running.result
        try await store.close()
        report("made")
    }

    /// Writes a line at once.
    static func report(_ line: String) {
        _ = try? FileDescriptor.standardOutput.writeAll(Array((line + "\n").utf8))
    }
}

/// Tells warnings as lines.
private struct ToldHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.warning

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        ViewsVictim.report("warning: \(event.message) \(event.metadata?["error"].map { "\($0)" } ?? "")")
    }
}
