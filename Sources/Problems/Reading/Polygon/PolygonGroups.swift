import Grading
import StrictXML

/// Makes the tree by which the tests of a testset are graded.
///
/// Without points there are no groups: the first test that fails decides. With points all that is outermost is summed up: tests
/// that are in no group, groups whose tests are summed up (`each-test`), and groups that have all their points or none
/// (`complete-group`).
struct PolygonGroups {
    /// How the points of a group follow.
    private enum PointsPolicy: String, CaseIterable {
        case completeGroup = "complete-group"
        case eachTest = "each-test"
    }

    /// A group that has tests, or tests of none that follow on each other.
    private struct Unit {
        /// The settings; nil: the tests are in no group.
        var element: XMLElement?
        var policy = PointsPolicy.eachTest
        var members: [TestGroup.Member] = []
        /// The points of its tests together.
        var sum = Score.zero
    }

    /// The most groups that there may be.
    private static let limit = 1000
    private static let known = ["name", "points", "points-policy", "feedback-policy"]

    let isScoring: Bool
    private(set) var tests: [TestCase]
    private(set) var tree: GroupTree
    /// The names of the groups that are graded.
    var names: Set<String> { Set(tree.groups.dropFirst().map(\.name)) }

    private let findings: Findings
    private var units: [Unit] = []
    /// Where the group of a name stands among the units.
    private var places: [String: Int] = [:]
    private var groups: [TestGroup] = []
    /// Where a unit that is a group stands in the tree; 0 while it is being put there.
    private var indices: [Int: Int] = [:]

    init(_ testset: PolygonTestset, _ findings: Findings) {
        self.findings = findings
        tests = testset.tests.map(\.test)
        tree = GroupTree(tests: tests.count)
        isScoring = testset.tests.contains { $0.points != nil } || testset.groups.contains { $0["points"] != nil }
        guard isScoring else { return }
        let settings = settings(testset.groups)
        for (index, test) in testset.tests.enumerated() { add(test, index, settings) }
        let root = GroupRule(verdict: VerdictRule(.firstWithoutPoints), aggregate: .sum, stop: .never)
        groups = [TestGroup(name: "", rule: root)]
        for unit in units.indices { place(unit) }
        let groups = groups
        tree = findings.tree(of: tests.count, in: PolygonReader.settingsFile) { () throws(GradingError) in
            try GroupTree(groups)
        }
    }

    private func settings(_ elements: [XMLElement]) -> [String: XMLElement] {
        guard elements.count <= Self.limit else {
            findings.error(elements[Self.limit], "there are more than \(Self.limit) groups; make fewer")
            return [:]
        }
        var settings: [String: XMLElement] = [:]
        for element in elements {
            findings.refuseUnknown(in: element, known: ["dependencies"])
            for name in element.attributes.keys.sorted() where !Self.known.contains(name) {
                findings.warn(element, "the attribute \"\(name)\" is not known, and not used")
            }
            if settings.updateValue(element, forKey: element["name"] ?? "") != nil {
                findings.error(element, "the group \"\(element["name"] ?? "")\" stands twice; remove one")
            }
        }
        return settings
    }

    private mutating func add(_ test: PolygonTestset.Test, _ index: Int, _ settings: [String: XMLElement]) {
        let unit = unit(of: test, settings)
        // A group that has all its points or none takes no part of them from a checker.
        let isWhole = units[unit].policy == .completeGroup
        tests[index].checkerPoints = isWhole ? CheckerPoints.none : .any
        let points = TestPoints(accepted: isWhole ? .zero : test.points ?? .zero)
        units[unit].sum = units[unit].sum + (test.points ?? .zero)
        if case .tests(let range, points)? = units[unit].members.last, range.upperBound == index {
            units[unit].members[units[unit].members.count - 1] = .tests(range.lowerBound..<index + 1, points: points)
        } else {
            units[unit].members.append(.tests(index..<index + 1, points: points))
        }
    }

    /// Where the test's group stands among the units, which may be a new one.
    private mutating func unit(of test: PolygonTestset.Test, _ settings: [String: XMLElement]) -> Int {
        guard let name = test.group else {
            if units.last.map({ $0.element != nil }) ?? true { units.append(Unit()) }
            return units.count - 1
        }
        if let place = places[name] { return place }
        var unit = Unit(element: settings[name] ?? test.element)
        if let element = settings[name] {
            let text = element["points-policy"] ?? PointsPolicy.completeGroup.rawValue
            if let policy = PointsPolicy(rawValue: text) {
                unit.policy = policy
            } else {
                let known = PointsPolicy.allCases.map(\.rawValue).joined(separator: " or ")
                findings.error(element, "\"points-policy\" must be \(known), not \"\(text)\"")
            }
        } else {
            findings.error(
                test.element, "the group \"\(name)\" is not among the <groups>, so its rules are not known; add it")
        }
        places[name] = units.count
        units.append(unit)
        return units.count - 1
    }

    /// Puts a unit behind those that it depends on.
    private mutating func place(_ unit: Int) {
        guard let element = units[unit].element else {
            groups[0].members += units[unit].members
            return
        }
        guard indices[unit] == nil else { return }
        indices[unit] = 0
        let required = required(by: element)
        let group = TestGroup(
            name: element["name"] ?? "", members: units[unit].members, rule: rule(of: units[unit], element),
            requires: required.sorted(), feedback: feedback(of: element))
        indices[unit] = groups.count
        groups[0].members.append(.group(groups.count))
        groups.append(group)
    }

    /// The groups, by index, that have to be accepted before the one of `element` is judged.
    private mutating func required(by element: XMLElement) -> Set<Int> {
        var required: Set<Int> = []
        for dependency in element.child("dependencies")?.children("dependency") ?? [] {
            let name = dependency["group"] ?? ""
            guard let unit = places[name] else {
                findings.error(
                    dependency, "there is no test in a group \"\(name)\", on which another depends; correct it")
                continue
            }
            place(unit)
            if let index = indices[unit], index > 0 {
                required.insert(index)
            } else {
                findings.error(dependency, "the group \"\(name)\" depends on itself in the end; remove a dependency")
            }
        }
        return required
    }

    private func rule(of unit: Unit, _ element: XMLElement) -> GroupRule {
        let points = findings.points(of: element)
        if let points, points != unit.sum {
            let message = "the group has \(points.text()) points, and its tests together have \(unit.sum.text())"
            switch unit.policy {
            case .completeGroup: if unit.sum != .zero { findings.warn(element, message + "; the group's count") }
            case .eachTest: findings.error(element, message + "; make them equal")
            }
        }
        switch unit.policy {
        case .completeGroup: return GroupRule(aggregate: .allOrNothing, factor: points ?? unit.sum)
        case .eachTest:
            return GroupRule(verdict: VerdictRule(.firstWithoutPoints), aggregate: .sum, stop: .never)
        }
    }

    private func feedback(of element: XMLElement) -> Feedback {
        guard let text = element["feedback-policy"] else { return .complete }
        if let feedback = Feedback(rawValue: text) { return feedback }
        findings.warn(element, "\"feedback-policy\" is \"\(text)\", which is not known, and not used")
        return .complete
    }
}
