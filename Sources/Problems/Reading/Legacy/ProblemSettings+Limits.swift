import StrictYAML
import Units

extension ProblemSettings {
    private static let limitKeys = [
        "time_multiplier", "time_safety_margin", "memory", "output", "code", "compilation_time", "compilation_memory",
        "validation_time", "validation_memory", "validation_output",
        "validation_passes",
    ]

    /// Reads `limits`: MiB, KiB for `code`, and seconds. `validation_passes` is DOMjudge's.
    mutating func readLimits(_ mapping: YAMLMapping, _ findings: Findings) {
        guard let node = mapping["limits"],
            let given = findings.collect({ () throws(Diagnostic) in try node.mapping() })
        else { return }
        findings.allow(Self.limitKeys, in: given)

        func number(_ key: String, atMost bound: Double) -> Double? {
            findings.collect { () throws(Diagnostic) in
                guard let node = given[key] else { return nil }
                let number = try node.double()
                guard number > 0, number <= bound else {
                    throw node.error("must be more than 0 and at most \(Int(bound)), not \(number)")
                }
                return number
            }
        }
        func time(_ key: String, _ limit: inout Duration) {
            if let seconds = number(key, atMost: 86_400) { limit = .decimalSeconds(seconds) }
        }

        limits.readSizes(given, findings)
        time("compilation_time", &limits.compilationTime)
        time("validation_time", &limits.validationTime)
        if let passes = ProblemLimits.validationPasses(given, findings) { validationPasses = passes }
        if let multiplier = number("time_multiplier", atMost: 1000) { timeMultiplier = multiplier }
        if let margin = number("time_safety_margin", atMost: 1000) { limits.timeSafetyMargin = margin }
    }
}
