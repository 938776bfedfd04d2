import Concurrency
import Coordinator
import Foundation
import Kernel
import KernelTestSupport
import Submissions
import Testing

@testable import Library

/// Problems, from the package to everybody's eyes.
@Suite("Problems", .timeLimit(.minutes(1))) struct ProblemTests {
    @Test("are made of packages, published, withdrawn and removed")
    func life() async throws {
        try await LibrarySite.with { site in
            let id = try await site.make()
            let parameters = ["id": id]
            let shown = try await site.ask(.get, "problems/{id}", by: LibrarySite.setter, parameters)
            #expect(try shown.value("title") == "Adding" && shown.value("state") == "draft")
            #expect(try shown.value("version", as: Int.self) == 1 && shown.value("timeLimit", as: Double.self) == 1)
            #expect(try shown.value("measuring") == "ended")
            let samples: [[String: Any]] = try shown.value("samples")
            #expect(samples.count == 1 && samples[0]["input"] as? String == "1 2\n")
            #expect(samples[0]["answer"] as? String == "3\n")

            // Nobody else sees it.
            for actor in [LibrarySite.nobody, .alice, LibrarySite.setter(of: "00000000000000000000000009")] {
                try await expectRefusal(.notFound) { try await site.ask(.get, "problems/{id}", by: actor, parameters) }
                #expect(try await Self.titles(site, by: actor) == [])
            }
            for actor in [LibrarySite.setter, LibrarySite.admin, LibrarySite.setter(of: id)] {
                #expect(try await Self.titles(site, by: actor) == ["Adding"])
            }

            let details: [String: Any] = [
                "title": "Sums", "tags": ["math", "easy peasy"], "categories": ["Warm-up"], "difficulty": "easy",
                "languages": ["cpp"], "note": "secret note",
            ]
            try await site.ask(.put, "problems/{id}", by: LibrarySite.setter, parameters, json: details)
            try await site.ask(.post, "problems/{id}/publish", by: LibrarySite.setter, parameters)
            let open = try await site.ask(.get, "problems/{id}", by: LibrarySite.nobody, parameters)
            #expect(try open.value("title") == "Sums" && open.value("state") == "published")
            #expect(try open.value("tags") == ["math", "easy peasy"] && open.value("difficulty") == "easy")
            #expect(try open.value("languages") == ["cpp"])
            let fields = open.object
            for secret in ["note", "owner", "package", "packageWarnings", "measuring"] {
                #expect(fields[secret] == nil)
            }
            #expect(try await Self.titles(site, by: LibrarySite.nobody) == ["Sums"])

            let entity = try #require(EntityID(id))
            let submittable = try await site.library.problem(entity, for: .alice)
            #expect(submittable.version == 1 && submittable.id == entity)
            #expect(try await site.library.titles(of: [entity, .random()]) == [entity: "Sums"])

            try await site.ask(.post, "problems/{id}/withdraw", by: LibrarySite.setter, parameters)
            try await expectRefusal(.notFound) { try await site.ask(.get, "problems/{id}", by: .alice, parameters) }
            try await expectRefusal(.notFound) { try await site.library.problem(entity, for: .alice) }

            let removed = try await site.ask(.delete, "problems/{id}", by: LibrarySite.setter, parameters, key: "x")
            let again = try await site.ask(.delete, "problems/{id}", by: LibrarySite.setter, parameters, key: "x")
            #expect(removed.position == again.position)
            try await expectRefusal(.notFound) {
                try await site.ask(.delete, "problems/{id}", by: .alice, parameters, key: "y")
            }
            for actor in [LibrarySite.setter, LibrarySite.admin] {
                try await expectRefusal(.notFound) { try await site.ask(.get, "problems/{id}", by: actor, parameters) }
                #expect(try await Self.titles(site, by: actor) == [])
            }
            // What was handed in stays what it was.
            let version = try await site.library.version(entity, 1)
            #expect(version.package == submittable.package && version.title == "Sums" && version.languages == ["cpp"])
            #expect(try await site.library.titles(of: [entity]) == [entity: "Sums"])
            try await expectRefusal(.notFound) { try await site.library.version(entity, 2) }
        }
    }

    static func titles(
        _ site: LibrarySite, by actor: Actor, query: [String: String] = [:]
    ) async throws -> [String] {
        let list: [[String: Any]] = try await site.ask(.get, "problems", by: actor, query: query).value("problems")
        return list.compactMap { $0["title"] as? String }
    }

    @Test("have versions, of which the last one counts and each stays")
    func versions() async throws {
        try await LibrarySite.with { site in
            let id = try await site.make(key: "k1")
            #expect(try await site.make(key: "k1") == id, "the same request makes the same problem")
            let parameters = ["id": id]
            let other = try LibrarySite.archive(LibrarySite.package(["problem.yaml": "name: Adding more\n"]))
            let added = try await site.ask(
                .post, "problems/{id}/versions", by: LibrarySite.setter(of: id), parameters,
                query: ["change": "more"], body: other)
            #expect(try added.value("version", as: Int.self) == 2)
            // The same package once more is none.
            let same = try await site.ask(
                .post, "problems/{id}/versions", by: LibrarySite.setter, parameters, body: other)
            #expect(try same.value("version", as: Int.self) == 2)
            let shown = try await site.ask(.get, "problems/{id}", by: LibrarySite.setter, parameters)
            #expect(try shown.value("title") == "Adding more")
            let list: [[String: Any]] = try await site.ask(
                .get, "problems/{id}/versions", by: LibrarySite.setter, parameters
            ).value("versions")
            #expect(list.map { $0["change"] as? String } == ["more", "made"])
            #expect(list.map { $0["by"] as? String }.first == "00000000000000000000000004")
            let entity = try #require(EntityID(id))
            let (first, second) = (try await site.library.version(entity, 1), try await site.library.version(entity, 2))
            #expect(first.package != second.package && first.title == "Adding" && second.title == "Adding more")
        }
    }

    @Test("are not made of what is no package, and say what is wrong with it")
    func garbage() async throws {
        try await LibrarySite.with { site in
            let good = try LibrarySite.archive(LibrarySite.package())
            let bodies: [(String, [UInt8])] = [
                ("nothing", []), ("text", Array("hello".utf8)), ("zeros", [UInt8](repeating: 0, count: 5000)),
                ("half", Array(good.prefix(good.count / 2))), ("a beginning", Array(good.prefix(10))),
                ("no test cases", try LibrarySite.archive(["problem.yaml": "name: x\n"])),
                ("wrong settings", try LibrarySite.archive(LibrarySite.package(["problem.yaml": "limits: [1\n"]))),
                ("no answer", try LibrarySite.archive(LibrarySite.package(["data/secret/2.ans": nil]))),
            ]
            for (what, body) in bodies {
                let message = try await expectRefusal(.invalid, "\(what)") {
                    try await site.ask(.post, "problems", by: LibrarySite.setter, body: body)
                }
                #expect(message?.message.contains("/tmp/") == false, "\(what)")
            }
            #expect(try await ProblemTests.titles(site, by: LibrarySite.admin) == [])
        }
    }

    @Test("whose time limit has to be measured say so, and have it measured")
    func measuring() async throws {
        try await LibrarySite.with { site in
            let files = LibrarySite.package([".timelimit": nil, "problem.yaml": "name: Slow\n"])
            let made = try await site.ask(
                .post, "problems", by: LibrarySite.setter, body: try LibrarySite.archive(files))
            #expect(try made.value("measuring") == "wanted")
            let job = try #require(try await site.measured.next())
            let id: String = try made.value("id")
            let shown = try await site.ask(.get, "problems/{id}", by: LibrarySite.setter, ["id": id])
            #expect(try shown.value("measuring") == "wanted" && shown.object["timeLimit"] == nil)
            #expect(job.contains(try shown.value("package", as: String.self)), "\(job)")
        }
    }

    private static let wrongDetails: [[String: any Sendable]] = [
        ["title": ""], ["title": String(repeating: "x", count: 201)], ["title": "a\u{0}b"], ["title": " a"],
        ["tags": ["a", "a"]], ["tags": [""]], ["tags": (0..<41).map { "t\($0)" }],
        ["categories": [String(repeating: "x", count: 65)]], ["difficulty": "impossible"],
        ["note": String(repeating: "x", count: 20_000)], ["languages": ["a\nb"]], ["title": 3], ["tags": "math"],
    ]

    @Test("take no names that cannot be shown") func details() async throws {
        try await LibrarySite.with { site in
            let id = try await site.make()
            for body in Self.wrongDetails {
                try await expectRefusal(.invalid, "\(body)") {
                    try await site.ask(.put, "problems/{id}", by: LibrarySite.setter, ["id": id], json: body)
                }
            }
        }
    }

    @Test("are listed, counted, searched and completed by what they are")
    func lists() async throws {
        try await LibrarySite.with { site in
            let all: [(title: String, tags: [String], category: String, difficulty: String, text: String)] = [
                ("Shortest paths", ["graphs", "dp"], "Classic", "hard", "Find the shortest way through the forest"),
                ("Forest fires", ["graphs"], "Classic", "medium", "Trees burn down in a forest"),
                ("Café sums", ["math"], "Warm-up", "easy", "Add numbers <b>quickly</b>"),
            ]
            for problem in all {
                let statement = "\\problemname{\(problem.title)}\n\(problem.text)"
                let id = try await site.make(
                    LibrarySite.package([
                        "problem.yaml": "name: \(problem.title)\n", "problem_statement/problem.en.tex": statement,
                    ]))
                let details: [String: Any] = [
                    "tags": problem.tags, "categories": [problem.category], "difficulty": problem.difficulty,
                ]
                try await site.ask(.put, "problems/{id}", by: LibrarySite.setter, ["id": id], json: details)
                try await site.ask(.post, "problems/{id}/publish", by: LibrarySite.setter, ["id": id])
            }
            // One that nobody else sees counts for nobody else.
            let hidden = try await site.make(LibrarySite.package(["problem.yaml": "name: Forest of secrets\n"]))
            try await site.ask(
                .put, "problems/{id}", by: LibrarySite.setter, ["id": hidden], json: ["tags": ["graphs", "secret tag"]])

            let reader = Actor.alice
            let lists: [([String: String], [String])] = [
                (["sort": "title"], ["Café sums", "Forest fires", "Shortest paths"]),
                (["sort": "difficulty"], ["Café sums", "Forest fires", "Shortest paths"]),
                (["tag": "graphs", "sort": "title"], ["Forest fires", "Shortest paths"]), (["tag": "secret tag"], []),
                (["category": "Warm-up"], ["Café sums"]), (["difficulty": "hard"], ["Shortest paths"]),
                (["tag": "graphs", "difficulty": "hard"], ["Shortest paths"]), (["state": "draft"], []),
                (["mine": "true"], []), (["tag": "' OR 1=1 --"], []),
            ]
            for (query, expected) in lists {
                #expect(try await Self.titles(site, by: reader, query: query) == expected)
            }
            #expect(
                try await Self.titles(site, by: LibrarySite.setter, query: ["state": "draft"]) == ["Forest of secrets"])
            #expect(try await Self.titles(site, by: LibrarySite.setter, query: ["mine": "true"]).count == 4)

            let first = try await site.ask(.get, "problems", by: reader, query: ["limit": "2", "sort": "title"])
            let next: String = try first.value("next")
            let query = ["limit": "2", "sort": "title", "cursor": next]
            #expect(try await Self.titles(site, by: reader, query: query) == ["Shortest paths"])
            for wrong in [
                ["cursor": "x"], ["limit": "0"], ["limit": "x"], ["sort": "x"], ["difficulty": "x"], ["state": "x"],
                ["cursor": next], ["mine": "true"],
            ] {
                let actor = wrong["mine"] == nil ? reader : LibrarySite.nobody
                try await expectRefusal(.invalid, "\(wrong)") {
                    try await site.ask(.get, "problems", by: actor, query: wrong)
                }
            }

            let found = try await site.ask(.get, "problems/search", by: reader, query: ["text": "forest"])
            let matches: [[String: Any]] = try found.value("found")
            let titles = matches.compactMap { ($0["problem"] as? [String: Any])?["title"] as? String }
            #expect(Set(titles) == ["Forest fires", "Shortest paths"] && titles.count == 2)
            let pieces = matches.flatMap { $0["excerpt"] as? [[String: Any]] ?? [] }
            #expect(
                pieces.contains { $0["isMatch"] as? Bool == true && ($0["text"] as? String)?.lowercased() == "forest" })
            let tags: [[String: Any]] = try found.value("tags")
            #expect(tags.map { "\($0["name"] ?? "") \($0["problems"] ?? "")" } == ["graphs 2", "dp 1"])
            let hard: [[String: Any]] = try found.value("difficulties")
            #expect(hard.map { $0["name"] as? String } == ["medium", "hard"])
            for (text, count) in [
                ("cafe", 1), ("forest -fires", 1), ("secrets", 0), ("graphs", 2), ("\"shortest way\"", 1),
            ] {
                let answer = try await site.ask(.get, "problems/search", by: reader, query: ["text": text])
                #expect(try answer.value("found", as: [Any].self).count == count, "\(text)")
            }
            try await expectRefusal(.invalid) { try await site.ask(.get, "problems/search", by: reader) }

            let completed = try await site.ask(.get, "problems/complete", by: reader, query: ["text": "fo"])
            #expect(
                try completed.value("problems", as: [[String: Any]].self).map { $0["title"] as? String } == [
                    "Forest fires"
                ])
            let names: [[String: Any]] = try await site.ask(.get, "problems/tags", by: reader).value("names")
            #expect(names.map { "\($0["name"] ?? "") \($0["problems"] ?? "")" } == ["graphs 2", "dp 1", "math 1"])
            let categories: [[String: Any]] = try await site.ask(.get, "problems/categories", by: reader).value("names")
            #expect(categories.map { $0["name"] as? String } == ["Classic", "Warm-up"])
        }
    }
}
