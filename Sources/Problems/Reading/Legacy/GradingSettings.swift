import StrictYAML
import Units

/// `grading` of `problem.yaml`, and the older keys there that stand above every `testdata.yaml`.
struct GradingSettings {
    private enum Objective: String, CaseIterable {
        case max, min
    }

    private enum OnReject: String, CaseIterable {
        case firstError = "first_error"
        case worstError = "worst_error"
        case grade
    }

    /// Whether the lowest score is the best.
    private(set) var isLowest = false
    private var onReject: GroupSettings.OnReject?
    private var scores = ScoreSettings()

    init() {}

    init(_ mapping: YAMLMapping, findings: Findings) {
        guard let node = mapping["grading"],
            let given = findings.collect({ () throws(Diagnostic) in try node.mapping() })
        else { return }
        findings.allow(
            [
                "objective", "show_test_data_groups", "custom_scoring", "accept_score", "reject_score", "range",
                "on_reject",
            ],
            in: given)
        let objective = findings.collect { () throws(Diagnostic) in try given["objective"]?.choice(Objective.self) }
        isLowest = objective == .min
        _ = findings.collect { () throws(Diagnostic) in try given["show_test_data_groups"]?.boolean() }
        _ = findings.collect { () throws(Diagnostic) in try given["custom_scoring"]?.boolean() }
        scores = ScoreSettings(given, findings: findings)
        let policy = findings.collect { () throws(Diagnostic) in try given["on_reject"]?.choice(OnReject.self) }
        switch policy {
        case .firstError: onReject = .stop
        case .grade: onReject = .goOn
        case .worstError, nil: break
        }
        for key in ["accept_score", "reject_score", "range", "on_reject"] where given[key] != nil {
            let message = "\"\(key)\" belongs into testdata.yaml; move it there"
            findings.warn(ProblemSettings.file, line: given.line(of: key), message)
        }
    }

    /// What `problem.yaml` says is put over what a group says, as `verifyproblem` does.
    func override(_ group: inout GroupSettings) {
        if let onReject { group.onReject = onReject }
        group.scores.add(scores)
    }
}
