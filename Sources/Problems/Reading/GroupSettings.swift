import StrictYAML

/// A group's `testdata.yaml`.
enum GroupSettings {
    private static let scoreKeys = ["accept_score", "reject_score", "range"]
    private static let keys =
        ["on_reject", "grading", "grader_flags", "input_validator_flags", "output_validator_flags"] + scoreKeys

    /// Puts what `mapping` says over what `group` has inherited. A key that is given replaces the outer one's value.
    static func apply(_ mapping: YAMLMapping, to group: inout TestGroup, isScoring: Bool, findings: Findings) {
        findings.allow(keys, in: mapping)
        func flags(_ key: String) -> [String]? {
            // An empty value takes the inherited flags away.
            guard mapping.keys.contains(key) else { return nil }
            return findings.collect { () throws(YAMLError) in try mapping[key].map(ProblemSettings.words) ?? [] }
        }
        func choice<Choice: RawRepresentable & CaseIterable>(
            _ key: String, _ type: Choice.Type
        ) -> Choice? where Choice.RawValue == String {
            findings.collect { () throws(YAMLError) in try mapping[key]?.choice(type) }
        }
        group.onReject = choice("on_reject", TestGroup.OnReject.self) ?? group.onReject
        group.grading = choice("grading", TestGroup.Grading.self) ?? group.grading
        group.graderArguments = flags("grader_flags") ?? group.graderArguments
        group.inputValidatorFlags = flags("input_validator_flags") ?? group.inputValidatorFlags
        group.outputValidatorFlags = flags("output_validator_flags") ?? group.outputValidatorFlags
        ScoreSettings(mapping, findings: findings).override(&group)
        for key in scoreKeys where mapping[key] != nil && !isScoring {
            let message = "\"\(key)\" counts only in a problem with \"type: scoring\"; remove it"
            findings.warn(mapping.node.file, line: mapping.line(of: key), message)
        }
    }
}
