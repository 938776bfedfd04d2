internal import Coordinator
internal import Templates

/// The pages on which admins give roles to people and take them back.
struct RolePages {
    let roles: Roles
    let commands: Commands

    /// They.
    var all: [Page] {
        let path = "admin/people/{id}/roles"
        return [
            Page(.get, path, RoleRoutes.read, "The roles of a person.") { request in
                .show(content(of: try request.id(of: "person")))
            },
            Page(.post, path, GrantRole.action, "Gives a person a role.") { request in
                let person = try request.id(of: "person")
                return try await .trying(content(of: person)) {
                    let done = try await commands.perform(
                        GrantRole(person: person, grant: try Self.grant(request)), by: request.actor, request.command)
                    return .go(
                        PageRedirect(to: Self.home(of: person), saying: "The role is given.", position: done.position))
                }
            },
            Page(.post, path + "/revoke", RevokeRole.action, "Takes a role back from a person.") { request in
                let person = try request.id(of: "person")
                return try await .trying(content(of: person)) {
                    let done = try await commands.perform(
                        RevokeRole(person: person, grant: try Self.grant(request)), by: request.actor, request.command)
                    return .go(
                        PageRedirect(
                            to: Self.home(of: person), saying: "The role is taken back.", position: done.position))
                }
            },
        ]
    }

    private static func home(of person: EntityID) -> LocalPath {
        LocalPath(of: ["admin", "people", "\(person)", "roles"])
    }

    private static func grant(_ request: PageRequest) throws(DomainError) -> RoleGrant {
        try RoleGrant(request.field("role"), kind: request.field("kind"), thing: request.field("thing"))
    }

    private func content(of person: EntityID) -> PageContent {
        let grants = roles.grants(of: person).sorted {
            ($0.role.rawValue, $0.scope.kind, $0.scope.id) < ($1.role.rawValue, $1.scope.kind, $1.scope.id)
        }
        let home = Self.home(of: person)
        return PageContent(
            "roles/person", "Roles",
            [
                "person": .text("\(person)"), "homePath": .path(home),
                "revokePath": LocalPath(home.description + "/revoke").map { .path($0) } ?? .nothing,
                "roles": .list(
                    grants.map { grant in
                        [
                            "role": .text(grant.role.rawValue),
                            "kind": .text(grant.scope == .site ? "" : grant.scope.kind),
                            "thing": .text(grant.scope.id),
                            "place": .text(
                                grant.scope == .site ? "everywhere" : "\(grant.scope.kind) \(grant.scope.id)"),
                        ]
                    }),
            ])
    }

    static let templates = [
        "roles/person": """
        <p>Of the person <code>{{person}}</code>.</p>
        <div class="scroll" tabindex="0" role="region" aria-label="Roles">
        <table>
        <thead><tr><th scope="col">Role</th><th scope="col">Where</th><th scope="col">Take back</th></tr></thead>
        <tbody>
        {{#roles}}
        <tr><td>{{role}}</td><td>{{place}}</td>
        <td><form method="post" action="{{revokePath}}">{{> token}}
        <input type="hidden" name="role" value="{{role}}"><input type="hidden" name="kind" value="{{kind}}"><input type="hidden" name="thing" value="{{thing}}">
        <button class="second">Take back</button></form></td></tr>
        {{/roles}}
        {{^roles}}
        <tr><td colspan="3">None.</td></tr>
        {{/roles}}
        </tbody>
        </table>
        </div>
        <h2>Give a role</h2>
        <form method="post" action="{{homePath}}">
        {{> token}}
        <div class="row">
        <div class="field"><label for="role">Role</label><input id="role" name="role" required maxlength="64" autocomplete="off" spellcheck="false"></div>
        <div class="field"><label for="kind">Of a kind of things</label><input id="kind" name="kind" maxlength="64" autocomplete="off" spellcheck="false" aria-describedby="kind-hint"></div>
        <div class="field"><label for="thing">Of this one</label><input id="thing" name="thing" maxlength="64" autocomplete="off" spellcheck="false"></div>
        <button>Give</button>
        </div>
        <span class="hint" id="kind-hint">Such as contest, and the contest's id. Both empty: everywhere.</span>
        </form>

        """
    ]
}
