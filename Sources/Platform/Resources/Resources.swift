package import Coordinator
internal import Events
package import Kernel
internal import Storage
internal import SwiftProtobuf

/// What tenants and people may use, and what the fleet can do.
package final class Resources: Sendable {
    /// Says how much the fleet can do now.
    package typealias Capacity = @Sendable () async throws -> FleetCapacity

    let commands: Commands
    private let connected = AfterStart<Capacity>()

    /// Resources of a platform.
    package init(_ services: PlatformServices) { commands = services.commands }

    /// The fleet is there.
    package func connect(to capacity: @escaping Capacity) { connected.set(capacity) }

    /// How much the fleet can do now.
    /// - Throws: `DomainError` (`unavailable`) while the coordinator starts; what the store's failures mean.
    package func capacity() async throws -> FleetCapacity {
        try await connected.get()()
    }

    /// How many programs a person may hand in within a day; nil: as many as everybody.
    package func submissionsPerDay(of person: EntityID) async throws -> Int? {
        try await limits(of: person).submissionsPerDay.map { Int($0) }
    }

    func limits(of person: EntityID) async throws -> PersonLimits {
        try await commands.state(of: person.stream(PersonLimits.prefix))
    }

    /// What a tenant may use: what was set for it, or nothing.
    func quota(of tenant: String) async throws -> Quota {
        let known: TenantQuotas = try await commands.state(of: StreamName(TenantQuotas.stream))
        return known.quotas[tenant] ?? .with { $0.tenant = tenant }
    }

    static let read: Action = "resources.read"
    static let readQuota: Action = "resources.read-quota"
    /// Reading at all what a person may use; whose, is another question.
    static let readPersonLimits: Action = "resources.read-person-limits"
    static let seePersonLimits: Action = "resources.see-person-limits"

    /// Who may do what.
    static let permits: [Permit] = [
        Permit(read, .role(.admin)),
        Permit(readQuota, .role(.admin)),
        Permit(SetTenantQuota.action, .role(.admin)),
        Permit(readPersonLimits, .people, .role(.admin)),
        Permit(seePersonLimits, .owners, .role(.admin)),
        Permit(ChangePersonLimits.action, .role(.admin)),
    ]

    /// The module, as the platform takes it.
    /// - Parameter services: what modules stand on.
    package func module(_ services: PlatformServices) -> Module {
        var module = Module(PersonLimits.prefix)
        module.commands = [SetTenantQuota.action, ChangePersonLimits.action]
        module.questions = [Self.seePersonLimits]
        module.permits = Self.permits
        module.routes = fleetRoutes + tenantRoutes + personRoutes(services)
        return module
    }
}
