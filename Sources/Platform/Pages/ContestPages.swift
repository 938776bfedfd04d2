internal import Coordinator
internal import JSONText
internal import Kernel
internal import Templates

/// Contests: the list, one of them, its problems, and joining it.
extension SitePages {
    static let contest = "api/v1/contests/{id}"

    var contestPages: [Page] {
        [
            Page(.get, "contests", Self.read, "The contests.") { request in
                let list = try await request.read("api/v1/contests", query: ["cursor": request.query["cursor"]])
                return .show(
                    PageContent(
                        "site/contests", "Contests",
                        [
                            "contests": .list(list.items("contests").map(Self.contestRow)),
                            "nextPath": request.next(list, at: ["contests"]),
                            "canMake": .flag(request.may("api/v1/contests", .post)),
                        ]))
            },
            Page(.get, "contests/{id}", Self.read, "A contest.") { .show(try await contestContent($0)) },
            Page(.post, "contests/{id}/join", Self.read, "Takes part.") { request in
                try await .trying(try await contestContent(request)) {
                    let body = JSONTree.record([
                        "division": request.text("division"), "accessCode": request.text("accessCode"),
                    ])
                    return try await here(request, "join", body, saying: "You take part.")
                }
            },
            Page(.post, "contests/{id}/leave", Self.read, "Takes part no more.") { request in
                try await .trying(try await contestContent(request)) {
                    try await here(request, "leave", nil, saying: "You take part no more.")
                }
            },
            Page(.post, "contests/{id}/begin", Self.read, "Begins one's own time.") { request in
                try await .trying(try await contestContent(request)) {
                    try await here(request, "begin", nil, saying: "Your time runs.")
                }
            },
            Page(.post, "contests/{id}/virtual", Self.read, "Takes part alone, from now on.") { request in
                try await .trying(try await contestContent(request)) {
                    try await here(request, "virtual", nil, saying: "Your contest runs.")
                }
            },
            Page(.get, "contests/{id}/problems/{label}", Self.read, "A problem of a contest.") { request in
                let named = try await contestProblem(request)
                return .show(try await problem(request, id: named.problem, contest: (named.id, named.label)))
            },
            handingIn("contests/{id}/problems/{label}/submit") { try await contestProblem($0) },
        ]
    }

    static func contestRow(_ row: JSONTree) -> TemplateValue {
        [
            "title": .text(row.text("title")), "path": .path(LocalPath(of: ["contests", row.text("id")])),
            "start": .text(row.time("start")), "end": .text(row.time("end")), "isHidden": .flag(row.flag("isHidden")),
        ]
    }

    /// Has the API do something with the contest of the path, and leads back to it.
    func here(
        _ request: PageRequest, _ what: String, _ body: JSONTree?, saying message: String, at page: [String] = []
    ) async throws -> PageAnswer {
        let id = request.parameter("id")
        let done = try await request.send(.post, Self.contest + "/" + what, request.parameters, body: body)
        return .go(PageRedirect(to: LocalPath(of: ["contests", id] + page), saying: message, position: done.position))
    }

    /// Which problem of the contest the label of the path means.
    private func contestProblem(
        _ request: PageRequest
    ) async throws -> (id: String, label: String, problem: String) {
        let (id, label) = (request.parameter("id"), request.parameter("label"))
        let problems = try await request.read(Self.contest + "/problems", ["id": id])
        guard let problem = problems.items("problems").first(where: { $0.text("label") == label }) else {
            throw DomainError(.notFound, "the contest has no such problem")
        }
        return (id, label, problem.text("id"))
    }

    /// A contest's page.
    func contestContent(_ request: PageRequest) async throws -> PageContent {
        let id = request.parameter("id")
        let contest = try await request.read(Self.contest, ["id": id])
        let problems = try await request.read(Self.contest + "/problems", ["id": id])
        let phase = contest.text("phase")
        let isPerson = request.actor.person != nil
        let takesPart = contest["participant"] != nil
        let isForTeams = contest["teamSize"]?.integer ?? 0 > 0
        var values: [String: TemplateValue] = [
            "description": .text(contest.text("description")), "start": .text(contest.time("start")),
            "end": .text(contest.time("end")), "ownEnd": .text(contest.time("ownEnd")),
            "phase": .text(Self.words(ofPhase: phase)),
            "format": .text(contest["counting"]?.text("format") ?? ""),
            "hasBalloons": .flag(
                contest.flag("seesBalloons") && contest["counting"]?.text("format") == "icpc"),
            "hasHacks": .flag(
                modules.contains("hacks")
                    && (contest.flag("hacksWhileRunning") || contest["hacksAfterSeconds"]?.integer ?? 0 > 0)),
            "participants": .text(contest.text("participants")), "takesPart": .flag(takesPart),
            "hasAccessCode": .flag(contest.flag("hasAccessCode")), "isJudge": .flag(contest.flag("isJudge")),
            "joinUntil": .text(contest.time("joinUntil")),
            "canJoin": .flag(isPerson && !takesPart && !Self.isOver(phase) && !isForTeams),
            "canLeave": .flag(takesPart && !Self.isOver(phase)), "wantsLogin": .flag(!isPerson),
            "canBegin": .flag(isPerson && contest.flag("allowsVirtual") && Self.isOver(phase)),
            "isForTeams": .flag(isPerson && isForTeams && !Self.isOver(phase)),
            "awardsPath": Self.isOver(phase) ? .path(LocalPath(of: ["contests", id, "awards"])) : .nothing,
            "divisions": .list(contest.items("divisions").compactMap(\.string).map { .text($0) }),
            "hasDivisions": .flag(!contest.items("divisions").isEmpty),
            "loginPath": .path(LocalPath(of: ["login"], query: [("next", "/contests/\(LocalPath.encoded(id))")])),
        ]
        if let window = contest["windowSeconds"]?.integer {
            values["window"] = .text(ClockText.text(Int64(window)))
            values["windowEnd"] = .text(contest.time("windowEnd"))
            values["canBeginWindow"] = .flag(
                takesPart && contest["windowBegun"] == nil && ["running", "frozen"].contains(phase))
        }
        for what in [
            "join", "leave", "begin", "virtual", "board", "messages", "organise", "rejudgings", "balloons", "hacks",
            "teams",
        ] {
            values[what + "Path"] = .path(LocalPath(of: ["contests", id, what]))
        }
        values["hasProblems"] = .flag(!problems.items("problems").isEmpty)
        // Who judges may see other versions of them than those who take part.
        let sharesTitles = takesPart && !contest.flag("isJudge")
        values["problems"] = .list(try await problemRows(request, problems, in: id, sharesTitles: sharesTitles))
        var content = PageContent("site/contest", contest.text("title"), values)
        content.scripts = ["follow"]
        content.values["followed"] = .text(Self.topic(of: contest, "messages"))
        return content
    }

    /// The problems with their titles; one whose title somebody may not see has its label alone.
    private func problemRows(
        _ request: PageRequest, _ problems: JSONTree, in id: String, sharesTitles: Bool
    ) async throws -> [TemplateValue] {
        var rows: [TemplateValue] = []
        for problem in problems.items("problems").prefix(100) {
            let title = try await title(of: problem, in: sharesTitles ? id : nil, request)
            rows.append([
                "label": .text(problem.text("label")), "title": .text(title),
                "points": .text(Shown.points(problem.text("points"))), "due": .text(problem.time("due")),
                "path": .path(LocalPath(of: ["contests", id, "problems", problem.text("label")])),
            ])
        }
        return rows
    }

    /// - Parameter contest: in which the reader takes part, as all do who see the same of a problem that is not published.
    private func title(of problem: JSONTree, in contest: String?, _ request: PageRequest) async throws -> String {
        let key = "\(problem.text("id")) \(problem.text("version"))"
        let ownKey = contest.map { "\($0) \(key)" }
        if let title = titles.title(of: key) ?? ownKey.flatMap({ titles.title(of: $0) }) { return title }
        do {
            let found = try await request.read("api/v1/problems/{id}", ["id": problem.text("id")])
            // What only some may know is not remembered for the others.
            if let key = found.text("state") == "published" ? key : ownKey {
                titles.remember(found.text("title"), of: key)
            }
            return found.text("title")
        } catch let error as DomainError where error.code == .notFound || error.code == .forbidden {
            return "Problem \(problem.text("label"))"
        }
    }

    static func words(ofPhase phase: String) -> String {
        switch phase {
        case "before": "Has not begun"
        case "running": "Runs"
        case "frozen": "Runs; the board is frozen"
        case "over": "Over; results are not final yet"
        case "final": "Over; results are final"
        default: phase
        }
    }

    /// Whether nobody can better their place any more.
    static func isOver(_ phase: String) -> Bool { ["over", "final"].contains(phase) }

    /// What a page of a contest follows: what is shown to everybody, if everybody may know of the contest, and else what is
    /// shown to whoever looks.
    static func topic(of contest: JSONTree, _ name: String, isJudges: Bool = false) -> String {
        let open = "/api/v1/live/contests/\(LocalPath.encoded(contest.text("id")))/\(name)"
        if isJudges { return open + "/judges" }
        guard contest.flag("isHidden") else { return open }
        return open + (contest["participant"] == nil && contest.flag("isJudge") ? "/judges" : "/own")
    }
}

/// How the pages of contests look.
enum ContestTemplates {
    static let all = [
        "site/contests": list, "site/contest": contest, "site/board": BoardTemplates.board,
        "site/messages": MessageTemplates.messages, "site/awards": AwardTemplates.awards,
    ]

    private static let list = """
        {{#canMake}}<p><a class="button second" href="/contests/new">New contest</a></p>{{/canMake}}
        <div class="scroll" tabindex="0" role="region" aria-label="Contests">
        <table>
        <thead><tr><th scope="col">Contest</th><th scope="col">Start</th><th scope="col">End</th></tr></thead>
        <tbody>
        {{#contests}}
        <tr><td><a href="{{path}}">{{title}}</a>{{#isHidden}} <span class="badge wait">hidden</span>{{/isHidden}}</td><td class="nowrap">{{start}}</td><td class="nowrap">{{end}}</td></tr>
        {{/contests}}
        {{^contests}}
        <tr><td colspan="3">None.</td></tr>
        {{/contests}}
        </tbody>
        </table>
        </div>
        {{> next-page}}

        """

    private static let contest = """
        <div id="live" data-follow="{{followed}}">
        <ul class="tabs" aria-label="Contest">
        <li><a href="{{boardPath}}">Board</a></li>
        <li><a href="{{messagesPath}}">Questions and announcements</a></li>
        {{#awardsPath}}<li><a href="{{awardsPath}}">Awards</a></li>{{/awardsPath}}
        {{#isJudge}}<li><a href="{{organisePath}}">Look after it</a></li><li><a href="{{rejudgingsPath}}">Judge anew</a></li>{{/isJudge}}
        {{#hasBalloons}}<li><a href="{{balloonsPath}}">Balloons</a></li>{{/hasBalloons}}
        {{#hasHacks}}<li><a href="{{hacksPath}}">Hacks</a></li>{{/hasHacks}}
        </ul>
        <dl class="facts">
        <dt>Now</dt><dd>{{phase}}</dd>
        <dt>Start</dt><dd>{{start}}</dd>
        <dt>End</dt><dd>{{end}}{{#ownEnd}}; for you {{ownEnd}}{{/ownEnd}}</dd>
        <dt>Rules</dt><dd>{{format}}</dd>
        <dt>Taking part</dt><dd>{{participants}}{{#takesPart}}, you among them{{/takesPart}}</dd>
        {{#window}}<dt>Time for each</dt><dd>{{window}} minutes, from a start of one's own{{#windowEnd}}; yours ends {{windowEnd}}{{/windowEnd}}</dd>{{/window}}
        {{#joinUntil}}<dt>Join until</dt><dd>{{joinUntil}}</dd>{{/joinUntil}}
        </dl>
        {{#description}}<p class="lines">{{description}}</p>{{/description}}
        {{#hasProblems}}
        <h2>Problems</h2>
        <div class="scroll" tabindex="0" role="region" aria-label="Problems">
        <table>
        <thead><tr><th scope="col">Problem</th><th scope="col">Title</th><th scope="col" class="number">Points</th></tr></thead>
        <tbody>
        {{#problems}}
        <tr><td>{{label}}</td><td><a href="{{path}}">{{title}}</a>{{#due}} <span class="quiet">due {{due}}</span>{{/due}}</td><td class="number">{{points}}</td></tr>
        {{/problems}}
        </tbody>
        </table>
        </div>
        {{/hasProblems}}
        </div>
        {{#wantsLogin}}<p><a class="button" href="{{loginPath}}">Log in to take part</a></p>{{/wantsLogin}}
        {{#canJoin}}
        <h2>Take part</h2>
        <form class="fields" method="post" action="{{joinPath}}">
        {{> token}}
        {{#hasDivisions}}<div class="field"><label for="division">Division</label><select id="division" name="division">{{#divisions}}<option>{{.}}</option>{{/divisions}}</select></div>{{/hasDivisions}}
        {{#hasAccessCode}}<div class="field"><label for="code">Code that the organisers gave you</label><input id="code" name="accessCode" required maxlength="200" autocomplete="off"></div>{{/hasAccessCode}}
        <button>Take part</button>
        </form>
        {{/canJoin}}
        {{#canBeginWindow}}<form method="post" action="{{beginPath}}">{{> token}}<p><button>Begin your {{window}} minutes now</button></p></form>{{/canBeginWindow}}
        {{#canBegin}}<form method="post" action="{{virtualPath}}">{{> token}}<p><button>Begin it now, alone</button></p></form>{{/canBegin}}
        {{#isForTeams}}<p><a class="button second" href="{{teamsPath}}">Teams take part: form one, or join one</a></p>{{/isForTeams}}
        {{#canLeave}}<form method="post" action="{{leavePath}}">{{> token}}<p><button class="second">Take part no more</button></p></form>{{/canLeave}}

        """
}
