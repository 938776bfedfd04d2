import Grading
import StrictYAML
import Units

extension ICPCSettings {
    private static let limitKeys = [
        "time_multipliers", "time_limit", "time_resolution", "memory", "output", "code", "compilation_time",
        "compilation_memory", "validation_time", "validation_memory", "validation_output", "validation_passes",
    ]
    /// A day is more than any program is waited for.
    private static let mostSeconds = 86_400

    /// Reads `limits`: MiB, KiB for `code`, and seconds.
    mutating func readLimits(_ mapping: YAMLMapping, _ findings: Findings) {
        limits.timeSafetyMargin = 1.5
        limits.isErrorOutput = true
        guard let node = mapping["limits"],
            let given = findings.collect({ () throws(Diagnostic) in try node.mapping() })
        else { return }
        findings.allow(Self.limitKeys, in: given)
        func time(_ key: String, _ limit: inout Duration) {
            let range = 1...Self.mostSeconds
            let seconds = findings.collect { () throws(Diagnostic) in try given[key]?.integer(in: range) }
            if let seconds { limit = .seconds(seconds) }
        }
        limits.readSizes(given, findings)
        time("compilation_time", &limits.compilationTime)
        time("validation_time", &limits.validationTime)
        if let passes = ProblemLimits.validationPasses(given, findings) {
            validationPasses = passes
            if !kinds.contains(.multiPass) {
                let message = "\"validation_passes\" is for \"type: multi-pass\", and not used; add that or remove it"
                findings.warn(Self.file, line: given.line(of: "validation_passes"), message)
            }
        }
        readTime(given, findings)
    }

    /// Where the settings give no time limit, that of the files in which the legacy format and DOMjudge have one: tools put them into
    /// packages of this format, too.
    mutating func readTimeLimit(elsewhereIn package: LoadedPackage, _ findings: Findings) {
        guard case .computed = timeLimit else { return }
        timeLimit = TimeLimitReader(package, otherwise: timeLimit, findings: findings).timeLimit
        guard case .fixed(_, let file) = timeLimit else { return }
        findings.warn(
            file, "the time limit counts, though the format has no such file; write it to \"limits: time_limit\"")
    }

    private mutating func readTime(_ given: YAMLMapping, _ findings: Findings) {
        let (multiplier, margin) = multipliers(given, findings)
        limits.timeSafetyMargin = margin
        let named = exactSeconds("time_resolution", in: given, findings)
        let resolution = named ?? .one
        guard let limit = exactSeconds("time_limit", in: given, findings) else {
            timeLimit = .computed(multiplier: multiplier, safetyMargin: margin, resolution: resolution.duration)
            return
        }
        if named != nil, !(limit / resolution).isWhole {
            // Some versions of the format ask for it, and later ones do not.
            let message = "\"time_limit\" is no multiple of \"time_resolution\", which is \(resolution.text()) s"
            findings.warn(Self.file, line: given.line(of: "time_limit"), message)
        }
        timeLimit = .fixed(limit.duration, source: Self.file)
    }

    private func multipliers(_ given: YAMLMapping, _ findings: Findings) -> (limit: Double, margin: Double) {
        guard let node = given["time_multipliers"],
            let map = findings.collect({ () throws(Diagnostic) in try node.mapping() })
        else { return (2, 1.5) }
        findings.allow(["ac_to_time_limit", "time_limit_to_tle"], in: map)
        func factor(_ key: String) -> Double? {
            findings.collect { () throws(Diagnostic) in
                guard let node = map[key] else { return nil }
                let factor = try node.double()
                guard factor >= 1, factor <= 1000 else { throw node.error("must be from 1 to 1000, not \(factor)") }
                return factor
            }
        }
        return (factor("ac_to_time_limit") ?? 2, factor("time_limit_to_tle") ?? 1.5)
    }

    /// A number of seconds above 0, as it is written.
    private func exactSeconds(_ key: String, in given: YAMLMapping, _ findings: Findings) -> Score? {
        findings.collect { () throws(Diagnostic) in
            guard let node = given[key] else { return nil }
            let rounded = try node.double()
            let text = try node.string()
            guard let seconds = Score(parsing: text), rounded >= 0.001, seconds <= Score(Self.mostSeconds) else {
                throw node.error("must be a decimal number of seconds from 0.001 to \(Self.mostSeconds)")
            }
            return seconds
        }
    }
}

extension Score {
    /// So many seconds, to the nearest nanosecond.
    fileprivate var duration: Duration { .decimalSeconds(Double(text(places: 9)) ?? 0) }
}
