import Coordinator
import Kernel
import KernelTestSupport
import TestSupport
import Testing
import Units

@testable import Contests

/// What organisers send.
@Suite("What is sent of a contest", .timeLimit(.minutes(2))) struct ContestBodyTests {
    @Test("is refused where a field is wrong, and nothing is made")
    func garbage() async throws {
        try await Arena.with { arena in
            let changes: [[String: Any]] = [
                ["title": ""], ["title": "two\nlines"], ["title": String(repeating: "x", count: 201)], ["title": 1],
                ["start": "soon"], ["start": "2026-02-30T00:00:00Z"], ["start": "2250-01-01T00:00:00Z"],
                ["lengthSeconds": 0], ["lengthSeconds": -7200], ["lengthSeconds": Int64.max],
                ["freezeAfterSeconds": -1], ["freezeAfterSeconds": 7201], ["counting": ["format": "chess"]],
                ["counting": ["format": "icpc", "penaltyMinutes": -1]],
                ["counting": ["format": "homework", "latePercentPerDay": 101]],
                ["problems": [["id": "\(Arena.problems[0])", "dueAfterSeconds": 60]]],
                [
                    "counting": ["format": "homework"],
                    "problems": [["id": "\(Arena.problems[0])", "dueAfterSeconds": 7201]],
                ], ["divisions": ["a", "a"]],
                ["divisions": [""]], ["capacity": -1], ["capacity": 1_000_001], ["teamSize": 101],
                ["joinUntil": "never"], ["feedback": "all"], ["submissionIntervalSeconds": -1],
                ["submissionsPerProblem": -1], ["description": "\u{7}"], ["accessCode": "two\nlines"],
                ["problems": Arena.problems.map { _ in ["id": "\(Arena.problems[0])"] }],
                ["problems": [["id": "\(Arena.problems[0])", "label": "too long a label"]]],
                ["problems": [["id": "\(Arena.problems[0])", "color": "red"]]],
                ["problems": [["id": "\(Arena.problems[0])", "points": "-1"]]],
                ["problems": [["id": "\(Arena.problems[0])", "points": "1e999"]]],
                ["problems": [["id": "\(Arena.problems[0])", "scale": "0"]]],
                ["problems": Arena.problems.map { ["id": "\($0)", "label": "A"] }],
            ]
            for change in changes {
                try await expectRefusal(.invalid, "\(change)") { try await arena.make(change) }
            }
            // Programs are hacked where results are seen, and where one that fails counts as a wrong one does.
            let codeforces: [String: Any] = ["counting": ["format": "codeforces"]]
            let hacks: [[String: Any]] = [
                ["hacksWhileRunning": true, "counting": ["format": "ioi"]],
                ["hacksAfterSeconds": 60, "counting": ["format": "atcoder"]],
                ["hacksWhileRunning": true, "isBoardClosed": true], ["hacksAfterSeconds": -1],
                ["hacksWhileRunning": true, "feedback": "pending"], ["hacksAfterSeconds": 31 * 86_400 + 1],
                ["counting": ["format": "codeforces", "hackPoints": -1]],
                ["counting": ["format": "codeforces", "failedHackPoints": 100_001]],
            ]
            for change in hacks {
                let body = codeforces.merging(change) { _, new in new }
                try await expectRefusal(.invalid, "\(change)") { try await arena.make(body) }
            }
            for id in ["x", "\(FixedProblems.missing)"] {
                try await expectRefusal(.notFound) { try await arena.make(["problems": [["id": id]]]) }
            }
            #expect(try await arena.ask(.get, by: Cast.admin).value("contests", as: [Any].self).isEmpty)
        }
    }

    @Test("is told again as it was sent, and its problems stay the versions that they were")
    func roundTrip() async throws {
        try await Arena.with { arena in
            let contest = try await arena.make([
                "freezeAfterSeconds": 3600, "divisions": ["a"], "capacity": 5, "feedback": "tests",
                "counting": ["format": "ecoo", "firstTryBonus": 3],
                "problems": [["id": "\(Arena.problems[1])", "label": "X", "color": "#00ff00", "points": "7/2"]],
            ])
            let answer = try await arena.ask(.get, "/{id}", contest, by: Arena.owner)
            #expect(try answer.value("freezeAfterSeconds") == 3600 && answer.value("capacity") == 5)
            #expect(try answer.value("feedback") == "tests" && answer.value("divisions") == ["a"])
            let counting: [String: Any] = try answer.value("counting")
            #expect(counting["format"] as? String == "ecoo" && counting["firstTryBonus"] as? Int == 3)
            let problems = try await arena.ask(.get, "/{id}/problems", contest, by: Arena.owner)
            let first = try #require(try problems.value("problems", as: [[String: Any]].self).first)
            #expect(first["label"] as? String == "X" && first["points"] as? String == "7/2")
            #expect(first["version"] as? Int == 1)
            let hacked = try await arena.make([
                "hacksWhileRunning": true, "hacksAfterSeconds": 600,
                "counting": ["format": "codeforces", "hackPoints": 7],
            ])
            let told = try await arena.ask(.get, "/{id}", hacked, by: Arena.owner)
            #expect(try told.value("hacksWhileRunning") == true && told.value("hacksAfterSeconds") == 600)
            let points: [String: Any] = try told.value("counting")
            #expect(points["hackPoints"] as? Int == 7 && points["failedHackPoints"] as? Int == 50)
        }
    }

    @Test("cannot move the start of a contest that has begun, and moves its end")
    func editing() async throws {
        try await Arena.with { arena in
            let contest = try await arena.make()
            arena.move(to: 3601)
            try await expectRefusal(.wrongState) {
                try await arena.ask(
                    .put, "/{id}", contest, Arena.body(["start": "\(Arena.time(9000))"]), by: Arena.owner)
            }
            try await arena.ask(.put, "/{id}", contest, Arena.body(["lengthSeconds": 9000]), by: Arena.owner)
            let end: String = try await arena.ask(.get, "/{id}", contest, by: Cast.nobody).value("end")
            #expect(end == "\(Arena.time(3600 + 9000))")
        }
    }
}
