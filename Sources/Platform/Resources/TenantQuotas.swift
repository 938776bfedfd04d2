internal import Coordinator
internal import Events
internal import Kernel
internal import Storage
internal import SwiftProtobuf

/// What was set for tenants: what the coordinator's stream of quotas adds up to.
struct TenantQuotas: Aggregate {
    static let stream = "quotas"

    private(set) var quotas: [String: Quota] = [:]

    init() {}

    mutating func apply(_ event: Event) throws(StorageError) {
        guard let quota = try event.unpackedIfHeld(Quota.self) else { return }
        quotas[quota.tenant] = quota
    }
}

/// Sets what a tenant may use. It stands where the coordinator reads it, with who set it.
struct SetTenantQuota: Command {
    static let action: Action = "resources.set-quota"

    var quota: Quota

    var stream: StreamName { get throws(StorageError) { try StreamName(TenantQuotas.stream) } }

    func decide(_ known: TenantQuotas, _ context: CommandContext) throws(DomainError) -> Decision {
        guard (1...128).contains(quota.tenant.utf8.count) else {
            throw DomainError(.invalid, "a tenant's name has 1 to 128 bytes, not \(quota.tenant.utf8.count)")
        }
        guard known.quotas[quota.tenant] != quota else { return Decision() }
        return try Decision(quota)
    }
}
