internal import Coordinator
internal import JSONText
internal import Kernel
internal import Templates

/// The test cases of a problem, for those who look after it: seen, added, replaced, removed and validated.
extension SitePages {
    private static let tests = "api/v1/testcases/{problem}"

    var testCasePages: [Page] {
        let home = "problems/{id}/tests"
        var add = Page(.post, home, Self.read, "Adds a test case.") { request in
            try await .trying(try await testCases(request)) {
                let body = JSONTree.record([
                    "name": .string(request.field("name")), "input": .string(Self.lines(request, "input")),
                    "answer": .string(Self.lines(request, "answer")),
                ])
                return try await changedTests(request, .post, Self.tests, body: Array(body.text.utf8), "It is added.")
            }
        }
        var replace = Page(.post, home + "/{name}/replace", Self.read, "Replaces a file of a test case.") { request in
            try await .trying(try await testCases(request)) {
                guard let file = request.files["file"], !file.bytes.isEmpty else {
                    throw DomainError(.invalid, "there is no file", advice: "choose one")
                }
                return try await changedTests(
                    request, .put, Self.tests + "/{name}", query: ["part": request.field("part")], body: file.bytes,
                    "It is replaced.")
            }
        }
        (add.bodyLimit, replace.bodyLimit) = (largestForm, largestForm)
        return [
            Page(.get, home, Self.read, "The test cases of a problem.") { .show(try await testCases($0)) },
            add, replace,
            Page(.post, home + "/{name}/remove", Self.read, "Removes a test case.") { request in
                try await .trying(try await testCases(request)) {
                    try await changedTests(request, .delete, Self.tests + "/{name}", "It is removed.")
                }
            },
            Page(.post, home + "/validate", Self.read, "Has the validators look at the test cases.") { request in
                let content = try await testCases(request)
                return try await .trying(content) { .show(try await validated(content, request)) }
            },
        ]
    }

    /// A field as files have lines.
    private static func lines(_ request: PageRequest, _ name: String) -> String {
        request.field(name).replacing("\r\n", with: "\n")
    }

    private func changedTests(
        _ request: PageRequest, _ method: Route.Method, _ path: String, query: [String: String] = [:],
        body: [UInt8] = [], _ message: String
    ) async throws -> PageAnswer {
        let id = request.parameter("id")
        let done = try await request.ask(
            method, path, ["problem": id, "name": request.parameter("name")], query: query, body: body)
        return .go(
            PageRedirect(to: LocalPath(of: ["problems", id, "tests"]), saying: message, position: done.position))
    }

    private func testCases(_ request: PageRequest) async throws -> PageContent {
        let id = request.parameter("id")
        let problem = try await request.read("api/v1/problems/{id}", ["id": id])
        guard problem["owner"] != nil else {
            throw DomainError(.forbidden, "this is for those who look after the problem")
        }
        let list = try await request.read(
            Self.tests, ["problem": id], query: ["limit": "100", "cursor": request.query["cursor"]])
        let home = ["problems", id, "tests"]
        var values: [String: TemplateValue] = [
            "editPath": .path(LocalPath(of: ["problems", id, "edit"])), "herePath": .path(LocalPath(of: home)),
            "validatePath": .path(LocalPath(of: home + ["validate"])), "version": .text(list.text("version")),
            "tests": .list(
                list.items("testCases").enumerated().map { number, test in
                    // A part of an address has no slash.
                    let name = test.text("name").replacing("/", with: ":")
                    let file = { (part: String) in
                        TemplateValue.path(
                            LocalPath(of: ["api", "v1", "testcases", id, name], query: [("part", part)]))
                    }
                    return [
                        "number": TemplateValue(number), "name": .text(test.text("name")),
                        "inputPath": file("input"), "answerPath": file("answer"),
                        "inputSize": .text(Shown.bytes(test.text("inputSize"))),
                        "answerSize": .text(Shown.bytes(test.text("answerSize"))),
                        "replacePath": .path(LocalPath(of: home + [name, "replace"])),
                        "removePath": .path(LocalPath(of: home + [name, "remove"])),
                    ]
                }),
            "nextPath": request.next(list, at: home),
        ]
        for name in ["name", "input", "answer"] { values["wanted-" + name] = .text(request.field(name)) }
        return PageContent("site/tests", "Test cases of \(problem.text("title"))", values)
    }

    /// The page with what the validators have found.
    private func validated(_ content: PageContent, _ request: PageRequest) async throws -> PageContent {
        var wanted: [String: JSONTree?] = ["problem": .string(request.parameter("id"))]
        if let cursor = request.text("cursor") { wanted["cursor"] = cursor }
        let body = JSONTree.object(wanted.compactMap { key, value in value.map { .init(key: key, value: $0) } })
        let found = try await request.send(.post, "api/v1/testcases/validate", body: body).tree
        var content = content
        let findings = found.items("findings")
        content.values["isValidated"] = true
        content.values["inputs"] = .text(found.text("inputs"))
        content.values["validators"] = .text(found.items("validators").compactMap(\.string).joined(separator: ", "))
        content.values["left"] = .text(found.items("left").compactMap(\.string).joined(separator: ", "))
        content.values["isFine"] = .flag(findings.isEmpty)
        content.values["goOn"] = .text(found.text("next"))
        content.values["findings"] = .list(
            findings.prefix(200).map { finding in
                [
                    "test": .text(finding.text("test")), "validator": .text(finding.text("validator")),
                    "message": .text(finding.text("message")), "isFault": .flag(finding.flag("isValidatorsFault")),
                ]
            })
        return content
    }
}

/// How test cases look.
enum TestCaseTemplates {
    static let all = ["site/tests": tests]

    private static let tests = """
        <p><a href="{{editPath}}">Look after the problem</a> · version {{version}}; each change makes another one</p>
        {{#isValidated}}
        <h2>What the validators say</h2>
        <p>{{inputs}} inputs, looked at by {{validators}}.{{#left}} Not asked: {{left}}.{{/left}}{{#isFine}} <span class="badge good">nothing is wrong</span>{{/isFine}}</p>
        {{^isFine}}
        <ul>
        {{#findings}}
        <li>{{#test}}{{test}}: {{/test}}<span class="lines">{{message}}</span> <span class="hint">{{validator}}{{#isFault}}, whose fault it is{{/isFault}}</span></li>
        {{/findings}}
        </ul>
        {{/isFine}}
        {{/isValidated}}
        <form method="post" action="{{validatePath}}">{{> token}}{{#goOn}}<input type="hidden" name="cursor" value="{{goOn}}">{{/goOn}}<p><button class="second">{{#goOn}}Validate the next ones{{/goOn}}{{^goOn}}Validate them{{/goOn}}</button></p></form>
        <div class="scroll" tabindex="0" role="region" aria-label="Test cases">
        <table>
        <thead><tr><th scope="col">Test case</th><th scope="col">Input</th><th scope="col">Answer</th><th scope="col">Replace</th><th scope="col">Remove</th></tr></thead>
        <tbody>
        {{#tests}}
        <tr><th scope="row">{{name}}</th><td class="nowrap"><a href="{{inputPath}}">{{inputSize}}</a></td><td class="nowrap"><a href="{{answerPath}}">{{answerSize}}</a></td>
        <td><form method="post" action="{{replacePath}}" enctype="multipart/form-data">{{> token}}<select name="part" aria-label="Which file of {{name}}"><option>input</option><option>answer</option></select> <input type="file" name="file" required aria-label="File for {{name}}"> <button class="second">Replace</button></form></td>
        <td><form method="post" action="{{removePath}}">{{> token}}<button class="second">Remove</button></form></td></tr>
        {{/tests}}
        {{^tests}}
        <tr><td colspan="5">None.</td></tr>
        {{/tests}}
        </tbody>
        </table>
        </div>
        {{> next-page}}
        <h2>Add one</h2>
        <form class="fields" method="post" action="{{herePath}}">
        {{> token}}
        <div class="field"><label for="name">Name</label><input id="name" name="name" value="{{wanted-name}}" required maxlength="200" placeholder="secret/7" autocomplete="off" spellcheck="false"></div>
        <div class="field"><label for="input">Input</label><textarea id="input" name="input" spellcheck="false">{{wanted-input}}</textarea></div>
        <div class="field"><label for="answer">Answer</label><textarea id="answer" name="answer" spellcheck="false">{{wanted-answer}}</textarea></div>
        <button>Add it</button>
        </form>

        """
}
