import FoundationEssentials
import Storage
import SwiftProtobuf
import Wire

/// What the stream `packages` adds up to. A pure value.
struct PackageIndex: Sendable {
    /// A package that is known.
    struct Record: Sendable {
        /// As callers are told, with the time limit that was measured.
        var package: Verdict_V1_Package
        /// What its files are.
        var tree: Verdict_V1_BlobRef
    }

    private(set) var records: [ContentHash: Record] = [:]
    /// In the order in which they became known.
    private(set) var order: [ContentHash] = []
    /// Where the stream's last entry stands.
    private(set) var position = LogPosition.start

    subscript(id: ContentHash) -> Record? { records[id] }

    /// Adds an entry of the stream, unless it was added before.
    mutating func apply(_ entry: LogEntry) throws(StorageError) {
        guard entry.position > position else { return }
        for event in entry.events {
            switch event.type {
            case Verdict_V1_PackageAdded.protoMessageName: apply(added: try event.unpacked())
            case Verdict_V1_PackageMeasured.protoMessageName: apply(measured: try event.unpacked())
            default: break
            }
        }
        position = entry.position
    }

    private mutating func apply(added event: Verdict_V1_PackageAdded) {
        guard let id = ContentHash(bytes: event.package.id), records[id] == nil else { return }
        records[id] = Record(package: event.package, tree: event.tree)
        order.append(id)
    }

    private mutating func apply(measured event: Verdict_V1_PackageMeasured) {
        // The first measurement counts; what was judged by it stays right.
        guard let id = ContentHash(bytes: event.package), records[id]?.package.limits.cpuTimeNs == 0 else { return }
        records[id]?.package.limits.cpuTimeNs = event.result.cpuTimeNs
    }

    /// At most `limit` packages and about 1 MiB of them after the first `start`, and where the next ones begin; nil: there
    /// are none.
    func page(from start: Int, limit: Int) -> (packages: [Verdict_V1_Package], next: Int?) {
        var packages: [Verdict_V1_Package] = []
        var place = min(start, order.count)
        var size = 0
        while place < order.count, packages.count < limit {
            guard let package = records[order[place]]?.package else { break }
            size += package.tests.reduce(200) { $0 + $1.utf8.count + 2 }
            guard size <= 1 << 20 || packages.isEmpty else { break }
            packages.append(package)
            place += 1
        }
        return (packages, place < order.count ? place : nil)
    }
}
