public import Events
public import Storage
import Synchronization

/// What tenants may use: what was set for each, and what holds for all others. Kept in the log's stream `quotas`.
public final class Quotas: LogProjection {
    /// The stream that they stand under.
    private static let streamName = "quotas"

    private let log: any EventLog
    private let standard: Quota
    private let known = Mutex<[String: (quota: Quota, position: LogPosition)]>([:])

    /// The quotas of `log`.
    /// - Parameter standard: what a tenant may use that nothing was set for; its tenant's name says nothing.
    public init(log: any EventLog, standard: Quota = Quota()) {
        self.log = log
        self.standard = standard
    }

    /// What a tenant may use; with the most urgent priority, where nothing was said of it: interactive.
    public func get(_ tenant: String) -> Quota {
        var quota = known.withLock { $0[tenant]?.quota } ?? standard
        quota.tenant = tenant
        if quota.priority == .unspecified { quota.priority = .interactive }
        return quota
    }

    /// Sets what a tenant may use from now on.
    /// - Returns: what holds now.
    /// - Throws: ``DomainError``: `invalid` for a name or a priority that is none; what the store's failures mean.
    public func set(_ quota: Quota) async throws(DomainError) -> Quota {
        guard (1...128).contains(quota.tenant.utf8.count) else {
            throw DomainError(.invalid, "a tenant's name has 1 to 128 bytes, not \(quota.tenant.utf8.count)")
        }
        if case .UNRECOGNIZED(let number) = quota.priority {
            throw DomainError(.invalid, "there is no priority \(number)")
        }
        do throws(StorageError) {
            let stream = try StreamName(Self.streamName)
            let position = try await log.append([try Event(quota)], to: stream, expecting: .anything)
            keep(quota, at: position)
        } catch {
            throw DomainError(error)
        }
        return get(quota.tenant)
    }

    private func keep(_ quota: Quota, at position: LogPosition) {
        known.withLock { known in
            if let kept = known[quota.tenant], kept.position > position { return }
            known[quota.tenant] = (quota, position)
        }
    }

    // MARK: A projection

    /// See ``Events/LogProjection/name``.
    public let name = "quotas"
    /// See ``Events/LogProjection/version``.
    public let version: UInt32 = 1
    /// See ``Events/LogProjection/streams``.
    public let streams = StreamPattern.named(Quotas.streamName)

    /// See ``Events/LogProjection/apply(_:isLive:)``.
    public func apply(_ entry: LogEntry, isLive: Bool) throws(StorageError) {
        for event in entry.events {
            if let quota = try event.unpackedIfHeld(Quota.self) { keep(quota, at: entry.position) }
        }
    }

    /// See ``Events/LogProjection/snapshot()``.
    public func snapshot() -> @Sendable (inout SnapshotWriter) throws -> Void {
        let known = known.withLock { $0 }
        return { writer in
            try writer.add(UInt32(known.count))
            for (quota, position) in known.values {
                try writer.add(quota)
                try writer.add(position.number)
            }
        }
    }

    /// See ``Events/LogProjection/restore(_:)``.
    public func restore(_ reader: inout SnapshotReader) throws -> @Sendable () -> Void {
        var restored: [(quota: Quota, position: LogPosition)] = []
        for _ in 0..<(try reader.count()) {
            restored.append((try reader.message(), LogPosition(try reader.number())))
        }
        return { [self, restored] in
            for (quota, position) in restored { keep(quota, at: position) }
        }
    }
}
