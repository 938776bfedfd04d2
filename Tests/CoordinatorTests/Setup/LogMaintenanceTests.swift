import EmbeddedStorage
import Events
import Foundation
import Storage
import SwiftProtobuf
import Testing

@testable import Coordinator

@Suite(
    "An operator looks at a log that a coordinator cannot start on, and has it pass over an entry",
    .timeLimit(.minutes(1)))
struct LogMaintenanceTests {
    /// A log with a submission, a package, and an entry that nobody can apply.
    private static func with(
        damaged stream: StreamName, _ body: (LogMaintenance, any EventLog, LogPosition) async throws -> Void
    ) async throws {
        let folder = try ClientSideFolder()
        let store = try await folder.open()
        try await ClientSide.with(on: store) { side in
            _ = try await side.service.submit(.valid("1"), as: .client("course"))
        }
        let type =
            if SubmissionID(stream) != nil {
                "verdict.v1.SubmissionAccepted"
            } else if ExecutionID(stream) != nil {
                ExecutionAccepted.persistedType
            } else {
                "verdict.v1.PackageAdded"
            }
        let position = try await store.log.append(
            [Event(type: type, payload: [0xff, 0xff])], to: stream, expecting: .anything)
        try await body(LogMaintenance(log: store.log, blobs: store.blobs), store.log, position)
        try await store.close()
    }

    private static func streams() throws -> [StreamName] {
        [
            try SubmissionID(tenant: "a", key: "b").stream, try StreamName("packages"),
            try ExecutionID(tenant: "a", key: "b").stream,
        ]
    }

    @Test("It is named, shown, marked once with who and why, and then passed over", arguments: [0, 1, 2])
    func passesOver(_ number: Int) async throws {
        let stream = try Self.streams()[number]
        try await Self.with(damaged: stream) { maintenance, log, position in
            let failure = await #expect(throws: UnreadableLog.self) { try await maintenance.check { _, _ in } }
            #expect(failure?.place == .entry(position, stream))
            let entry = try await maintenance.entry(at: position)
            #expect(entry.stream == stream && entry.events.first?.text.contains("cannot be read") == true)
            #expect(entry.events.first?.text.contains("ffff") == true)
            let skip = try await maintenance.skip(position, reason: "lost", by: "ops")
            #expect(skip?.position == position.number && skip?.stream == stream.text && skip?.entrySha256.count == 32)
            #expect(skip?.wholeStream == (number != 1) && skip?.reason == "lost" && skip?.by == "ops")
            let again = try await maintenance.skip(position, reason: "again", by: "ops")
            #expect(again == nil)
            let summary = try await maintenance.check { _, _ in }
            #expect(summary.submissions == 1 && summary.skipped.map(\.reason) == ["lost"])
            let end = try await log.end()
            #expect(summary.end == end)
        }
    }

    @Test("What a coordinator's other projections cannot apply is named, too")
    func others() async throws {
        try await Self.with(damaged: try StreamName("loans-1")) { maintenance, _, position in
            _ = try await maintenance.check { _, _ in }
            let failure = await #expect(throws: UnreadableLog.self) {
                try await maintenance.check(besides: [Loans()]) { _, _ in }
            }
            #expect(failure?.place == .entry(position, try StreamName("loans-1")))
        }
    }

    /// A projection of a module, which cannot apply anything.
    private struct Loans: LogProjection {
        let name = "loans"
        let version: UInt32 = 1
        let streams = StreamPattern.prefixed("loans-")
        func apply(_ entry: LogEntry, isLive: Bool) throws(StorageError) {
            throw StorageError(.corrupted, stage: "apply a loan")
        }
        func snapshot() -> @Sendable (inout SnapshotWriter) throws -> Void { { _ in } }
        func restore(_ reader: inout SnapshotReader) throws -> @Sendable () -> Void { {} }
    }

    @Test("Where there is no entry nothing is marked")
    func missing() async throws {
        try await Self.with(damaged: try Self.streams()[0]) { maintenance, log, position in
            for number in [0, position.number + 1, UInt64.max] {
                let error = await #expect(throws: StorageError.self) {
                    try await maintenance.skip(LogPosition(number), reason: "x", by: "ops")
                }
                #expect(error?.code == .notFound, "\(number)")
            }
            let end = try await log.end()
            #expect(end == position)
        }
    }

    @Test("What every type of event says is shown in words")
    func words() throws {
        let event = try Event(SubmissionCancelled.with { ($0.generation, $0.reason) = (2, "by mistake") })
        #expect(event.text == "generation: 2\nreason: \"by mistake\"\n")
        let installed = try Event(LanguagesInstalled.with { $0.languages = ["pypy3"] })
        #expect(installed.text.contains("pypy3"))
        #expect(Event(type: "verdict.v2.New", payload: [1, 0xab]).text.hasSuffix("\n01ab\n"))
    }
}
