import EmbeddedStorage
import Events
import Foundation
import Identity
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
    /// A log with a history, and the file of its snapshots.
    private struct Fixture: Sendable {
        let folder: ClientSideFolder
        let store: EmbeddedStore
        let keys = KeyRing()
        var file: SnapshotFile { SnapshotFile(folder.path.appending("snapshot"), keys: keys) }

        init() async throws {
            folder = try ClientSideFolder()
            store = try await folder.open()
        }

        /// Projections of the log, which follow it until `body` ends, and then leave a snapshot.
        func project<Value: Sendable>(
            on log: (any EventLog)? = nil, from file: SnapshotFile?,
            _ body: @Sendable (Projections, Packages) async throws -> Value
        ) async throws -> Value {
            let log = log ?? store.log
            let packages = try Packages(log: log, blobs: store.blobs)
            let projections = Projections(
                log: log, admission: Admission(), quotas: Quotas(log: log), fanout: LogFanout(), besides: [packages],
                snapshots: file, logger: Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() })
            let following = Task { try await projections.run() }
            while !projections.isCaughtUp { try await Task.sleep(for: .milliseconds(1)) }
            let value = try await body(projections, packages)
            following.cancel()
            _ = await following.result
            return value
        }

        /// Submissions in every phase, packages, quotas and contents.
        func fill(seed: UInt64) async throws {
            var random = SeededGenerator(seed: seed)
            try await ClientSide.with(on: store) { side in
                for number in 0..<40 {
                    let package = [FixedPackages.unmeasured, FixedPackages.sum, FixedPackages.graded][number % 3]
                    let text = String(repeating: "x", count: number % 7 == 0 ? 300_000 + number : 10)
                    let request = Verdict_V1_SubmitRequest.valid(
                        "\(seed)-\(number)", package: package, contest: "c\(number % 4)", text: text)
                    _ = try await side.intake.submit(request, of: .client("tenant-\(number % 3)"))
                }
                for number in 1...3 {
                    _ = try await side.projections.quotas.set(
                        .with { ($0.tenant, $0.submissionsAtOnce) = ("tenant-\(number)", UInt32(number * 100)) })
                    try await side.projections.contents.record(
                        ContentHash(of: [UInt8(seed), UInt8(number)]), size: .kibibytes(Int64(number)),
                        of: .client("tenant-\(number)"))
                }
            }
            for number in 0..<5 as Range<UInt8> {
                let id = ContentHash(of: [number]).data
                let added = PackageAdded.with { event in
                    (event.package.id, event.package.name, event.by) = (id, "P\(number)", "tenant-1")
                    event.package.limits.cpuTimeNs = number % 2 == 0 ? 1 : 0
                }
                let owned = PackageOwned.with { ($0.package, $0.tenant, $0.name) = (id, "tenant-2", "Q\(number)") }
                let stopped = PackageMeasuring.with {
                    ($0.package, $0.stopped, $0.reason) = (id, true, "why \(number)")
                }
                let events = try [Event(added), Event(owned), Event(stopped)]
                _ = try await store.log.append(events, to: StreamName(Packages.streamName), expecting: .anything)
            }
            let submissions = Submissions(log: store.log)
            let ids = (0..<40).map { SubmissionID(tenant: "tenant-\($0 % 3)", key: "\(seed)-\($0)") }
            for _ in 0..<400 {
                guard let id = ids.randomElement(using: &random) else { continue }
                guard let state = try await submissions.load(id) else { continue }
                let events = RandomHistory.next(state, &random)
                _ = try await submissions.change(id) { $0.position == state.position ? events : [] }
            }
        }

        /// All that the projections say of it.
        static func facts(_ projections: Projections, _ packages: Packages) async throws -> [String] {
            var facts: [String] = []
            for tenant in [nil, "tenant-0", "tenant-1", "tenant-2"] {
                for contest in [nil, "c0", "c3"] {
                    var before: LogPosition?
                    repeat {
                        let filter = SubmissionFilter(tenant: tenant, contest: contest)
                        let page = try #require(projections.submissions.page(filter, before: before, limit: 7))
                        facts += page.submissions.map { "\($0)" }
                        before = page.next
                    } while before != nil
                }
                guard let tenant else { continue }
                facts.append("\(tenant): \(projections.quotas.get(tenant))")
                facts.append("\(tenant): \(projections.admission.open(of: tenant)) open")
                facts.append("\(tenant): \(projections.admission.storedBytes(of: tenant)) bytes")
                let viewer = Principal.client(tenant)
                facts += try await packages.list(for: viewer, limit: 100, page: "").packages.map { "\($0)" }
            }
            facts.append("\(projections.admission.open) open, at \(projections.position)")
            return facts
        }
    }

    @Test("It knows the same as one that read the whole log, and reads only what came later", arguments: [1, 2, 3])
    func same(seed: UInt64) async throws {
        let fixture = try await Fixture()
        try await fixture.fill(seed: seed)
        let first = try await fixture.project(from: fixture.file) { try await Fixture.facts($0, $1) }
        #expect(first.count > 100)
        // Nothing came later.
        let counting = CountingLog(log: fixture.store.log)
        let second = try await fixture.project(on: counting, from: fixture.file) { try await Fixture.facts($0, $1) }
        #expect(second == first)
        #expect(counting.count.value == 1, "the entry that tells whether it is the same log")
        // More came later; the snapshot in between is not of all.
        try await fixture.fill(seed: seed + 100)
        let third = try await fixture.project(from: fixture.file) { try await Fixture.facts($0, $1) }
        let whole = try await fixture.project(from: nil) { try await Fixture.facts($0, $1) }
        #expect(third == whole && third.count > first.count)
        try await fixture.store.close()
    }

    @Test("What a tenant put before the snapshot counts once, also when it is put again")
    func contents() async throws {
        let fixture = try await Fixture()
        try await fixture.fill(seed: 1)
        let before = try await fixture.project(from: fixture.file) { projections, _ in
            projections.admission.storedBytes(of: "tenant-2")
        }
        let after = try await fixture.project(from: fixture.file) { projections, _ in
            let claim = try projections.contents.begin(
                ContentHash(of: [1, 2]), size: .kibibytes(2), of: .client("tenant-2"))
            #expect(claim == nil)
            return projections.admission.storedBytes(of: "tenant-2")
        }
        #expect(before == after && before > 2048)
        try await fixture.store.close()
    }

    @Test("One that is cut off, changed, of other keys, or of another log is left alone, and the log is read")
    func unusable() async throws {
        let fixture = try await Fixture()
        try await fixture.fill(seed: 1)
        let facts = try await fixture.project(from: fixture.file) { try await Fixture.facts($0, $1) }
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
                try await Fixture.facts(projections, packages)
            }
            #expect(found == facts)
        }
        let others = SnapshotFile(fixture.file.path, keys: KeyRing())
        let foreign = try await fixture.project(from: others) { try await Fixture.facts($0, $1) }
        #expect(foreign == facts)

        let other = try await Fixture()
        try await other.fill(seed: 2)
        let own = try await other.project(from: nil) { try await Fixture.facts($0, $1) }
        try good.write(to: URL(filePath: path))
        let fromAnother = try await other.project(from: fixture.file) { try await Fixture.facts($0, $1) }
        #expect(fromAnother == own)
        try await other.store.close()
        try await fixture.store.close()
    }

    @Test(
        "An entry that an admin has marked is passed over, and what else its stream has is, too, where it says nothing alone"
    )
    func skipped() async throws {
        let fixture = try await Fixture()
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
}
