import Grading
import Testing

/// Random trees and results: the grader against a reading of the rules that takes everything in order.
struct GraderPropertyTests {
    @Test("The order in which results come never changes the grade", arguments: 0..<400)
    func orderOfTime(_ seed: Int) throws {
        var random = Random(seed: UInt64(seed))
        let (tree, outcomes) = try random.problem()
        let inOrder = try #require(
            Self.grade(tree, outcomes, in: Array(outcomes.indices), skipsWhatCannotMatter: false))
        for _ in 0..<4 {
            let order = outcomes.indices.shuffled(using: &random)
            #expect(Self.grade(tree, outcomes, in: order, skipsWhatCannotMatter: false) == inOrder)
            #expect(Self.grade(tree, outcomes, in: order, skipsWhatCannotMatter: true) == inOrder)
        }
        #expect(GraderTests.text(inOrder.groups[0]) == GraderTests.text(Reference(tree, outcomes).whole))
    }

    private static func grade(
        _ tree: GroupTree, _ outcomes: [TestOutcome], in order: [Int], skipsWhatCannotMatter: Bool
    ) -> Grade? {
        var grader = Grader(tree)
        for test in order where !skipsWhatCannotMatter || grader.matters(test) {
            grader.record(outcomes[test], of: test)
        }
        return grader.grade
    }
}

/// The rules, read one after the other, without a thought for speed.
private struct Reference {
    let tree: GroupTree
    let outcomes: [TestOutcome]

    init(_ tree: GroupTree, _ outcomes: [TestOutcome]) {
        self.tree = tree
        self.outcomes = outcomes
    }

    var whole: GroupGrade { grade(0).shown }

    private func grade(_ index: Int) -> (shown: GroupGrade, verdict: Verdict) {
        let group = tree.groups[index]
        for required in group.requires {
            let verdict = grade(required).verdict
            if verdict != .accepted { return (GroupGrade(.skipped, score: .zero), verdict) }
        }
        var members: [GroupGrade] = []
        judging: for member in group.members {
            switch member {
            case .group(let inner):
                var result = grade(inner)
                result.shown.verdict = result.verdict
                members.append(result.shown)
                if stops(group, members) { break judging }
            case .tests(let range, let points):
                for test in range {
                    let outcome = outcomes[test]
                    members.append(
                        GroupGrade(
                            outcome.verdict, score: outcome.score(of: points),
                            decidingTest: outcome.verdict == .accepted ? nil : test))
                    if stops(group, members) { break judging }
                }
            }
        }
        if let error = members.first(where: { $0.verdict == .judgeError }) {
            return (GroupGrade(.judgeError, decidingTest: error.decidingTest), .judgeError)
        }
        let failed = members.first { $0.verdict != .accepted }
        let scores = members.map { $0.score ?? .zero }
        let score: Score =
            switch group.rule.aggregate {
            case .sum: scores.reduce(.zero, +)
            case .minimum: scores.min() ?? .zero
            case .allOrNothing: failed == nil && !members.isEmpty ? .one : .zero
            default: .zero
            }
        let verdict = failed?.verdict ?? .accepted
        return (GroupGrade(verdict, score: score * group.rule.factor, decidingTest: failed?.decidingTest), verdict)
    }

    private func stops(_ group: TestGroup, _ members: [GroupGrade]) -> Bool {
        group.rule.stop == .afterRejection && members.last?.verdict != .accepted
    }
}

private struct Random: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }

    mutating func problem() throws -> (GroupTree, [TestOutcome]) {
        let count = Int.random(in: 1...7, using: &self)
        var groups = (0..<count).map { TestGroup(name: "\($0)", rule: rule()) }
        var tests = 0
        for index in 0..<count {
            for _ in 0..<Int.random(in: 0...3, using: &self) {
                let size = Int.random(in: 0...3, using: &self)
                groups[index].members.append(.tests(tests..<(tests + size), points: points()))
                tests += size
            }
            // Some groups share a test case.
            if tests > 0, Bool.random(using: &self) {
                let test = Int.random(in: 0..<tests, using: &self)
                groups[index].members.append(.tests(test..<(test + 1), points: points()))
            }
        }
        for index in 1..<max(1, count) where index < count {
            let parent = Int.random(in: 0..<index, using: &self)
            let place = Int.random(in: 0...groups[parent].members.count, using: &self)
            groups[parent].members.insert(.group(index), at: place)
        }
        for index in 0..<count {
            for required in (0..<count).shuffled(using: &self) {
                var wanting = groups
                wanting[index].requires.append(required)
                if Bool.random(using: &self), (try? GroupTree(wanting)) != nil { groups = wanting }
            }
        }
        let verdicts: [Verdict] = [.accepted, .accepted, .accepted, .accepted, .wrongAnswer, .timeLimit, .judgeError]
        let outcomes = (0..<tests).map { _ in
            TestOutcome(
                verdicts.randomElement(using: &self) ?? .accepted,
                points: Bool.random(using: &self) ? .part(Score(1) / Score(3)) : nil)
        }
        return (try GroupTree(groups), outcomes)
    }

    private mutating func rule() -> GroupRule {
        let aggregates: [GroupRule.Aggregate] = [.sum, .minimum, .allOrNothing]
        return GroupRule(
            aggregate: aggregates.randomElement(using: &self) ?? .sum,
            factor: Score(Int.random(in: 1...5, using: &self)),
            stop: Bool.random(using: &self) ? .never : .afterRejection)
    }

    private mutating func points() -> TestPoints {
        TestPoints(
            accepted: Score(Int.random(in: 1...9, using: &self)), rejected: Score(Int.random(in: -1...0, using: &self)))
    }
}
