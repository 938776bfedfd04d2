import Events
import Grading
import Kernel
import KernelTestSupport
import Storage
import Submissions
import Testing

@testable import Contests

/// Contests in which the best of each group of test cases counts.
@Suite("Where the best of each group counts", .timeLimit(.minutes(1))) struct GroupPointsTests {
    private static func group(_ name: String, _ score: String, isPart: Bool? = nil) -> JudgedGroup {
        var group = JudgedGroup()
        (group.name, group.score) = (name, score)
        if let isPart { group.isPart = isPart }
        return group
    }

    private static func judge(
        _ arena: Arena, _ submission: EntityID, _ score: String, _ groups: [JudgedGroup]
    ) async throws {
        var judgement = JudgementRecorded()
        (judgement.generation, judgement.verdict, judgement.score, judgement.groups) = (1, "WA", score, groups)
        _ = try await arena.log.append(
            [try Event(judgement)], to: submission.stream("submissions"), expecting: .anything)
    }

    private static func points(_ arena: Arena, _ contest: EntityID) async throws -> String? {
        let rows = try await arena.ask(.get, "/{id}/leaderboard", contest, by: Cast.nobody).value(
            "rows", as: [[String: Any]].self)
        return rows.first?["points"] as? String
    }

    @Test("a group is not counted once more in the one around it", arguments: [true, false])
    func nested(isSaid: Bool) async throws {
        try await Arena.with { arena in
            let contest = try await arena.make(["counting": ["format": "ioi", "takesBestGroups": true]])
            try await arena.join(Cast.alice, contest)
            // Each has a group of its own, and the group around them is worth what both are.
            for (minute, (first, second)) in [("30", "0"), ("0", "70")].enumerated() {
                arena.move(to: 3660 + Int64(minute) * 60)
                let id = try await arena.submit(Cast.alice, contest)
                let whole = first == "0" ? second : first
                try await Self.judge(
                    arena, id, whole,
                    [
                        Self.group("sample", "0", isPart: isSaid ? true : nil),
                        Self.group("secret", whole, isPart: isSaid ? false : nil),
                        Self.group("secret/1", first, isPart: isSaid ? true : nil),
                        Self.group("secret/2", second, isPart: isSaid ? true : nil),
                    ])
            }
            #expect(try await Self.points(arena, contest) == "100")
        }
    }

    @Test("groups whose scores do not add up to the whole's count by the whole's alone")
    func noParts() async throws {
        try await Arena.with { arena in
            let contest = try await arena.make(["counting": ["format": "ioi", "takesBestGroups": true]])
            try await arena.join(Cast.alice, contest)
            arena.move(to: 3660)
            let id = try await arena.submit(Cast.alice, contest)
            // The least of both is what the program gets.
            try await Self.judge(
                arena, id, "30", [Self.group("a", "30", isPart: false), Self.group("b", "70", isPart: false)])
            #expect(try await Self.points(arena, contest) == "30")
        }
    }

    @Test("the groups whose scores add up to the whole's are found by the rules of the tree")
    func parts() throws {
        func group(_ name: String, _ aggregate: GroupRule.Aggregate, _ members: [TestGroup.Member]) -> TestGroup {
            TestGroup(name: name, members: members, rule: GroupRule(aggregate: aggregate, stop: .never))
        }
        func parts(_ groups: [TestGroup]) throws -> [String] {
            let tree = try GroupTree(groups)
            return tree.parts.sorted().map { tree.groups[$0].name }
        }
        let tests = TestGroup.Member.tests(0..<1)
        let leaves = [group("secret/1", .minimum, [tests]), group("secret/2", .minimum, [.tests(1..<2)])]
        let secret = group("secret", .sum, [.group(3), .group(4)])
        let sample = group("sample", .sum, [.tests(2..<3)])
        #expect(
            try parts([group("", .sum, [.group(1), .group(2)]), sample, secret] + leaves)
                == ["sample", "secret/1", "secret/2"])
        // Of a group that is no sum nothing within it adds up.
        let least = group("secret", .minimum, [.group(3), .group(4)])
        #expect(try parts([group("", .sum, [.group(1), .group(2)]), sample, least] + leaves) == ["sample", "secret"])
        #expect(try parts([group("", .minimum, [.group(1), .group(2)]), sample, secret] + leaves) == [])
        #expect(try parts([group("", .sum, [tests])]) == [])
        // Samples that are ignored add nothing.
        var whole = group("", .sum, [.group(1), .group(2)])
        whole.rule.isOnlyLastCounted = true
        #expect(try parts([whole, sample, secret] + leaves) == ["secret/1", "secret/2"])
    }
}
