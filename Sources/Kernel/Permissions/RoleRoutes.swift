internal import Coordinator

/// Roles, as admins give them and take them back.
struct RoleRoutes {
    static let read: Action = "roles.read"

    private struct Body: Codable, Sendable {
        struct Place: Codable, Sendable {
            var kind: String
            var id: String
        }

        var role: String
        /// Where; everywhere, if it is left out.
        var scope: Place?

        var grant: RoleGrant {
            get throws(DomainError) { try RoleGrant(role, kind: scope?.kind ?? "", thing: scope?.id ?? "") }
        }

        init(_ grant: RoleGrant) {
            role = grant.role.rawValue
            scope = grant.scope == .site ? nil : Place(kind: grant.scope.kind, id: grant.scope.id)
        }
    }

    private struct Answer: Encodable, Sendable {
        var roles: [Body]
    }

    let roles: Roles
    let commands: Commands

    /// The module of all that can be done with roles.
    var module: Module {
        var module = Module("roles")
        module.commands = [GrantRole.action, RevokeRole.action]
        module.permits = [GrantRole.action, RevokeRole.action, Self.read].map { Permit($0, .role(.admin)) }
        let path = "api/v1/people/{id}/roles"
        module.routes = [
            Route(.get, path, Self.read, "The roles of a person.") { try self.list($0) },
            Route(.post, path, GrantRole.action, "Gives a person a role, in a scope or everywhere.") { request in
                let (person, grant) = try Self.wanted(request)
                let done = try await commands.perform(
                    GrantRole(person: person, grant: grant), by: request.actor, request.command)
                return RouteAnswer(position: done.position)
            },
            Route(.post, path + "/revoke", RevokeRole.action, "Takes a role back from a person.") { request in
                let (person, grant) = try Self.wanted(request)
                let done = try await commands.perform(
                    RevokeRole(person: person, grant: grant), by: request.actor, request.command)
                return RouteAnswer(position: done.position)
            },
        ]
        let pages = RolePages(roles: roles, commands: commands)
        (module.pages, module.templates) = (pages.all, RolePages.templates)
        return module
    }

    private func list(_ request: RouteRequest) throws -> RouteAnswer {
        let grants = roles.grants(of: try request.id(of: "person"))
        let sorted = grants.map(Body.init).sorted {
            ($0.role, $0.scope?.kind ?? "", $0.scope?.id ?? "") < ($1.role, $1.scope?.kind ?? "", $1.scope?.id ?? "")
        }
        return try RouteAnswer(Answer(roles: sorted))
    }

    private static func wanted(_ request: RouteRequest) throws -> (EntityID, RoleGrant) {
        let body: Body = try request.decoded()
        return (try request.id(of: "person"), try body.grant)
    }
}
