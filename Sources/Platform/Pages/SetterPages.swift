internal import Coordinator
internal import JSONText
internal import Kernel
internal import Templates

/// Making problems and looking after them.
extension SitePages {
    var setterPages: [Page] {
        let home = "problems/{id}/edit"
        return [
            Page(.get, "problems/new", Self.read, "Makes a problem.") { request in
                guard request.may("api/v1/problems", .post) else {
                    throw DomainError(.forbidden, "you may not make problems", advice: "ask whoever runs this site")
                }
                return .show(newForm)
            },
            uploading("problems/new") { request, package in
                let made = try await request.ask(.post, "api/v1/problems", body: package)
                let tree = try JSONTree(parsing: made.body ?? [])
                return .go(
                    PageRedirect(
                        to: LocalPath(of: ["problems", tree.text("id"), "edit"]), saying: "The problem is made.",
                        position: made.position))
            },
            Page(.get, home, Self.read, "Looks after a problem.") { .show(try await editForm($0)) },
            Page(.post, home, Self.read, "Says what a problem is.") { request in
                try await .trying(try await editForm(request)) {
                    let words = { (name: String) in
                        JSONTree.array(
                            request.field(name).split(separator: ",").map {
                                .string(String($0.drop { $0 == " " }))
                            })
                    }
                    let body = JSONTree.record([
                        "title": request.text("title"), "difficulty": request.text("difficulty"),
                        "categories": words("categories"), "tags": words("tags"), "languages": words("languages"),
                        "note": .string(request.field("note")),
                    ])
                    return try await changed(request, .put, "", body, "It is as you wrote it.")
                }
            },
            uploading(home + "/version") { request, package in
                let made = try await request.ask(
                    .post, "api/v1/problems/{id}/versions", ["id": request.parameter("id")],
                    query: ["change": request.field("change").isEmpty ? "a new package" : request.field("change")],
                    body: package)
                return .go(
                    PageRedirect(
                        to: LocalPath(of: ["problems", request.parameter("id"), "edit"]),
                        saying: "The problem has a new version.", position: made.position))
            },
            Page(.post, home + "/publish", Self.read, "Shows a problem to everybody.") { request in
                try await .trying(try await editForm(request)) {
                    try await changed(request, .post, "/publish", nil, "Everybody sees it.")
                }
            },
            Page(.post, home + "/withdraw", Self.read, "Shows a problem to nobody else.") { request in
                try await .trying(try await editForm(request)) {
                    try await changed(request, .post, "/withdraw", nil, "Nobody else sees it.")
                }
            },
        ]
    }

    private func changed(
        _ request: PageRequest, _ method: Route.Method, _ what: String, _ body: JSONTree?, _ message: String
    ) async throws -> PageAnswer {
        let id = request.parameter("id")
        let done = try await request.send(method, "api/v1/problems/{id}" + what, ["id": id], body: body)
        return .go(
            PageRedirect(to: LocalPath(of: ["problems", id, "edit"]), saying: message, position: done.position))
    }

    /// A form that brings a package.
    private func uploading(
        _ path: String, _ take: @escaping @Sendable (PageRequest, [UInt8]) async throws -> PageAnswer
    ) -> Page {
        var page = Page(.post, path, Self.read, "Brings a problem's package.") { request in
            let form = request.parameter("id").isEmpty ? newForm : try await editForm(request)
            return try await .trying(form) {
                let upload = request.field("upload").filter { $0 != " " }
                if !upload.isEmpty {
                    return try await take(request, Array(JSONTree.record(["upload": .string(upload)]).text.utf8))
                }
                guard let file = request.files["package"], !file.bytes.isEmpty else {
                    throw DomainError(.invalid, "there is no package", advice: "choose a zip or tar archive")
                }
                return try await take(request, file.bytes)
            }
        }
        page.bodyLimit = largestForm
        return page
    }

    private var newForm: PageContent {
        var content = PageContent("site/new-problem", "New problem", packageValues)
        content.scripts = ["files"]
        return content
    }

    /// What a form that brings a package says of how large it may be. Beside the file the form itself takes a little.
    private var packageValues: [String: TemplateValue] {
        let largest = max(0, largestForm - 64 << 10)
        return [
            "largestFile": .text("\(largest)"), "largestText": .text(Shown.bytes("\(largest)")),
            "takesUploads": .flag(modules.contains("uploads")),
        ]
    }

    private func editForm(_ request: PageRequest) async throws -> PageContent {
        let id = request.parameter("id")
        let problem = try await request.read("api/v1/problems/{id}", ["id": id])
        guard problem["owner"] != nil else {
            throw DomainError(.forbidden, "this is for those who look after the problem")
        }
        let versions = try await request.read("api/v1/problems/{id}/versions", ["id": id])
        let join = { (key: String) in problem.items(key).compactMap(\.string).joined(separator: ", ") }
        let measuring = problem.text("measuring")
        var values: [String: TemplateValue] = [
            "problemPath": .path(LocalPath(of: ["problems", id])), "id": .text(id),
            "testsPath": .path(LocalPath(of: ["problems", id, "tests"])),
            "title": .text(problem.text("title")), "categories": .text(join("categories")),
            "tags": .text(join("tags")), "languages": .text(join("languages")), "note": .text(problem.text("note")),
            "state": .text(problem.text("state")), "isPublished": .flag(problem.text("state") == "published"),
            "measuring": .text(
                measuring == "wanted"
                    ? "is being measured" : measuring == "stopped" ? problem.text("measuringReason") : "is there"),
            "difficulties": .list(
                Self.difficulties.map { ["name": .text($0), "isHere": .flag($0 == problem.text("difficulty"))] }),
            "warnings": .list(
                (problem.items("packageWarnings") + (problem["statement"]?.items("warnings") ?? [])).compactMap(
                    \.string
                )
                .map { .text($0) }),
            "versions": .list(
                versions.items("versions").map {
                    [
                        "number": .text($0.text("number")), "change": .text($0.text("change")),
                        "by": .text($0.text("by")), "at": .text($0.time("at")),
                    ]
                }),
        ]
        for what in ["version", "publish", "withdraw"] {
            values[what + "Path"] = .path(LocalPath(of: ["problems", id, "edit", what]))
        }
        values["herePath"] = .path(LocalPath(of: ["problems", id, "edit"]))
        if modules.contains("invocations") {
            values["invocationsPath"] = .path(LocalPath(of: ["problems", id, "invocations"]))
        }
        values.merge(packageValues) { $1 }
        var content = PageContent("site/edit-problem", "Look after \(problem.text("title"))", values)
        content.scripts = ["files"]
        return content
    }
}

/// How looking after problems looks.
enum SetterTemplates {
    static let all = ["site/new-problem": new, "site/edit-problem": edit, "site/package-fields": package]

    /// What a form has that brings a package.
    private static let package = """
        <div class="field"><label for="package">Package</label><input id="package" name="package" type="file" data-largest="{{largestFile}}" data-too-large="The file has more than {{largestText}}, which is all that comes by this form." aria-describedby="package-hint">
        <span class="hint" id="package-hint">Up to {{largestText}}.{{#takesUploads}} A larger one is sent part by part to <code>/api/v1/uploads/</code>, and named here.{{/takesUploads}}</span></div>
        {{#takesUploads}}<div class="field"><label for="upload">Or an upload, by its SHA-256</label><input id="upload" name="upload" maxlength="80" autocomplete="off" spellcheck="false"></div>{{/takesUploads}}

        """

    private static let new = """
        <p>A package is a zip or tar archive of any format that Verdict reads: Polygon, ICPC, Kattis, DMOJ, CMS and others.</p>
        <form class="fields" method="post" action="/problems/new" enctype="multipart/form-data">
        {{> token}}
        {{> site/package-fields}}
        <button>Make the problem</button>
        </form>

        """

    private static let edit = """
        <p><a href="{{problemPath}}">To the problem</a> · <span class="badge {{#isPublished}}good{{/isPublished}}{{^isPublished}}wait{{/isPublished}}">{{state}}</span> · its time limit {{measuring}} · <code>{{id}}</code> · <a href="{{testsPath}}">Test cases</a>{{#invocationsPath}} · <a href="{{invocationsPath}}">Solutions by test cases</a>{{/invocationsPath}}</p>
        {{#isPublished}}<form method="post" action="{{withdrawPath}}">{{> token}}<p><button class="second">Withdraw it</button></p></form>{{/isPublished}}
        {{^isPublished}}<form method="post" action="{{publishPath}}">{{> token}}<p><button>Publish it</button></p></form>{{/isPublished}}
        {{#warnings}}<p class="hint">{{.}}</p>{{/warnings}}
        <h2>What it is</h2>
        <form class="fields" method="post" action="{{herePath}}">
        {{> token}}
        <div class="field"><label for="title">Title</label><input id="title" name="title" value="{{title}}" maxlength="200"></div>
        <div class="field"><label for="difficulty">Difficulty</label><select id="difficulty" name="difficulty"><option value="">not said</option>{{#difficulties}}<option{{#isHere}} selected{{/isHere}}>{{name}}</option>{{/difficulties}}</select></div>
        <div class="field"><label for="categories">Categories</label><input id="categories" name="categories" value="{{categories}}" aria-describedby="commas"></div>
        <div class="field"><label for="tags">Tags</label><input id="tags" name="tags" value="{{tags}}" aria-describedby="commas"><span class="hint" id="commas">With commas between.</span></div>
        <div class="field"><label for="languages">Languages that programs may be in</label><input id="languages" name="languages" value="{{languages}}"><span class="hint">None: all.</span></div>
        <div class="field"><label for="note">Note for those who look after it</label><textarea class="short" id="note" name="note">{{note}}</textarea></div>
        <button>Keep</button>
        </form>
        <h2>Versions</h2>
        <div class="scroll" tabindex="0" role="region" aria-label="Versions">
        <table>
        <thead><tr><th scope="col" class="number">Nr</th><th scope="col">Change</th><th scope="col">By</th><th scope="col">When</th></tr></thead>
        <tbody>
        {{#versions}}
        <tr><td class="number">{{number}}</td><td>{{change}}</td><td>{{by}}</td><td class="nowrap">{{at}}</td></tr>
        {{/versions}}
        </tbody>
        </table>
        </div>
        <h3>New version</h3>
        <form class="fields" method="post" action="{{versionPath}}" enctype="multipart/form-data">
        {{> token}}
        {{> site/package-fields}}
        <div class="field"><label for="change">What has changed</label><input id="change" name="change" maxlength="200"></div>
        <button>Bring it</button>
        </form>

        """
}
