import Grading
import StrictYAML
import Units

/// Writes `problem.yaml` of the legacy format, and the files with the time limit.
struct LegacySettingsText {
    let draft: PackageDraft
    let problem: Problem
    /// The arguments of the output validator that all test cases have.
    let flags: [String]

    private var about: ProblemAbout { problem.about }
    private var isForDOMjudge: Bool { draft.format == .domjudge }

    func write() {
        if problem.allowsFileWriting {
            draft.refuse(
                "submissions may write files, and in the format they may not; let them write to standard output")
        }
        noteLosses()
        draft.add(entries, at: ProblemYAMLReader.settingsFile)
        writeTimeLimit()
    }

    private func noteLosses() {
        let others = about.credits.keys.filter { $0 != "authors" }.sorted()
        let hasDetails = about.credits["authors"]?.contains { $0 != Person(name: $0.name) } ?? false
        if hasDetails || !others.isEmpty {
            let what = (hasDetails ? ["addresses of authors"] : []) + others
            draft.note("credits are left out, for which the format has no place: \(what.joined(separator: ", "))")
        }
        if about.version != nil { draft.note("the version is left out, for which the format has no place") }
        if about.embargoUntil != nil { draft.note("embargo_until is left out, for which the format has no place") }
        if about.keywords.contains(where: { $0.contains(where: \.isWhitespace) }) {
            draft.note("keywords with blanks in them become several, as the format has words only")
        }
    }

    private var entries: [YAMLText.Entry] {
        var entries: [YAMLText.Entry] = [.init("name", SettingsText.names(problem))]
        entries += SettingsText.entry("uuid", about.uuid) + SettingsText.entry("author", about.author)
        entries += SettingsText.entry("source", about.source) + SettingsText.entry("source_url", about.sourceURL)
        if about.license != "unknown" { entries.append(.init("license", .text(about.license))) }
        entries += SettingsText.entry("rights_owner", about.rightsOwner)
        if !about.keywords.isEmpty { entries.append(.init("keywords", .texts(about.keywords))) }
        if !about.libraries.isEmpty { entries.append(.init("libraries", .texts(about.libraries))) }
        if problem.isScoring { entries.append(.init("type", .text("scoring"))) }
        entries.append(.init("validation", .text(validation)))
        if !flags.isEmpty { entries.append(.init("validator_flags", LegacyFlags.text(flags, draft))) }
        if problem.isLowestScoreBest {
            entries.append(.init("grading", .mapping([.init("objective", .text("min"))])))
        }
        if let languages = problem.languages { entries.append(.init("languages", .texts(languages))) }
        let limits = self.limits
        return limits.isEmpty ? entries : entries + [.init("limits", .mapping(limits))]
    }

    private var validation: String {
        guard case .custom(let custom) = problem.validation else { return "default" }
        var words = ["custom"]
        if problem.testCases.contains(where: { problem.awards(of: $0) == .needed }) { words.append("score") }
        if custom.exchange == .interactive { words.append("interactive") }
        if custom.passes != nil { words.append("multi-pass") }
        return words.joined(separator: " ")
    }

    private var limits: [YAMLText.Entry] {
        var standard = ProblemLimits()
        if isForDOMjudge { standard.code = .kibibytes(256) }
        var entries: [YAMLText.Entry] = []
        if case .computed(let multiplier, _, let resolution) = problem.timeLimit {
            if multiplier != 5 { entries.append(.init("time_multiplier", .literal("\(multiplier)"))) }
            if resolution != .seconds(1) {
                draft.note("the time limit is rounded up to a second, and not to \(resolution.decimalText) s as before")
            }
        }
        let margin = problem.limits.timeSafetyMargin
        if margin != standard.timeSafetyMargin { entries.append(.init("time_safety_margin", .literal("\(margin)"))) }
        return entries + SettingsText.sizes(problem.limits, unlike: standard, draft)
            + SettingsText.times(problem.limits, unlike: standard, isWhole: false, draft) + SettingsText.passes(problem)
    }

    private func writeTimeLimit() {
        switch problem.timeLimit {
        case .fixed(let limit, _) where isForDOMjudge:
            draft.add("timelimit='\(limit.decimalText)'\n", at: TimeLimitReader.iniFile)
        case .fixed(let limit, _): draft.add(limit.decimalText + "\n", at: TimeLimitReader.plainFile)
        case .computed where isForDOMjudge:
            draft.note("the package has no time limit, and DOMjudge needs one; add it to \(TimeLimitReader.iniFile)")
            draft.add("; timelimit='1'\n", at: TimeLimitReader.iniFile)
        case .computed: break
        }
    }
}
