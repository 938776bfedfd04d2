internal import Coordinator
internal import Events
internal import Kernel
internal import SwiftProtobuf
internal import Units

/// What clients send and get. The names of fields are the API's.
private enum ResourceBody {
    struct Queue: Encodable {
        var priority: String
        var waiting, leased: Int
        var medianWaitMilliseconds, longestWaitMilliseconds: Int64?
    }

    struct Capacity: Encodable {
        var workers, cores, jobs, jobsPerMinute, wantedWorkers: Int
        var queues: [Queue]

        init(_ capacity: FleetCapacity) {
            (workers, cores, jobs) = (capacity.workers, capacity.cores, capacity.jobs)
            (jobsPerMinute, wantedWorkers) = (capacity.jobsPerMinute, capacity.wantedWorkers)
            queues = capacity.queues.map { queue in
                Queue(
                    priority: Priority(queue.priority).rawValue, waiting: queue.waiting, leased: queue.leased,
                    medianWaitMilliseconds: queue.medianWait.map { $0.nanoseconds / 1_000_000 },
                    longestWaitMilliseconds: queue.longestWait.map { $0.nanoseconds / 1_000_000 })
            }
        }
    }

    enum Priority: String, Codable, CaseIterable {
        case contest, interactive, normal, rejudge

        init(_ logged: LoggedPriority) { self = Self.allCases[min(Int(logged.urgency), Self.allCases.count - 1)] }

        var logged: LoggedPriority {
            switch self {
            case .contest: .contest
            case .interactive: .interactive
            case .normal: .normal
            case .rejudge: .rejudge
            }
        }
    }

    /// What a tenant may use; what is left out is not limited by it.
    struct Quota: Codable {
        var submissionsAtOnce: UInt32?
        var submissionsPerMinute: UInt32?
        var contentBytes: UInt64?
        /// The most urgent priority that it may ask for.
        var priority: Priority?

        init(_ quota: Events.Quota) {
            func limit<Number: FixedWidthInteger>(_ number: Number) -> Number? { number == 0 ? nil : number }
            submissionsAtOnce = limit(quota.submissionsAtOnce)
            submissionsPerMinute = limit(quota.submissionsPerMinute)
            contentBytes = limit(quota.contentBytes)
            priority = quota.priority == .unspecified ? nil : Priority(quota.priority)
        }

        func logged(of tenant: String) throws(DomainError) -> Events.Quota {
            guard submissionsAtOnce != 0, submissionsPerMinute != 0, contentBytes != 0 else {
                throw DomainError(.invalid, "a limit of 0 is none", advice: "leave out what is not to be limited")
            }
            return .with { quota in
                quota.tenant = tenant
                quota.submissionsAtOnce = submissionsAtOnce ?? 0
                quota.submissionsPerMinute = submissionsPerMinute ?? 0
                quota.contentBytes = contentBytes ?? 0
                quota.priority = priority?.logged ?? .unspecified
            }
        }
    }

    struct Limits: Codable {
        /// Left out: as many as everybody.
        var submissionsPerDay: UInt32?
    }
}

extension Resources {
    private static let path = "api/v1/resources"

    /// What is asked of the fleet.
    var fleetRoutes: [Route] {
        [
            Route(.get, Self.path, Self.read, "What the fleet can do, what waits, and how many workers it takes.") {
                _ in
                try RouteAnswer(ResourceBody.Capacity(try await self.capacity()))
            }
        ]
    }

    /// What tenants may use.
    var tenantRoutes: [Route] {
        let path = Self.path + "/tenants/{id}"
        return [
            Route(.get, path, Self.readQuota, "What a tenant may use.") {
                try RouteAnswer(ResourceBody.Quota(try await self.quota(of: $0.parameter("id"))))
            },
            Route(.put, path, SetTenantQuota.action, "Set what a tenant may use.") { request in
                let body: ResourceBody.Quota = try request.decoded()
                let command = SetTenantQuota(quota: try body.logged(of: request.parameter("id")))
                let done = try await self.commands.perform(command, by: request.actor, request.command)
                return RouteAnswer(position: done.position)
            },
        ]
    }

    /// What people may use.
    func personRoutes(_ services: PlatformServices) -> [Route] {
        let path = Self.path + "/people/{id}"
        return [
            Route(.get, path, Self.readPersonLimits, "What a person may use.") { request in
                let person = try request.id(of: "person")
                // Of others nobody learns whether there is something.
                guard services.allows(request.actor, Self.seePersonLimits, to: Subject(owners: [person])) else {
                    throw DomainError(.notFound, "there is no person of that id")
                }
                let limits = try await self.limits(of: person)
                return try RouteAnswer(ResourceBody.Limits(submissionsPerDay: limits.submissionsPerDay))
            },
            Route(.put, path, ChangePersonLimits.action, "Set what a person may use.") { request in
                let body: ResourceBody.Limits = try request.decoded()
                let command = ChangePersonLimits(
                    person: try request.id(of: "person"), submissionsPerDay: body.submissionsPerDay)
                let done = try await self.commands.perform(command, by: request.actor, request.command)
                return RouteAnswer(position: done.position)
            },
        ]
    }
}
