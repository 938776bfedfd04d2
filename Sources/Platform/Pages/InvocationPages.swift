internal import Coordinator
internal import JSONText
internal import Kernel
internal import Templates

/// The solutions of a problem's package, judged on its test cases.
extension SitePages {
    private static let invocation = "api/v1/invocations/{id}"
    private static let invocations = "api/v1/problems/{id}/invocations"
    /// So many test cases are on a page.
    private static let page = 200

    var invocationPages: [Page] {
        [
            Page(.get, "problems/{id}/invocations", Self.read, "The invocations of a problem.") {
                .show(try await invocationList($0))
            },
            Page(.post, "problems/{id}/invocations", Self.read, "Has solutions judged.") { request in
                try await .trying(try await invocationList(request)) {
                    let made = try await request.send(
                        .post, Self.invocations, ["id": request.parameter("id")], body: Self.wanted(request))
                    return .go(
                        PageRedirect(
                            to: LocalPath(of: ["invocations", made.tree.text("id")]), saying: "They are being judged.",
                            position: made.position))
                }
            },
            Page(.get, "invocations/{id}", Self.read, "Solutions by test cases.") { .show(try await matrix($0)) },
            Page(.post, "invocations/{id}/stop", Self.read, "Has nothing more judged.") { request in
                let id = request.parameter("id")
                let done = try await request.send(.post, Self.invocation + "/stop", ["id": id])
                return .go(
                    PageRedirect(
                        to: LocalPath(of: ["invocations", id]), saying: "Nothing more is judged.",
                        position: done.position))
            },
        ]
    }

    /// What the API is told: nothing chosen is all.
    private static func wanted(_ request: PageRequest) -> JSONTree {
        let tests = request.field("tests").split { $0.isWhitespace || $0 == "," }.map { JSONTree.string(String($0)) }
        let solutions = (request.fields["solution"] ?? []).map { JSONTree.string($0) }
        return .record([
            "solutions": solutions.isEmpty ? nil : .array(solutions), "tests": tests.isEmpty ? nil : .array(tests),
        ])
    }

    private func invocationList(_ request: PageRequest) async throws -> PageContent {
        let id = request.parameter("id")
        let choice = try await request.read("api/v1/problems/{id}/solutions", ["id": id])
        let list = try await request.read(Self.invocations, ["id": id], query: ["cursor": request.query["cursor"]])
        let chosen = Set(request.fields["solution"] ?? [])
        let values: [String: TemplateValue] = [
            "editPath": .path(LocalPath(of: ["problems", id, "edit"])),
            "herePath": .path(LocalPath(of: ["problems", id, "invocations"])), "version": .text(choice.text("version")),
            "testCount": .text(choice.text("tests")), "tests": .text(request.field("tests")),
            "groups": .text(choice.items("groups").prefix(40).compactMap(\.string).joined(separator: ", ")),
            "solutions": .list(
                choice.items("solutions").enumerated().map { number, solution in
                    [
                        "number": TemplateValue(number), "path": .text(solution.text("path")),
                        "expected": .text(solution.items("expected").compactMap(\.string).joined(separator: " or ")),
                        "isChosen": .flag(chosen.contains(solution.text("path"))),
                    ]
                }),
            "invocations": .list(
                list.items("invocations").map { row in
                    [
                        "path": .path(LocalPath(of: ["invocations", row.text("id")])), "at": .text(row.time("at")),
                        "version": .text(row.text("version")), "solutions": .text(row.text("solutions")),
                        "tests": .text(row.text("tests")), "isStopped": .flag(row.flag("isStopped")),
                    ]
                }),
            "nextPath": request.next(list, at: ["problems", id, "invocations"]),
        ]
        return PageContent("site/invocations", "Solutions by test cases", values)
    }

    private func matrix(_ request: PageRequest) async throws -> PageContent {
        let id = request.parameter("id")
        let names = ["solution", "test", "verdict", "unexpected"]
        let kept = names.compactMap { name in
            request.query[name].flatMap { $0.isEmpty ? nil : (name, $0) }
        }
        var query: [String: String?] = ["limit": "\(Self.page)", "cursor": request.query["cursor"]]
        for (name, value) in kept { query[name] = value }
        let matrix = try await request.read(Self.invocation, ["id": id], query: query)
        let (solutions, tests) = (matrix.items("solutions"), matrix.items("tests"))
        var values: [String: TemplateValue] = [
            "invocationsPath": .path(LocalPath(of: ["problems", matrix.text("problem"), "invocations"])),
            "herePath": .path(LocalPath(of: ["invocations", id])),
            "stopPath": .path(LocalPath(of: ["invocations", id, "stop"])),
            "followed": .text(LocalPath(of: ["api", "v1", "live", "invocations", id]).description),
            "isRunning": .flag(matrix.text("state") == "running"), "state": .text(Self.words(of: matrix)),
            "version": .text(matrix.text("version")), "isWhole": .flag(matrix.flag("isWhole")),
            "runs": .text("\(matrix.text("done")) of \(matrix.text("total"))"),
            "nextPath": request.next(matrix, at: ["invocations", id], kept),
            "isUnexpected": .flag(request.query["unexpected"] == "true"),
            "solutions": .list(solutions.map(Self.solution)),
            "tests": .list(
                tests.enumerated().map { place, test in
                    [
                        "name": .text(test.text("name")),
                        "cells": .list(
                            solutions.map { solution in
                                let cells = solution.items("cells")
                                return Self.cell(cells.indices.contains(place) ? cells[place] : .null)
                            }),
                    ]
                }),
        ]
        for (name, value) in kept where name != "unexpected" { values["wanted-" + name] = .text(value) }
        let limit = matrix.text("timeLimitMilliseconds")
        values["limit"] = .text(limit.isEmpty ? "" : limit + " ms")
        if let slowest = matrix["slowestAccepted"] {
            let margin = matrix.text("margin")
            values["slowest"] = .text(
                "\(slowest.text("cpuMilliseconds")) ms, \(slowest.text("solution")) on \(slowest.text("test"))"
                    + (margin.isEmpty ? "" : "; the limit is \(margin) times that"))
        }
        var content = PageContent("site/invocation", "Solutions by test cases", values)
        (content.scripts, content.isWide) = (["follow"], true)
        return content
    }

    private static func words(of matrix: JSONTree) -> String {
        switch matrix.text("state") {
        case "running": "Are being judged"
        case "stopped": "Stopped"
        default: "Judged"
        }
    }

    private static func solution(_ row: JSONTree) -> TemplateValue {
        let verdict = row.text("verdict")
        let time = row.text("cpuMilliseconds")
        return [
            "path": .text(row.text("path")), "verdict": .text(verdict.isEmpty ? row.text("state") : verdict),
            "kind": .text(Shown.kind(ofVerdict: verdict)), "score": .text(row.text("score")),
            "expected": .text(row.items("expected").compactMap(\.string).joined(separator: " or ")),
            "isOther": .flag(row["isAsExpected"]?.bool == false), "reason": .text(row.text("reason")),
            "broken": .text(row.items("broken").compactMap(\.string).joined(separator: "; ")),
            "time": .text(time.isEmpty ? "" : time + " ms"), "memory": .text(Shown.bytes(row.text("memoryBytes"))),
        ]
    }

    private static func cell(_ cell: JSONTree) -> TemplateValue {
        let verdict = cell.text("verdict")
        guard !verdict.isEmpty else { return ["kind": "wait", "verdict": "", "more": ""] }
        let score = cell.text("score")
        let details = [
            "\(cell.text("cpuMilliseconds")) ms", Shown.bytes(cell.text("memoryBytes")),
            score.isEmpty ? "" : "\(score) points",
        ].filter { !$0.isEmpty }
        return [
            "kind": .text(verdict == "SK" ? "wait" : Shown.kind(ofVerdict: verdict)), "verdict": .text(verdict),
            "more": .text(verdict == "SK" ? "" : details.joined(separator: ", ")),
        ]
    }
}

/// How solutions by test cases look.
enum InvocationTemplates {
    static let all = ["site/invocations": list, "site/invocation": matrix]

    private static let list = """
        <p><a href="{{editPath}}">Look after the problem</a></p>
        <h2>Have solutions judged</h2>
        <form class="fields" method="post" action="{{herePath}}">
        {{> token}}
        <fieldset><legend>Solutions of version {{version}}; none chosen: all</legend>
        {{#solutions}}
        <p><label><input type="checkbox" name="solution" value="{{path}}"{{#isChosen}} checked{{/isChosen}}> {{path}}{{#expected}} <span class="hint">{{expected}}</span>{{/expected}}</label></p>
        {{/solutions}}
        {{^solutions}}<p>The package has none.</p>{{/solutions}}
        </fieldset>
        <div class="field"><label for="tests">Test cases, or groups of them</label><input id="tests" name="tests" value="{{tests}}" maxlength="10000" autocomplete="off" spellcheck="false" aria-describedby="tests-hint">
        <span class="hint" id="tests-hint">With spaces between; nothing: all {{testCount}}.{{#groups}} Groups: {{groups}}.{{/groups}}</span></div>
        <button>Judge them</button>
        </form>
        <h2>Before</h2>
        <div class="scroll" tabindex="0" role="region" aria-label="Invocations">
        <table>
        <thead><tr><th scope="col">Begun</th><th scope="col" class="number">Version</th><th scope="col" class="number">Solutions</th><th scope="col" class="number">Test cases</th></tr></thead>
        <tbody>
        {{#invocations}}
        <tr><td class="nowrap"><a href="{{path}}">{{at}}</a>{{#isStopped}} <span class="badge wait">stopped</span>{{/isStopped}}</td><td class="number">{{version}}</td><td class="number">{{solutions}}</td><td class="number">{{tests}}</td></tr>
        {{/invocations}}
        {{^invocations}}
        <tr><td colspan="4">None.</td></tr>
        {{/invocations}}
        </tbody>
        </table>
        </div>
        {{> next-page}}

        """

    private static let matrix = """
        <p><a href="{{invocationsPath}}">Others</a></p>
        <form method="get" action="{{herePath}}">
        <div class="row">
        <div class="field"><label for="solution">Solution</label><input id="solution" name="solution" value="{{wanted-solution}}" maxlength="200" autocomplete="off"></div>
        <div class="field"><label for="test">Test case</label><input id="test" name="test" value="{{wanted-test}}" maxlength="200" autocomplete="off"></div>
        <div class="field"><label for="verdict">Verdict</label><input id="verdict" name="verdict" value="{{wanted-verdict}}" maxlength="3" autocomplete="off"></div>
        <p><label><input type="checkbox" name="unexpected" value="true"{{#isUnexpected}} checked{{/isUnexpected}}> only what is not as expected</label></p>
        <button class="second">Show</button>
        </div>
        </form>
        <div id="live" data-follow="{{followed}}"{{^isRunning}} data-done{{/isRunning}}>
        <dl class="facts">
        <dt>Solutions</dt><dd>{{state}}, {{runs}} runs{{^isWhole}}; not all test cases, so nothing is said of what was expected{{/isWhole}}</dd>
        <dt>Version</dt><dd>{{version}}</dd>
        {{#limit}}<dt>Time limit</dt><dd>{{limit}}</dd>{{/limit}}
        {{#slowest}}<dt>Slowest accepted</dt><dd>{{slowest}}</dd>{{/slowest}}
        </dl>
        <div class="scroll matrix" tabindex="0" role="region" aria-label="Solutions by test cases">
        <table>
        <thead>
        <tr><th scope="col">Test case</th>{{#solutions}}<th scope="col">{{path}}<br><span class="badge {{kind}}">{{verdict}}</span>{{#isOther}} <span class="badge bad">not as expected</span>{{/isOther}}{{#score}} {{score}}{{/score}}<span class="hint">{{#expected}}{{expected}} expected{{/expected}} {{time}} {{memory}}</span>{{#broken}}<span class="hint">{{broken}}</span>{{/broken}}{{#reason}}<span class="hint">{{reason}}</span>{{/reason}}</th>{{/solutions}}</tr>
        </thead>
        <tbody>
        {{#tests}}
        <tr><th scope="row">{{name}}</th>{{#cells}}<td class="nowrap {{kind}}">{{verdict}} <span class="hint">{{more}}</span></td>{{/cells}}</tr>
        {{/tests}}
        {{^tests}}
        <tr><td>None.</td></tr>
        {{/tests}}
        </tbody>
        </table>
        </div>
        {{> next-page}}
        </div>
        {{#isRunning}}<form method="post" action="{{stopPath}}">{{> token}}<p><button class="second">Stop it</button></p></form>{{/isRunning}}

        """
}
