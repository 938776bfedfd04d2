internal import Coordinator
internal import Kernel
internal import Templates

/// The accounts that there are, as an admin sees them.
struct AccountListPages: Sendable {
    static let home = LocalPath(of: ["admin", "accounts"])
    private static let size = 50

    let accounts: Accounts

    /// They.
    var all: [Page] {
        [
            Page(.get, "admin/accounts", AccountList.read, "The accounts that there are, newest first.") { request in
                .show(try await content(request))
            },
            Page(.post, "admin/accounts/{id}/erase", "accounts.erase-others", "Erase a person, for good.") { request in
                let id = try request.id(of: "account")
                guard request.actor.person != id else {
                    throw DomainError(.forbidden, "this is for others", advice: "erase yourself on your account's page")
                }
                guard request.field("sure") == "yes" else {
                    return .show(
                        PageContent(
                            "accounts/erase", "Erase a person",
                            ["id": .text("\(id)"), "erasePath": .path(Self.path(id, "erase"))]))
                }
                try await accounts.erase(id, by: request.actor)
                return .go(PageRedirect(to: Self.home, saying: "The person is erased."))
            },
        ]
    }

    private static func path(_ id: EntityID, _ what: String) -> LocalPath {
        LocalPath(of: ["admin", "accounts", "\(id)", what])
    }

    private func content(_ request: PageRequest) async throws -> PageContent {
        let page = try await AccountList(accounts: accounts).page(
            Self.size, after: request.query["cursor"], atLeast: request.seen)
        return PageContent(
            "accounts/list", "Accounts",
            [
                "accounts": .list(
                    page.accounts.map { account in
                        [
                            "id": .text(account.id), "name": TemplateValue(account.name),
                            "made": .text(account.made.prefix(19).replacing("T", with: " ") + " UTC"),
                            "confirmed": .flag(account.confirmed),
                            "rolesPath": .path(LocalPath(of: ["admin", "people", account.id, "roles"])),
                            "erasePath": .path(LocalPath(of: ["admin", "accounts", account.id, "erase"])),
                        ]
                    }),
                "nextPath": page.next.map {
                    .path(LocalPath(of: ["admin", "accounts"], query: [("cursor", $0)]))
                } ?? .nothing,
            ])
    }

    static let templates = [
        "accounts/list": """
        <div class="scroll" tabindex="0" role="region" aria-label="Accounts">
        <table>
        <thead><tr><th scope="col">Name</th><th scope="col">Id</th><th scope="col">Made</th><th scope="col">Address</th><th scope="col">What now</th></tr></thead>
        <tbody>
        {{#accounts}}
        <tr><td>{{name}}</td><td><code>{{id}}</code></td><td class="nowrap"><time>{{made}}</time></td>
        <td>{{#confirmed}}<span class="badge good">confirmed</span>{{/confirmed}}{{^confirmed}}<span class="badge wait">not confirmed</span>{{/confirmed}}</td>
        <td class="nowrap"><a href="{{rolesPath}}">Roles</a>
        <form method="post" action="{{erasePath}}">{{> token}}<button class="second">Erase…</button></form></td></tr>
        {{/accounts}}
        {{^accounts}}
        <tr><td colspan="5">There are none yet.</td></tr>
        {{/accounts}}
        </tbody>
        </table>
        </div>
        {{> next-page}}

        """,
        "accounts/erase": """
        <p>Nobody can read then who <code>{{id}}</code> was, and they cannot log in any more. It cannot be undone.</p>
        <form method="post" action="{{erasePath}}">{{> token}}<input type="hidden" name="sure" value="yes">
        <button class="danger">Erase this person</button> <a class="button second" href="/admin/accounts">Leave them</a></form>

        """,
    ]
}
