internal import Coordinator
internal import JSONText
internal import Kernel
internal import Templates

/// Hacks of a contest: what was tried, others' programs, and trying something.
extension SitePages {
    private static let hacks = contest + "/hacks"
    /// The largest input that a form brings, and the largest generator.
    private static let (largestInput, largestGenerator) = (256 << 10, 64 << 10)

    var hackPages: [Page] {
        let (home, programs) = ("contests/{id}/hacks", "contests/{id}/hackable")
        var trying = Page(.post, programs + "/{submission}", Self.read, "Hacks a program.") { request in
            try await .trying(try await program(request)) { try await hack(request) }
        }
        // The text comes as a form does, in which a byte may be three.
        trying.bodyLimit = 4 * (Self.largestInput + Self.largestGenerator)
        return [
            Page(.get, home, Self.read, "The hacks of a contest.") { .show(try await hackList($0)) },
            Page(.post, home + "/lock", Self.read, "Locks a problem.") { request in
                try await .trying(try await hackList(request)) {
                    let body = JSONTree.record(["problem": request.text("problem")])
                    return try await here(request, "locks", body, saying: "It is locked.", at: ["hacks"])
                }
            },
            Page(.get, home + "/{hack}", Self.read, "A hack.") { .show(try await oneHack($0)) },
            judgingHack("ignore", "It does not count."), judgingHack("count", "It counts."),
            judgingHack("keep", "It is a test case of the problem."),
            Page(.get, programs, Self.read, "Programs that one may hack.") { .show(try await hackable($0)) },
            Page(.get, programs + "/{submission}", Self.read, "A program that one may hack.") {
                .show(try await program($0))
            },
            trying,
        ]
    }

    private func judgingHack(_ what: String, _ message: String) -> Page {
        Page(.post, "contests/{id}/hacks/{hack}/" + what, Self.read, "A hack: \(what).") { request in
            try await .trying(try await oneHack(request)) {
                let body = what == "ignore" ? JSONTree.record(["reason": request.text("reason")]) : nil
                return try await here(
                    request, "hacks/{hack}/" + what, body, saying: message,
                    at: ["hacks", request.parameter("hack")])
            }
        }
    }

    /// What a problem is called in a contest.
    private func labels(_ request: PageRequest) async throws -> [(id: String, label: String)] {
        try await request.read(Self.contest + "/problems", ["id": request.parameter("id")]).items("problems")
            .map { ($0.text("id"), $0.text("label")) }
    }

    private static func label(_ id: String, _ labels: [(id: String, label: String)]) -> TemplateValue {
        .text(labels.first { $0.id == id }?.label ?? "?")
    }

    /// What is said of a hack wherever it is named.
    private static func facts(
        _ hack: JSONTree, in contest: String, _ labels: [(id: String, label: String)]
    ) -> [String: TemplateValue] {
        let state = hack.text("state")
        let verdict = hack.text("verdict")
        return [
            "path": .path(LocalPath(of: ["contests", contest, "hacks", hack.text("id")])),
            "at": .text(hack.time("at")), "label": label(hack.text("problem"), labels),
            "hacker": .text(name(hack, "hacker")), "defender": .text(name(hack, "defender")),
            "state": .text(state), "isOwn": .flag(hack.flag("isOwn")),
            "kind": .text(state == "successful" ? "good" : state == "waiting" ? "wait" : "bad"),
            "reason": .text(hack.text("reason")),
            "verdict": .text(verdict.isEmpty ? "" : Shown.name(ofVerdict: verdict)),
        ]
    }

    private static func name(_ tree: JSONTree, _ who: String) -> String {
        tree[who + "Name"]?.string ?? "Participant \(tree.text(who).prefix(8))"
    }

    private func hackList(_ request: PageRequest) async throws -> PageContent {
        let id = request.parameter("id")
        let list = try await request.read(Self.hacks, ["id": id], query: ["cursor": request.query["cursor"]])
        let labels = try await labels(request)
        let contest = try await request.read(Self.contest, ["id": id])
        let (opening, locked) = (list.text("opening"), list.items("locked").compactMap(\.string))
        let home = ["contests", id, "hacks"]
        let takesPart = contest["participant"] != nil
        let values: [String: TemplateValue] = [
            "contestPath": .path(LocalPath(of: ["contests", id])), "lockPath": .path(LocalPath(of: home + ["lock"])),
            "isToLocked": .flag(opening == "locked"), "isToAll": .flag(opening == "all"),
            "problems": .list(
                takesPart && opening != "nobody" || list.flag("isJudge")
                    ? labels.map { problem in
                        let mayLook = opening == "all" || locked.contains(problem.id) || list.flag("isJudge")
                        return [
                            "id": .text(problem.id), "label": .text(problem.label), "mayLook": .flag(mayLook),
                            "mayLock": .flag(takesPart && opening == "locked" && !locked.contains(problem.id)),
                            "lookPath": .path(
                                LocalPath(of: ["contests", id, "hackable"], query: [("problem", problem.id)])),
                        ]
                    } : []),
            "hacks": .list(list.items("hacks").map { .record(Self.facts($0, in: id, labels)) }),
            "nextPath": request.next(list, at: home), "followed": .text(Self.topic(of: home)),
        ]
        return Self.following("site/hacks", "Hacks in \(contest.text("title"))", values)
    }

    /// What is told of something when it is otherwise.
    private static func topic(of parts: [String]) -> String {
        LocalPath(of: ["api", "v1", "live"] + parts).description
    }

    /// A page that is shown anew when something has changed.
    private static func following(
        _ template: String, _ title: String, _ values: [String: TemplateValue]
    ) -> PageContent {
        var content = PageContent(template, title, values)
        content.scripts = ["follow"]
        return content
    }

    private func hackable(_ request: PageRequest) async throws -> PageContent {
        let (id, problem) = (request.parameter("id"), request.query["problem"] ?? "")
        let list = try await request.read(
            Self.contest + "/hackable", ["id": id], query: ["problem": problem, "cursor": request.query["cursor"]])
        let label = try await labels(request).first { $0.id == problem }?.label ?? "?"
        let home = ["contests", id, "hackable"]
        let values: [String: TemplateValue] = [
            "hacksPath": .path(LocalPath(of: ["contests", id, "hacks"])),
            "programs": .list(
                list.items("submissions").map { program in
                    [
                        "name": .text(Self.name(of: program)), "received": .text(program.time("receivedAt")),
                        "path": .path(LocalPath(of: home + [program.text("submission")])),
                    ]
                }),
            "nextPath": request.next(list, at: home, [("problem", problem)]),
        ]
        return PageContent("site/hackable", "Programs for problem \(label)", values)
    }

    private func program(_ request: PageRequest) async throws -> PageContent {
        let (id, submission) = (request.parameter("id"), request.parameter("submission"))
        let found = try await request.read(
            Self.contest + "/hackable/{submission}", ["id": id, "submission": submission])
        let target = found["submission"] ?? .object([])
        let values: [String: TemplateValue] = [
            "hacksPath": .path(LocalPath(of: ["contests", id, "hacks"])),
            "herePath": .path(LocalPath(of: ["contests", id, "hackable", submission])),
            "received": .text(target.time("receivedAt")), "input": .text(request.field("input")),
            "generator": .text(request.field("generator")), "arguments": .text(request.field("arguments")),
            "hasGenerator": .flag(!request.field("generator").isEmpty),
            "languages": .list(
                languages.map {
                    ["id": .text($0.id), "name": .text($0.name), "isHere": .flag($0.id == request.field("language"))]
                }),
            "files": .list(
                found.items("files").map {
                    ["name": .text($0.text("name")), "content": .text($0["content"]?.string ?? "(no text)")]
                }),
        ]
        return PageContent("site/program", "Program of \(Self.name(of: target))", values)
    }

    private func hack(_ request: PageRequest) async throws -> PageAnswer {
        let (id, submission) = (request.parameter("id"), request.parameter("submission"))
        let (text, source) = (Self.lines(request.field("input")), Self.lines(request.field("generator")))
        let file = request.files["file"].flatMap { $0.bytes.isEmpty ? nil : $0 }
        guard [!text.isEmpty, file != nil, !source.isEmpty].count(where: \.self) == 1 else {
            throw DomainError(
                .invalid, "there is no input, or more than one",
                advice: "write it, or choose a file, or write a program that writes it")
        }
        let generator = JSONTree.record([
            "language": .string(request.field("language")), "source": .string(source),
            "arguments": .array(
                request.field("arguments").split(whereSeparator: \.isWhitespace).map { .string(String($0)) }),
        ])
        let body = JSONTree.record([
            "submission": .string(submission), "input": text.isEmpty ? nil : .string(text),
            "base64": file.map { .string($0.base64) }, "generator": source.isEmpty ? nil : generator,
        ])
        let made = try await request.send(.post, Self.hacks, ["id": id], body: body)
        return .go(
            PageRedirect(
                to: LocalPath(of: ["contests", id, "hacks", made.tree.text("id")]), saying: "It is being judged.",
                position: made.position))
    }

    /// Text with the ends of lines that programs have: browsers send others.
    private static func lines(_ text: String) -> String { text.replacing("\r\n", with: "\n") }

    private func oneHack(_ request: PageRequest) async throws -> PageContent {
        let (id, hack) = (request.parameter("id"), request.parameter("hack"))
        let found = try await request.read(Self.hacks + "/{hack}", ["id": id, "hack": hack])
        let contest = try await request.read(Self.contest, ["id": id])
        let listed = found["hack"] ?? .object([])
        var values = Self.facts(listed, in: id, try await labels(request))
        let home = ["contests", id, "hacks"]
        values["hacksPath"] = .path(LocalPath(of: home))
        let isJudge = contest.flag("isJudge") && contest["finalized"] == nil
        let isCounted = ["successful", "unsuccessful"].contains(listed.text("state"))
        values["mayIgnore"] = .flag(isJudge && isCounted)
        values["mayCount"] = .flag(isJudge && listed.text("state") == "ignored")
        values["mayKeep"] = .flag(isCounted && request.may("api/v1/testcases/{problem}", .post))
        for what in ["ignore", "count", "keep"] {
            values[what + "Path"] = .path(LocalPath(of: home + [hack, what]))
        }
        values["hasInput"] = .flag(found["input"] != nil || found["inputBase64"] != nil)
        values["input"] = .text(found["input"]?.string ?? "(no text)")
        values["answer"] = .text(found.text("answer"))
        values["followed"] = .text(Self.topic(of: home + [hack]))
        if let generator = found["generator"] {
            let language = generator.text("language")
            values["generator"] = .text(generator.text("source"))
            values["language"] = .text(languages.first { $0.id == language }?.name ?? language)
            values["arguments"] = .text(generator.items("arguments").compactMap(\.string).joined(separator: " "))
        }
        return Self.following("site/hack", "Hack", values)
    }
}

/// How hacks look.
enum HackTemplates {
    static let all = ["site/hacks": hacks, "site/hackable": hackable, "site/program": program, "site/hack": hack]

    private static let hacks = """
        <p><a href="{{contestPath}}">To the contest</a></p>
        <div id="live" data-follow="{{followed}}">
        {{#isToLocked}}<p>Who locks a problem hands in nothing more for it, and sees others' right programs for it. Whoever finds an input on which one fails has hacked it.</p>{{/isToLocked}}
        {{#isToAll}}<p>All who took part may hack others' programs now.</p>{{/isToAll}}
        {{#problems}}
        <div class="row">
        <p>Problem {{label}}{{#mayLook}}: <a href="{{lookPath}}">others' programs</a>{{/mayLook}}</p>
        {{#mayLock}}<form method="post" action="{{lockPath}}">{{> token}}<input type="hidden" name="problem" value="{{id}}"><button class="second">Lock problem {{label}}</button></form>{{/mayLock}}
        </div>
        {{/problems}}
        <h2>What was tried</h2>
        <div class="scroll" tabindex="0" role="region" aria-label="Hacks">
        <table>
        <thead><tr><th scope="col">When</th><th scope="col">Problem</th><th scope="col">By</th><th scope="col">Against</th><th scope="col">What came of it</th></tr></thead>
        <tbody>
        {{#hacks}}
        <tr><td class="nowrap"><a href="{{path}}">{{at}}</a></td><td>{{label}}</td><td>{{hacker}}{{#isOwn}} <span class="badge good">you</span>{{/isOwn}}</td><td>{{defender}}</td><td><span class="badge {{kind}}">{{state}}</span></td></tr>
        {{/hacks}}
        {{^hacks}}
        <tr><td colspan="5">Nothing.</td></tr>
        {{/hacks}}
        </tbody>
        </table>
        </div>
        {{> next-page}}
        </div>

        """

    private static let hackable = """
        <p><a href="{{hacksPath}}">To the hacks</a></p>
        <div class="scroll" tabindex="0" role="region" aria-label="Programs">
        <table>
        <thead><tr><th scope="col">Received</th><th scope="col">Of</th></tr></thead>
        <tbody>
        {{#programs}}
        <tr><td class="nowrap"><a href="{{path}}">{{received}}</a></td><td>{{name}}</td></tr>
        {{/programs}}
        {{^programs}}
        <tr><td colspan="2">None.</td></tr>
        {{/programs}}
        </tbody>
        </table>
        </div>
        {{> next-page}}

        """

    private static let program = """
        <p><a href="{{hacksPath}}">To the hacks</a></p>
        <p>Received {{received}}.</p>
        {{#files}}
        <h2>{{name}}</h2>
        <pre tabindex="0"><code>{{content}}</code></pre>
        {{/files}}
        <h2>Hack it</h2>
        <form class="fields" method="post" action="{{herePath}}" enctype="multipart/form-data">
        {{> token}}
        <div class="field"><label for="input">Input on which it fails</label><textarea class="code" id="input" name="input" spellcheck="false" aria-describedby="input-hint">{{input}}</textarea>
        <span class="hint" id="input-hint">It has to be one that the problem allows, to the last space: it is looked at first.</span></div>
        <div class="field"><label for="file">Or a file</label><input type="file" id="file" name="file"></div>
        <details{{#hasGenerator}} open{{/hasGenerator}}>
        <summary>Or a program that writes it</summary>
        <div class="field"><label for="language">Language</label><select id="language" name="language">{{#languages}}<option value="{{id}}"{{#isHere}} selected{{/isHere}}>{{name}}</option>{{/languages}}</select></div>
        <div class="field"><label for="generator">Program</label><textarea class="code" id="generator" name="generator" spellcheck="false" autocapitalize="none" aria-describedby="generator-hint">{{generator}}</textarea>
        <span class="hint" id="generator-hint">What it writes to standard output is the input. It is run once, and has two seconds.</span></div>
        <div class="field"><label for="arguments">What it is told</label><input id="arguments" name="arguments" value="{{arguments}}" maxlength="2000" autocomplete="off" spellcheck="false" aria-describedby="arguments-hint">
        <span class="hint" id="arguments-hint">Its arguments, with spaces between them.</span></div>
        </details>
        <button>Hack</button>
        </form>

        """

    private static let hack = """
        <p><a href="{{hacksPath}}">To the hacks</a></p>
        <div id="live" data-follow="{{followed}}">
        <p class="lead" role="status"><span class="badge {{kind}}">{{state}}</span></p>
        <dl class="facts">
        <dt>Problem</dt><dd>{{label}}</dd>
        <dt>By</dt><dd>{{hacker}}</dd>
        <dt>Against</dt><dd>{{defender}}</dd>
        <dt>When</dt><dd>{{at}}</dd>
        {{#verdict}}<dt>The program</dt><dd>{{verdict}}</dd>{{/verdict}}
        {{#reason}}<dt>Why</dt><dd class="lines">{{reason}}</dd>{{/reason}}
        </dl>
        {{#hasInput}}
        <h2>Input</h2>
        <pre tabindex="0">{{input}}</pre>
        {{#answer}}<h2>What is right</h2>
        <pre tabindex="0">{{answer}}</pre>{{/answer}}
        {{/hasInput}}
        {{#generator}}
        <h2>Written by a program</h2>
        <dl class="facts">
        <dt>Language</dt><dd>{{language}}</dd>
        {{#arguments}}<dt>Told</dt><dd>{{arguments}}</dd>{{/arguments}}
        </dl>
        <pre tabindex="0"><code>{{generator}}</code></pre>
        {{/generator}}
        {{#mayIgnore}}<form class="fields" method="post" action="{{ignorePath}}">{{> token}}<div class="field"><label for="reason">Why it does not count</label><input id="reason" name="reason" maxlength="2000" autocomplete="off"></div><button class="second">Have it not count</button></form>{{/mayIgnore}}
        {{#mayCount}}<form method="post" action="{{countPath}}">{{> token}}<p><button class="second">Have it count</button></p></form>{{/mayCount}}
        {{#mayKeep}}<form method="post" action="{{keepPath}}">{{> token}}<p><button class="second">Add it to the problem's test cases</button></p></form>{{/mayKeep}}
        </div>

        """
}
