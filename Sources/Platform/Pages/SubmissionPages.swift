internal import Coordinator
internal import JSONText
internal import Kernel
internal import Templates

/// Submissions: one's own, those for a problem, and what came of one.
extension SitePages {
    var submissionPages: [Page] {
        [
            Page(.get, "submissions", Self.ownSubmissions, "One's own submissions.") { request in
                let person = request.actor.person.map { "\($0)" } ?? ""
                return .show(
                    try await submissionList(
                        request, "My submissions", "api/v1/submissions/user/{id}", person, at: ["submissions"]))
            },
            Page(.get, "problems/{id}/submissions", Self.read, "The submissions for a problem.") { request in
                let id = request.parameter("id")
                return .show(
                    try await submissionList(
                        request, "Submissions", "api/v1/submissions/problem/{id}", id,
                        at: ["problems", id, "submissions"]))
            },
            Page(.get, "submissions/{id}", Self.read, "What came of a submission.") { .show(try await submission($0)) },
            Page(.post, "submissions/{id}/rejudge", Self.read, "Judges a submission again.") { request in
                let id = request.parameter("id")
                let done = try await request.send(.post, "api/v1/submissions/{id}/rejudge", ["id": id])
                return .go(
                    PageRedirect(
                        to: LocalPath(of: ["submissions", id]), saying: "It is judged again.", position: done.position))
            },
            Page(.post, "submissions/{id}/token", Self.read, "Spends a token on a submission.") { request in
                let id = request.parameter("id")
                return try await .trying(try await submission(request)) {
                    let known = try await request.read("api/v1/submissions/{id}", ["id": id])
                    let done = try await request.send(
                        .post, Self.contest + "/tokens", ["id": known.text("contest")],
                        body: .record(["submission": .string(id)]))
                    return .go(
                        PageRedirect(
                            to: LocalPath(of: ["submissions", id]), saying: "The token is spent.",
                            position: done.position))
                }
            },
            Page(.post, "submissions/{id}/delete", Self.read, "Deletes a submission.") { request in
                let done = try await request.send(.delete, "api/v1/submissions/{id}", ["id": request.parameter("id")])
                return .go(
                    PageRedirect(
                        to: LocalPath(of: ["submissions"]), saying: "It is deleted.", position: done.position))
            },
            Page(.get, "admin/submissions", Self.look, "The submissions that could not be judged.") { request in
                let list = try await request.read(
                    "api/v1/submissions/failed", query: ["cursor": request.query["cursor"]])
                return .show(
                    PageContent(
                        "site/submissions", "Not judged",
                        [
                            "submissions": .list(list.items("submissions").map(submissionRow)),
                            "nextPath": request.next(list, at: ["admin", "submissions"]),
                        ]))
            },
        ]
    }

    private func submissionList(
        _ request: PageRequest, _ title: String, _ path: String, _ id: String, at parts: [String]
    ) async throws -> PageContent {
        let (verdict, language) = (request.query["verdict"] ?? "", request.query["language"] ?? "")
        let list = try await request.read(
            path, ["id": id],
            query: [
                "cursor": request.query["cursor"], "verdict": verdict.isEmpty ? nil : verdict,
                "language": language.isEmpty ? nil : language,
            ])
        let kept = [("verdict", verdict), ("language", language)].filter { !$0.1.isEmpty }
        return PageContent(
            "site/submissions", title,
            [
                "submissions": .list(list.items("submissions").map(submissionRow)),
                "nextPath": request.next(list, at: parts, kept), "herePath": .path(LocalPath(of: parts)),
                "hasFilter": true, "verdict": .text(verdict),
                "verdicts": .list(
                    ["AC", "WA", "TLE", "MLE", "RTE", "CE", "OLE", "JE", "HACKED"].map {
                        ["id": .text($0), "name": .text(Shown.name(ofVerdict: $0)), "isHere": .flag($0 == verdict)]
                    }),
                "languages": .list(
                    languages.map { ["id": .text($0.id), "name": .text($0.name), "isHere": .flag($0.id == language)] }),
            ])
    }

    private func submissionRow(_ row: JSONTree) -> TemplateValue {
        .record(Self.facts(row, languages))
    }

    /// What is said of a submission wherever it is named.
    private static func facts(_ row: JSONTree, _ languages: [Language]) -> [String: TemplateValue] {
        let verdict = row.text("verdict")
        let (passed, tests) = (row.text("passed"), row.text("tests"))
        let language = row.text("language")
        var facts: [String: TemplateValue] = [
            "id": .text(row.text("id")), "path": .path(LocalPath(of: ["submissions", row.text("id")])),
            "problemPath": .path(LocalPath(of: ["problems", row.text("problem")])),
            "problem": .text(row.text("problem")), "author": .text(row.text("author")),
            "received": .text(row.time("receivedAt")), "score": .text(Shown.points(row.text("score"))),
            "language": .text(languages.first { $0.id == language }?.name ?? language),
            "verdict": .text(verdict.isEmpty ? words(ofState: row.text("state")) : Shown.name(ofVerdict: verdict)),
            "kind": .text(Shown.kind(ofVerdict: verdict)), "reason": .text(row.text("reason")),
            "passed": .text(tests.isEmpty ? "" : "\(passed.isEmpty ? "0" : passed) of \(tests)"),
        ]
        let time = row.text("cpuMilliseconds")
        facts["time"] = .text(time.isEmpty ? "" : time + " ms")
        facts["memory"] = .text(Shown.bytes(row.text("memoryBytes")))
        if let contest = row["contest"]?.string {
            facts["contestPath"] = .path(LocalPath(of: ["contests", contest]))
            if let hack = row["hack"]?.string {
                facts["hackPath"] = .path(LocalPath(of: ["contests", contest, "hacks", hack]))
            }
        }
        return facts
    }

    private static func words(ofState state: String) -> String {
        switch state {
        case "waiting": "Waits"
        case "judging": "Is judged"
        case "refused": "Was not taken"
        case "failed": "Could not be judged"
        default: state
        }
    }

    private func submission(_ request: PageRequest) async throws -> PageContent {
        let id = request.parameter("id")
        let result = try await request.read("api/v1/submissions/{id}/result", ["id": id])
        let summary = result["submission"] ?? .object([])
        var values = Self.facts(summary, languages)
        values["message"] = .text(result.text("message"))
        values["decidingTest"] = .text(result.text("decidingTest"))
        values["followed"] = .text(LocalPath(of: ["api", "v1", "live", "submissions", id]).description)
        let contest = try await contest(of: summary, request)
        values["isDone"] = .flag(
            !["waiting", "judging"].contains(summary.text("state")) && !Self.mayBeHacked(summary, in: contest))
        values["hasGroups"] = .flag(!result.items("groups").isEmpty)
        values["groups"] = .list(
            result.items("groups").map { group in
                [
                    "name": .text(group.text("name")), "score": .text(Shown.points(group.text("score"))),
                    "verdict": .text(Shown.name(ofVerdict: group.text("verdict"))),
                    "kind": .text(Shown.kind(ofVerdict: group.text("verdict"))),
                ]
            })
        let progress = result["progress"]
        if let progress { values["progress"] = .text("\(progress.text("done")) of \(progress.text("total"))") }
        // While it is judged, what has ended of that; what came of it before is above.
        let tests = progress?.items("tests") ?? result.items("tests")
        values["hasTests"] = .flag(!tests.isEmpty)
        values["tests"] = .list(
            tests.map { test in
                [
                    "name": .text(test.text("name")), "score": .text(Shown.points(test.text("score"))),
                    "verdict": .text(Shown.name(ofVerdict: test.text("verdict"))),
                    "kind": .text(Shown.kind(ofVerdict: test.text("verdict"))),
                    "time": .text(test.text("cpuMilliseconds") + " ms"),
                    "memory": .text(Shown.bytes(test.text("memoryBytes"))), "message": .text(test.text("message")),
                ]
            })
        if let compilation = result["compilation"] {
            values["log"] = .text(
                [compilation.text("message"), compilation.text("log")].filter { !$0.isEmpty }.joined(separator: "\n"))
        }
        values["files"] = .list(try await files(request, id))
        values["tokens"] = try await tokens(request, for: id, summary, in: contest)
        values["tokenPath"] = .path(LocalPath(of: ["submissions", id, "token"]))
        values["canRejudge"] = .flag(result.flag("mayRejudge"))
        values["canDelete"] = .flag(result.flag("mayDelete"))
        values["rejudgePath"] = .path(LocalPath(of: ["submissions", id, "rejudge"]))
        values["deletePath"] = .path(LocalPath(of: ["submissions", id, "delete"]))
        var content = PageContent("site/submission", "Submission", values)
        content.scripts = ["follow"]
        return content
    }

    /// The contest of a submission; nil: it is for practice, or the contest is gone for whoever looks at it.
    private func contest(of summary: JSONTree, _ request: PageRequest) async throws -> JSONTree? {
        guard let contest = summary["contest"]?.string, modules.contains("contests") else { return nil }
        do {
            return try await request.read(Self.contest, ["id": contest])
        } catch let error as DomainError where error.code == .notFound {
            return nil
        }
    }

    /// Whether what came of a submission is otherwise once it is hacked, or the hack does not count.
    private static func mayBeHacked(_ summary: JSONTree, in contest: JSONTree?) -> Bool {
        guard let contest, contest["finalized"] == nil, ["AC", "HACKED"].contains(summary.text("verdict")) else {
            return false
        }
        return contest.flag("hacksWhileRunning") || contest["hacksAfterSeconds"]?.integer ?? 0 > 0
    }

    /// How many tokens one has who may spend one on a submission; nothing: none, or it has one already.
    private func tokens(
        _ request: PageRequest, for submission: String, _ summary: JSONTree, in contest: JSONTree?
    ) async throws -> TemplateValue {
        guard let contest, request.actor.person != nil, contest["tokens"] != nil else { return .nothing }
        do {
            let own = try await request.read(Self.contest + "/tokens", ["id": summary.text("contest")])
            let problem = own.items("problems").first { $0.text("problem") == summary.text("problem") }
            let left = [own["left"]?.integer, problem?["left"]?.integer].compactMap(\.self).min()
            guard left != 0, !own.items("spent").contains(where: { $0.string == submission }) else { return .nothing }
            return .text(left.map { "\($0)" } ?? "any number")
        } catch let error as DomainError where [.forbidden, .notFound, .wrongState].contains(error.code) {
            return .nothing
        }
    }

    /// The program, for those who may see it.
    private func files(_ request: PageRequest, _ id: String) async throws -> [TemplateValue] {
        do {
            let files = try await request.read("api/v1/submissions/{id}/files", ["id": id])
            return files.items("files").map { file in
                ["name": .text(file.text("name")), "content": .text(file["content"]?.string ?? "(no text)")]
            }
        } catch let error as DomainError where error.code == .forbidden || error.code == .notFound {
            return []
        }
    }
}

/// How the pages of submissions look.
enum SubmissionTemplates {
    static let all = ["site/submissions": list, "site/submission": submission]

    private static let list = """
        {{#hasFilter}}
        <form method="get" action="{{herePath}}">
        <div class="row">
        <div class="field"><label for="verdict">Verdict</label><select id="verdict" name="verdict"><option value="">any</option>{{#verdicts}}<option value="{{id}}"{{#isHere}} selected{{/isHere}}>{{name}}</option>{{/verdicts}}</select></div>
        <div class="field"><label for="language">Language</label><select id="language" name="language"><option value="">any</option>{{#languages}}<option value="{{id}}"{{#isHere}} selected{{/isHere}}>{{name}}</option>{{/languages}}</select></div>
        <button class="second">Show</button>
        </div>
        </form>
        {{/hasFilter}}
        <div class="scroll" tabindex="0" role="region" aria-label="Submissions">
        <table>
        <thead><tr><th scope="col">Received</th><th scope="col">Verdict</th><th scope="col">Problem</th><th scope="col">Language</th><th scope="col" class="number">Score</th><th scope="col" class="number">Passed</th><th scope="col" class="number">Time</th><th scope="col" class="number">Memory</th></tr></thead>
        <tbody>
        {{#submissions}}
        <tr><td class="nowrap"><a href="{{path}}">{{received}}</a></td><td><span class="badge {{kind}}">{{verdict}}</span>{{#reason}}<span class="hint">{{reason}}</span>{{/reason}}</td><td><a href="{{problemPath}}">Problem</a></td><td class="nowrap">{{language}}</td><td class="number">{{score}}</td><td class="number nowrap">{{passed}}</td><td class="number nowrap">{{time}}</td><td class="number nowrap">{{memory}}</td></tr>
        {{/submissions}}
        {{^submissions}}
        <tr><td colspan="8">None.</td></tr>
        {{/submissions}}
        </tbody>
        </table>
        </div>
        {{> next-page}}

        """

    private static let submission = """
        <div id="live" data-follow="{{followed}}"{{#isDone}} data-done{{/isDone}}>
        <p class="lead" role="status"><span class="badge {{kind}}">{{verdict}}</span></p>
        <dl class="facts">
        <dt>Problem</dt><dd><a href="{{problemPath}}">To the problem</a></dd>
        {{#hackPath}}<dt>Hacked</dt><dd><a href="{{hackPath}}">By which input</a></dd>{{/hackPath}}
        {{#contestPath}}<dt>Contest</dt><dd><a href="{{contestPath}}">To the contest</a></dd>{{/contestPath}}
        <dt>Received</dt><dd>{{received}}</dd>
        {{#language}}<dt>Language</dt><dd>{{language}}</dd>{{/language}}
        {{#score}}<dt>Score</dt><dd>{{score}}</dd>{{/score}}
        {{#passed}}<dt>Test cases passed</dt><dd>{{passed}}</dd>{{/passed}}
        {{#time}}<dt>Most CPU time</dt><dd>{{time}}</dd>{{/time}}
        {{#memory}}<dt>Most memory</dt><dd>{{memory}}</dd>{{/memory}}
        {{#reason}}<dt>Why</dt><dd>{{reason}}</dd>{{/reason}}
        {{#progress}}<dt>Test cases that have ended</dt><dd>{{progress}}</dd>{{/progress}}
        {{#decidingTest}}<dt>Decided by</dt><dd>{{decidingTest}}</dd>{{/decidingTest}}
        </dl>
        {{#message}}<pre><code>{{message}}</code></pre>{{/message}}
        {{#log}}
        <h2>What the compiler said</h2>
        <pre tabindex="0"><code>{{log}}</code></pre>
        {{/log}}
        {{#hasGroups}}
        <h2>Groups</h2>
        <div class="scroll" tabindex="0" role="region" aria-label="Groups">
        <table>
        <thead><tr><th scope="col">Group</th><th scope="col">Verdict</th><th scope="col" class="number">Score</th></tr></thead>
        <tbody>
        {{#groups}}
        <tr><td>{{name}}</td><td><span class="badge {{kind}}">{{verdict}}</span></td><td class="number">{{score}}</td></tr>
        {{/groups}}
        </tbody>
        </table>
        </div>
        {{/hasGroups}}
        {{#hasTests}}
        <h2>Test cases</h2>
        <div class="scroll" tabindex="0" role="region" aria-label="Test cases">
        <table>
        <thead><tr><th scope="col">Test case</th><th scope="col">Verdict</th><th scope="col" class="number">Score</th><th scope="col" class="number">Time</th><th scope="col" class="number">Memory</th><th scope="col">Why</th></tr></thead>
        <tbody>
        {{#tests}}
        <tr><td>{{name}}</td><td><span class="badge {{kind}}">{{verdict}}</span></td><td class="number">{{score}}</td><td class="number nowrap">{{time}}</td><td class="number nowrap">{{memory}}</td><td>{{message}}</td></tr>
        {{/tests}}
        </tbody>
        </table>
        </div>
        {{/hasTests}}
        </div>
        {{#files}}
        <h2>{{name}}</h2>
        <pre tabindex="0"><code>{{content}}</code></pre>
        {{/files}}
        {{#tokens}}<form method="post" action="{{tokenPath}}">{{> token}}<p><button class="second">Spend a token (you have {{tokens}})</button></p></form>{{/tokens}}
        {{#canRejudge}}<form method="post" action="{{rejudgePath}}">{{> token}}<p><button class="second">Judge it again</button></p></form>{{/canRejudge}}
        {{#canDelete}}<form method="post" action="{{deletePath}}">{{> token}}<p><button class="second">Delete it</button></p></form>{{/canDelete}}

        """
}
