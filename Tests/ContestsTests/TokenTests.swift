import Coordinator
import Foundation
import Kernel
import KernelTestSupport
import Submissions
import TestSupport
import Testing
import Units

@testable import Contests

@Suite("Tokens", .timeLimit(.minutes(1))) struct TokenTests {
    private static let finite = TokenRules(
        mode: .finite, initial: 2, generated: 1, interval: .seconds(600), mostAtOnce: 3, most: 5, pause: .seconds(60))

    /// Minutes at which they were spent, the minute that it is, and how many there are; nil: any number.
    private struct Case: Sendable {
        var rules: TokenRules
        var spent: [Int64]
        var now: Int64
        var left: Int?
    }

    private static func changed(_ change: (inout TokenRules) -> Void) -> TokenRules {
        var rules = finite
        change(&rules)
        return rules
    }

    private static let cases: [Case] = [
        Case(rules: TokenRules(), spent: [], now: 5, left: 0),
        Case(rules: TokenRules(mode: .infinite), spent: [1, 2, 3], now: 5, left: nil),
        Case(rules: finite, spent: [], now: 0, left: 2), Case(rules: finite, spent: [], now: 9, left: 2),
        Case(rules: finite, spent: [], now: 10, left: 3),
        // No more than three at once: what comes then is lost.
        Case(rules: finite, spent: [], now: 200, left: 3), Case(rules: finite, spent: [199], now: 199, left: 2),
        Case(rules: finite, spent: [199], now: 200, left: 3), Case(rules: finite, spent: [0, 0], now: 9, left: 0),
        Case(rules: finite, spent: [0, 0], now: 10, left: 1),
        // Five in all.
        Case(rules: finite, spent: [0, 0, 10, 20], now: 100, left: 1),
        Case(rules: finite, spent: [0, 0, 10, 20, 30], now: 100, left: 0),
        Case(rules: changed { $0.interval = .zero }, spent: [], now: 500, left: 2),
        Case(rules: changed { ($0.mostAtOnce, $0.most) = (0, 0) }, spent: [], now: 100, left: 12),
        Case(
            rules: changed { ($0.mostAtOnce, $0.most, $0.generated) = (0, 0, .max) }, spent: [1], now: 100, left: .max),
        Case(rules: changed { $0.initial = 9 }, spent: [], now: 0, left: 3),
    ]

    @Test("are as many as the rules say, at any time", arguments: cases.indices)
    func counts(_ number: Int) {
        let entry = Self.cases[number]
        let found = entry.rules.left(at: .seconds(entry.now * 60), spent: entry.spent.map { .seconds($0 * 60) })
        #expect(found == entry.left, "\(entry)")
    }

    @Test("are spent with a pause between two") func pauses() {
        let spent = [Duration.seconds(100)]
        #expect(Self.finite.wait(at: .seconds(130), spent: spent) == .seconds(30))
        #expect(Self.finite.wait(at: .seconds(160), spent: spent) == .zero)
        #expect(Self.finite.wait(at: .seconds(0), spent: []) == .zero)
    }

    private static var rules: [String: Any] {
        [
            "counting": ["format": "ioi", "takesTokened": true], "feedback": "verdict",
            "tokens": ["mode": "finite", "initial": 2, "pauseSeconds": 60],
            "problems": [
                ["id": "\(Arena.problems[0])", "tokens": ["mode": "finite", "initial": 1]],
                ["id": "\(Arena.problems[1])"],
            ],
        ]
    }

    @Test("show all that came of a submission, and have the best with a token count, or the last")
    func story() async throws {
        try await Arena.with { arena in
            let contest = try await arena.make(Self.rules)
            for actor in [Cast.alice, Cast.bob] { try await arena.join(actor, contest) }
            func spend(_ submission: EntityID, by actor: Actor = Cast.alice) async throws {
                try await arena.ask(.post, "/{id}/tokens", contest, ["submission": "\(submission)"], by: actor)
                try await arena.settle()
            }
            func points() async throws -> String {
                let answer = try await arena.ask(.get, "/{id}/leaderboard", contest, by: Cast.nobody)
                let rows: [[String: Any]] = try answer.value("rows")
                return rows.first { $0["participant"] as? String == "\(Cast.alice.person ?? .random())" }?["points"]
                    as? String ?? ""
            }
            func view(_ submission: EntityID) async throws -> SubmissionView {
                let facts = SubmissionFacts(
                    id: submission, author: Cast.alice.person ?? .random(), problem: Arena.problems[0],
                    contest: contest,
                    participant: Cast.alice.person, receivedAt: arena.clock.now)
                return try await arena.contests.view(of: facts, for: Cast.alice, at: arena.clock.now)
            }
            try await expectRefusal(.wrongState) { try await arena.ask(.get, "/{id}/tokens", contest, by: Cast.alice) }
            arena.move(to: 3600 + 60)
            let best = try await arena.submit(Cast.alice, contest, verdict: "WA", score: "60")
            arena.move(to: 3600 + 61)
            _ = try await arena.submit(Cast.alice, contest, verdict: "WA", score: "20")
            #expect(try await points() == "20")
            #expect(try await view(best) == .verdict)
            for other in [EntityID.random(), best] {
                try await expectRefusal(.notFound) { try await spend(other, by: Cast.bob) }
            }
            try await spend(best)
            try await spend(best)
            #expect(try await points() == "60")
            #expect(try await view(best) == .tests)
            arena.move(to: 3600 + 62)
            let last = try await arena.submit(Cast.alice, contest, verdict: "WA", score: "70")
            #expect(try await points() == "70")
            // There is one for the problem, and the next of the contest's comes after a minute.
            try await expectRefusal(.exhausted) { try await spend(last) }
            let other = try await arena.submit(Cast.alice, contest, problem: 1, verdict: "AC", score: "100")
            try await expectRefusal(.exhausted) { try await spend(other) }
            arena.move(to: 3600 + 121)
            try await spend(other)
            let told = try await arena.ask(.get, "/{id}/tokens", contest, by: Cast.alice)
            #expect(try told.value("left") == 0 && told.value("spent", as: [String].self) == ["\(best)", "\(other)"])
            let problems: [[String: Any]] = try told.value("problems")
            #expect(problems.first?["left"] as? Int == 0 && problems.last?["left"] == nil)
            try await expectRefusal(.forbidden) { try await arena.ask(.get, "/{id}/tokens", contest, by: Cast.carol) }
            arena.move(to: 3600 + 7200)
            try await expectRefusal(.wrongState) { try await spend(last) }
        }
    }

    @Test("of any number need not be spent") func infinite() async throws {
        try await Arena.with { arena in
            var rules = Self.rules
            rules["tokens"] = ["mode": "infinite"]
            rules["problems"] = Arena.problems.map { ["id": "\($0)"] }
            let contest = try await arena.make(rules)
            try await arena.join(Cast.alice, contest)
            arena.move(to: 3600 + 60)
            for score in ["60", "20"] {
                try await arena.submit(Cast.alice, contest, verdict: "WA", score: score)
            }
            let answer = try await arena.ask(.get, "/{id}/leaderboard", contest, by: Cast.nobody)
            #expect(try answer.value("rows", as: [[String: Any]].self).first?["points"] as? String == "60")
        }
    }

    @Test(
        "are refused where a rule is wrong",
        arguments: [
            #"{"mode":"some"}"#, #"{"mode":"finite","initial":-1}"#, #"{"mode":"finite","generated":1}"#,
            #"{"mode":"finite","pauseSeconds":-1}"#, #"{"mode":"finite","most":1000001}"#,
        ])
    func garbage(text: String) async throws {
        try await Arena.with { arena in
            let tokens = try JSONSerialization.jsonObject(with: Data(text.utf8))
            try await expectRefusal(.invalid, "\(text)") { try await arena.make(["tokens": tokens]) }
            try await expectRefusal(.invalid, "\(text)") {
                try await arena.make(["problems": [["id": "\(Arena.problems[0])", "tokens": tokens]]])
            }
            for counting in [
                ["format": "icpc", "takesTokened": true],
                [
                    "format": "ioi", "takesTokened": true,
                    "takesBestGroups": true,
                ],
            ] as [[String: Any]] {
                try await expectRefusal(.invalid) { try await arena.make(["counting": counting]) }
            }
        }
    }
}
