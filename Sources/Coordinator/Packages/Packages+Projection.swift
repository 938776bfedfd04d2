public import Events
public import Storage
import Synchronization

/// Packages as a projection of the log.
extension Packages: LogProjection {
    /// See ``Events/LogProjection/name``.
    public var name: String { "packages" }
    /// See ``Events/LogProjection/version``.
    public var version: UInt32 { 1 }
    /// See ``Events/LogProjection/streams``.
    public var streams: StreamPattern { .named(Self.streamName) }

    /// See ``Events/LogProjection/apply(_:isLive:)``. What was looked for and found before is not added again.
    public func apply(_ entry: LogEntry, isLive: Bool) throws(StorageError) {
        try index.withLock { index throws(StorageError) in try index.apply(entry) }
    }

    /// See ``Events/LogProjection/skip(_:)``.
    public func skip(_ entry: EntryPlace) { index.withLock { $0.skip(entry) } }

    /// See ``Events/LogProjection/snapshot()``.
    public func snapshot() -> @Sendable (inout SnapshotWriter) throws -> Void {
        let index = index.withLock { $0 }
        return { writer in try index.write(to: &writer) }
    }

    /// See ``Events/LogProjection/restore(_:)``.
    public func restore(_ reader: inout SnapshotReader) throws -> @Sendable () -> Void {
        let restored = try PackageIndex(from: &reader)
        return { [self] in
            // Somebody may have looked for a package before, and found all that there was.
            index.withLock { index in
                if restored.position > index.position { index = restored }
            }
        }
    }
}

extension PackageIndex {
    fileprivate func write(to writer: inout SnapshotWriter) throws {
        try writer.add(position.number)
        try writer.add(UInt32(order.count))
        for id in order {
            guard let record = records[id] else { continue }
            try writer.add(record.package)
            try writer.add(record.tree)
            try writer.add(optional: record.stop)
            try writer.add(UInt32(record.owners.count))
            for owner in record.owners {
                try writer.add(owner.tenant)
                try writer.add(owner.name)
                try writer.add(optional: owner.stop)
            }
        }
        try writer.add(UInt32(orders.count))
        for (tenant, ids) in orders {
            try writer.add(tenant)
            try writer.add(UInt32(ids.count))
            for id in ids { try writer.add(id.bytes) }
        }
    }

    fileprivate init(from reader: inout SnapshotReader) throws {
        self.init()
        position = LogPosition(try reader.number())
        for _ in 0..<(try reader.count()) {
            var record = PackageRecord(package: try reader.message(), tree: try reader.message())
            record.stop = try reader.optionalText()
            for _ in 0..<(try reader.count()) {
                let owner = PackageRecord.Owner(
                    tenant: try reader.text(), name: try reader.text(), stop: try reader.optionalText())
                record.owners.append(owner)
            }
            guard let id = ContentHash(bytes: record.package.id) else { throw SnapshotError("a package has no id") }
            order.append(id)
            records[id] = record
        }
        for _ in 0..<(try reader.count()) {
            let tenant = try reader.text()
            for _ in 0..<(try reader.count()) {
                guard let id = ContentHash(bytes: try reader.bytes()), records[id] != nil else {
                    throw SnapshotError("a tenant has a package that is not there")
                }
                orders[tenant, default: []].append(id)
            }
        }
    }
}
