internal import Coordinator
internal import JSONText
internal import Kernel
internal import Templates

/// Making contests and looking after them.
extension SitePages {
    private static let formats = ["icpc", "ioi", "codeforces", "atcoder", "ecoo", "homework"]

    var organiserPages: [Page] {
        let home = "contests/{id}/organise"
        return [
            Page(.get, "contests/new", Self.read, "Makes a contest.") { request in
                guard request.may("api/v1/contests", .post) else {
                    throw DomainError(.forbidden, "you may not make contests", advice: "ask whoever runs this site")
                }
                return .show(contestForm(nil, at: LocalPath(of: ["contests", "new"])))
            },
            Page(.post, "contests/new", Self.read, "Makes a contest.") { request in
                let path = LocalPath(of: ["contests", "new"])
                return try await .trying(contestForm(nil, at: path, request)) {
                    var wrong = WrongFields()
                    let body = try contestBody(request, nil, problems: [], &wrong)
                    if let complaint = wrong.complaint {
                        return .show(contestForm(nil, at: path, request, wrong: wrong).complaining(complaint))
                    }
                    let made = try await request.send(.post, "api/v1/contests", body: body)
                    return .go(
                        PageRedirect(
                            to: LocalPath(of: ["contests", made.tree.text("id"), "organise"]),
                            saying: "The contest is made.", position: made.position))
                }
            },
            Page(.get, home, Self.read, "Looks after a contest.") { .show(try await organise($0)) },
            Page(.post, home, Self.read, "Has a contest otherwise.") { request in
                try await .trying(try await organise(request)) {
                    let id = request.parameter("id")
                    let contest = try await request.read(Self.contest, ["id": id])
                    let problems = try await request.read(Self.contest + "/problems", ["id": id])
                    var wrong = WrongFields()
                    let body = try contestBody(request, contest, problems: problems.items("problems"), &wrong)
                    if let complaint = wrong.complaint {
                        return .show(try await organise(request, wrong).complaining(complaint))
                    }
                    let done = try await request.send(.put, Self.contest, ["id": id], body: body)
                    return .go(
                        PageRedirect(
                            to: LocalPath(of: ["contests", id, "organise"]), saying: "It is as you wrote it.",
                            position: done.position))
                }
            },
        ]
            + ["freeze", "thaw", "finalize"].map { what in
                Page(.post, home + "/" + what, Self.read, "A contest's board, or its end: \(what).") { request in
                    try await .trying(try await organise(request)) {
                        try await here(request, what, nil, saying: "Done: \(what).", at: ["organise"])
                    }
                }
            }
    }

    func organise(
        _ request: PageRequest, _ wrong: WrongFields = WrongFields()
    ) async throws -> PageContent {
        let id = request.parameter("id")
        let contest = try await request.read(Self.contest, ["id": id])
        guard contest.flag("isJudge") else {
            throw DomainError(.forbidden, "this is for those who look after the contest")
        }
        let problems = try await request.read(Self.contest + "/problems", ["id": id])
        var content = contestForm(
            contest, problems.items("problems"), at: LocalPath(of: ["contests", id, "organise"]), request, wrong: wrong)
        content.title = "Look after \(contest.text("title"))"
        content.values["isMade"] = true
        content.values["contestPath"] = .path(LocalPath(of: ["contests", id]))
        content.values.merge(Self.adjustingValues(contest, request)) { $1 }
        for what in ["freeze", "thaw", "finalize"] {
            content.values[what + "Path"] = .path(LocalPath(of: ["contests", id, "organise", what]))
        }
        if request.fields.isEmpty || Self.isAdjusting(request) {
            content.values["problems"] = .text(
                problems.items("problems").map { Self.line(of: $0) }.joined(separator: "\n"))
        }
        return content
    }

    /// The form, filled in with what was sent, or with what the contest is.
    private func contestForm(
        _ contest: JSONTree?, _ problems: [JSONTree] = [], at path: LocalPath, _ request: PageRequest? = nil,
        wrong: WrongFields = WrongFields()
    ) -> PageContent {
        var values: [String: TemplateValue] = ["herePath": .path(path)]
        let sent = request.flatMap { $0.fields.isEmpty || Self.isAdjusting($0) ? nil : $0 }
        func minutes(_ key: String) -> String { contest?[key]?.integer.map { ClockText.text(Int64($0)) } ?? "" }
        let known: [(String, String)] = [
            ("title", contest?.text("title") ?? ""), ("description", contest?.text("description") ?? ""),
            ("start", contest?.text("start") ?? ""),
            ("length", contest == nil ? "300" : minutes("lengthSeconds")),
            ("freeze", contest == nil ? "240" : minutes("freezeAfterSeconds")), ("window", minutes("windowSeconds")),
            ("hacksAfter", contest?["hacksAfterSeconds"]?.integer == 0 ? "" : minutes("hacksAfterSeconds")),
            ("problems", ""),
        ]
        for (name, value) in known { values[name] = .text(sent?.field(name) ?? value) }
        let format = sent?.field("format") ?? contest?["counting"]?.text("format") ?? "icpc"
        values["formats"] = .list(Self.formats.map { ["name": .text($0), "isHere": .flag($0 == format)] })
        for name in ["isHidden", "isBoardClosed", "givesFrozenBalloons", "hacksWhileRunning"] {
            values[name] = .flag(sent.map { !$0.field(name).isEmpty } ?? contest?.flag(name) ?? false)
        }
        for name in ["length", "freeze", "window", "hacksAfter", "takesTokened"] {
            values[name + "Wrong"] = wrong[name]
        }
        let tokens = [(TokenFields.contest, contest?["tokens"])] + Self.tokenFields(problems)
        let takesTokened = sent.map { !$0.field("takesTokened").isEmpty } ?? contest?["counting"]?.flag("takesTokened")
        values["tokens"] = .list(tokens.map { $0.0.values($0.1, sent, wrong) })
        values["takesTokened"] = .flag(takesTokened ?? false)
        values["hasTokens"] = .flag(
            takesTokened ?? false || tokens.contains { $0.0.areUsed($0.1, sent, wrong) })
        values["takingPart"] = TakingPartFields.values(contest, sent, wrong)
        return PageContent("site/organise", "New contest", values)
    }

    /// The fields for the tokens of each problem, and what those are.
    private static func tokenFields(_ problems: [JSONTree]) -> [(TokenFields, JSONTree?)] {
        problems.map { (TokenFields.problem($0.text("id"), label: $0.text("label")), $0["tokens"]) }
    }

    /// What the API is told. What the form has no field for stays as it is.
    private func contestBody(
        _ request: PageRequest, _ contest: JSONTree?, problems: [JSONTree], _ wrong: inout WrongFields
    ) throws -> JSONTree {
        let length = ClockText.seconds(request.field("length")) ?? 0
        if length == 0 {
            wrong.add("length", "The length must be a number of minutes: write 300, or 300:30 with seconds.")
        }
        let freeze = ClockText.seconds(request.field("freeze"))
        if !request.field("freeze").isEmpty, freeze.map({ $0 > length }) ?? true {
            wrong.add("freeze", "The board freezes after a number of minutes, within the contest.")
        }
        let window = ClockText.seconds(request.field("window"))
        if !request.field("window").isEmpty, window.map({ $0 < 60 || $0 > length }) ?? true {
            wrong.add(
                "window",
                "The time for each must be a number of minutes, from one to the whole contest's; nothing where all work at once."
            )
        }
        let hacksAfter = ClockText.seconds(request.field("hacksAfter"))
        if !request.field("hacksAfter").isEmpty, hacksAfter == nil {
            wrong.add("hacksAfter", "The time for hacking must be a number of minutes: write 720.")
        }
        let tokens = TokenFields.contest.body(request, contest?["tokens"], &wrong)
        let counting = Self.counting(request, contest, &wrong)
        let listed = try Self.problems(request.field("problems"), known: problems, request, &wrong)
        let changed = JSONTree.record([
            "title": .string(request.field("title")),
            "description": .string(request.field("description").replacing("\r\n", with: "\n")),
            "start": .string(request.field("start")), "lengthSeconds": JSONTree(length),
            "freezeAfterSeconds": freeze.map { JSONTree($0) }, "windowSeconds": window.map { JSONTree($0) },
            // Where each has a time of their own, others' results would come before it.
            "isBoardClosed": .bool(window != nil || !request.field("isBoardClosed").isEmpty),
            "counting": .object(counting), "hacksWhileRunning": request.flag("hacksWhileRunning"),
            "hacksAfterSeconds": hacksAfter.map { JSONTree($0) },
            "tokens": tokens, "problems": .array(listed),
            "isHidden": request.flag("isHidden"),
            "givesFrozenBalloons": request.flag("givesFrozenBalloons"),
        ])
        let known = [
            "languages", "divisions", "capacity", "teamSize", "joinUntil", "feedback", "submissionIntervalSeconds",
            "submissionsPerProblem", "allowsUpsolving", "allowsVirtual", "isWithoutQuestions",
        ].compactMap { key in contest?[key].map { JSONTree.Member(key: key, value: $0) } }
        return .object((changed.members ?? []) + TakingPartFields.body(request, known, &wrong))
    }

    /// How it counts. What belongs to other rules goes with them.
    private static func counting(
        _ request: PageRequest, _ contest: JSONTree?, _ wrong: inout WrongFields
    ) -> [JSONTree.Member] {
        let format = request.field("format")
        var counting = (contest?["counting"]?.members ?? []).filter { $0.key != "format" }
        if contest?["counting"]?.text("format") != format { counting = [] }
        // What has no fields for tokens leaves it as it is.
        if request.fields[TokenFields.contest.prefix + "-mode"] != nil {
            counting.removeAll { $0.key == "takesTokened" }
            counting.append(.init(key: "takesTokened", value: request.flag("takesTokened")))
            if !request.field("takesTokened").isEmpty, format != "ioi" {
                wrong.add("takesTokened", "Tokens decide what counts with the rules ioi alone.")
            }
        }
        return counting + [.init(key: "format", value: .string(format))]
    }

    /// A problem as a line says it.
    private static func line(of problem: JSONTree) -> String {
        let due = problem["dueAfterSeconds"]?.integer.map { " " + ClockText.text(Int64($0)) } ?? ""
        return "\(problem.text("label")) \(problem.text("id")) \(problem.text("points"))\(due)"
    }

    /// A problem a line: its label, its id, what it is worth, and after how many minutes it is due.
    private static func problems(
        _ text: String, known: [JSONTree], _ request: PageRequest, _ wrong: inout WrongFields
    ) throws(DomainError) -> [JSONTree] {
        var problems: [JSONTree] = []
        for line in text.split(whereSeparator: \.isNewline) {
            let words = line.split(separator: " ").map(String.init)
            let due = words.count > 3 ? ClockText.seconds(words[3]) : nil
            guard (2...4).contains(words.count), words.count < 4 || due != nil else {
                throw DomainError(
                    .invalid, "\(line.prefix(60).debugDescription) is no problem",
                    advice:
                        "write a label, the problem's id, points if it has some, and the minutes after which it is due, such as A 3r8w… 100 1440"
                )
            }
            let same = known.first { $0.text("id") == words[1] }
            let tokens = TokenFields.problem(words[1], label: words[0]).body(request, same?["tokens"], &wrong)
            problems.append(
                .record([
                    "color": same?["color"], "scale": same?["scale"], "tokens": tokens,
                    "label": .string(words[0]), "id": .string(words[1]),
                    "points": words.count > 2 ? .string(words[2]) : nil, "dueAfterSeconds": due.map { JSONTree($0) },
                ]))
        }
        return problems
    }
}

/// How looking after contests looks.
enum OrganiserTemplates {
    static let all = [
        "site/organise": organise, "site/tokens": tokens, "site/taking-part": takingPart, "site/adjusting": adjusting,
    ]

    private static let organise = """
        {{#isMade}}
        <p><a href="{{contestPath}}">To the contest</a></p>
        <div class="row">
        <form method="post" action="{{freezePath}}">{{> token}}<button class="second">Freeze the board</button></form>
        <form method="post" action="{{thawPath}}">{{> token}}<button class="second">Thaw the board</button></form>
        <form method="post" action="{{finalizePath}}">{{> token}}<button>Make the results final</button></form>
        </div>
        <h2>What it is</h2>
        {{/isMade}}
        <form class="fields" method="post" action="{{herePath}}">
        {{> token}}
        <div class="field"><label for="title">Title</label><input id="title" name="title" value="{{title}}" required maxlength="200"></div>
        <div class="field"><label for="description">Description</label><textarea id="description" name="description" maxlength="60000">{{description}}</textarea></div>
        <div class="field"><label for="start">Start (UTC)</label><input id="start" name="start" value="{{start}}" required placeholder="2027-01-31T09:00:00Z" autocomplete="off" spellcheck="false"></div>
        <div class="row">
        <div class="field"><label for="length">Minutes</label><input id="length" name="length" value="{{length}}" required autocomplete="off" aria-describedby="clock-hint{{#lengthWrong}} length-wrong{{/lengthWrong}}"{{#lengthWrong}} aria-invalid="true"{{/lengthWrong}}>{{#lengthWrong}}<span class="wrong" id="length-wrong">{{lengthWrong}}</span>{{/lengthWrong}}</div>
        <div class="field"><label for="freeze">Board freezes after minutes</label><input id="freeze" name="freeze" value="{{freeze}}" autocomplete="off" aria-describedby="clock-hint{{#freezeWrong}} freeze-wrong{{/freezeWrong}}"{{#freezeWrong}} aria-invalid="true"{{/freezeWrong}}>{{#freezeWrong}}<span class="wrong" id="freeze-wrong">{{freezeWrong}}</span>{{/freezeWrong}}</div>
        </div>
        <p class="hint" id="clock-hint">With seconds, if need be: 75:30. Nothing after which it freezes: it never does.</p>
        <div class="field"><label for="window">Minutes for each</label><input id="window" name="window" value="{{window}}" autocomplete="off" aria-describedby="window-hint{{#windowWrong}} window-wrong{{/windowWrong}}"{{#windowWrong}} aria-invalid="true"{{/windowWrong}}>{{#windowWrong}}<span class="wrong" id="window-wrong">{{windowWrong}}</span>{{/windowWrong}}
        <span class="hint" id="window-hint">How long each may work, from a start of their own within the contest; the board is closed until the end then. Nothing: all work at once.</span></div>
        <div class="field"><label for="format">Rules</label><select id="format" name="format">{{#formats}}<option{{#isHere}} selected{{/isHere}}>{{name}}</option>{{/formats}}</select></div>
        <div class="field"><label for="problems">Problems</label><textarea class="short" id="problems" name="problems" spellcheck="false" aria-describedby="problems-hint">{{problems}}</textarea>
        <span class="hint" id="problems-hint">One a line: its label, its id, and its points if it has some. With homework also after how many minutes it is due, if that is before the end: A 3r8w… 100 1440.</span></div>
        <p><label><input type="checkbox" name="isHidden" value="yes"{{#isHidden}} checked{{/isHidden}}> Hidden from those who do not look after it or take part</label></p>
        <p><label><input type="checkbox" name="isBoardClosed" value="yes"{{#isBoardClosed}} checked{{/isBoardClosed}}> Only those who judge see the board before the end</label></p>
        <p><label><input type="checkbox" name="hacksWhileRunning" value="yes"{{#hacksWhileRunning}} checked{{/hacksWhileRunning}}> Who locks a problem may hack others' programs for it</label></p>
        <div class="field"><label for="hacksAfter">Minutes of hacking after the end</label><input id="hacksAfter" name="hacksAfter" value="{{hacksAfter}}" autocomplete="off" aria-describedby="hacks-hint{{#hacksAfterWrong}} hacksAfter-wrong{{/hacksAfterWrong}}"{{#hacksAfterWrong}} aria-invalid="true"{{/hacksAfterWrong}}>{{#hacksAfterWrong}}<span class="wrong" id="hacksAfter-wrong">{{hacksAfterWrong}}</span>{{/hacksAfterWrong}}
        <span class="hint" id="hacks-hint">By all who took part, with the rules codeforces and icpc. Nothing: none.</span></div>
        {{> site/taking-part}}
        {{> site/tokens}}
        <p><label><input type="checkbox" name="givesFrozenBalloons" value="yes"{{#givesFrozenBalloons}} checked{{/givesFrozenBalloons}}> Balloons also for what is handed in while the board is frozen</label></p>
        <button>Keep</button>
        </form>
        {{#isMade}}{{> site/adjusting}}{{/isMade}}

        """
}
