import Coordinator
import Foundation
import Kernel
import KernelTestSupport
import Problems
import Testing

@testable import Library

/// Test cases of problems.
@Suite("Test cases of problems", .timeLimit(.minutes(1))) struct TestCaseTests {
    private static let path = "testcases/{problem}"

    private static func names(_ site: LibrarySite, _ id: String, by actor: Actor) async throws -> [String] {
        let tests: [[String: Any]] = try await site.ask(.get, path, by: actor, ["problem": id]).value("testCases")
        return tests.compactMap { $0["name"] as? String }
    }

    private static func file(
        _ site: LibrarySite, _ id: String, _ name: String, _ part: String, by actor: Actor = LibrarySite.setter
    ) async throws -> String {
        let answer = try await site.ask(
            .get, path + "/{name}", by: actor, ["problem": id, "name": name], query: ["part": part])
        #expect(answer.file?.isShown == false && answer.file?.mediaType == "application/octet-stream")
        return String(decoding: answer.body, as: UTF8.self)
    }

    @Test("are seen by those who look after the problem; samples by everybody") func seen() async throws {
        try await LibrarySite.with { site in
            let id = try await site.make()
            try await expectRefusal(.notFound) { try await Self.names(site, id, by: .alice) }
            try await site.ask(.post, "problems/{id}/publish", by: LibrarySite.setter, ["id": id])
            #expect(try await Self.names(site, id, by: .alice) == ["sample/1"])
            for actor in [LibrarySite.setter, LibrarySite.setter(of: id), LibrarySite.admin] {
                #expect(try await Self.names(site, id, by: actor) == ["sample/1", "secret/1", "secret/2"])
            }
            #expect(try await Self.file(site, id, "sample/1", "input", by: LibrarySite.nobody) == "1 2\n")
            #expect(try await Self.file(site, id, "secret/2", "answer") == "15\n")
            // As an address has it, which has no slash in a name.
            #expect(try await Self.file(site, id, "secret:2", "answer") == "15\n")
            let tests: [[String: Any]] = try await site.ask(.get, Self.path, by: LibrarySite.setter, ["problem": id])
                .value("testCases")
            #expect(tests.last?["address"] as? String == "/api/v1/testcases/\(id)/secret:2")
            // Whether there is one nobody learns.
            var messages: Set<String> = []
            for name in ["secret/1", "secret:1", "secret/77", "../secret/1", ""] {
                let refusal = try await expectRefusal(.notFound) {
                    try await Self.file(site, id, name, "input", by: .alice)
                }
                messages.insert(refusal?.message ?? "")
            }
            #expect(messages.count == 1)
            try await expectRefusal(.invalid) { try await Self.file(site, id, "sample/1", "hint") }

            let parameters = ["problem": id]
            let page = try await site.ask(.get, Self.path, by: LibrarySite.setter, parameters, query: ["limit": "2"])
            #expect(try page.value("next") == "secret/1")
            let rest = try await site.ask(
                .get, Self.path, by: LibrarySite.setter, parameters, query: ["limit": "2", "cursor": "secret/1"])
            #expect(try rest.value("testCases", as: [Any].self).count == 1 && rest.object["next"] == nil)
            // A secret name is no cursor for who does not see it.
            try await expectRefusal(.invalid) {
                try await site.ask(.get, Self.path, by: .alice, parameters, query: ["cursor": "secret/1"])
            }
        }
    }

    @Test("are added, changed and removed, each time with a new version") func changes() async throws {
        try await LibrarySite.with { site in
            let id = try await site.make()
            let (problem, setter) = (["problem": id], LibrarySite.setter)
            let test: [String: Any] = ["name": "secret/new/3", "input": "9 9\n", "answer": "18\n"]
            let added = try await site.ask(.post, Self.path, by: setter, problem, json: test, key: "add")
            #expect(try added.value("version", as: Int.self) == 2)
            let again = try await site.ask(.post, Self.path, by: setter, problem, json: test, key: "add")
            #expect(try again.value("version", as: Int.self) == 2 && again.position == added.position)
            #expect(try await Self.names(site, id, by: setter).contains("secret/new/3"))
            try await expectRefusal(.alreadyExists) {
                try await site.ask(.post, Self.path, by: setter, problem, json: test)
            }

            let named = ["problem": id, "name": "secret/1"]
            let changed = try await site.ask(
                .put, Self.path + "/{name}", by: setter, named, query: ["part": "answer"], body: Array("0\n".utf8))
            #expect(try changed.value("version", as: Int.self) == 3)
            #expect(try await Self.file(site, id, "secret/1", "answer") == "0\n")
            #expect(try await Self.file(site, id, "secret/1", "input") == "5 6\n")

            let second = ["problem": id, "name": "secret:2"]
            try await site.ask(.delete, Self.path + "/{name}", by: setter, second, key: "remove")
            let removed = try await site.ask(.delete, Self.path + "/{name}", by: setter, second, key: "remove")
            #expect(try removed.value("version", as: Int.self) == 4)
            try await expectRefusal(.notFound) {
                try await site.ask(.delete, Self.path + "/{name}", by: setter, second)
            }
            #expect(try await Self.names(site, id, by: setter) == ["sample/1", "secret/1", "secret/new/3"])

            let versions: [[String: Any]] = try await site.ask(.get, "problems/{id}/versions", by: setter, ["id": id])
                .value("versions")
            #expect(
                versions.map { $0["change"] as? String } == [
                    "removed secret/2", "changed the answer of secret/1", "added secret/new/3", "made",
                ])
            // What was handed in for the first version is judged by it.
            let entity = try #require(EntityID(id))
            let first = try await site.library.version(entity, 1)
            #expect(
                try await site.library.open(first.package).problem.testCases.map(\.name) == [
                    "sample/1", "secret/1", "secret/2",
                ])
        }
    }

    @Test("are changed and removed by their ids alone") func byID() async throws {
        try await LibrarySite.with { site in
            let id = try await site.make()
            let (path, setter) = (Self.path, LibrarySite.setter)
            let tests: [[String: Any]] = try await site.ask(.get, Self.path, by: setter, ["problem": id])
                .value("testCases")
            let ids = tests.compactMap { $0["id"] as? String }
            #expect(ids == ["sample:1", "secret:1", "secret:2"].map { "\(id).\($0)" })
            let second = ["problem": ids[2]]
            try await site.ask(.put, path, by: setter, second, json: ["input": "7 7\n", "answer": "14\n"])
            #expect(try await Self.file(site, id, "secret/2", "input") == "7 7\n")
            #expect(try await Self.file(site, id, "secret/2", "answer") == "14\n")
            let changed = try await site.ask(.put, path, by: setter, second, json: ["answer": "15\n"], key: "edit")
            let again = try await site.ask(.put, path, by: setter, second, json: ["answer": "15\n"], key: "edit")
            #expect(try changed.value("version", as: Int.self) == 3 && again.position == changed.position)
            #expect(try await Self.file(site, id, "secret/2", "input") == "7 7\n")
            #expect(try await Self.file(site, id, "secret/2", "answer") == "15\n")
            try await expectRefusal(.invalid) { try await site.ask(.put, path, by: setter, second, json: [:]) }
            try await expectRefusal(.notFound) {
                try await site.ask(.put, path, by: .alice, second, json: ["answer": "0\n"])
            }
            try await site.ask(.delete, path, by: setter, second)
            #expect(try await Self.names(site, id, by: setter) == ["sample/1", "secret/1"])
            for none in [ids[2], id, "\(id).", ".secret:1", "x.secret:1", "", "\(EntityID.random()).secret:1"] {
                try await expectRefusal(.notFound, "\(none)") {
                    try await site.ask(.delete, path, by: setter, ["problem": none])
                }
            }
        }
    }

    private static let none: [[String: String]] = [
        ["name": "secret/../../x", "input": "a", "answer": "b"], ["name": "other/1", "input": "a", "answer": "b"],
        ["name": "secret/", "input": "a", "answer": "b"], ["name": "", "input": "a", "answer": "b"],
        ["name": "secret/a b", "input": "a", "answer": "b"], ["name": "secret//x", "input": "a", "answer": "b"],
        ["name": "secret/x\u{0}", "input": "a", "answer": "b"], ["name": "secret/x", "input": "a"],
        ["name": String(repeating: "secret/", count: 50) + "x", "input": "a", "answer": "b"],
    ]

    @Test("that are none are refused") func garbage() async throws {
        try await LibrarySite.with { site in
            let id = try await site.make()
            for body in Self.none {
                try await expectRefusal(.invalid, "\(body)") {
                    try await site.ask(.post, Self.path, by: LibrarySite.setter, ["problem": id], json: body)
                }
            }
        }
    }
}
