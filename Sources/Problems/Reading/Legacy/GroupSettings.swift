import Grading
import StrictYAML
import Units

/// What holds in a group of test cases: its `testdata.yaml`, over what the folders around it say.
struct GroupSettings {
    /// What happens in a group after a test case, or a group within, that is not accepted.
    enum OnReject: String, CaseIterable {
        /// The rest of the group is not judged.
        case stop = "break"
        /// The rest is judged, and the grader decides.
        case goOn = "continue"
    }

    /// Who makes the group's result of its members' results.
    enum Grading: String, CaseIterable {
        /// The default grader.
        case standard = "default"
        /// The package's program in `graders`.
        case custom
    }

    private static let scoreKeys = ["accept_score", "reject_score", "range"]
    private static let keys =
        [
            "on_reject", "grading", "grader_flags", "input_validator_flags", "output_validator_flags",
            "input_validator_args", "output_validator_args",
        ] + scoreKeys

    var onReject = OnReject.stop
    var grading = Grading.standard
    var graderFlags: [String] = []
    /// Without the package's `validator_flags`.
    var outputValidatorFlags: [String] = []
    var inputValidatorFlags: [String] = []
    var scores = ScoreSettings()

    /// Puts what `mapping` says over what is inherited. A key that is given replaces the outer one's value.
    mutating func apply(_ mapping: YAMLMapping, isScoring: Bool, findings: Findings) {
        findings.allow(Self.keys, in: mapping)
        func flags(_ key: String) -> [String]? {
            // Drafts of later formats call them arguments.
            let later = key.replacing("_flags", with: "_args")
            let key = mapping.keys.contains(key) || !mapping.keys.contains(later) ? key : later
            // An empty value takes the inherited flags away.
            guard mapping.keys.contains(key) else { return nil }
            return findings.collect { () throws(Diagnostic) in
                try mapping[key].map { node throws(Diagnostic) in try ProblemSettings.flags(node, findings) } ?? []
            }
        }
        func choice<Choice: RawRepresentable & CaseIterable>(
            _ key: String, _ type: Choice.Type
        ) -> Choice? where Choice.RawValue == String {
            findings.collect { () throws(Diagnostic) in try mapping[key]?.choice(type) }
        }
        onReject = choice("on_reject", OnReject.self) ?? onReject
        grading = choice("grading", Grading.self) ?? grading
        graderFlags = flags("grader_flags") ?? graderFlags
        inputValidatorFlags = flags("input_validator_flags") ?? inputValidatorFlags
        outputValidatorFlags = flags("output_validator_flags") ?? outputValidatorFlags
        scores.add(ScoreSettings(mapping, findings: findings))
        for key in Self.scoreKeys where mapping[key] != nil && !isScoring {
            let message = "\"\(key)\" counts only in a problem with \"type: scoring\"; remove it"
            findings.warn(mapping.node.file, line: mapping.line(of: key), message)
        }
    }

    /// What each test case of the group adds if the validator gives it no score.
    var points: TestPoints {
        TestPoints(accepted: scores.acceptScore ?? .one, rejected: scores.rejectScore ?? .zero)
    }

    /// The group's rule, as problemtools' graders have it.
    func rule(isScoring: Bool, isOutermost: Bool) -> GroupRule {
        var rule = GroupRule(
            verdict: VerdictRule(.worst(DefaultGrader.worstFirst)), stop: onReject == .stop ? .afterRejection : .never)
        if isScoring {
            rule.aggregate = .sum
            rule.range = scores.range ?? ScoreRange()
        }
        guard grading == .standard || !isScoring else {
            rule.aggregate = .program(arguments: graderFlags)
            return rule
        }
        for flag in graderFlags {
            if isScoring, let aggregate = DefaultGrader.aggregates[flag] { rule.aggregate = aggregate }
            switch flag {
            case "worst_error", "no_errors": rule.verdict.choice = .worst(DefaultGrader.worstFirst)
            case "first_error": rule.verdict.choice = .first
            case "always_accept": rule.verdict.choice = .none
            case "accept_if_any_accepted": rule.verdict.isAnyEnough = true
            case "ignore_sample": rule.isOnlyLastCounted = isOutermost
            default: break
            }
        }
        return rule
    }
}

/// The grader that `grading: default` stands for.
enum DefaultGrader {
    /// `worst_error`: the verdicts, worst first. Where problemtools knows fewer, kindred ones stand together.
    static let worstFirst: [Verdict] = [
        .judgeError, .securityViolation, .runTimeError, .memoryLimit, .timeLimit, .idleLimit, .outputLimit,
        .wrongAnswer,
        .partial,
    ]

    /// The flags that say how scores are put together; the last one given counts.
    static let aggregates: [String: GroupRule.Aggregate] = [
        "sum": .sum, "avg": .average, "min": .minimum, "max": .maximum,
    ]

    /// All flags.
    static let flags =
        Array(aggregates.keys)
        + [
            "worst_error", "no_errors", "first_error", "always_accept", "accept_if_any_accepted", "ignore_sample",
        ]
}
