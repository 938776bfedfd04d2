import EmbeddedStorage
import Events
import Foundation
import Identity
import Logging
import Storage
import SwiftProtobuf
import SystemPackage
import TestSupport
import Testing
import Units
import Wire

@testable import Coordinator

/// A log with a history, and the file of its snapshots.
struct ProjectedLog: Sendable {
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
                _ = try await side.service.submit(request, as: .client("tenant-\(number % 3)"))
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
