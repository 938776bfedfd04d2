import Coordinator
import Foundation
import Kernel
import KernelTestSupport
import Testing

@testable import Library

/// What people read of problems.
@Suite("Statements of problems", .timeLimit(.minutes(1))) struct StatementFileTests {
    @Test("are found in packages of every format")
    func sources() {
        let cases: [([String], [String])] = [
            (["problem_statement/problem.tex"], ["en latex problem_statement/problem.tex"]),
            (
                ["statement/problem.sv.md", "statement/problem.en.pdf", "statement/x.png", "statement/header.tex"],
                ["en pdf statement/problem.en.pdf", "sv markdown statement/problem.sv.md"]
            ),
            (
                [
                    "statements/russian/problem.tex", "statement-sections/russian/legend.tex",
                    "statement-sections/russian/output.tex", "statement-sections/russian/input.tex",
                    "statement-sections/russian/tutorial.tex",
                ],
                [
                    "ru latex statement-sections/russian/legend.tex statement-sections/russian/input.tex "
                        + "statement-sections/russian/output.tex"
                ]
            ),
            (["statements/english/problem.tex"], ["en latex statements/english/problem.tex"]),
            (
                ["testo/testo.pdf", "statement/italian.pdf"],
                ["en pdf testo/testo.pdf", "it pdf statement/italian.pdf"]
            ),
            (["problem_zh.md", "problem.md"], ["en markdown problem.md", "zh markdown problem_zh.md"]),
            (["task.md"], ["en markdown task.md"]), (["data/secret/problem.en.tex", "readme.md", "a.pdf"], []),
        ]
        for (paths, expected) in cases {
            let found = StatementSources(paths: paths).statements.map { source in
                "\(source.language) \(source.form) " + source.parts.map(\.path).joined(separator: " ")
            }
            #expect(found == expected)
        }
        let solutions = StatementSources(paths: ["solution/solution.de.md", "statement-sections/english/tutorial.tex"])
        #expect(solutions.solutions.map(\.language) == ["de", "en"])
    }

    @Test("are shown without what tells how the problem is solved, in whatever format")
    func unsolved() {
        let cases: [(path: String, isShown: Bool, isOfSolution: Bool)] = [
            ("statement/problem.en.pdf", true, false), ("problem.pdf", true, false), ("problem_zh.PDF", true, false),
            ("task.pdf", true, false), ("solution.pdf", false, true), ("notes-for-the-jury.pdf", false, false),
            ("a.png", false, false), ("solution/graph.png", true, true), ("solution/a/b.png", true, true),
            ("Solution/graph.png", false, true), ("statements/.pdf/english/problem.pdf", true, false),
            ("statements/.pdf/english/tutorial.pdf", true, true), ("statements/english/Tutorial.pdf", true, true),
            ("statement-sections/english/tutorial-1.png", true, true), ("testo/soluzione.pdf", true, true),
            ("additional_file/Editorial_2024.pdf", true, true), ("statement/resolution.png", true, false),
            ("statement/solve.png", true, false), ("data/secret/problem.pdf", false, false),
        ]
        for (path, isShown, isOfSolution) in cases {
            #expect(StatementSources.isShown(path) == isShown, "\(path)")
            #expect(StatementSources.isOfSolution(path) == isOfSolution, "\(path)")
        }
    }

    @Test("have the files of their solutions when these are released, and not before")
    func solutionFiles() async throws {
        try await LibrarySite.with { site in
            let files = LibrarySite.package([
                "solution.pdf": "%PDF-1.7 jury", "statements/english/tutorial.pdf": "%PDF-1.7 all of it",
                "problem.pdf": "%PDF-1.7 the task",
            ])
            let id = try await site.make(files)
            try await site.ask(.post, "problems/{id}/publish", by: LibrarySite.setter, ["id": id])
            func status(_ name: String, by actor: Actor) async throws -> DomainError.Code? {
                do {
                    try await site.ask(.get, "problems/{id}/files/{name}", by: actor, ["id": id, "name": name])
                    return nil
                } catch let error as DomainError {
                    return error.code
                }
            }
            #expect(try await status("problem.pdf", by: .alice) == nil)
            for name in ["tutorial.pdf", "tutorial", "solution.pdf", "trick.png"] {
                #expect(try await status(name, by: .alice) == .notFound, "\(name)")
            }
            #expect(try await status("tutorial.pdf", by: LibrarySite.setter) == nil)
            try await site.ask(.post, "problems/{id}/editorial/release", by: LibrarySite.setter(of: id), ["id": id])
            #expect(try await status("tutorial.pdf", by: .alice) == nil)
            #expect(try await status("solution.pdf", by: .alice) == .notFound, "it belongs to no text")
        }
    }

    @Test("are in the language that their reader wants") func languages() {
        let cases: [(String?, String?, String?)] = [
            (nil, nil, "en"), ("sv", nil, "sv"), ("xx", "de-CH, sv;q=0.9", "de"), (nil, "fr, sv;q=0.3, de;q=0.4", "de"),
            (nil, "de;q=0, sv", "sv"), (nil, ";;;,,q=", "en"), ("SV", nil, "sv"), (nil, "*", "en"), ("../x", nil, "en"),
        ]
        for (asked, accepted, expected) in cases {
            #expect(StatementLanguage.best(of: ["de", "en", "sv"], asked: asked, accepted: accepted) == expected)
        }
        #expect(StatementLanguage.best(of: [], asked: "en", accepted: nil) == nil)
        #expect(StatementLanguage.best(of: ["ja"], asked: nil, accepted: "en") == "ja")
        for tag in ["en", "pt-BR", "zh_Hans"] { #expect(StatementLanguage.isTag(tag)) }
        for tag in ["", "e", "en-", "12", "../..", "en us", "en-x-toolongword"] {
            #expect(!StatementLanguage.isTag(tag))
        }
    }

    @Test("are shown with their pictures, which are nothing else") func shown() async throws {
        try await LibrarySite.with { site in
            let id = try await site.make()
            try await site.ask(.post, "problems/{id}/publish", by: LibrarySite.setter, ["id": id])
            let open = try await site.ask(.get, "problems/{id}", by: .alice, ["id": id])
            let statement: [String: Any] = try open.value("statement")
            let picture = "<img src=\"/api/v1/problems/\(id)/files/map.png?language=en\" alt=\"\">"
            #expect(
                statement["html"] as? String
                    == "<p>Add two <strong>integers</strong>. \(picture)</p>\n<h2>Input</h2>\n<p>Two.</p>\n")
            #expect(statement["warnings"] == nil && statement["title"] as? String == "Adding")
            let german = try await site.ask(.get, "problems/{id}", by: .alice, ["id": id], languages: "de-AT,en;q=0.5")
            #expect(
                try german.value("statement", as: [String: Any].self)["html"] as? String
                    == "<p>Addiere zwei Zahlen.</p>\n")
            #expect(try german.value("statementLanguages") == ["de", "en"])

            let files: [(String, String, Bool)] = [
                ("map.png", "image/png", true), ("evil.png", "application/octet-stream", false),
                ("draw.svg", "image/svg+xml", false),
            ]
            for (name, media, isShown) in files {
                let answer = try await site.ask(
                    .get, "problems/{id}/files/{name}", by: .alice, ["id": id, "name": name])
                #expect(answer.file == RouteAnswer.File(mediaType: media, name: name, isShown: isShown))
            }
            for name in [
                "1.in", "problem.yaml", "a.py", "problem.en.tex", "../data/secret/1.in", "", "..", "nothing.png",
                "trick.png", "\u{0}", "%2e%2e",
            ] {
                try await expectRefusal(.notFound, "\(name)") {
                    try await site.ask(.get, "problems/{id}/files/{name}", by: .alice, ["id": id, "name": name])
                }
            }
        }
    }

    @Test("do not say once more what the problem is called") func headings() async throws {
        try await LibrarySite.with { site in
            let files = LibrarySite.package([
                "problem_statement/problem.en.tex": nil, "problem_statement/problem.de.tex": nil,
                "problem_statement/problem.en.md": "# Adding\n\nAdd.\n\n{{nextsample}}\n",
            ])
            let id = try await site.make(files)
            let shown = try await site.ask(.get, "problems/{id}", by: LibrarySite.setter, ["id": id])
            let statement: [String: Any] = try shown.value("statement")
            #expect(statement["html"] as? String == "<p>Add.</p>\n" && statement["title"] as? String == "Adding")
        }
    }

    @Test("have their solutions shown when these are released, and not before") func editorials() async throws {
        try await LibrarySite.with { site in
            let id = try await site.make()
            let path = "problems/{id}/editorial"
            try await site.ask(.post, "problems/{id}/publish", by: LibrarySite.setter, ["id": id])
            try await expectRefusal(.notFound) { try await site.ask(.get, path, by: .alice, ["id": id]) }
            let own = try await site.ask(.get, path, by: LibrarySite.setter, ["id": id])
            #expect(try own.value("html", as: String.self).contains("<span class=\"math\">a + b</span>"))
            #expect(try await site.ask(.get, "problems/{id}", by: .alice, ["id": id]).value("hasEditorial") == false)

            try await site.ask(.post, path + "/release", by: LibrarySite.setter(of: id), ["id": id])
            let open = try await site.ask(.get, path, by: .alice, ["id": id])
            #expect(try open.value("html", as: String.self).contains("files/trick.png"))
            let picture = ["id": id, "name": "trick.png"]
            let file = try await site.ask(.get, "problems/{id}/files/{name}", by: .alice, picture)
            #expect(file.file?.mediaType == "application/octet-stream")

            let written = ["language": "en", "text": "Better: <script>alert(1)</script>"]
            try await site.ask(.put, path, by: LibrarySite.setter, ["id": id], json: written)
            let better: String = try await site.ask(.get, path, by: .alice, ["id": id]).value("html")
            #expect(better == "<p>Better: &lt;script&gt;alert(1)&lt;/script&gt;</p>\n")
            for body in [
                ["language": "../x", "text": "a"], ["language": "en", "text": String(repeating: "x", count: 70_000)],
                ["text": "a"],
            ] {
                try await expectRefusal(.invalid) {
                    try await site.ask(.put, path, by: LibrarySite.setter, ["id": id], json: body)
                }
            }
            try await site.ask(.post, path + "/hold", by: LibrarySite.setter, ["id": id])
            try await expectRefusal(.notFound) { try await site.ask(.get, path, by: .alice, ["id": id]) }
        }
    }
}
