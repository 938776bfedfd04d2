import Grading
import StrictXML
import Units

/// Writes the testset: limits, tests and groups of tests.
struct PolygonTestsetText {
    let draft: PackageDraft
    let problem: Problem
    /// How the tests make the score; nil if there is none.
    let outline: GradingOutline?

    /// The folder of the tests.
    private static let folder = "tests"

    var element: XMLText {
        noteLimits()
        CommonChecks.checkInputs(problem, draft)
        CommonChecks.checkLimits(problem, draft)
        let tests = problem.testCases
        let digits = max(2, "\(tests.count)".count)
        for (index, test) in tests.enumerated() { copy(test, index + 1, digits) }
        var elements = [
            XMLText("time-limit", text: "\(timeLimit)"),
            XMLText("memory-limit", text: "\(problem.limits.memory.bytes)"),
            XMLText("test-count", text: "\(tests.count)"),
            XMLText("input-path-pattern", text: "\(Self.folder)/%0\(digits)d"),
            XMLText("answer-path-pattern", text: "\(Self.folder)/%0\(digits)d.a"), XMLText("tests", [:], testElements),
        ]
        if let outline { elements.append(XMLText("groups", [:], groups(outline))) }
        return XMLText("testset", ["name": "tests"], elements)
    }

    private func copy(_ test: TestCase, _ number: Int, _ digits: Int) {
        let name = String(repeating: "0", count: digits - "\(number)".count) + "\(number)"
        draft.copy(test.input, to: "\(Self.folder)/\(name)")
        draft.copy(test.answer, to: "\(Self.folder)/\(name).a")
    }

    /// In milliseconds.
    private var timeLimit: Int64 {
        guard case .fixed(let limit, _) = problem.timeLimit else {
            draft.refuse("the time limit is computed, and the format needs one; give one in the package")
            return 1000
        }
        let milliseconds = max(1, (limit.nanoseconds + 999_999) / 1_000_000)
        if Duration.milliseconds(milliseconds) != limit {
            draft.note("the time limit becomes \(milliseconds) ms, as the format has whole milliseconds")
        }
        return milliseconds
    }

    private func noteLimits() {
        var standard = ProblemLimits()
        standard.output = .mebibytes(64)
        standard.memory = problem.limits.memory
        standard.timeSafetyMargin = problem.limits.timeSafetyMargin
        standard.isErrorOutput = problem.limits.isErrorOutput
        guard problem.limits != standard else { return }
        draft.note("other limits than those of time and memory are left out, as the format has none")
    }

    private var testElements: [XMLText] {
        var points: [Int: Score] = [:]
        var groups: [Int: String] = [:]
        if let outline {
            for test in outline.sample { points[test] = .zero }
            for (place, part) in outline.parts.enumerated() {
                for (index, test) in part.tests.enumerated() {
                    points[test] = part.points.indices.contains(index) ? part.points[index] : .zero
                    groups[test] = Self.name(of: part, place)
                }
            }
            if needsSample(outline) { for test in outline.sample { groups[test] = "sample" } }
        }
        return problem.testCases.enumerated().map { index, test in
            XMLText(
                "test",
                [
                    "method": "manual", "sample": test.isSample ? "true" : nil, "group": groups[index],
                    "points": points[index].map(text), "description": test.notes.description,
                ])
        }
    }

    private func needsSample(_ outline: GradingOutline) -> Bool { outline.parts.contains { $0.requiresSample } }

    /// The name of a group; nil if its tests are in none.
    static func name(of part: GradingOutline.Part, _ place: Int) -> String? {
        guard !part.name.isEmpty else { return nil }
        return part.name.hasPrefix("secret/") ? String(part.name.dropFirst("secret/".count)) : part.name
    }

    private func groups(_ outline: GradingOutline) -> [XMLText] {
        if outline.total != .sum {
            draft.refuse("the groups together are not summed up, and the format has no words for it; sum them up")
        }
        var elements: [XMLText] = []
        if needsSample(outline) { elements.append(XMLText("group", ["name": "sample", "points": "0"])) }
        for (place, part) in outline.parts.enumerated() {
            guard let name = Self.name(of: part, place) else { continue }
            elements.append(element(part, name, in: outline))
        }
        return elements
    }

    private func element(_ part: GradingOutline.Part, _ name: String, in outline: GradingOutline) -> XMLText {
        var points = part.points.reduce(Score.zero, +)
        var policy = "each-test"
        switch part.rule {
        case .whole(let all): (points, policy) = (all, "complete-group")
        case .sum: break
        case .least:
            draft.refuse("the group \(part.name) has the least points of a test, and the format has no words for it")
        }
        let required =
            (part.requiresSample ? ["sample"] : [])
            + part.required.sorted().compactMap { Self.name(of: outline.parts[$0], $0) }
        let dependencies = required.map { XMLText("dependency", ["group": $0]) }
        return XMLText(
            "group",
            [
                "name": name, "points": text(points), "points-policy": policy,
                "feedback-policy": part.feedback.rawValue,
            ], dependencies.isEmpty ? [] : [XMLText("dependencies", [:], dependencies)])
    }

    private func text(_ points: Score) -> String {
        if let text = SettingsText.decimal(points) { return text }
        draft.refuse("a test is worth \(points) points, which is no decimal number; change the points")
        return "0"
    }
}
