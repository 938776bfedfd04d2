import Coordinator
import Foundation
import Kernel
import KernelTestSupport
import Testing

@testable import Library

/// What those read who take part in a contest of a problem that is not published.
@Suite("A draft that a contest has", .timeLimit(.minutes(1))) struct ContestProblemTests {
    private static let reader = Actor(.person(EntityID(number: 77)))
    private static let other = Actor(.person(EntityID(number: 78)))

    @Test("is read by those who take part, in the contest's version, and by nobody else")
    func reading() async throws {
        try await LibrarySite.with { site in
            let id = try await site.make()
            let parameters = ["id": id]
            try await site.ask(
                .put, "problems/{id}", by: LibrarySite.setter, parameters,
                json: ["tags": ["prefix sums"], "difficulty": "hard", "categories": ["tricks"]])
            let newer = LibrarySite.package(["problem_statement/problem.en.tex": "\\problemname{Newer}\nNew words."])
            try await site.ask(
                .post, "problems/{id}/versions", by: LibrarySite.setter, parameters,
                body: try LibrarySite.archive(newer))
            func shown(to actor: Actor) async throws -> [String: Any] {
                try await site.ask(.get, "problems/{id}", by: actor, parameters).object
            }
            func isRefused(_ path: String, to actor: Actor) async throws {
                try await expectRefusal(.notFound, "\(path)") {
                    try await site.ask(
                        .get, path, by: actor, parameters.merging(["name": "map.png", "problem": id]) { old, _ in old })
                }
            }
            for actor in [Self.reader, Self.other] { try await isRefused("problems/{id}", to: actor) }
            site.library.connect { problem, actor in
                "\(problem)" == id && actor.identity == Self.reader.identity ? 1 : nil
            }
            let text = try await shown(to: Self.reader)
            #expect(text["title"] as? String == "Adding" && text["version"] as? Int == 1)
            #expect("\(text["statement"] ?? "")".contains("Add two"))
            #expect(text["tags"] as? [String] == [] && text["categories"] as? [String] == [])
            #expect(text["difficulty"] == nil && text["note"] == nil && text["package"] == nil)
            #expect(text["hasEditorial"] as? Bool == false)
            try await site.ask(
                .get, "problems/{id}/files/{name}", by: Self.reader, ["id": id, "name": "map.png"])
            // All else of it is as if it were not there, and so is all of it for others.
            for path in ["problems/{id}/editorial", "problems/{id}/versions", "testcases/{problem}"] {
                try await isRefused(path, to: Self.reader)
            }
            for path in ["problems/{id}", "problems/{id}/files/{name}"] {
                for actor in [Self.other, LibrarySite.nobody] { try await isRefused(path, to: actor) }
            }
            let newest = try await shown(to: LibrarySite.setter)
            #expect("\(newest["statement"] ?? "")".contains("New words") && newest["version"] as? Int == 2)
            #expect(newest["difficulty"] as? String == "hard" && newest["tags"] as? [String] == ["prefix sums"])
        }
    }
}
