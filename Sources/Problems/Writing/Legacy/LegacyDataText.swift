import Grading
import StrictYAML

/// Writes `data` of the legacy format.
struct LegacyDataText {
    let draft: PackageDraft
    let problem: Problem
    let folders: LegacyFolders
    /// Where the test cases are to lie below `data`, by their indices.
    let names: [Int: String]
    /// The arguments that `problem.yaml` gives to all.
    let sharedFlags: [String]

    /// What a `testdata.yaml` says.
    private struct Settings {
        var onReject = GroupSettings.OnReject.stop
        var isCustom = false
        var graderFlags: [String] = []
        var points = TestPoints()
        var range = ScoreRange()
        var inputFlags: [String] = []
        var outputFlags: [String] = []
    }

    func write() {
        var written: [String: Settings] = [:]
        for folder in folders.folders {
            let outer = folders.around(folder.path).flatMap { written[$0.path] } ?? Settings()
            let settings = settings(of: folder, in: outer)
            written[folder.path] = settings
            let place = folder.path.isEmpty ? "data" : "data/\(folder.path)"
            draft.add(entries(settings, in: outer), at: "\(place)/\(DataReader.settingsFile)")
        }
        for (test, name) in names.sorted(by: { $0.key < $1.key }) { write(problem.testCases[test], to: name) }
        CommonChecks.checkInputs(problem, draft)
        CommonChecks.checkLimits(problem, draft)
    }

    private func write(_ test: TestCase, to name: String) {
        draft.copy(test.input, to: "data/\(name).in")
        draft.copy(test.answer, to: "data/\(name).ans")
        if test.inputValidatorArgumentsByName != nil {
            draft.note("arguments for single input validators are left out; write them as input_validator_flags")
        }
    }

    private func settings(of folder: LegacyFolders.Folder, in outer: Settings) -> Settings {
        var settings = outer
        let rule = folder.rule
        settings.onReject = rule.stop == .never ? .goOn : .stop
        settings.isCustom = false
        if case .program(let arguments) = rule.aggregate {
            settings.isCustom = true
            settings.graderFlags = arguments
        } else {
            settings.graderFlags = Self.graderFlags(rule)
        }
        settings.range = rule.range
        settings.points = folder.points ?? outer.points
        guard let first = folder.tests.first.map({ problem.testCases[$0] }) else { return settings }
        settings.inputFlags = first.inputValidatorArguments
        settings.outputFlags = outputFlags(of: first)
        for test in folder.tests.map({ problem.testCases[$0] }) {
            if outputFlags(of: test) != settings.outputFlags {
                draft.refuse(
                    "test cases of data/\(folder.path) have different arguments for the output validator, and the format "
                        + "gives all of a folder the same; put them into folders of their own")
            }
            if test.inputValidatorArguments != settings.inputFlags {
                draft.note("test cases of data/\(folder.path) lose arguments of their own for input validators")
            }
        }
        return settings
    }

    /// What the folder has to give besides the package.
    private func outputFlags(of test: TestCase) -> [String] {
        Array(problem.outputArguments(of: test).dropFirst(sharedFlags.count))
    }

    /// The default grader's flags for a rule.
    private static func graderFlags(_ rule: GroupRule) -> [String] {
        var flags: [String] = []
        switch rule.verdict.choice {
        case .first: flags.append("first_error")
        case .none: flags.append("always_accept")
        case .worst, .byScore, .firstWithoutPoints: break
        }
        if rule.verdict.isAnyEnough { flags.append("accept_if_any_accepted") }
        if rule.isOnlyLastCounted { flags.append("ignore_sample") }
        let aggregate = DefaultGrader.aggregates.first { $0.value == rule.aggregate && $0.value != .sum }
        if let aggregate { flags.append(aggregate.key) }
        return flags
    }

    private func entries(_ settings: Settings, in outer: Settings) -> [YAMLText.Entry] {
        var entries: [YAMLText.Entry] = []
        func flags(_ key: String, _ flags: [String], _ inherited: [String]) {
            if flags != inherited { entries.append(.init(key, LegacyFlags.text(flags, draft))) }
        }
        if settings.onReject != outer.onReject {
            entries.append(.init("on_reject", .text(settings.onReject.rawValue)))
        }
        if settings.isCustom != outer.isCustom {
            let grading: GroupSettings.Grading = settings.isCustom ? .custom : .standard
            entries.append(.init("grading", .text(grading.rawValue)))
        }
        flags("grader_flags", settings.graderFlags, outer.graderFlags)
        if problem.isScoring { entries += scores(settings, in: outer) }
        flags("input_validator_flags", settings.inputFlags, outer.inputFlags)
        flags("output_validator_flags", settings.outputFlags, outer.outputFlags)
        return entries
    }

    private func scores(_ settings: Settings, in outer: Settings) -> [YAMLText.Entry] {
        var entries: [YAMLText.Entry] = []
        if settings.points.accepted != outer.points.accepted {
            entries.append(.init("accept_score", .literal(text(settings.points.accepted))))
        }
        if settings.points.rejected != outer.points.rejected {
            entries.append(.init("reject_score", .literal(text(settings.points.rejected))))
        }
        if settings.range != outer.range {
            let (lower, upper) = (settings.range.lower.map(text) ?? "-inf", settings.range.upper.map(text) ?? "+inf")
            entries.append(.init("range", .text("\(lower) \(upper)")))
        }
        return entries
    }

    private func text(_ score: Score) -> String {
        if let text = SettingsText.decimal(score) { return text }
        draft.refuse("a test case is worth \(score) points, which is no decimal number; change the points")
        return "0"
    }
}

/// Arguments as the legacy format writes them: words with blanks between them.
enum LegacyFlags {
    static func text(_ flags: [String], _ draft: PackageDraft) -> YAMLText {
        for flag in flags where flag.isEmpty || flag.contains(where: \.isWhitespace) {
            draft.refuse(
                "the argument \"\(flag)\" has blanks or nothing in it, and the format cannot say it; change it")
        }
        return .text(flags.joined(separator: " "))
    }
}
