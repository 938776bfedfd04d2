import Events
import Foundation
import KernelTestSupport
import PersonalData
import Storage
import SwiftProtobuf
import Synchronization
import TestSupport
import Testing
import Units

@testable import Coordinator
@testable import Kernel
@testable import Submissions

/// Who sees how much, wherever it is asked.
@Suite("What is seen of submissions", .timeLimit(.minutes(1))) struct VisibilityTests {
    /// A court with a judged submission.
    private static func with(
        in contest: EntityID? = nil, _ body: @Sendable @escaping (Court, EntityID) async throws -> Void
    ) async throws {
        try await Court.with { court in
            let id = try await court.handIn(contest: contest)
            try await court.wait(for: id) { $0.phase == .judging }
            try await court.judge(id, [.accepted, .wrongAnswer])
            try await court.wait(for: id) { $0.phase == .judged }
            try await body(court, id)
        }
    }

    /// All that an answer says, by the names of its fields.
    private static func fields(_ court: Court, _ id: EntityID, _ actor: Actor) async throws -> Set<String> {
        let parameters = ["id": "\(id)"]
        let result = try await court.ask(.get, "submissions/{id}/result", by: actor, parameters: parameters).object
        let summary = result["submission"] as? [String: Any] ?? [:]
        let direct = try await court.summary(id, by: actor).object
        #expect(Set(summary.keys) == Set(direct.keys))
        var fields = Set(summary.keys).union(result.keys)
        do {
            try await court.ask(.get, "submissions/{id}/files", by: actor, parameters: parameters)
            fields.insert("files")
        } catch let error as DomainError where error.code == .forbidden {}
        let known: Set<String> = [
            "verdict", "groups", "tests", "passed", "compilation", "files", "language", "cpuMilliseconds",
        ]
        return fields.intersection(known)
    }

    private static let judged: Set<String> = ["verdict", "language"]
    private static let tested = judged.union(["groups", "tests", "passed", "cpuMilliseconds"])
    private static let all = tested.union(["compilation", "files"])

    @Test("In practice its author sees it all but what the checker says, others its verdict, setters and admins all")
    func practice() async throws {
        try await Self.with { court, id in
            #expect(try await Self.fields(court, id, .alice) == Self.all)
            #expect(try await Self.fields(court, id, .bob) == Self.judged)
            #expect(try await Self.fields(court, id, .setter) == Self.all)
            #expect(try await Self.fields(court, id, .admin) == Self.all)
            try await expectRefusal(.forbidden) { try await court.summary(id, by: Actor(.anybody)) }
            try await expectRefusal(.forbidden) { try await court.summary(id, by: Actor(.program("worker"))) }
        }
    }

    @Test("Of a problem that somebody may not know of they see nothing that was handed in, in its list or by its name")
    func hiddenProblems() async throws {
        try await Self.with { court, id in
            func listed(by actor: Actor) async throws -> Bool {
                let parameters = ["id": "\(Neighbours.problem)"]
                let list = try await court.ask(
                    .get, "submissions/problem/{id}", by: actor, parameters: parameters)
                return String(decoding: list.body, as: UTF8.self).contains("\(id)")
            }
            #expect(try await listed(by: .bob))
            court.neighbours.isPublished.withLock { $0 = false }
            for actor in [Actor.alice, .setter, .admin] {
                #expect(try await listed(by: actor), "\(actor)")
                _ = try await court.summary(id, by: actor)
            }
            #expect(try await !listed(by: .bob))
            try await expectRefusal(.notFound) { try await court.summary(id, by: .bob) }
        }
    }

    @Test("In a contest everybody sees as much as the contest says, and its author the program")
    func contests() async throws {
        try await Self.with(in: Neighbours.contest) { court, id in
            let levels: [(SubmissionView, Set<String>)] = [
                (.nothing, []), (.pending, []), (.verdict, Self.judged), (.groups, Self.judged.union(["groups"])),
                (.tests, Self.tested), (.everything, Self.all),
            ]
            #expect(levels.map(\.0) == SubmissionView.allCases)
            for (view, fields) in levels {
                court.neighbours.view.withLock { $0 = view }
                for actor in [Actor.bob, .setter] {
                    if view == .nothing {
                        try await expectRefusal(.notFound) { try await court.summary(id, by: actor) }
                    } else {
                        #expect(try await Self.fields(court, id, actor) == fields, "\(view)")
                    }
                }
                var own = fields.union(["files", "language"])
                if view >= .verdict { own.insert("compilation") }
                #expect(try await Self.fields(court, id, .alice) == own, "\(view)")
                #expect(try await Self.fields(court, id, .admin) == Self.all)
                if view < .verdict { #expect(try await court.summary(id)["state"] == "waiting") }
            }
        }
    }

    @Test("A list of a verdict or a language tells nothing that its rows do not")
    func lists() async throws {
        try await Self.with(in: Neighbours.contest) { court, hidden in
            let open = try await court.handIn(by: .alice)
            try await court.wait(for: open) { $0.phase == .judging }
            try await court.judge(open, [.accepted, .wrongAnswer])
            try await court.wait(for: open) { $0.phase == .judged }
            let end = try await court.log.end()
            func list(_ query: [String: String], by actor: Actor) async throws -> Set<String> {
                var found: [Set<String>] = []
                for (path, id) in [("user", Actor.alice.person), ("problem", Neighbours.problem)] {
                    let answer = try await court.ask(
                        .get, "submissions/\(path)/{id}", by: actor, parameters: ["id": "\(id ?? .random())"],
                        query: query, seen: end)
                    found.append(Set(answer.list("submissions").compactMap { $0["id"] as? String }))
                }
                #expect(found[0] == found[1])
                return found[0]
            }
            let both: Set = ["\(hidden)", "\(open)"]
            for query in [["verdict": "WA"], ["language": "cpp"]] {
                court.neighbours.view.withLock { $0 = .pending }
                #expect(try await list(query, by: .bob) == ["\(open)"])
                #expect(try await list(query, by: .admin) == both)
                court.neighbours.view.withLock { $0 = .verdict }
                #expect(try await list(query, by: .bob) == both)
            }
            court.neighbours.view.withLock { $0 = .pending }
            #expect(try await list([:], by: .bob) == both)
            #expect(try await list(["verdict": "AC"], by: .bob).isEmpty)
            court.neighbours.view.withLock { $0 = .nothing }
            #expect(try await list([:], by: .bob) == ["\(open)"])
            // A contest that is gone takes nothing else with it.
            court.neighbours.view.withLock { $0 = .everything }
            court.neighbours.isThere.withLock { $0 = false }
            #expect(try await list([:], by: .bob) == ["\(open)"])
            #expect(try await list([:], by: .admin) == both)
        }
    }

    @Test("Lists are the newest first, page by page")
    func pages() async throws {
        var options = Court.Options()
        options.runs = false
        try await Court.with(options) { court in
            var ids: [String] = []
            for number in 0..<7 {
                // Every other one is in a contest where nobody sees it.
                let contest = number.isMultiple(of: 2) ? nil : Neighbours.contest
                let id = try await court.handIn(contest: contest)
                if contest == nil { ids.insert("\(id)", at: 0) }
                court.clock.manual.advance(by: .seconds(1))
            }
            court.neighbours.view.withLock { $0 = .nothing }
            let end = try await court.log.end()
            var (found, cursor): ([String], String?) = ([], nil)
            repeat {
                var query = ["limit": "2"]
                query["cursor"] = cursor
                let answer = try await court.ask(
                    .get, "submissions/problem/{id}", by: .bob, parameters: ["id": "\(Neighbours.problem)"],
                    query: query, seen: end)
                let page = answer.list("submissions").compactMap { $0["id"] as? String }
                #expect(page.count <= 2)
                found += page
                cursor = answer["next"]
            } while cursor != nil
            #expect(found == ids)
            for query in [["limit": "0"], ["limit": "201"], ["limit": "x"], ["cursor": "x"]] {
                try await expectRefusal(.invalid) {
                    try await court.ask(
                        .get, "submissions/problem/{id}", parameters: ["id": "\(Neighbours.problem)"], query: query)
                }
            }
        }
    }

    @Test("Who may delete a submission or have it judged again is told so with its result, and nobody else")
    func mayChange() async throws {
        for contest in [nil, Neighbours.contest] {
            try await Self.with(in: contest) { court, id in
                for (actor, mayDelete, mayRejudge) in [
                    (Actor.alice, contest == nil, false), (.bob, false, false), (.admin, true, true),
                ] {
                    let result = try await court.ask(
                        .get, "submissions/{id}/result", by: actor, parameters: ["id": "\(id)"]
                    ).object
                    #expect(result["mayDelete"] as? Bool == mayDelete, "\(actor)")
                    #expect(result["mayRejudge"] as? Bool == mayRejudge, "\(actor)")
                }
            }
        }
    }

    @Test("What is deleted is there for nobody; in a contest its author cannot")
    func deleted() async throws {
        try await Self.with(in: Neighbours.contest) { court, id in
            let parameters = ["id": "\(id)"]
            try await expectRefusal(.forbidden) {
                try await court.ask(.delete, "submissions/{id}", parameters: parameters)
            }
            try await court.ask(.delete, "submissions/{id}", by: .admin, parameters: parameters)
            for actor in [Actor.alice, .admin] {
                try await expectRefusal(.notFound) { try await court.summary(id, by: actor) }
            }
            let own = try await court.handIn()
            try await expectRefusal(.forbidden) {
                try await court.ask(.delete, "submissions/{id}", by: .bob, parameters: ["id": "\(own)"])
            }
            let position = try await court.ask(.delete, "submissions/{id}", parameters: ["id": "\(own)"]).position
            try await expectRefusal(.notFound) { try await court.summary(own) }
            let listed = try await court.ask(
                .get, "submissions/user/{id}", parameters: ["id": "\(Actor.alice.person ?? own)"], seen: position)
            #expect(listed.list("submissions").isEmpty)
        }
    }

    @Test("Followers see as far as they may how it goes, and of what they may not see what is said of nothing")
    func live() async throws {
        try await Court.with { court in
            court.neighbours.view.withLock { $0 = .nothing }
            let id = try await court.handIn(contest: Neighbours.contest)
            try await court.wait(for: id) { $0.phase == .judging }
            let path = ["id": "\(id)"]
            let news = try court.platform.topics.follow("submissions/{id}", path, as: .admin)
            var shown: [[String: String]] = []
            for await one in news {
                let object = try JSONSerialization.jsonObject(with: Data(one.bytes)) as? [String: Any]
                let submission = object?["submission"] as? [String: Any] ?? [:]
                shown.append(submission.compactMapValues { $0 as? String })
                if shown.count == 1 { try await court.judge(id, [.accepted, .wrongAnswer]) }
                if shown.last?["verdict"] == "WA" { break }
            }
            #expect(shown.first?["state"] == "judging")

            let hidden = try await court.desk.news(of: "\(id)", for: Audience(.bob).text)
            let nothing = try await court.desk.news(of: "\(EntityID.random())", for: Audience(.bob).text)
            #expect(hidden.submission == nil && nothing.submission == nil && hidden.done == nil)
            #expect(try await court.desk.news(of: "garbage", for: Audience(.admin).text).submission == nil)
            #expect(try await court.desk.news(of: "\(id)", for: "garbage").submission == nil)
            court.neighbours.view.withLock { $0 = .verdict }
            let verdict = try await court.desk.news(of: "\(id)", for: Audience(.bob).text)
            #expect(verdict.submission?.verdict == "WA" && verdict.submission?.tests == nil)
        }
    }

    @Test("Who asks for all that is kept of them gets what they have handed in, and nothing of a hidden verdict")
    func records() async throws {
        try await Self.with(in: Neighbours.contest) { court, _ in
            _ = try await court.handIn(by: .bob)
            _ = try await court.handIn()
            var text = ""
            let person = try #require(Actor.alice.person.map { PersonID($0) })
            // Views are made at the start; until then they say so.
            while text.isEmpty {
                do {
                    var written = ""
                    try await PersonalExport.write(
                        of: person, from: [SubmissionRecords(court.desk)], at: court.clock.now
                    ) { written += $0 }
                    if written.split(separator: "main.cpp").count == 3 { text = written }
                } catch let error as DomainError where error.code == .unavailable {}
                try await Task.sleep(for: .milliseconds(2))
            }
            #expect(text.contains("int main() {}") && !text.contains("WA"))
        }
    }

    @Test("An audience is one actor with its roles, and reads as what it was")
    func audiences() throws {
        let actors = [
            Actor.alice, .bob, .admin, .setter, Actor(.anybody), Actor(.person(.random()), scopes: ["submissions"]),
        ]
        for actor in actors {
            let read = try #require(Audience(reading: Audience(actor).text)?.actor)
            #expect(read == actor)
        }
        #expect(Set(actors.map { Audience($0).text }).count == actors.count)
    }

    @Test("In a contest a team sees its programs, and what the compiler says of them, whoever handed them in")
    func teams() async throws {
        try await Self.with(in: Neighbours.contest) { court, id in
            court.neighbours.view.withLock { $0 = .verdict }
            #expect(try await Self.fields(court, id, .bob) == Self.judged)
            let bob = try #require(Actor.bob.person)
            court.neighbours.team.withLock { $0 = [bob] }
            #expect(try await Self.fields(court, id, .bob) == Self.fields(court, id, .alice))
            #expect(try await Self.fields(court, id, .bob).contains("files"))
        }
    }

    @Test("What counts in results that are final is neither judged again nor deleted by itself")
    func finalResults() async throws {
        try await Self.with(in: Neighbours.contest) { court, id in
            let parameters = ["id": "\(id)"]
            func may() async throws -> [Bool] {
                let result = try await court.desk.result(of: id, for: .admin)
                return [result.mayRejudge, result.mayDelete]
            }
            #expect(try await may() == [true, true])
            court.neighbours.isFinal.withLock { $0 = true }
            #expect(try await may() == [false, false])
            try await expectRefusal(.wrongState) {
                try await court.ask(.post, "submissions/{id}/rejudge", by: .admin, parameters: parameters)
            }
            try await expectRefusal(.wrongState) {
                try await court.ask(.delete, "submissions/{id}", by: .admin, parameters: parameters)
            }
            court.neighbours.isFinal.withLock { $0 = false }
            try await court.ask(.delete, "submissions/{id}", by: .admin, parameters: parameters)
        }
    }
}
