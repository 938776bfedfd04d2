public import Storage
import Synchronization
public import Wire

/// What tenants may use: what was set for each, and what holds for all others. Kept in the log's stream `quotas`; the
/// ``Projection`` tells what that has.
public final class Quotas: Sendable {
    /// The stream that they stand under.
    static let streamName = "quotas"

    private let log: any EventLog
    private let standard: Verdict_V1_Quota
    private let known = Mutex<[String: (quota: Verdict_V1_Quota, position: LogPosition)]>([:])

    /// The quotas of `log`.
    /// - Parameter standard: what a tenant may use that nothing was set for; its tenant's name says nothing.
    public init(log: any EventLog, standard: Verdict_V1_Quota = Verdict_V1_Quota()) {
        self.log = log
        self.standard = standard
    }

    /// What a tenant may use; with the most urgent priority, where nothing was said of it: interactive.
    public func get(_ tenant: String) -> Verdict_V1_Quota {
        var quota = known.withLock { $0[tenant]?.quota } ?? standard
        quota.tenant = tenant
        if quota.priority == .unspecified { quota.priority = .interactive }
        return quota
    }

    /// Sets what a tenant may use from now on.
    /// - Returns: what holds now.
    /// - Throws: ``WireError``: `invalidArgument` for a name or a priority that is none; what the store's failures mean.
    public func set(_ quota: Verdict_V1_Quota) async throws(WireError) -> Verdict_V1_Quota {
        guard (1...128).contains(quota.tenant.utf8.count) else {
            throw WireError(.invalidArgument, "a tenant's name has 1 to 128 bytes, not \(quota.tenant.utf8.count)")
        }
        if case .UNRECOGNIZED(let number) = quota.priority {
            throw WireError(.invalidArgument, "there is no priority \(number)")
        }
        do throws(StorageError) {
            let stream = try StreamName(Self.streamName)
            let position = try await log.append([try Event(quota)], to: stream, expecting: .anything)
            keep(quota, at: position)
        } catch {
            throw WireError(error)
        }
        return get(quota.tenant)
    }

    /// The log says something of quotas.
    /// - Throws: ``StorageError`` (`corrupted`).
    func apply(_ entry: LogEntry) throws(StorageError) {
        for event in entry.events where event.type == Verdict_V1_Quota.protoMessageName {
            keep(try event.unpacked(), at: entry.position)
        }
    }

    private func keep(_ quota: Verdict_V1_Quota, at position: LogPosition) {
        known.withLock { known in
            if let kept = known[quota.tenant], kept.position > position { return }
            known[quota.tenant] = (quota, position)
        }
    }
}
