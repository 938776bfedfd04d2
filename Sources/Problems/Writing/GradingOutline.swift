import Grading

/// How the test cases of a problem with scores make its score, in words that all formats have: a sample that is worth nothing, and
/// parts that are worth something. Two packages with the same outline give the same points, whatever their formats.
struct GradingOutline: Hashable {
    /// How the points of a part, or of all parts, follow.
    enum Rule: Hashable {
        /// So many if all is accepted, else none.
        case whole(Score)
        /// Those of the test cases, or of the parts, together.
        case sum
        /// The least that one of them gets.
        case least
    }

    /// Test cases that make a result together.
    struct Part: Hashable {
        /// What its format calls it; empty if it is no group there.
        var name: String
        var rule: Rule
        /// The test cases, by their indices.
        var tests: [Int] = []
        /// What each of them is worth, unless the part as a whole is.
        var points: [Score] = []
        /// The parts that have to be passed before it, by their indices.
        var required: Set<Int> = []
        /// Whether the sample has to be passed before it.
        var requiresSample = false
        var feedback = Feedback.complete
    }

    /// Why there is none: the words go on "the groups cannot be written: ".
    struct Refusal: Error {
        var reason: String
    }

    var sample: [Int] = []
    var parts: [Part] = []
    /// How the score follows from those of the parts.
    var total = Rule.sum
    /// The greatest score; nil: there is none, or nobody says it.
    var maximum: Score?

    private let problem: Problem
    private var tree: GroupTree { problem.grading }
    /// The parts of groups that were read, by the group's index, and the one of the sample.
    private var places: [Int: Int] = [:]
    private var sampleGroup: Int?

    static func == (left: GradingOutline, right: GradingOutline) -> Bool {
        left.sample == right.sample && left.total == right.total && left.simplest == right.simplest
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(sample)
        hasher.combine(total)
    }

    /// The outline of a problem with scores.
    /// - Throws: if its groups have rules that not all formats have words for.
    init(_ problem: Problem) throws(Refusal) {
        self.problem = problem
        let root = tree.groups[0]
        guard root.rule.aggregate == .sum, root.rule.stop == .never else {
            throw Refusal(reason: "the groups outermost are not summed up, or not all of them are judged")
        }
        for (position, member) in root.members.enumerated() {
            switch member {
            case .tests(let range, let points): try addTests(Array(range), points, in: root)
            case .group(let index):
                let isIgnored = root.rule.isOnlyLastCounted && position + 1 < root.members.count
                try add(index, isIgnored: isIgnored)
            }
        }
        sample.sort()
    }

    private mutating func add(_ index: Int, isIgnored: Bool) throws(Refusal) {
        let group = tree.groups[index]
        if problem.format.isICPC, group.name == "sample" {
            try addSample(group, isIgnored: isIgnored)
            sampleGroup = index
        } else if problem.format.isICPC, group.name == "secret" {
            try addSecret(group, index)
        } else {
            try addPart(group, index)
        }
    }

    private mutating func addSample(_ group: TestGroup, isIgnored: Bool) throws(Refusal) {
        for member in group.members {
            switch member {
            case .group(let inner): try addSample(tree.groups[inner], isIgnored: isIgnored)
            case .tests(let range, let points):
                guard isIgnored || points.accepted == .zero else {
                    throw Refusal(reason: "the sample is worth points; set \"accept_score\" to 0 there")
                }
                sample += range
            }
        }
    }

    /// The folder of all secret test cases: a part, or the outermost of several.
    private mutating func addSecret(_ group: TestGroup, _ index: Int) throws(Refusal) {
        let hasGroups = group.members.contains { member in
            if case .group = member { true } else { false }
        }
        maximum = group.rule.range.upper
        guard hasGroups else { return try addPart(group, index) }
        total = try rule(of: group)
        guard total != .sum || group.rule.stop == .never else {
            throw Refusal(
                reason: "what follows on the first group that fails is not judged; set \"on_reject: continue\"")
        }
        for member in group.members {
            switch member {
            case .tests(let range, let points): try addTests(Array(range), points, in: group)
            case .group(let inner): try addPart(tree.groups[inner], inner, around: group)
            }
        }
    }

    /// Test cases that are in no group of their own.
    private mutating func addTests(_ tests: [Int], _ points: TestPoints, in group: TestGroup) throws(Refusal) {
        guard points.rejected == .zero else { throw Refusal(reason: "a test case has points where it fails") }
        let worthless = Set(tests.filter { problem.testCases[$0].isSample && points.accepted == .zero })
        sample += worthless
        let others = tests.filter { !worthless.contains($0) }
        guard !others.isEmpty else { return }
        if parts.last?.name != "" { parts.append(Part(name: "", rule: .sum)) }
        parts[parts.count - 1].tests += others
        parts[parts.count - 1].points += others.map { worth(of: $0, points) }
    }

    private mutating func addPart(
        _ group: TestGroup, _ index: Int, around outer: TestGroup? = nil
    ) throws(Refusal) {
        let rule = try rule(of: group)
        var part = Part(name: group.name, rule: rule, feedback: group.feedback)
        for member in group.members {
            guard case .tests(let range, let points) = member else {
                throw Refusal(reason: "the group \(group.name) has groups in it that have groups in them")
            }
            guard points.rejected == .zero else {
                throw Refusal(reason: "a test case of the group \(group.name) has points where it fails")
            }
            part.tests += range
            part.points += range.map { self.worth(of: $0, points) }
        }
        guard rule != .sum || group.rule.stop == .never else {
            throw Refusal(
                reason: "what follows on the first test case of the group \(group.name) that fails is not judged")
        }
        if rule == .least, !part.points.allSatisfy({ $0 == part.points.first }) {
            throw Refusal(reason: "the test cases of the group \(group.name) are worth different points")
        }
        if case .whole = rule { part.points = [] }
        // Test cases of a group need not follow on each other.
        let order = part.tests.indices.sorted { part.tests[$0] < part.tests[$1] }
        part.points = part.points.isEmpty ? [] : order.map { part.points[$0] }
        part.tests = order.map { part.tests[$0] }
        try addRequired(group.requires + (outer?.requires ?? []), to: &part)
        places[index] = parts.count
        parts.append(part)
    }

    private func addRequired(_ required: [Int], to part: inout Part) throws(Refusal) {
        for index in required {
            if index == sampleGroup {
                part.requiresSample = true
            } else if let place = places[index] {
                part.required.insert(place)
            } else {
                throw Refusal(reason: "the group \(part.name) requires one that is no part of the score")
            }
        }
    }

    private func rule(of group: TestGroup) throws(Refusal) -> Rule {
        let rule = group.rule
        switch rule.aggregate {
        case .allOrNothing: return .whole(rule.factor)
        case .sum where rule.factor == .one: return .sum
        case .minimum where rule.factor == .one: return .least
        default:
            throw Refusal(
                reason: "the score of the group \(group.name) is neither a sum nor a minimum, nor all or nothing")
        }
    }

    /// The same outline of the same test cases, of which each has the index that `indices` has for it.
    func renumbered(_ indices: [Int]) -> GradingOutline {
        var result = self
        result.sample = sample.map { indices[$0] }.sorted()
        for place in parts.indices {
            let part = parts[place]
            let order = part.tests.indices.sorted { indices[part.tests[$0]] < indices[part.tests[$1]] }
            result.parts[place].tests = order.map { indices[part.tests[$0]] }
            result.parts[place].points = part.points.isEmpty ? [] : order.map { part.points[$0] }
        }
        return result
    }

    /// What the test case is worth if it is accepted; nothing where that is for the checker to say.
    private func worth(of test: Int, _ points: TestPoints) -> Score {
        problem.awards(of: problem.testCases[test]) == .needed ? .zero : points.accepted
    }

    /// The same score, where parts whose test cases get all of their points or none are so as a whole.
    var whole: GradingOutline {
        var result = self
        for place in parts.indices where parts[place].rule == .least && !parts[place].tests.contains(where: mayGetPart)
        {
            guard let points = parts[place].points.first else { continue }
            result.parts[place].rule = .whole(points)
            result.parts[place].points = []
        }
        return result
    }

    /// Whether the test case may get points other than all of its own, or none.
    private func mayGetPart(_ test: Int) -> Bool {
        switch problem.awards(of: problem.testCases[test]) {
        case .none, .ignored, .full: false
        case .needed, .upTo, .any, .whole: true
        }
    }
}

extension Problem {
    /// What whoever decides about outputs may give to the test case.
    func awards(of test: TestCase) -> CheckerPoints {
        switch validation {
        case .standard: return test.checkerPoints == .needed ? .needed : .none
        case .native(let checker, _):
            // Of DMOJ's checkers these give parts of the points.
            return ["dmoj.linecount", "dmoj.linematches"].contains(checker) ? test.checkerPoints ?? .any : .none
        case .custom(let custom): return test.checkerPoints ?? (custom.givesScores ? .needed : .none)
        }
    }
}
