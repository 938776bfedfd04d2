/// Makes one result of the results of test cases, in whichever order these come.
///
/// Pure: it says which test cases may still matter and what the result is; whoever judges does the rest. The result depends
/// on the order of the test cases in the tree, never on the order in time.
public struct Grader: Hashable, Sendable {
    /// A place of a test case or a group in a group around it.
    private struct Place: Hashable, Sendable {
        var group: Int
        var position: Int
    }

    private enum Part: Hashable, Sendable {
        case test(Int, TestPoints)
        case group(Int)
    }

    private struct Node: Hashable, Sendable {
        var parts: [Part]
        /// Where the group stands; nil for the whole.
        var place: Place?
        /// The results that are known, by position.
        var results: [Int: GroupGrade] = [:]
        /// How many of the first parts have a result.
        var known = 0
        /// The first part that is known to end the judging of the group.
        var last: Int?
        /// The groups that it requires and that have no result yet.
        var awaited: Set<Int>
        /// The verdicts of groups that it requires and that are not accepted.
        var unmet: [Int: Verdict] = [:]
        var grade: GroupGrade?
    }

    /// The groups and their rules.
    public let tree: GroupTree
    /// Whether all test cases are wanted, also those that cannot change the result.
    public let wantsAll: Bool
    /// By what verdicts are made, where that is not as the groups have it.
    public let policy: ResultPolicy?
    private var nodes: [Node]
    private var dependents: [Int: [Int]] = [:]
    private var places: [Int: [Place]] = [:]
    private var recorded: Set<Int> = []
    /// The questions that are not answered, whether or not anything depends on the answer.
    private var asked: [GraderQuestion] = []

    /// A grader that knows nothing yet.
    /// - Parameters:
    ///   - tree: the groups.
    ///   - wantsAll: whether all test cases are wanted.
    ///   - policy: how the verdict is made where the first test case that fails would decide; elsewhere it counts for nothing.
    public init(_ tree: GroupTree, wantsAll: Bool = false, policy: ResultPolicy? = nil) {
        self.tree = tree
        self.policy = tree.isFirstFailureDeciding ? policy : nil
        self.wantsAll = wantsAll
        nodes = tree.groups.map { group in
            let parts = group.members.flatMap { member -> [Part] in
                switch member {
                case .tests(let range, let points): range.map { Part.test($0, points) }
                case .group(let index): [.group(index)]
                }
            }
            return Node(parts: parts, awaited: Set(group.requires))
        }
        for (group, node) in nodes.enumerated() {
            for (position, part) in node.parts.enumerated() {
                switch part {
                case .test(let test, _): places[test, default: []].append(Place(group: group, position: position))
                case .group(let inner): nodes[inner].place = Place(group: group, position: position)
                }
            }
            for required in node.awaited { dependents[required, default: []].append(group) }
        }
        for group in nodes.indices.reversed() { concludeIfKnown(group) }
    }

    /// Takes what was found on a test case. What is said of it again changes nothing.
    public mutating func record(_ outcome: TestOutcome, of test: Int) {
        guard let places = places[test], recorded.insert(test).inserted else { return }
        var outcome = outcome
        outcome.verdict = policy?.meaning(of: outcome.verdict) ?? outcome.verdict
        for place in places {
            guard case .test(_, let points) = nodes[place.group].parts[place.position] else { continue }
            let isFailed = outcome.verdict != .accepted
            let grade = GroupGrade(
                outcome.verdict, score: outcome.score(of: points), decidingTest: isFailed ? test : nil)
            settle(grade, at: place)
        }
    }

    /// Takes what the package's own grader answers to a question.
    public mutating func record(_ answer: GroupGrade, of group: Int) {
        guard let index = asked.firstIndex(where: { $0.group == group }) else { return }
        let question = asked.remove(at: index)
        var grade = answer
        // The program does not tell which test case it thought of.
        grade.decidingTest = question.results.first { $0.verdict == answer.verdict }?.decidingTest
        conclude(group, ranged(grade, tree.groups[group]))
    }

    /// The questions that the package's own grader has to answer before there is a result, in the order of the tree. What
    /// is asked about a group does not change any more, but the question goes when the group cannot count.
    public var questions: [GraderQuestion] {
        asked.filter { nodes[$0.group].place.map(isLive) ?? true }.sorted { $0.group < $1.group }
    }

    /// Whether the result can depend on a test case, whose own result may be known or not.
    public func matters(_ test: Int) -> Bool {
        wantsAll || (places[test] ?? []).contains(where: isLive)
    }

    /// Whether nothing more has to be judged.
    public var isComplete: Bool {
        nodes[0].grade != nil && (!wantsAll || recorded.count == places.count)
    }

    /// What came of the submission; nil until that is known.
    public var grade: Grade? {
        guard isComplete else { return nil }
        return Grade(
            groups: nodes.map { node in
                guard let grade = node.grade, node.place.map(isLive) ?? true else { return skipped }
                return grade
            })
    }

    private var skipped: GroupGrade { GroupGrade(.skipped, score: tree.isScoring ? .zero : nil) }

    /// Whether what is known lets the group's part count: nothing before it ends the judging of the group, and the group
    /// itself counts.
    private func isLive(_ place: Place) -> Bool {
        var place = place
        while true {
            let node = nodes[place.group]
            guard node.unmet.isEmpty, place.position <= node.last ?? place.position else { return false }
            guard let outer = node.place else { return true }
            place = outer
        }
    }

    private mutating func settle(_ grade: GroupGrade, at place: Place) {
        nodes[place.group].results[place.position] = grade
        if policy?.stops(after: grade.verdict) ?? tree.groups[place.group].rule.stops(after: grade.verdict) {
            nodes[place.group].last = min(place.position, nodes[place.group].last ?? place.position)
        }
        concludeIfKnown(place.group)
    }

    private mutating func concludeIfKnown(_ group: Int) {
        guard nodes[group].grade == nil, !asked.contains(where: { $0.group == group }) else { return }
        guard nodes[group].awaited.isEmpty else { return }
        guard nodes[group].unmet.isEmpty else { return conclude(group, skipped) }
        while nodes[group].results[nodes[group].known] != nil { nodes[group].known += 1 }
        let needed = (nodes[group].last ?? nodes[group].parts.count - 1) + 1
        guard nodes[group].known >= needed else { return }
        var counted = (0..<needed).compactMap { nodes[group].results[$0] }
        if tree.groups[group].rule.isOnlyLastCounted { counted = counted.suffix(1) }
        switch tree.groups[group].result(of: counted, isScoring: tree.isScoring, by: policy) {
        case .grade(let grade): conclude(group, ranged(grade, tree.groups[group]))
        case .program(let arguments):
            asked.append(GraderQuestion(group: group, arguments: arguments, results: counted))
        }
    }

    private mutating func conclude(_ group: Int, _ grade: GroupGrade) {
        nodes[group].grade = grade
        let unmet = tree.groups[group].requires.compactMap { nodes[group].unmet[$0] }.first
        let verdict = unmet ?? grade.verdict
        for dependent in dependents[group] ?? [] {
            nodes[dependent].awaited.remove(group)
            if verdict != .accepted { nodes[dependent].unmet[group] = verdict }
            concludeIfKnown(dependent)
        }
        // For the groups around it, a group that was skipped failed as the one did that it requires.
        var seen = grade
        seen.verdict = verdict
        if let place = nodes[group].place { settle(seen, at: place) }
    }

    private func ranged(_ grade: GroupGrade, _ group: TestGroup) -> GroupGrade {
        guard let score = grade.score, grade.verdict != .judgeError, !group.rule.range.contains(score) else {
            return grade
        }
        var grade = grade
        let name = group.name.isEmpty ? "the submission" : "the group \(group.name)"
        let remark = "\(name) got \(score.text()) points, and \(group.rule.range) are possible"
        switch group.rule.outOfRange {
        case .limit: grade.score = group.rule.range.nearest(to: score)
        case .warning: grade.remark = remark
        case .judgeError: grade = GroupGrade(.judgeError, remark: remark)
        }
        return grade
    }
}

extension TestGroup {
    fileprivate enum Result {
        case grade(GroupGrade)
        case program(arguments: [String])
    }

    /// What follows from the results of the members that count.
    fileprivate func result(of members: [GroupGrade], isScoring: Bool, by policy: ResultPolicy?) -> Result {
        if let error = members.first(where: { $0.verdict == .judgeError }) {
            return .grade(GroupGrade(.judgeError, decidingTest: error.decidingTest, remark: error.remark))
        }
        let scores = members.compactMap(\.score)
        if case .program(let arguments) = rule.aggregate, !members.isEmpty { return .program(arguments: arguments) }
        let score = isScoring ? rule.factor * rule.aggregate.value(of: scores, members.map(\.verdict)) : nil
        let verdicts = members.map(\.verdict)
        let deciding = (policy?.deciding(verdicts) ?? rule.verdict.deciding(verdicts)).map { members[$0] }
        var grade = GroupGrade(deciding?.verdict ?? .accepted, score: score, decidingTest: deciding?.decidingTest)
        if rule.verdict.choice == .firstWithoutPoints, deciding != nil, let score, score > .zero {
            grade.verdict = .partial
        }
        if case .byScore(let full) = rule.verdict.choice, let score {
            if score >= full {
                grade = GroupGrade(.accepted, score: score)
            } else if score > .zero {
                grade.verdict = .partial
            } else if deciding == nil {
                grade.verdict = .wrongAnswer
            }
        }
        return .grade(grade)
    }
}

extension GroupRule.Aggregate {
    fileprivate func value(of scores: [Score], _ verdicts: [Verdict]) -> Score {
        guard !scores.isEmpty else { return .zero }
        return switch self {
        case .none, .program: .zero
        case .sum: scores.reduce(.zero, +)
        case .minimum: scores.min() ?? .zero
        case .maximum: scores.max() ?? .zero
        case .average: scores.reduce(.zero, +) / Score(scores.count)
        case .product: scores.reduce(.one, *)
        case .allOrNothing: verdicts.allSatisfy { $0 == .accepted } ? .one : .zero
        case .threshold(let most): scores.allSatisfy { $0 > .zero && $0 <= most } ? .one : .zero
        }
    }
}
