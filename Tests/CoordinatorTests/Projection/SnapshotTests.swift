import EmbeddedStorage
import Events
import Foundation
import Identity
import KernelTestSupport
import Logging
import Storage
import SwiftProtobuf
import Synchronization
import SystemPackage
import TestSupport
import Testing
import Units
import Wire

@testable import Coordinator

/// Logs how many entries a start has read.
private struct CountingLog: ForwardingLog {
    let log: any EventLog
    let count = Reads()

    final class Reads: Sendable {
        private let read = Mutex(0)
        var value: Int { read.withLock { $0 } }
        func add(_ count: Int) { read.withLock { $0 += count } }
    }

    func read(after position: LogPosition, limit: Int) async throws(StorageError) -> [LogEntry] {
        let entries = try await log.read(after: position, limit: limit)
        count.add(entries.count)
        return entries
    }
}

@Suite("A start begins with the snapshot of what the log says", .timeLimit(.minutes(2)))
struct SnapshotTests {
    @Test("It knows the same as one that read the whole log, and reads only what came later", arguments: [1, 2, 3])
    func same(seed: UInt64) async throws {
        let fixture = try await ProjectedLog()
        try await fixture.fill(seed: seed)
        let first = try await fixture.project(from: fixture.file) { try await ProjectedLog.facts($0, $1) }
        #expect(first.count > 100)
        // Nothing came later.
        let counting = CountingLog(log: fixture.store.log)
        let second = try await fixture.project(on: counting, from: fixture.file) {
            try await ProjectedLog.facts($0, $1)
        }
        #expect(second == first)
        #expect(counting.count.value == 1, "the entry that tells whether it is the same log")
        // More came later; the snapshot in between is not of all.
        try await fixture.fill(seed: seed + 100)
        let third = try await fixture.project(from: fixture.file) { try await ProjectedLog.facts($0, $1) }
        let whole = try await fixture.project(from: nil) { try await ProjectedLog.facts($0, $1) }
        #expect(third == whole && third.count > first.count)
        try await fixture.store.close()
    }

    @Test("What a tenant put before the snapshot counts once, also when it is put again")
    func contents() async throws {
        let fixture = try await ProjectedLog()
        try await fixture.fill(seed: 1)
        let before = try await fixture.project(from: fixture.file) { projections, _ in
            projections.admission.storedBytes(of: "tenant-2")
        }
        let after = try await fixture.project(from: fixture.file) { projections, _ in
            let claim = try projections.contents.reserve(
                ContentHash(of: [1, 2]), size: .kibibytes(2), of: .client("tenant-2"))
            #expect(claim == nil)
            return projections.admission.storedBytes(of: "tenant-2")
        }
        #expect(before == after && before > 2048)
        try await fixture.store.close()
    }

    @Test("One that is cut off, changed, of other keys, or of another log is left alone, and the log is read")
    func unusable() async throws {
        let fixture = try await ProjectedLog()
        try await fixture.fill(seed: 1)
        let facts = try await fixture.project(from: fixture.file) { try await ProjectedLog.facts($0, $1) }
        let path = fixture.file.path.string
        let good = try Data(contentsOf: URL(filePath: path))
        var damaged = (1...40).map { good.prefix(good.count * $0 / 41) }
        var random = SeededGenerator(seed: 7)
        for _ in 0..<40 {
            var data = good
            data[Int.random(in: 0..<data.count, using: &random)] ^= UInt8.random(in: 1...255, using: &random)
            damaged.append(data)
        }
        damaged += [Data(), good + Data([0]), good + good]
        for data in damaged {
            try data.write(to: URL(filePath: path))
            let found = try await fixture.project(from: fixture.file) { projections, packages in
                // It is not written again here, or the next would find a good one.
                try await ProjectedLog.facts(projections, packages)
            }
            #expect(found == facts)
        }
        let others = SnapshotFile(fixture.file.path, keys: KeyRing())
        let foreign = try await fixture.project(from: others) { try await ProjectedLog.facts($0, $1) }
        #expect(foreign == facts)

        let other = try await ProjectedLog()
        try await other.fill(seed: 2)
        let own = try await other.project(from: nil) { try await ProjectedLog.facts($0, $1) }
        try good.write(to: URL(filePath: path))
        let fromAnother = try await other.project(from: fixture.file) { try await ProjectedLog.facts($0, $1) }
        #expect(fromAnother == own)
        try await other.store.close()
        try await fixture.store.close()
    }

    @Test(
        "An entry that an admin has marked is passed over, and what else its stream has is, too, where it says nothing alone"
    )
    func skipped() async throws {
        let fixture = try await ProjectedLog()
        try await fixture.fill(seed: 1)
        let broken = SubmissionID(tenant: "a", key: "broken")
        let log = fixture.store.log
        let damaged = Event(type: "verdict.v1.SubmissionAccepted", payload: [0xff, 0xff])
        let position = try await log.append([damaged], to: broken.stream, expecting: .anything)
        let later = SubmissionCancelled.with { $0.generation = 1 }
        _ = try await log.append([try Event(later)], to: broken.stream, expecting: .anything)
        let packages = try StreamName(Packages.streamName)
        let other = try await log.append(
            [Event(type: "verdict.v1.PackageAdded", payload: [0xff])], to: packages, expecting: .anything)
        for (position, stream, isWhole) in [(position, try broken.stream, true), (other, packages, false)] {
            let event = EntrySkipped.with { event in
                (event.position, event.stream, event.wholeStream) = (position.number, stream.text, isWhole)
            }
            _ = try await log.append(
                [try Event(event)], to: StreamName(SkippedEntries.streamName), expecting: .anything)
        }
        try await fixture.project(from: nil) { projections, packages in
            #expect(projections.submissions.count == 40 && projections.submissions.summary(of: broken) == nil)
            let (unknown, listed) = (
                try await packages.find(ContentHash(of: [99])),
                try await packages.list(for: .operations, limit: 100, page: "").packages
            )
            #expect(unknown == nil && listed.count == 5)
        }
        try await fixture.store.close()
    }

    @Test("A snapshot that has an entry that is passed over since is left alone")
    func passedOverSince() async throws {
        let fixture = try await ProjectedLog()
        try await fixture.fill(seed: 1)
        let before = try await fixture.project(from: fixture.file) { try await ProjectedLog.facts($0, $1) }
        let log = fixture.store.log
        let entry = try #require(
            try await log.read(after: .start, limit: 100_000).last { entry in
                entry.events.first?.type == SubmissionAccepted.persistedType
            })
        let mark = EntrySkipped.with { mark in
            (mark.position, mark.stream, mark.wholeStream) = (entry.position.number, entry.stream.text, true)
        }
        _ = try await log.append([try Event(mark)], to: StreamName(SkippedEntries.streamName), expecting: .anything)
        let whole = try await fixture.project(from: nil) { try await ProjectedLog.facts($0, $1) }
        #expect(whole != before)
        // From the one before, and from one that was made since.
        for _ in 0..<2 {
            let found = try await fixture.project(from: fixture.file) { try await ProjectedLog.facts($0, $1) }
            #expect(found == whole)
        }
        try await fixture.store.close()
    }
}
