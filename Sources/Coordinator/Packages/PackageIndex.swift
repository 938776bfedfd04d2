import Events
import Identity
import Storage

/// The packages, as the entries of the stream `packages` make them. A pure value.
struct PackageIndex: Sendable {
    var records: [ContentHash: PackageRecord] = [:]
    /// In the order in which they became known.
    var order: [ContentHash] = []
    /// The same of each tenant's.
    var orders: [String: [ContentHash]] = [:]
    /// Where the stream's last entry stands.
    var position = LogPosition.start

    subscript(id: ContentHash) -> PackageRecord? { records[id] }

    /// Adds an entry of the stream, unless it was added before.
    mutating func apply(_ entry: LogEntry) throws(StorageError) {
        guard entry.position > position else { return }
        for event in entry.events {
            switch event.type {
            case PackageAdded.persistedType: apply(added: try event.unpacked())
            case PackageOwned.persistedType: apply(owned: try event.unpacked())
            case PackageMeasured.persistedType: apply(measured: try event.unpacked())
            case PackageMeasuring.persistedType: apply(measuring: try event.unpacked())
            default: break
            }
        }
        position = entry.position
    }

    /// An entry of the stream is passed over.
    mutating func skip(_ entry: EntryPlace) { position = max(position, entry.position) }

    private mutating func apply(added event: PackageAdded) {
        guard let id = ContentHash(bytes: event.package.id), records[id] == nil else { return }
        records[id] = PackageRecord(package: event.package, tree: event.tree)
        order.append(id)
        own(id, event.by, name: event.package.name)
    }

    private mutating func apply(owned event: PackageOwned) {
        guard let id = ContentHash(bytes: event.package), records[id] != nil else { return }
        own(id, event.tenant, name: event.name)
    }

    private mutating func own(_ id: ContentHash, _ tenant: String, name: String) {
        guard !tenant.isEmpty, records[id]?.isOwned(by: tenant) == false else { return }
        records[id]?.owners.append(PackageRecord.Owner(tenant: tenant, name: name))
        orders[tenant, default: []].append(id)
    }

    private mutating func apply(measured event: PackageMeasured) {
        // The first measurement counts; what was judged by it stays right.
        guard let id = ContentHash(bytes: event.package), records[id]?.package.limits.cpuTimeNs == 0 else { return }
        records[id]?.package.limits.cpuTimeNs = event.result.cpuTimeNs
        if event.result.hasEstimate { records[id]?.package.limits.estimate = event.result.estimate }
    }

    private mutating func apply(measuring event: PackageMeasuring) {
        guard let id = ContentHash(bytes: event.package), var record = records[id] else { return }
        let reason = event.stopped ? event.reason : nil
        if event.tenant.isEmpty { record.stop = reason }
        for index in record.owners.indices where event.tenant.isEmpty || record.owners[index].tenant == event.tenant {
            record.owners[index].stop = reason
            if reason == nil { record.stop = nil }
        }
        records[id] = record
    }

    /// At most `limit` packages that `principal` sees, and about 1 MiB of them, after the first `start` of these, and where the
    /// next ones begin; nil: there are none.
    func page(
        for principal: Principal, from start: Int, limit: Int
    ) -> (packages: [PackageSummary], next: Int?) {
        let order = principal.onlyTenant(.readPackages).map { orders[$0] ?? [] } ?? order
        var packages: [PackageSummary] = []
        var index = min(start, order.count)
        var size = 0
        while index < order.count, packages.count < limit {
            guard let package = records[order[index]]?.summary(for: principal) else { break }
            size += package.package.tests.reduce(200) { $0 + $1.utf8.count + 2 }
            guard size <= 1 << 20 || packages.isEmpty else { break }
            packages.append(package)
            index += 1
        }
        return (packages, index < order.count ? index : nil)
    }
}
