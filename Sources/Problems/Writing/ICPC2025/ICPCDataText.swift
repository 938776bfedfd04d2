import Grading
import PackageFiles
import StrictYAML

/// Writes `data` of the format 2025-09.
struct ICPCDataText {
    let draft: PackageDraft
    let problem: Problem
    /// Where the test cases are to lie.
    let layout: TestLayout
    /// How they make the score; nil if there is none.
    let outline: GradingOutline?

    func write() {
        CommonChecks.checkLimits(problem, draft)
        for unit in layout.units {
            let tests = unit.tests.map { TestSettingsText(problem.testCases[$0], of: problem) }
            let shared = tests.first ?? TestSettingsText(of: unit.folder)
            draft.add(
                scores(of: unit) + shared.entries(unlike: TestSettingsText(of: unit.folder)),
                at: "data/\(unit.folder)/\(TestGroupSettings.file)")
            for (test, settings) in zip(unit.tests, tests) { write(test, settings, unlike: shared) }
            // A folder is a group only if it has settings.
            if unit.folder.contains("/"), !draft.has("data/\(unit.folder)/\(TestGroupSettings.file)") {
                draft.add("{}\n", at: "data/\(unit.folder)/\(TestGroupSettings.file)")
            }
        }
        guard let outline, !draft.has("data/secret/\(TestGroupSettings.file)") else { return }
        writeTotal(outline)
    }

    /// Writes the files of a test case, and what holds for it but not for all of its folder.
    private func write(_ test: Int, _ settings: TestSettingsText, unlike shared: TestSettingsText) {
        guard let name = layout.names[test] else { return }
        let testCase = problem.testCases[test]
        draft.copy(testCase.input, to: "data/\(name).in")
        draft.copy(testCase.answer, to: "data/\(name).ans")
        for file in testCase.files { draft.copy(file.file, to: "data/\(name).files/\(file.name)") }
        let notes =
            SettingsText.entry("hint", testCase.notes.hint)
            + SettingsText.entry("description", testCase.notes.description)
        draft.add(settings.entries(unlike: shared) + notes, at: "data/\(name).yaml")
    }

    /// What a folder is worth, and what its test case for which nothing is run is asked.
    private func scores(of unit: TestLayout.Unit) -> [YAMLText.Entry] {
        var entries = unit.part.map(entries) ?? []
        guard let test = unit.staticTest else { return entries }
        var score = YAMLText.text("pass-fail")
        if let part = unit.part, let place = part.tests.firstIndex(of: test), part.rule != .whole(.zero),
            part.points.indices.contains(place)
        {
            score = whole(part.points[place], of: unit.folder)
        }
        entries.append(.init("static_validation_score", score))
        let arguments = problem.testCases[test].staticArguments ?? []
        if !arguments.isEmpty { entries.append(.init("static_validator_args", .texts(arguments))) }
        return entries
    }

    private func entries(of part: GradingOutline.Part) -> [YAMLText.Entry] {
        let maximum = maximum(of: part)
        var entries: [YAMLText.Entry] = [
            .init("max_score", maximum.map { whole($0, of: part.name) } ?? .text("unbounded")),
            .init("score_aggregation", .text(Self.aggregation(part.rule).rawValue)),
        ]
        if part.rule == .sum,
            Set(part.points.indices.filter { !isStatic(part.tests[$0]) }.map { part.points[$0] }).count > 1
        {
            draft.refuse(
                "the test cases of the group \(part.name) are worth different points, and the format gives all of a group "
                    + "the same; make groups of those that are worth the same")
        }
        var required = part.requiresSample ? ["sample"] : []
        for place in part.required.sorted() {
            guard let other = outline?.parts[place], case .whole = other.rule,
                let folder = layout.group(other.name)
            else {
                draft.refuse(
                    "the group \(part.name) requires one whose points are summed up, and in the format 2025-09 only those "
                        + "that are passed or failed can be required; remove the dependency")
                continue
            }
            required.append(folder)
        }
        if !required.isEmpty { entries.append(.init("require_pass", .texts(required))) }
        return entries
    }

    /// The greatest score of a part; nil: there is none.
    private func maximum(of part: GradingOutline.Part) -> Score? {
        switch part.rule {
        case .whole(let points): points
        case .sum: isOpen(part) ? nil : part.points.reduce(.zero, +)
        case .least: isOpen(part) ? nil : part.points.first
        }
    }

    /// Whether the checker says how many points there are.
    private func isOpen(_ part: GradingOutline.Part) -> Bool {
        part.tests.contains { problem.awards(of: problem.testCases[$0]) == .needed }
    }

    private func isStatic(_ test: Int) -> Bool { problem.testCases[test].staticArguments != nil }

    /// Writes how the score follows from those of the groups.
    private func writeTotal(_ outline: GradingOutline) {
        var maximum: Score?
        if case .whole(let points) = outline.total {
            maximum = points
        } else if problem.format == .icpc2025 {
            maximum = outline.maximum
        } else if outline.total == .sum, !outline.parts.contains(where: isOpen) {
            maximum = outline.parts.compactMap(maximum(of:)).reduce(.zero, +)
        }
        draft.add(
            [
                .init("max_score", maximum.map { whole($0, of: "secret") } ?? .text("unbounded")),
                .init("score_aggregation", .text(Self.aggregation(outline.total).rawValue)),
            ], at: "data/secret/\(TestGroupSettings.file)")
    }

    private func whole(_ points: Score, of group: String) -> YAMLText {
        if !points.isWhole || points < .zero {
            draft.refuse(
                "the group \(group) is worth \(points.text()) points, and the format 2025-09 has whole numbers of points; "
                    + "change the points")
        }
        return .literal(points.text(places: 0))
    }

    private static func aggregation(_ rule: GradingOutline.Rule) -> TestGroupSettings.Aggregation {
        switch rule {
        case .whole: .passFail
        case .sum: .sum
        case .least: .min
        }
    }
}

/// What holds for a test case, as `test_group.yaml` and the test case's own file write it.
struct TestSettingsText: Hashable {
    private var arguments: [String] = []
    private var outputArguments: [String] = []
    private var inputArguments: [String] = []
    private var inputArgumentsByName: [String: [String]]?
    private var hasFullFeedback: Bool

    /// What holds in a folder where nothing is said.
    init(of folder: String) {
        hasFullFeedback = folder == "sample"
    }

    /// What holds for a test case of `problem`.
    init(_ test: TestCase, of problem: Problem) {
        arguments = test.arguments
        inputArguments = test.inputValidatorArguments
        inputArgumentsByName = test.inputValidatorArgumentsByName
        hasFullFeedback = problem.format == .icpc2025 ? test.notes.hasFullFeedback : test.isSample
        outputArguments = problem.outputArguments(of: test)
    }

    /// What has to be said where `other` holds.
    func entries(unlike other: TestSettingsText) -> [YAMLText.Entry] {
        var entries: [YAMLText.Entry] = []
        if arguments != other.arguments { entries.append(.init("args", .texts(arguments))) }
        if (inputArguments, inputArgumentsByName) != (other.inputArguments, other.inputArgumentsByName) {
            let byName = inputArgumentsByName.map { names in
                YAMLText.mapping(names.sorted { $0.key < $1.key }.map { .init($0.key, .texts($0.value)) })
            }
            entries.append(.init("input_validator_args", byName ?? .texts(inputArguments)))
        }
        if outputArguments != other.outputArguments {
            entries.append(.init("output_validator_args", .texts(outputArguments)))
        }
        if hasFullFeedback != other.hasFullFeedback { entries.append(.init("full_feedback", .flag(hasFullFeedback))) }
        return entries
    }
}

extension Problem {
    /// The arguments of an output validator of the ICPC's formats that judges the test case as the package does.
    func outputArguments(of test: TestCase) -> [String] {
        switch validation {
        case .standard: test.validatorArguments
        // The only one that is written as a default validator.
        case .native: ["case_sensitive"]
        case .custom(let custom): custom.convention == .icpc ? test.validatorArguments : []
        }
    }
}
