import EmbeddedStorage
import Events
import Logging
import Storage
import TestSupport
import Testing
import Wire

@testable import Coordinator

@Suite(
    "Old entries of the log go into its archive, and all that is made of the log stays the same",
    .timeLimit(.minutes(2)))
struct LogArchivingTests {
    private static func archiving(_ store: EmbeddedStore, upTo position: LogPosition) -> LogArchiving {
        var size = EmbeddedLogArchive.FileSize()
        size.entries = 20
        return LogArchiving(
            store.archive(size), logger: Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
        ) { position }
    }

    /// What is told last.
    private static func archive(
        _ archiving: LogArchiving, isDryRun: Bool = false, olderThan age: Duration = .zero
    ) async throws -> Verdict_V1_ArchiveProgress {
        var told: [Verdict_V1_ArchiveProgress] = []
        try await archiving.archive(olderThan: age, isDryRun: isDryRun) {
            told.append(Verdict_V1_ArchiveProgress($0))
        }
        #expect(told.dropLast().allSatisfy { !$0.complete } && told.last?.complete == true)
        return told.last ?? Verdict_V1_ArchiveProgress()
    }

    @Test("What is projected from nothing, from a snapshot, and of each submission is the same")
    func same() async throws {
        let log = try await ProjectedLog()
        try await log.fill(seed: 1)
        let before = try await log.project(from: nil) { try await ProjectedLog.facts($0, $1) }
        _ = try await log.project(from: log.file) { projections, _ in projections.snapshotPosition }
        let covered = try await log.project(from: log.file) { projections, _ in projections.snapshotPosition }
        let end = try await log.store.log.end()
        #expect(covered == end)
        let ids = (0..<40).map { SubmissionID(tenant: "tenant-\($0 % 3)", key: "1-\($0)") }
        var states: [SubmissionState?] = []
        for id in ids { states.append(try await Submissions(log: log.store.log).load(id)) }

        let archiving = Self.archiving(log.store, upTo: covered)
        let planned = try await Self.archive(archiving, isDryRun: true)
        let moved = try await Self.archive(archiving)
        #expect(moved == planned && moved.files > 5 && moved.entries == moved.files * 20)
        #expect(moved.lastPosition == moved.entries && end.number - moved.lastPosition < 20)
        let again = try await Self.archive(archiving)
        #expect(again.entries == 0)

        for file in [nil, log.file] {
            let after = try await log.project(from: file) { try await ProjectedLog.facts($0, $1) }
            #expect(after == before)
        }
        let submissions = Submissions(log: log.store.log)
        for (id, state) in zip(ids, states) {
            let loaded = try await submissions.load(id)
            #expect(loaded?.position == state?.position && loaded?.generation == state?.generation)
            #expect(loaded?.batchTests == state?.batchTests && loaded != nil)
        }
        let summary = try await LogMaintenance(log: log.store.log, blobs: log.store.blobs).check { _, _ in }
        #expect(summary.end == end && summary.submissions == 40)
        // Submissions go on as before.
        try await log.fill(seed: 1)
        let (fromSnapshot, whole) = (
            try await log.project(from: log.file) { try await ProjectedLog.facts($0, $1) },
            try await log.project(from: nil) { try await ProjectedLog.facts($0, $1) }
        )
        #expect(fromSnapshot == whole)
        try await log.store.close()
    }

    @Test("What no snapshot covers, or is not old enough, stays")
    func bounds() async throws {
        let log = try await ProjectedLog()
        try await log.fill(seed: 1)
        let uncovered = try await log.project(from: nil) { projections, _ in projections.snapshotPosition }
        #expect(uncovered == .start)
        for (position, age, files) in [
            (uncovered, .zero, 0), (LogPosition(99), .zero, 4), (LogPosition(200), .seconds(3600), 0),
            (LogPosition(200), .zero, 6),
        ] as [(LogPosition, Duration, UInt64)] {
            let moved = try await Self.archive(Self.archiving(log.store, upTo: position), olderThan: age)
            #expect(moved.files == files, "\(position) \(age)")
        }
        try await log.store.close()
    }
}
