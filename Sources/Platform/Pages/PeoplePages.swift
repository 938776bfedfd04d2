internal import Coordinator
internal import JSONText
internal import Kernel
internal import Templates

/// People: the ranking, what they say of themselves, and what they have solved.
extension SitePages {
    private static let fields = ["displayName", "country", "organization", "bio"]

    var peoplePages: [Page] {
        [
            Page(.get, "ranking", Self.read, "Who has solved the most.") { .show(try await ranking($0)) },
            Page(.get, "people/{id}", Self.read, "A person.") { .show(try await person($0)) },
            Page(.get, "account/profile", Self.ownProfile, "What one says of oneself.") { request in
                .show(try await profileForm(request))
            },
            Page(.post, "account/profile", Self.ownProfile, "Says something of oneself.") { request in
                try await .trying(try await profileForm(request)) {
                    let shown = Self.fields.filter { !request.field("public-" + $0).isEmpty }
                    let body = JSONTree.object(
                        Self.fields.compactMap { name in
                            request.text(name).map { JSONTree.Member(key: name, value: $0) }
                        } + [.init(key: "public", value: .array(shown.map { .string($0) }))])
                    let done = try await request.send(.put, "api/v1/users/profile", body: body)
                    return .go(
                        PageRedirect(
                            to: LocalPath(of: ["account", "profile"]), saying: "It is as you wrote it.",
                            position: done.position))
                }
            },
        ]
    }

    private func ranking(_ request: PageRequest) async throws -> PageContent {
        let text = request.query["text"] ?? ""
        let isSearch = !text.isEmpty
        let list =
            try await isSearch
            ? request.read("api/v1/users/search", query: ["text": text])
            : request.read("api/v1/users/leaderboard", query: ["cursor": request.query["cursor"]])
        // Whichever array it is.
        let rows = (list.members ?? []).lazy.compactMap(\.value.array).first ?? []
        return PageContent(
            "site/ranking", "Ranking",
            [
                "text": .text(text), "isSearch": .flag(isSearch),
                "people": .list(
                    rows.map { row in
                        let id = row.text("id")
                        return [
                            "rank": .text(row.text("rank")), "solved": .text(row.text("solved")),
                            "country": .text(row.text("country")),
                            "name": .text(
                                row["displayName"]?.string ?? (id.isEmpty ? "somebody" : "Person \(id.prefix(8))")),
                            "path": id.isEmpty ? .nothing : .path(LocalPath(of: ["people", id])),
                        ]
                    }),
                "nextPath": request.next(list, at: ["ranking"]),
            ])
    }

    private func person(_ request: PageRequest) async throws -> PageContent {
        let id = request.parameter("id")
        let person = try await request.read("api/v1/users/{id}", ["id": id])
        let statistics = try await request.read("api/v1/users/{id}/stats", ["id": id])
        let name = person["displayName"]?.string ?? "Person \(id.prefix(8))"
        return PageContent(
            "site/person", name,
            [
                "country": .text(person.text("country")), "organization": .text(person.text("organization")),
                "bio": .text(person.text("bio")), "facts": .list(Self.facts(statistics)),
            ])
    }

    /// Numbers, and numbers by what they are of.
    private static func facts(_ tree: JSONTree) -> [TemplateValue] {
        (tree.members ?? []).compactMap { member -> TemplateValue? in
            switch member.value {
            case .number(let text): ["name": .text(words(of: member.key)), "value": .text(text)]
            case .object(let members) where !members.isEmpty:
                [
                    "name": .text(words(of: member.key)),
                    "value": .text(members.map { "\($0.key): \(counts(in: $0.value))" }.joined(separator: "; ")),
                ]
            default: nil
            }
        }
    }

    /// A number, or several with what they count: `3 submissions, 2 solved`.
    private static func counts(in tree: JSONTree) -> String {
        guard let members = tree.members else { return tree.text }
        return members.map { "\($0.value.text) \($0.key)" }.joined(separator: ", ")
    }

    /// `byLanguage` as `By language`.
    private static func words(of key: String) -> String {
        let text = key.reduce(into: "") { text, letter in
            if letter.isUppercase { text += " " }
            text += letter.lowercased()
        }
        return text.prefix(1).uppercased() + text.dropFirst()
    }

    private func profileForm(_ request: PageRequest) async throws -> PageContent {
        let profile = try await request.read("api/v1/users/profile")
        let shown = Set(profile.items("public").compactMap(\.string))
        let names = [
            "displayName": "Name that others see", "country": "Country", "organization": "Organization",
            "bio": "About you",
        ]
        return PageContent(
            "site/profile", "Your profile",
            [
                "fields": .list(
                    Self.fields.map { name in
                        [
                            "id": .text(name), "name": .text(names[name] ?? name), "isLong": .flag(name == "bio"),
                            "value": .text(request.fields.isEmpty ? profile.text(name) : request.field(name)),
                            "isPublic": .flag(shown.contains(name)),
                        ]
                    })
            ])
    }
}

/// How the pages of people look.
enum PeopleTemplates {
    static let all = ["site/ranking": ranking, "site/person": person, "site/profile": profile]

    private static let ranking = """
        <form method="get" action="/ranking" role="search">
        <div class="row"><div class="field"><label for="text">Find somebody</label><input id="text" name="text" type="search" value="{{text}}" maxlength="100"></div><button>Find</button></div>
        </form>
        <div class="scroll" tabindex="0" role="region" aria-label="Ranking">
        <table>
        <thead><tr>{{^isSearch}}<th scope="col" class="number">#</th>{{/isSearch}}<th scope="col">Who</th><th scope="col">Country</th>{{^isSearch}}<th scope="col" class="number">Solved</th>{{/isSearch}}</tr></thead>
        <tbody>
        {{#people}}
        <tr>{{^isSearch}}<td class="number">{{rank}}</td>{{/isSearch}}<td>{{#path}}<a href="{{path}}">{{name}}</a>{{/path}}{{^path}}{{name}}{{/path}}</td><td>{{country}}</td>{{^isSearch}}<td class="number">{{solved}}</td>{{/isSearch}}</tr>
        {{/people}}
        {{^people}}
        <tr><td colspan="4">Nobody.</td></tr>
        {{/people}}
        </tbody>
        </table>
        </div>
        {{> next-page}}

        """

    private static let person = """
        <dl class="facts">
        {{#country}}<dt>Country</dt><dd>{{country}}</dd>{{/country}}
        {{#organization}}<dt>Organization</dt><dd>{{organization}}</dd>{{/organization}}
        {{#facts}}<dt>{{name}}</dt><dd>{{value}}</dd>{{/facts}}
        </dl>
        {{#bio}}<p class="lines">{{bio}}</p>{{/bio}}

        """

    private static let profile = """
        <p>Others see only what you show to everybody.</p>
        <form class="fields" method="post" action="/account/profile">
        {{> token}}
        {{#fields}}
        <div class="field"><label for="{{id}}">{{name}}</label>
        {{#isLong}}<textarea class="short" id="{{id}}" name="{{id}}">{{value}}</textarea>{{/isLong}}
        {{^isLong}}<input id="{{id}}" name="{{id}}" value="{{value}}">{{/isLong}}
        <label class="hint"><input type="checkbox" name="public-{{id}}" value="yes"{{#isPublic}} checked{{/isPublic}}> show it to everybody</label></div>
        {{/fields}}
        <button>Keep</button>
        </form>

        """
}
