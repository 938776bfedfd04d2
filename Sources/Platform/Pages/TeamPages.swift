internal import Coordinator
internal import JSONText
internal import Kernel
internal import Templates

/// Teams of a contest: forming one, asking others to join it, and joining one that has asked.
extension SitePages {
    private static let teams = contest + "/teams"

    var teamPages: [Page] {
        let path = "contests/{id}/teams"
        return [
            Page(.get, path, Self.read, "One's own team, and those that have invited one.") {
                .show(try await teams($0))
            },
            Page(.post, path, Self.read, "Forms a team.") { request in
                try await .trying(try await teams(request)) {
                    let body = JSONTree.record([
                        "name": .string(request.field("name")), "division": request.text("division"),
                        "accessCode": request.text("accessCode"),
                    ])
                    return try await here(request, "teams", body, saying: "Your team takes part.", at: ["teams"])
                }
            },
            Page(.post, path + "/{team}/join", Self.read, "Joins a team that one was invited to.") { request in
                try await .trying(try await teams(request)) {
                    try await here(
                        request, "teams/{team}/join", nil, saying: "You take part in this team.", at: ["teams"])
                }
            },
            Page(.post, path + "/{team}/invite", Self.read, "Lets somebody join one's team.") { request in
                try await .trying(try await teams(request)) {
                    let body = JSONTree.record(["person": .string(try await invited(request))])
                    return try await here(
                        request, "teams/{team}/invitations", body, saying: "They may join your team.", at: ["teams"])
                }
            },
            Page(.post, path + "/{team}/uninvite/{person}", Self.read, "Lets somebody join one's team no more.") {
                request in
                try await .trying(try await teams(request)) {
                    let done = try await request.send(
                        .delete, Self.teams + "/{team}/invitations/{person}", request.parameters)
                    return .go(
                        PageRedirect(
                            to: LocalPath(of: ["contests", request.parameter("id"), "teams"]),
                            saying: "They are not invited any more.", position: done.position))
                }
            },
        ]
    }

    /// Whom a form means: by their id, or by the name that everybody sees, if nobody else has it.
    private func invited(_ request: PageRequest) async throws -> String {
        let text = request.field("person")
        guard EntityID(text) == nil, modules.contains("profiles"), !text.isEmpty else { return text }
        let found = try await request.read("api/v1/users/search", query: ["text": text]).items("people")
        let exact = found.filter { $0.text("displayName") == text }
        guard let one = exact.count == 1 ? exact.first : found.count == 1 ? found.first : nil else {
            throw DomainError(
                .invalid, found.isEmpty ? "nobody shows that name" : "several people have that name",
                advice: "give the person's id, which stands at the end of their page's address")
        }
        return one.text("id")
    }

    private func teams(_ request: PageRequest) async throws -> PageContent {
        let id = request.parameter("id")
        let all = try await request.read(Self.teams, ["id": id])
        var names: [String: String] = [:]
        func people(_ team: JSONTree, _ key: String) async throws -> [(id: String, name: String)] {
            var people: [(id: String, name: String)] = []
            for person in team.items(key).compactMap(\.string) {
                if names[person] == nil { names[person] = try await name(ofPerson: person, request) }
                people.append((person, names[person] ?? ""))
            }
            return people
        }
        var values: [String: TemplateValue] = [
            "contestPath": .path(LocalPath(of: ["contests", id])),
            "formPath": .path(LocalPath(of: ["contests", id, "teams"])),
        ]
        if let team = all["team"] {
            let home = ["contests", id, "teams", team.text("id")]
            values["hasTeam"] = true
            values["name"] = .text(team["name"]?.string ?? "Your team")
            values["division"] = .text(team.text("division"))
            values["people"] = .list(try await people(team, "people").map { .text($0.name) })
            values["invited"] = .list(
                try await people(team, "invited").map { person in
                    ["name": .text(person.name), "path": .path(LocalPath(of: home + ["uninvite", person.id]))]
                })
            let captain = team.items("people").first?.string
            values["isCaptain"] = .flag(request.actor.person.map { "\($0)" == captain } ?? false)
            values["invitePath"] = .path(LocalPath(of: home + ["invite"]))
        }
        var invitations: [TemplateValue] = []
        for team in all.items("invitations") {
            invitations.append([
                "name": .text(team["name"]?.string ?? "A team"), "division": .text(team.text("division")),
                "people": .text(try await people(team, "people").map(\.name).joined(separator: ", ")),
                "path": .path(LocalPath(of: ["contests", id, "teams", team.text("id"), "join"])),
            ])
        }
        values["invitations"] = .list(invitations)
        values.merge(try await forming(request, hasTeam: all["team"] != nil)) { $1 }
        return PageContent("site/teams", "Teams", values)
    }

    /// What the form asks for by which a team is formed; whoever was invited alone may not know of the contest itself.
    private func forming(_ request: PageRequest, hasTeam: Bool) async throws -> [String: TemplateValue] {
        do {
            let contest = try await request.read(Self.contest, ["id": request.parameter("id")])
            let divisions = contest.items("divisions").compactMap(\.string)
            let canForm = !hasTeam && contest["teamSize"]?.integer ?? 0 > 0 && contest["participant"] == nil
            return [
                "canForm": .flag(canForm && !Self.isOver(contest.text("phase"))),
                "hasAccessCode": .flag(contest.flag("hasAccessCode")),
                "divisions": .list(divisions.map { .text($0) }), "hasDivisions": .flag(!divisions.isEmpty),
                "title": .text(contest.text("title")),
            ]
        } catch let error as DomainError where error.code == .notFound {
            return [:]
        }
    }

    /// What a person wants to be called.
    private func name(ofPerson id: String, _ request: PageRequest) async throws -> String {
        let unnamed = "Person \(id.prefix(8))"
        guard modules.contains("profiles") else { return unnamed }
        do {
            return try await request.read("api/v1/users/{id}", ["id": id])["displayName"]?.string ?? unnamed
        } catch let error as DomainError where error.code == .notFound {
            return unnamed
        }
    }
}

/// How teams look.
enum TeamTemplates {
    static let all = ["site/teams": teams]

    private static let teams = """
        <p><a href="{{contestPath}}">To the contest</a>{{#title}} {{title}}{{/title}}</p>
        {{#hasTeam}}
        <h2>{{name}}{{#division}} <span class="badge wait">{{division}}</span>{{/division}}</h2>
        <ul>
        {{#people}}
        <li>{{.}}</li>
        {{/people}}
        </ul>
        {{#isCaptain}}
        <form class="fields" method="post" action="{{invitePath}}">
        {{> token}}
        <div class="field"><label for="person">Who may join</label><input id="person" name="person" required maxlength="200" autocomplete="off" aria-describedby="person-hint">
        <span class="hint" id="person-hint">The name that everybody sees, or what stands at the end of the address of the person's page.</span></div>
        <button>Invite</button>
        </form>
        {{/isCaptain}}
        <ul class="messages">
        {{#invited}}
        <li class="card"><p>{{name}} was invited.</p>{{#isCaptain}}<form method="post" action="{{path}}">{{> token}}<button class="second">Not any more</button></form>{{/isCaptain}}</li>
        {{/invited}}
        </ul>
        {{/hasTeam}}
        <h2>Invitations</h2>
        <ul class="messages">
        {{#invitations}}
        <li class="card"><p>{{name}}{{#division}} <span class="badge wait">{{division}}</span>{{/division}}: {{people}}</p>
        <form method="post" action="{{path}}">{{> token}}<button>Join this team</button></form></li>
        {{/invitations}}
        {{^invitations}}
        <li>None.</li>
        {{/invitations}}
        </ul>
        {{#canForm}}
        <h2>Form a team</h2>
        <form class="fields" method="post" action="{{formPath}}">
        {{> token}}
        <div class="field"><label for="name">What it is called</label><input id="name" name="name" required maxlength="100"></div>
        {{#hasDivisions}}<div class="field"><label for="division">Division</label><select id="division" name="division">{{#divisions}}<option>{{.}}</option>{{/divisions}}</select></div>{{/hasDivisions}}
        {{#hasAccessCode}}<div class="field"><label for="code">Code that the organisers gave you</label><input id="code" name="accessCode" required maxlength="200" autocomplete="off"></div>{{/hasAccessCode}}
        <button>Form it</button>
        </form>
        {{/canForm}}

        """
}
