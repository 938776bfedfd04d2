import EmbeddedStorage
import Events
import Foundation
import Logging
import Storage
import SwiftProtobuf
import SystemPackage
import TestSupport
import Testing
import Wire

@testable import Coordinator

/// A log that an old version wrote, in a copy that is removed when nobody has it any more, and what that version said of it.
private final class OldLog: Sendable {
    private static let leaseDuration = Duration.seconds(60)

    private let source: FilePath
    private let folder: FilePath
    private let clock = ManualClock()
    /// The copy.
    let store: EmbeddedStore

    init(_ version: String) async throws {
        source = FilePath(#filePath).appending("../../../Testcases/logs").lexicallyNormalized().appending(version)
        folder = FilePath("/tmp/verdict-old-log-\(UInt64.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: false)
        let copy = folder.appending("store")
        try FileManager.default.copyItem(atPath: source.appending("store").string, toPath: copy.string)
        let keys = try String(contentsOfFile: source.appending("keys").string, encoding: .utf8)
        store = try await EmbeddedStore.open(
            copy, keys: KeyRing(parsing: keys, from: "the keys of \(version)"), leaseDuration: Self.leaseDuration,
            clock: StorageClock(clock))
    }

    deinit {
        _ = try? FileManager.default.removeItem(atPath: folder.string)
    }

    /// What the old version answered.
    func expected<Value: Message>(_ name: String, _: Value.Type = Value.self) throws -> Value {
        let text = try String(
            contentsOfFile: source.appending("expected").appending("\(name).json").string, encoding: .utf8)
        return try Value(jsonString: text)
    }

    /// Reads the log as a coordinator does, with the packages that it has, and then does `body`.
    func read(queue: (any JobQueue)? = nil, _ body: @Sendable (ClientSide) async throws -> Void) async throws {
        let packages = try Packages(log: store.log, blobs: store.blobs)
        let side = try ClientSide(store, ClientSide.Options(queue: queue, packages: packages))
        try await side.run(body)
        try await store.close()
    }

    /// An empty queue, in a store of its own.
    func emptyQueue() async throws -> EmbeddedStore {
        try await EmbeddedStore.open(
            folder.appending("empty"), keys: KeyRing(), leaseDuration: Self.leaseDuration, clock: StorageClock(clock))
    }

    /// The ids of all jobs that a queue gives out, in order, also of those that others had when it was opened.
    func jobs(_ queue: any JobQueue) async throws -> [String] {
        clock.advance(by: Self.leaseDuration * 2)
        var ids: [String] = []
        for (lane, count) in try await queue.waiting() {
            ids += try await queue.lease(count, from: lane).map(\.job.id)
        }
        return ids.sorted()
    }
}

/// Compares two messages, and says in which fields they differ.
private func expectSame<Value: Message & Equatable>(
    _ found: Value, _ expected: Value, _ what: String, at place: SourceLocation = #_sourceLocation
) {
    let lines = [found, expected].map { $0.textFormatString().split(separator: "\n") }
    #expect(lines[0] == lines[1], "\(what)", sourceLocation: place)
    #expect(found == expected, "\(what)", sourceLocation: place)
}

@Suite("A log that an old version wrote", .timeLimit(.minutes(1)))
struct OldLogTests {
    private static let version = "0.1.0"

    /// The submission whose key, and whose group, is `key`.
    private static func id(_ tenant: String, _ key: String) -> SubmissionID { SubmissionID(tenant: tenant, key: key) }

    @Test("A log of version 0.1.0 is read with every judgement as it was")
    func judgements() async throws {
        let old = try await OldLog(Self.version)
        let expected = try old.expected("submissions", Verdict_V1_ListSubmissionsResponse.self).submissions
        #expect(expected.count == 30 && Set(expected.map(\.state)).count == 5)
        try await old.read { side in
            for submission in expected {
                let found = try await side.service.get(.with { $0.id = submission.id }, as: .operations)
                expectSame(found, submission, submission.contest)
                #expect("\(Self.id(submission.tenant, submission.contest))" == submission.id)
            }
            let listed = try side.service.list(.with { $0.limit = 1000 }, as: .operations).submissions
            #expect(listed.map(\.id) == expected.map(\.id))
            for (found, submission) in zip(listed, expected) {
                #expect(found.state == submission.state && found.submittedAtNs == submission.submittedAtNs)
                #expect(found.hasJudgement == submission.hasJudgement, "\(submission.contest)")
                #expect(found.judgement.verdict == submission.judgement.verdict, "\(submission.contest)")
                #expect(found.judgement.generation == submission.judgement.generation, "\(submission.contest)")
            }
        }
    }

    @Test("A log of version 0.1.0 is read with its packages, their limits, and what their tenants may use")
    func packages() async throws {
        let old = try await OldLog(Self.version)
        let expected = try old.expected("packages", Verdict_V1_ListPackagesResponse.self).packages
        #expect(expected.map(\.name) == ["sum", "quiet", "shelves", "labels", "sum-longer", "quiet-too"])
        try await old.read { side in
            let listed = try await side.service.listPackages(.with { $0.limit = 1000 }, as: .operations).packages
            #expect(listed.map(\.id) == expected.map(\.id))
            for (found, package) in zip(listed, expected) {
                var known = found
                // Newer than that version.
                known.tenants = []
                known.clearMeasuring()
                expectSame(known, package, package.name)
                #expect(found.tenants == [["quiet", "labels"].contains(found.name) ? "cup" : "course"])
                #expect(found.measuring.state == (found.limits.cpuTimeNs == 0 ? .wanted : .unspecified))
            }
            #expect(listed.filter { $0.limits.cpuTimeNs == 0 }.map(\.name) == ["quiet-too"])
            let (course, cup) = (side.projections.quotas.get("course"), side.projections.quotas.get("cup"))
            #expect(course.submissionsPerMinute == 600 && course.contentBytes == 1 << 30)
            #expect(course.submissionsAtOnce == 0 && course.priority == .interactive)
            #expect(cup.submissionsAtOnce == 50 && cup.priority == .contest && cup.contentBytes == 0)
        }
    }

    @Test("What a log of version 0.1.0 left open is wanted, and nothing else", arguments: [false, true])
    func outstanding(queueIsLost: Bool) async throws {
        let old = try await OldLog(Self.version)
        let other = queueIsLost ? try await old.emptyQueue() : nil
        let queue: any JobQueue = other?.queue ?? old.store.queue
        try await old.read(queue: queue) { side in
            #expect(try await side.reconciliation.enqueueAll() == 5)
            let unmeasured = try await side.service.listPackages(.init(), as: .operations).packages.last
            let package = try #require(unmeasured.flatMap { ContentHash(bytes: $0.id) })
            let (half, again) = (Self.id("course", "open-half"), Self.id("course", "right-c"))
            let wanted: [JobName] = [
                .measure(package), .build(Self.id("cup", "open"), generation: 1), .build(again, generation: 2),
                .build(Self.id("course", "open-unmeasured"), generation: 1), .batch(half, generation: 1, 1),
            ]
            #expect(try await old.jobs(queue) == wanted.map { "\($0)" }.sorted())
            for name in wanted {
                guard let id = name.submission else { continue }
                #expect(try await side.submissions.load(id)?.wants(name) == true)
            }
            #expect(side.projections.admission.open == 4)
        }
        try await other?.close()
    }

    @Test("A log of version 0.1.0 is read with its dead letters, and the submissions that wait for them")
    func deadLetters() async throws {
        let old = try await OldLog(Self.version)
        let expected = try old.expected("dead-letters", Verdict_V1_ListDeadLettersResponse.self).deadLetters
        #expect(expected.count == 2)
        try await old.read { side in
            let letters = try await side.store.queue.deadLetters(after: nil, limit: 100)
            #expect(letters.map(\.job.id) == expected.map(\.job))
            for (letter, told) in zip(letters, expected) {
                #expect(letter.reason == told.reason && letter.deliveries == told.deliveries)
                #expect(letter.buriedAt == told.atNs)
                let name = try #require(JobName(letter.job.id))
                let id = try #require(name.submission)
                let state = try #require(try await side.submissions.load(id))
                #expect("\(id)" == told.submission && state.phase == .stuck && state.wants(name))
                #expect(state.stuck?.job == told.job && state.stuck?.reason == told.reason)
            }
        }
    }

    @Test("Each type of event that version 0.1.0 wrote is in its log, and known")
    func events() async throws {
        let old = try await OldLog(Self.version)
        var types: Set<String> = []
        var disagreements: [DisagreementNoticed] = []
        var cancelled: [SubmissionCancelled] = []
        for entry in try await old.store.log.read(after: .start, limit: 10_000) {
            for event in entry.events {
                types.insert(event.type)
                guard SubmissionID(entry.stream) != nil else { continue }
                switch try #require(try SubmissionEvent(event), "\(event.type)") {
                case .disagreement(let event): disagreements.append(event)
                case .cancelled(let event): cancelled.append(event)
                default: break
                }
            }
        }
        #expect(
            types == [
                "verdict.v1.SubmissionAccepted", "verdict.v1.SubmissionBuilt", "verdict.v1.BatchJudged",
                "verdict.v1.SubmissionJudged", "verdict.v1.SubmissionCancelled", "verdict.v1.RejudgeRequested",
                "verdict.v1.SubmissionStuck", "verdict.v1.SubmissionFreed", "verdict.v1.DisagreementNoticed",
                "verdict.v1.PackageAdded", "verdict.v1.PackageMeasured", "verdict.v1.ContentStored", "verdict.v1.Quota",
            ])
        #expect(disagreements.map(\.verdict) == [.accepted] && disagreements.map(\.otherVerdict) == [.wrongAnswer])
        #expect(disagreements.map(\.worker) == ["one"] && disagreements.map(\.otherWorker) == ["two"])
        #expect(cancelled.map(\.reason) == ["by mistake", ""] && cancelled.map(\.by) == ["course", "cup"])
        #expect(cancelled.map(\.generation) == [1, 2])
        try await old.store.close()
    }
}
