internal import Coordinator
internal import JSONText
internal import Kernel
internal import Templates

/// What a contest awards, and to whom.
extension SitePages {
    /// How many names stand beside an award.
    private static let most = 100

    var awardPages: [Page] {
        [Page(.get, "contests/{id}/awards", Self.read, "What a contest awards.") { .show(try await awards($0)) }]
    }

    private func awards(_ request: PageRequest) async throws -> PageContent {
        let id = request.parameter("id")
        let contest = try await request.read(Self.contest, ["id": id])
        var values: [String: TemplateValue] = [
            "contestPath": .path(LocalPath(of: ["contests", id])),
            "boardPath": .path(LocalPath(of: ["contests", id, "board"])),
        ]
        // Before the end they would be news of the day, and nothing else.
        guard Self.isOver(contest.text("phase")) else {
            return PageContent("site/awards", "Awards of \(contest.text("title"))", values)
        }
        let own = contest["participant"]?.string
        let awards: JSONTree
        do {
            awards = try await request.read(Self.contest + "/awards", ["id": id])
        } catch let error as DomainError where error.code == .wrongState {
            // Somebody has more time than the others, and the board is closed until they have ended.
            return PageContent("site/awards", "Awards of \(contest.text("title"))", values)
        }
        let (rows, _) = try await wholeBoard(of: id, request)
        let names = Dictionary(rows.map { ($0.text("participant"), Self.name(of: $0)) }) { first, _ in first }
        values["isFinal"] = .flag(awards.flag("isFinal"))
        values["isOver"] = true
        values["rank"] = .text(own.map { awards["ranks"]?.text($0) ?? "" } ?? "")
        values["awards"] = .list(
            awards.items("awards").map { award in
                let winners = award.items("participants").compactMap(\.string)
                return [
                    "name": .text(Self.name(ofAward: award.text("id"))),
                    "isOwn": .flag(own.map(winners.contains) ?? false),
                    "winners": .list(
                        winners.prefix(Self.most).map { winner in
                            [
                                "name": .text(names[winner] ?? "Participant \(winner.prefix(8))"),
                                "isOwn": .flag(winner == own),
                            ]
                        }),
                    "more": .text(winners.count > Self.most ? "\(winners.count - Self.most)" : ""),
                ]
            })
        return PageContent("site/awards", "Awards of \(contest.text("title"))", values)
    }

    /// What an award is called: `Gold medal`, `First to solve A`.
    static func name(ofAward id: String) -> String {
        if id.hasPrefix("first-to-solve-") { return "First to solve \(id.dropFirst("first-to-solve-".count))" }
        let words = id.replacing("-", with: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }
}

/// How awards look.
enum AwardTemplates {
    static let awards = """
        <p><a href="{{contestPath}}">To the contest</a> · <a href="{{boardPath}}">Board</a></p>
        {{^isOver}}<p>They are given after the end.</p>{{/isOver}}
        {{#isOver}}
        {{^isFinal}}<p class="notice">The results are not final yet: this may change.</p>{{/isFinal}}
        {{#rank}}<p class="lead">Your rank is {{rank}}.</p>{{/rank}}
        <ul class="cards">
        {{#awards}}
        <li class="card"><h2>{{name}}{{#isOwn}} <span class="badge good">yours</span>{{/isOwn}}</h2>
        <ul>
        {{#winners}}
        <li>{{name}}{{#isOwn}} <span class="badge good">you</span>{{/isOwn}}</li>
        {{/winners}}
        </ul>
        {{#more}}<p class="hint">and {{more}} more</p>{{/more}}</li>
        {{/awards}}
        </ul>
        {{^awards}}<p>None.</p>{{/awards}}
        {{/isOver}}

        """
}
