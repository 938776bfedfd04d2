internal import Coordinator
internal import JSONText
internal import Kernel
internal import Markup
internal import Templates

/// Problems: the list, the search, a statement, and handing in.
extension SitePages {
    static let difficulties = ["easy", "medium", "hard", "expert"]

    var problemPages: [Page] {
        [
            Page(.get, "problems", Self.read, "The problems.") { .show(try await problemList($0)) },
            Page(.get, "problems/{id}", Self.read, "A problem.") { request in
                .show(try await problem(request, id: request.parameter("id"), contest: nil))
            },
            handingIn("problems/{id}/submit", contest: nil),
        ]
    }

    static func problemRow(_ row: JSONTree) -> TemplateValue {
        [
            "title": .text(row.text("title")), "path": .path(LocalPath(of: ["problems", row.text("id")])),
            "difficulty": .text(row.text("difficulty")), "state": .text(row.text("state")),
            "isHidden": .flag(row.text("state") != "published"),
            "tags": .text((row.items("tags") + row.items("categories")).compactMap(\.string).joined(separator: ", ")),
        ]
    }

    private func problemList(_ request: PageRequest) async throws -> PageContent {
        let text = request.query["text"] ?? ""
        var query = ["limit": "50"]
        for name in ["cursor", "difficulty", "category", "tag", "text", "mine"] {
            if let value = request.query[name], !value.isEmpty { query[name] = value }
        }
        let kept = query.filter { $0.key != "cursor" && $0.key != "limit" }.sorted { $0.key < $1.key }
        var values: [String: TemplateValue] = [
            "text": .text(text), "canMake": .flag(request.may("api/v1/problems", .post)),
            "isSearch": .flag(!text.isEmpty),
        ]
        if text.isEmpty {
            let list = try await request.read("api/v1/problems", query: query)
            values["problems"] = .list(list.items("problems").map(Self.problemRow))
            values["nextPath"] = request.next(list, at: ["problems"], kept.map { ($0.key, $0.value) })
        } else {
            // The rest of a search is asked for by its place.
            query["from"] = query.removeValue(forKey: "cursor")
            let found = try await request.read("api/v1/problems/search", query: query)
            values["problems"] = .list(
                found.items("found").map { hit in
                    guard case .record(var row) = Self.problemRow(hit["problem"] ?? .null) else { return .nothing }
                    row["excerpt"] = .list(
                        hit.items("excerpt").map {
                            ["text": .text($0.text("text")), "isMatch": .flag($0.flag("isMatch"))]
                        })
                    return .record(row)
                })
            values["facets"] = .list(
                [
                    ("Difficulty", "difficulty", "difficulties"), ("Category", "category", "categories"),
                    ("Tag", "tag", "tags"),
                ]
                .map { title, name, key in Self.facet(title, name, found.items(key), kept) })
            values["nextPath"] = request.next(found, at: ["problems"], kept.map { ($0.key, $0.value) })
        }
        return PageContent("site/problems", "Problems", values)
    }

    /// What the found problems are, with how many are each: links that narrow the search.
    private static func facet(
        _ title: String, _ name: String, _ counts: [JSONTree], _ query: [(key: String, value: String)]
    ) -> TemplateValue {
        let others = query.filter { $0.key != name }.map { ($0.key, $0.value) }
        let chosen = query.first { $0.key == name }?.value
        return [
            "title": .text(title), "hasSome": .flag(!counts.isEmpty),
            "allPath": chosen == nil ? .nothing : .path(LocalPath(of: ["problems"], query: others)),
            "counts": .list(
                counts.prefix(30).map { count in
                    [
                        "name": .text(count.text("name")), "count": .text(count.text("problems")),
                        "isHere": .flag(chosen == count.text("name")),
                        "path": .path(LocalPath(of: ["problems"], query: others + [(name, count.text("name"))])),
                    ]
                }),
        ]
    }

    // MARK: One problem

    /// A problem's page, with the form for a program.
    /// - Parameters:
    ///   - request: the request.
    ///   - id: the problem.
    ///   - contest: in which contest it is handed in, with its label there; nil: for practice.
    func problem(
        _ request: PageRequest, id: String, contest: (id: String, label: String)?
    ) async throws -> PageContent {
        let problem = try await request.read(
            "api/v1/problems/{id}", ["id": id], query: ["language": request.query["language"]])
        let base = contest.map { ["contests", $0.id, "problems", $0.label] } ?? ["problems", id]
        var values = statement(of: problem, at: base)
        values["id"] = .text(id)
        values["timeLimit"] = .text(problem.text("timeLimit"))
        values["memoryLimit"] = .text(Shown.bytes(problem.text("memoryLimit")))
        values["difficulty"] = .text(problem.text("difficulty"))
        values["languages"] = .list(languages(of: problem))
        values["canSubmit"] = .flag(modules.contains("submissions") && request.actor.person != nil)
        values["wantsLogin"] = .flag(modules.contains("submissions") && request.actor.person == nil)
        values["loginPath"] = .path(LocalPath(of: ["login"], query: [("next", LocalPath(of: base).description)]))
        values["submitPath"] = .path(LocalPath(of: base + ["submit"]))
        if let contest {
            values["contestPath"] = .path(LocalPath(of: ["contests", contest.id]))
        } else {
            values["submissionsPath"] = .path(LocalPath(of: ["problems", id, "submissions"]))
            // What only those see who look after it.
            if problem["owner"] != nil { values["editPath"] = .path(LocalPath(of: ["problems", id, "edit"])) }
        }
        let label = contest.map { "\($0.label). " } ?? ""
        var content = PageContent("site/problem", label + problem.text("title"), values)
        content.scripts = ["formulas", "editor"]
        return content
    }

    private func statement(of problem: JSONTree, at base: [String]) -> [String: TemplateValue] {
        var values: [String: TemplateValue] = [:]
        if let html = problem["statement"]?["html"]?.string {
            // HTML that is not known to do nothing is shown as the text that it is.
            values["statement"] = .html(checked(html) ?? SafeMarkup(escaping: html))
        }
        let others = problem.items("statementLanguages").compactMap(\.string)
        if others.count > 1 {
            values["hasOthers"] = true
            values["others"] = .list(
                others.map { language in
                    [
                        "name": .text(language), "isHere": .flag(language == problem["statement"]?.text("language")),
                        "path": .path(LocalPath(of: base, query: [("language", language)])),
                    ]
                })
        }
        values["files"] = .list(
            problem.items("files").compactMap { file in
                LocalPath(file.text("address")).map { ["name": .text(file.text("name")), "path": .path($0)] }
            })
        let samples = problem.items("samples")
        values["hasSamples"] = .flag(!samples.isEmpty)
        values["samples"] = .list(
            samples.enumerated().map { number, sample in
                [
                    "number": TemplateValue(number + 1), "input": .text(sample.text("input")),
                    "answer": .text(sample.text("answer")), "isShortened": .flag(sample.flag("isShortened")),
                ]
            })
        return values
    }

    private func languages(of problem: JSONTree) -> [TemplateValue] {
        let allowed = Set(problem.items("languages").compactMap(\.string))
        return languages.filter { allowed.isEmpty || allowed.contains($0.id) }.map {
            ["id": .text($0.id), "name": .text($0.name)]
        }
    }

    // MARK: Handing in

    /// The form of a problem's page.
    /// - Parameter contest: says, of the contest that the path names, which problem a label means; nil: for practice.
    func handingIn(
        _ path: String, contest: (@Sendable (PageRequest) async throws -> (id: String, label: String, problem: String))?
    ) -> Page {
        var page = Page(.post, path, Self.read, "Hands in a program.") { request in
            let named = try await contest?(request)
            let problem = named?.problem ?? request.parameter("id")
            var form = try await self.problem(request, id: problem, contest: named.map { ($0.id, $0.label) })
            form.values["program"] = .text(request.field("program"))
            return try await .trying(form) {
                let body = try Self.program(request, problem)
                let sent =
                    if let named {
                        try await request.send(.post, "api/v1/contests/{id}/submissions", ["id": named.id], body: body)
                    } else {
                        try await request.send(.post, "api/v1/submissions", body: body)
                    }
                return .go(
                    PageRedirect(
                        to: LocalPath(of: ["submissions", sent.tree.text("id")]), saying: "Your program is handed in.",
                        position: sent.position))
            }
        }
        page.bodyLimit = 1 << 20
        return page
    }

    private static func program(_ request: PageRequest, _ problem: String) throws -> JSONTree {
        let file: JSONTree
        if let chosen = request.files["file"] {
            file = .record(["name": .string(chosen.name), "base64": .string(chosen.base64)])
        } else {
            guard !request.field("program").isEmpty else {
                throw DomainError(.invalid, "there is no program", advice: "write one, or choose a file")
            }
            // Browsers send lines with CR LF.
            let text = request.field("program").replacing("\r\n", with: "\n")
            file = .record([
                "name": .string(request.field("name").isEmpty ? "main" : request.field("name")),
                "content": .string(text),
            ])
        }
        return .record([
            "problem": .string(problem), "language": request.text("language"),
            "entryPoint": request.text("entryPoint"), "files": .array([file]),
        ])
    }
}
