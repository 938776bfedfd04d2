import Grading

/// Puts the test cases of a package in order, and makes the tree by which they are graded.
struct GroupTreeBuilder {
    private let isScoring: Bool
    private let findings: Findings
    private(set) var tests: [TestCase] = []
    private var groups: [TestGroup] = []
    private var indices: [String: Int] = [:]
    private var passFailGroups: Set<String> = ["sample"]

    init(_ data: TestDataReader, isScoring: Bool, findings: Findings) {
        self.isScoring = isScoring
        self.findings = findings
        groups = [TestGroup(name: "", rule: isScoring ? Self.outermostRule(data) : GroupRule())]
        if let sample = data.sample { addSample(sample) }
        guard let secret = data.secret else { return }
        add(secret, to: 0, isOutermost: true)
        guard let parent = indices[secret.name] else { return }
        if isScoring { check(secret, data.groups) }
        for group in data.groups { add(group, to: parent, isOutermost: false) }
    }

    /// The tree; if it is not sound, the package is refused for that.
    func tree() -> GroupTree {
        findings.tree(of: tests.count, in: "data") { () throws(GradingError) in try GroupTree(groups) }
    }

    private static func outermostRule(_ data: TestDataReader) -> GroupRule {
        GroupRule(
            verdict: VerdictRule(.firstWithoutPoints), aggregate: .sum,
            range: ScoreRange(from: .zero, to: data.secret?.settings.maximum), stop: .never)
    }

    private mutating func addSample(_ sample: TestDataReader.Group) {
        let index = append(TestGroup(name: sample.name), to: 0)
        if isScoring { groups[index].rule.stop = .never }
        let points = isScoring ? CheckerPoints.ignored : .none
        addStaticTest(of: sample, to: index)
        addTests(sample.tests, to: index, TestPoints(accepted: isScoring ? .zero : .one), points)
    }

    private mutating func append(_ group: TestGroup, to parent: Int) -> Int {
        let index = groups.count
        groups.append(group)
        groups[parent].members.append(.group(index))
        indices[group.name] = index
        return index
    }

    private mutating func addTests(_ own: [TestCase], to group: Int, _ points: TestPoints, _ checker: CheckerPoints) {
        guard !own.isEmpty else { return }
        groups[group].members.append(.tests(tests.count..<tests.count + own.count, points: points))
        tests += own.map { test in
            var test = test
            test.checkerPoints = checker
            return test
        }
    }

    private mutating func add(_ group: TestDataReader.Group, to parent: Int, isOutermost: Bool) {
        let settings = group.settings
        var rule = GroupRule()
        var points = TestPoints()
        var checker = CheckerPoints.none
        if isScoring {
            rule = self.rule(settings)
            (points, checker) = self.points(of: group)
        }
        let required = required(by: group, isOutermost: isOutermost)
        let index = append(TestGroup(name: group.name, rule: rule, requires: required), to: parent)
        if settings.aggregation == .passFail, !isOutermost { passFailGroups.insert(group.name) }
        addStaticTest(of: group, to: index)
        addTests(group.tests, to: index, points, checker)
    }

    /// The test case for which nothing is run comes first.
    private mutating func addStaticTest(of group: TestDataReader.Group, to index: Int) {
        guard let score = group.settings.staticScore, let file = group.file else { return }
        // No file of the format has a space in its name.
        let test = TestCase(
            name: "\(group.name)/static validation", input: file, answer: file,
            staticArguments: group.settings.staticArguments)
        switch score {
        case .passFail: addTests([test], to: index, TestPoints(accepted: isScoring ? .zero : .one), .none)
        case .points(let most): addTests([test], to: index, TestPoints(accepted: most), .upTo(most))
        }
    }

    private func rule(_ settings: TestGroupSettings) -> GroupRule {
        var rule = GroupRule(range: ScoreRange(from: .zero, to: settings.maximum), outOfRange: .judgeError)
        switch settings.aggregation {
        case .passFail:
            rule.aggregate = .allOrNothing
            rule.factor = settings.maximum ?? .zero
        case .sum:
            rule.aggregate = .sum
            rule.verdict.choice = .firstWithoutPoints
            rule.stop = .never
        case .min:
            rule.aggregate = .minimum
            rule.verdict.choice = .firstWithoutPoints
            // A group within that is only partial has points.
            rule.stop = .after(Set(Verdict.allCases).subtracting([.accepted, .partial]))
        }
        return rule
    }

    /// What each test case of the group is worth, and what a checker may give to it.
    private func points(of group: TestDataReader.Group) -> (TestPoints, CheckerPoints) {
        let settings = group.settings
        guard settings.aggregation != .passFail else { return (TestPoints(accepted: .zero), .none) }
        guard let maximum = settings.maximum else { return (TestPoints(accepted: .zero), .needed) }
        guard settings.aggregation == .sum else { return (TestPoints(accepted: maximum), .upTo(maximum)) }
        var rest = maximum
        if case .points(let points) = settings.staticScore { rest = rest + Score(-1) * points }
        if rest < .zero {
            let message = "the static validation is worth more than the group's \(maximum.text()) points"
            findings.error(settings.location, line: settings.line(of: "static_validation_score"), message)
        }
        guard !group.tests.isEmpty else { return (TestPoints(), .none) }
        let each = rest / Score(group.tests.count)
        return (TestPoints(accepted: each), .upTo(each))
    }

    /// The groups, by index, that have to be passed before this one is judged.
    private func required(by group: TestDataReader.Group, isOutermost: Bool) -> [Int] {
        let settings = group.settings
        func error(_ message: String) {
            findings.error(settings.location, line: settings.line(of: "require_pass"), message)
        }
        var required: Set<Int> = []
        for name in settings.requires {
            guard name == "sample" || !isOutermost else {
                error("\"secret\" may require \"sample\" only, not \"\(name)\"")
                continue
            }
            guard let index = indices[name], name != "secret" else {
                // A sample without test cases is passed by everybody.
                guard name != "sample" else { continue }
                let advice = indices["secret/\(name)"] == nil ? "" : "; write \"secret/\(name)\""
                error("there is no group \"\(name)\" before this one\(advice)")
                continue
            }
            guard passFailGroups.contains(name) else {
                error("the group \"\(name)\" can be required only if its \"score_aggregation\" is \"pass-fail\"")
                continue
            }
            required.insert(index)
        }
        return required.sorted()
    }

    private func check(_ secret: TestDataReader.Group, _ groups: [TestDataReader.Group]) {
        for group in [secret] + groups {
            let settings = group.settings
            let line = settings.line(of: "max_score") ?? settings.line(of: "score_aggregation")
            if settings.aggregation == .passFail, settings.maximum == nil {
                findings.error(
                    settings.location, line: line, "a group that is \"pass-fail\" needs a \"max_score\"; add it")
            } else if settings.maximum == nil, secret.settings.maximum != nil {
                let message =
                    "a group without \"max_score\" needs \"max_score: unbounded\" in data/secret; add one of them"
                findings.error(settings.location, line: line, message)
            }
            if secret.settings.aggregation == .passFail, settings.aggregation != .passFail {
                findings.error(
                    settings.location, line: line, "data/secret is \"pass-fail\", so this group must be, too")
            }
        }
        guard let most = secret.settings.maximum, secret.settings.aggregation == .sum, !groups.isEmpty else { return }
        let sum = groups.compactMap(\.settings.maximum).reduce(Score.zero, +)
        guard sum != most else { return }
        let message =
            "the groups have \(sum.text()) points together, and data/secret has \(most.text()); make them equal"
        findings.warn(secret.settings.location, line: secret.settings.line(of: "max_score"), message)
    }
}
