import Grading

/// Test cases that make a score together: their least one, say, times the points.
struct Subtask {
    var name: String
    /// How many test cases it has.
    var tests: Int
    var points: Score
    var aggregate = GroupRule.Aggregate.minimum
}

extension GroupTree {
    /// A group for each of `subtasks`, which have the test cases in order; their scores are summed up.
    /// - Throws: ``GradingError`` if that is no tree.
    init(_ subtasks: [Subtask]) throws(GradingError) {
        let rule = VerdictRule(.firstWithoutPoints)
        var groups = [TestGroup(name: "", rule: GroupRule(verdict: rule, aggregate: .sum, stop: .never))]
        var start = 0
        for subtask in subtasks {
            let range = start..<start + subtask.tests
            start = range.upperBound
            groups[0].members.append(.group(groups.count))
            groups.append(
                TestGroup(
                    name: subtask.name, members: [.tests(range, points: TestPoints(accepted: .one))],
                    rule: GroupRule(
                        verdict: rule, aggregate: subtask.aggregate, factor: subtask.points, stop: .afterRejection)))
        }
        try self.init(groups)
    }
}
