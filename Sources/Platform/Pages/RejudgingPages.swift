internal import Coordinator
internal import JSONText
internal import Kernel
internal import Templates

/// Having submissions of a contest judged anew: the sets, what is different in one, and what becomes of it.
extension SitePages {
    private static let sets = contest + "/rejudgings"
    private static let verdicts = ["AC", "WA", "PE", "TLE", "MLE", "OLE", "ILE", "RTE", "CE", "PA"]

    var rejudgingPages: [Page] {
        let path = "contests/{id}/rejudgings"
        return [
            Page(.get, path, Self.read, "The submissions of a contest that are judged anew.") {
                .show(try await rejudgings($0))
            },
            Page(.post, path, Self.read, "Has submissions of a contest judged anew.") { request in
                try await .trying(try await rejudgings(request)) {
                    let id = request.parameter("id")
                    let made = try await request.send(.post, Self.sets, ["id": id], body: Self.choice(request))
                    let leftOut = made.tree["leftOut"]?.integer ?? 0
                    let said = "\(made.tree.text("submissions")) submissions are judged anew."
                    return .go(
                        PageRedirect(
                            to: LocalPath(of: ["contests", id, "rejudgings", made.tree.text("id")]),
                            saying: leftOut == 0 ? said : said + " \(leftOut) are left out: they are not judged yet.",
                            position: made.position))
                }
            },
            Page(.get, path + "/{rejudging}", Self.read, "What is different in submissions that are judged anew.") {
                .show(try await rejudging($0))
            },
            Page(.post, path + "/{rejudging}/apply", Self.read, "Has what was found count.") { request in
                try await .trying(try await rejudging(request)) {
                    let body = JSONTree.record(["takesAcceptedAway": request.flag("takesAcceptedAway")])
                    return try await decided(request, "apply", body, saying: "It counts from now on.")
                }
            },
            Page(.post, path + "/{rejudging}/cancel", Self.read, "Leaves all as it is.") { request in
                try await .trying(try await rejudging(request)) {
                    try await decided(request, "cancel", nil, saying: "It is cancelled: nothing has changed.")
                }
            },
        ]
    }

    private func decided(
        _ request: PageRequest, _ what: String, _ body: JSONTree?, saying message: String
    ) async throws -> PageAnswer {
        try await here(
            request, "rejudgings/{rejudging}/\(what)", body, saying: message,
            at: ["rejudgings", request.parameter("rejudging")])
    }

    /// What the API is told of what was chosen.
    private static func choice(_ request: PageRequest) -> JSONTree {
        func list(_ name: String) -> JSONTree? {
            let texts = (request.fields[name] ?? []).flatMap { $0.split(whereSeparator: \.isWhitespace) }
            return texts.isEmpty ? nil : .array(texts.map { .string(String($0)) })
        }
        return .record([
            "reason": request.text("reason"), "problems": list("problem"), "languages": list("language"),
            "verdicts": list("verdict"), "participants": list("participant"), "submissions": list("submissions"),
        ])
    }

    // MARK: The list

    private func rejudgings(_ request: PageRequest) async throws -> PageContent {
        let id = request.parameter("id")
        let contest = try await request.read(Self.contest, ["id": id])
        let list = try await request.read(Self.sets, ["id": id], query: ["cursor": request.query["cursor"]])
        let problems = try await request.read(Self.contest + "/problems", ["id": id]).items("problems")
        let home = ["contests", id, "rejudgings"]
        let chosen = request.fields["verdict"] ?? []
        return PageContent(
            "site/rejudgings", "Judged anew: \(contest.text("title"))",
            [
                "contestPath": .path(LocalPath(of: ["contests", id])), "herePath": .path(LocalPath(of: home)),
                "nextPath": request.next(list, at: home),
                "sets": .list(
                    list.items("rejudgings").map { set in
                        [
                            "path": .path(LocalPath(of: home + [set.text("id")])),
                            "opened": .text(set.time("openedAt")),
                            "reason": .text(set.text("reason")), "stage": .text(Self.words(ofStage: set.text("stage"))),
                            "kind": .text(Self.kind(ofStage: set.text("stage"))),
                        ]
                    }),
                "reason": .text(request.field("reason")), "participant": .text(request.field("participant")),
                "submissions": .text(request.field("submissions")),
                "problems": .list(
                    problems.map { problem in
                        [
                            "id": .text(problem.text("id")), "label": .text(problem.text("label")),
                            "isHere": .flag(problem.text("id") == request.field("problem")),
                        ]
                    }),
                "languages": .list(
                    languages.map { language in
                        [
                            "id": .text(language.id), "name": .text(language.name),
                            "isHere": .flag(language.id == request.field("language")),
                        ]
                    }),
                "verdicts": .list(
                    Self.verdicts.map { verdict in
                        [
                            "id": .text(verdict), "name": .text(Shown.name(ofVerdict: verdict)),
                            "isHere": .flag(chosen.contains(verdict)),
                        ]
                    }),
            ])
    }

    private static func words(ofStage stage: String) -> String {
        switch stage {
        case "open": "Not decided"
        case "applying": "Counts; the submissions are being told"
        case "applied": "Counts"
        case "cancelled": "Cancelled"
        default: stage
        }
    }

    private static func kind(ofStage stage: String) -> String {
        switch stage {
        case "applying", "applied": "good"
        case "cancelled": "bad"
        default: "wait"
        }
    }

    // MARK: One of them

    private func rejudging(_ request: PageRequest) async throws -> PageContent {
        let (id, name) = (request.parameter("id"), request.parameter("rejudging"))
        let parameters = ["id": id, "rejudging": name]
        let set = try await request.read(Self.sets + "/{rejudging}", parameters)
        let home = ["contests", id, "rejudgings", name]
        let (stage, lost) = (set.text("stage"), set["lost"]?.integer ?? 0)
        let waiting =
            (set["submissions"]?.integer ?? 0) - (set["judged"]?.integer ?? 0) - (set["failed"]?.integer ?? 0)
        var values: [String: TemplateValue] = [
            "listPath": .path(LocalPath(of: ["contests", id, "rejudgings"])),
            "contestPath": .path(LocalPath(of: ["contests", id])),
            "applyPath": .path(LocalPath(of: home + ["apply"])), "cancelPath": .path(LocalPath(of: home + ["cancel"])),
            "stage": .text(Self.words(ofStage: stage)), "kind": .text(Self.kind(ofStage: stage)),
            "reason": .text(set.text("reason")), "opened": .text(set.time("openedAt")), "by": .text(set.text("by")),
            "canCancel": .flag(stage == "open"), "canApply": .flag(stage == "open" && waiting <= 0),
            "lost": .text(lost == 0 ? "" : "\(lost)"), "waiting": .text(waiting <= 0 ? "" : "\(waiting)"),
            "followed": .text(
                LocalPath(of: ["api", "v1", "live", "contests", id, "rejudgings", name]).description),
        ]
        for key in ["submissions", "judged", "failed", "changed", "overtaken"] { values[key] = .text(set.text(key)) }
        let matrix = Self.matrix(set.items("matrix"))
        (values["columns"], values["rows"]) = (.list(matrix.columns.map { .text($0) }), .list(matrix.rows))
        values["hasMatrix"] = .flag(!matrix.rows.isEmpty)
        let only = request.query["only"] ?? "changed"
        try await add(&values, request, parameters, only: only, at: home)
        // Not each time that one more is judged: it is counted anew for whoever looks.
        if stage == "open", waiting <= 0 {
            let board = try await request.read(Self.sets + "/{rejudging}/board", parameters)
            values["shifted"] = .text(board.text("count"))
            values["shifts"] = .list(board.items("participants").map(Self.shift))
            values["hasBoard"] = true
        }
        var content = PageContent("site/rejudging", "Judged anew", values)
        content.scripts = ["follow"]
        return content
    }

    /// The list of the set's submissions: those that are different, or which are asked for.
    private func add(
        _ values: inout [String: TemplateValue], _ request: PageRequest, _ parameters: [String: String], only: String,
        at home: [String]
    ) async throws {
        let list = try await request.read(
            Self.sets + "/{rejudging}/submissions", parameters,
            query: ["only": only, "cursor": request.query["cursor"]])
        values["nextPath"] = request.next(list, at: home, [("only", only)])
        let kinds = [
            ("changed", "Changed"), ("lost", "Not accepted any more"), ("failed", "Could not be judged anew"),
            ("overtaken", "Passed over"), ("all", "All"),
        ]
        values["kinds"] = .list(
            kinds.map { kind, words in
                [
                    "name": .text(words), "path": .path(LocalPath(of: home, query: [("only", kind)])),
                    "isHere": .flag(kind == only),
                ]
            })
        values["found"] = .list(
            list.items("submissions").map { row in
                let (from, to) = (row.text("from"), row.text("to"))
                let scores = [row.text("fromScore"), row.text("toScore")].filter { !$0.isEmpty }.map(Shown.points)
                return [
                    "path": .path(LocalPath(of: ["submissions", row.text("id")])),
                    "received": .text(row.time("receivedAt")), "from": .text(Shown.name(ofVerdict: from)),
                    "fromKind": .text(Shown.kind(ofVerdict: from)), "to": .text(Shown.name(ofVerdict: to)),
                    "toKind": .text(Shown.kind(ofVerdict: to)),
                    "scores": .text(to.isEmpty ? "" : scores.joined(separator: " → ")),
                    "note": .text(row["reason"]?.string ?? Self.words(ofJudgedAnew: row.text("state"))),
                ]
            })
    }

    private static func words(ofJudgedAnew state: String) -> String {
        switch state {
        case "waiting": "Waits"
        case "overtaken": "Was judged again meanwhile: passed over"
        case "deleted": "Was deleted: passed over"
        case "applied": "Counts"
        default: ""
        }
    }

    /// Old verdicts down, new ones across.
    private static func matrix(_ cells: [JSONTree]) -> (columns: [String], rows: [TemplateValue]) {
        let (from, to) = (Set(cells.map { $0.text("from") }).sorted(), Set(cells.map { $0.text("to") }).sorted())
        let rows: [TemplateValue] = from.map { old in
            [
                "name": .text(Shown.name(ofVerdict: old)),
                "cells": .list(
                    to.map { new in
                        let cell = cells.first { $0.text("from") == old && $0.text("to") == new }
                        return [
                            "count": .text(cell?.text("count") ?? ""), "isChange": .flag(old != new && cell != nil),
                        ]
                    }),
            ]
        }
        return (to.map { Shown.name(ofVerdict: $0) }, rows)
    }

    private static func shift(_ row: JSONTree) -> TemplateValue {
        func side(_ key: String) -> String {
            guard let side = row[key] else { return "none" }
            return
                "\(side.text("rank")). with \(side.text("solved")) solved, \(Shown.points(side.text("points"))) points, time "
                + side.text("time")
        }
        return ["name": .text(name(of: row)), "before": .text(side("before")), "after": .text(side("after"))]
    }
}

/// How sets that are judged anew look.
enum RejudgingTemplates {
    static let all = ["site/rejudgings": list, "site/rejudging": one]

    private static let list = """
        <p><a href="{{contestPath}}">To the contest</a></p>
        <div class="scroll" tabindex="0" role="region" aria-label="Judged anew">
        <table>
        <thead><tr><th scope="col">Since</th><th scope="col">Why</th><th scope="col">Now</th></tr></thead>
        <tbody>
        {{#sets}}
        <tr><td class="nowrap"><a href="{{path}}">{{opened}}</a></td><td>{{reason}}</td><td><span class="badge {{kind}}">{{stage}}</span></td></tr>
        {{/sets}}
        {{^sets}}
        <tr><td colspan="3">None.</td></tr>
        {{/sets}}
        </tbody>
        </table>
        </div>
        {{> next-page}}
        <h2>Judge submissions anew</h2>
        <p>By the version of each problem that the contest uses now. Nothing that anybody sees changes before you have looked at what is different.</p>
        <form class="fields" method="post" action="{{herePath}}">
        {{> token}}
        <div class="field"><label for="reason">Why</label><input id="reason" name="reason" value="{{reason}}" maxlength="400" autocomplete="off"></div>
        <div class="row">
        <div class="field"><label for="problem">Problem</label><select id="problem" name="problem"><option value="">all</option>{{#problems}}<option value="{{id}}"{{#isHere}} selected{{/isHere}}>{{label}}</option>{{/problems}}</select></div>
        <div class="field"><label for="language">Language</label><select id="language" name="language"><option value="">all</option>{{#languages}}<option value="{{id}}"{{#isHere}} selected{{/isHere}}>{{name}}</option>{{/languages}}</select></div>
        </div>
        <fieldset><legend>Verdicts that counted; none ticked: all</legend>
        {{#verdicts}}<label><input type="checkbox" name="verdict" value="{{id}}"{{#isHere}} checked{{/isHere}}> {{name}}</label> {{/verdicts}}
        </fieldset>
        <div class="field"><label for="participant">Participants, by their ids</label><input id="participant" name="participant" value="{{participant}}" autocomplete="off" spellcheck="false" aria-describedby="ids-hint"></div>
        <div class="field"><label for="submissions">Submissions, by their ids</label><textarea class="short" id="submissions" name="submissions" spellcheck="false" aria-describedby="ids-hint">{{submissions}}</textarea>
        <span class="hint" id="ids-hint">With blanks between them. Nothing: all.</span></div>
        <button>Judge anew</button>
        </form>

        """

    private static let one = """
        <p><a href="{{listPath}}">All that is judged anew</a> · <a href="{{contestPath}}">To the contest</a></p>
        <div id="live" data-follow="{{followed}}">
        <p class="lead" role="status"><span class="badge {{kind}}">{{stage}}</span></p>
        <dl class="facts">
        {{#reason}}<dt>Why</dt><dd>{{reason}}</dd>{{/reason}}
        <dt>Since</dt><dd>{{opened}}</dd>
        <dt>By</dt><dd>{{by}}</dd>
        <dt>Submissions</dt><dd>{{submissions}}</dd>
        <dt>Judged anew</dt><dd>{{judged}}{{#waiting}}; {{waiting}} wait{{/waiting}}</dd>
        <dt>Could not be judged anew</dt><dd>{{failed}}</dd>
        <dt>Changed</dt><dd>{{changed}}</dd>
        {{#lost}}<dt>Not accepted any more</dt><dd>{{lost}}</dd>{{/lost}}
        <dt>Judged again meanwhile, or deleted</dt><dd>{{overtaken}}</dd>
        </dl>
        {{#hasMatrix}}
        <h2>Verdicts</h2>
        <p class="hint">What counted is at the left, what was found at the top.</p>
        <div class="scroll" tabindex="0" role="region" aria-label="Verdicts">
        <table>
        <thead><tr><th scope="col">From</th>{{#columns}}<th scope="col" class="number">{{.}}</th>{{/columns}}</tr></thead>
        <tbody>
        {{#rows}}
        <tr><th scope="row">{{name}}</th>{{#cells}}<td class="number">{{#isChange}}<strong>{{count}}</strong>{{/isChange}}{{^isChange}}{{count}}{{/isChange}}</td>{{/cells}}</tr>
        {{/rows}}
        </tbody>
        </table>
        </div>
        {{/hasMatrix}}
        <h2>Submissions</h2>
        <ul class="tabs" aria-label="Which submissions">
        {{#kinds}}<li><a href="{{path}}"{{#isHere}} aria-current="page"{{/isHere}}>{{name}}</a></li>{{/kinds}}
        </ul>
        <div class="scroll" tabindex="0" role="region" aria-label="Submissions">
        <table>
        <thead><tr><th scope="col">Received</th><th scope="col">From</th><th scope="col">To</th><th scope="col">Score</th><th scope="col">Note</th></tr></thead>
        <tbody>
        {{#found}}
        <tr><td class="nowrap"><a href="{{path}}">{{received}}{{^received}}gone{{/received}}</a></td><td><span class="badge {{fromKind}}">{{from}}</span></td><td>{{#to}}<span class="badge {{toKind}}">{{to}}</span>{{/to}}</td><td class="nowrap">{{scores}}</td><td>{{note}}</td></tr>
        {{/found}}
        {{^found}}
        <tr><td colspan="5">None.</td></tr>
        {{/found}}
        </tbody>
        </table>
        </div>
        {{> next-page}}
        {{#hasBoard}}
        <h2>What would change on the board</h2>
        <p>{{shifted}} rows, as judges see the board.</p>
        <div class="scroll" tabindex="0" role="region" aria-label="What would change on the board">
        <table>
        <thead><tr><th scope="col">Participant</th><th scope="col">Now</th><th scope="col">Then</th></tr></thead>
        <tbody>
        {{#shifts}}
        <tr><td>{{name}}</td><td>{{before}}</td><td>{{after}}</td></tr>
        {{/shifts}}
        {{^shifts}}
        <tr><td colspan="3">Nothing.</td></tr>
        {{/shifts}}
        </tbody>
        </table>
        </div>
        {{/hasBoard}}
        {{#canApply}}
        <form method="post" action="{{applyPath}}">
        {{> token}}
        {{#lost}}<p><label><input type="checkbox" name="takesAcceptedAway" value="yes" required> {{lost}} submissions are not accepted any more: I have looked at them</label></p>{{/lost}}
        <p><button>Have it count</button></p>
        </form>
        {{/canApply}}
        {{#canCancel}}<form method="post" action="{{cancelPath}}">{{> token}}<p><button class="second">Cancel: leave all as it is</button></p></form>{{/canCancel}}
        </div>

        """
}
