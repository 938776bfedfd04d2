import Grading
import StrictYAML
import Units

/// Writes `problem.yaml` of the format 2025-09.
struct ICPCSettingsText {
    let draft: PackageDraft
    let problem: Problem
    /// The package's UUID, if it has none.
    let uuid: String

    private var about: ProblemAbout { problem.about }

    func write() {
        if about.uuid == nil { draft.note("the package has no UUID, which the format asks for; it got \(uuid)") }
        if problem.isLowestScoreBest {
            draft.refuse("the lowest score is the best one, and in the format 2025-09 it is the worst")
        }
        if !about.libraries.isEmpty {
            draft.note("libraries are not carried: \(about.libraries.joined(separator: ", "))")
        }
        draft.add(entries, at: ProblemYAMLReader.settingsFile)
    }

    private var entries: [YAMLText.Entry] {
        var entries: [YAMLText.Entry] = [
            .init("problem_format_version", .text(PackageFormat.icpc2025.rawValue)),
            .init("type", kinds.count == 1 ? .text(kinds[0].rawValue) : .texts(kinds.map(\.rawValue))),
            .init("name", SettingsText.names(problem)),
            .init("uuid", .text(about.uuid ?? uuid)),
        ]
        entries += SettingsText.entry("version", about.version)
        entries += credits + source
        if about.license != "unknown" { entries.append(.init("license", .text(about.license))) }
        entries += SettingsText.entry("rights_owner", about.rightsOwner)
        entries += SettingsText.entry("embargo_until", about.embargoUntil)
        if !about.keywords.isEmpty { entries.append(.init("keywords", .texts(about.keywords))) }
        if let languages = problem.languages { entries.append(.init("languages", .texts(languages))) }
        if problem.allowsFileWriting { entries.append(.init("allow_file_writing", .flag(true))) }
        let limits = self.limits
        if !limits.isEmpty { entries.append(.init("limits", .mapping(limits))) }
        let constants = self.constants
        if !constants.isEmpty { entries.append(.init("constants", .mapping(constants))) }
        return entries
    }

    private var kinds: [ICPCSettings.Kind] {
        var kinds: [ICPCSettings.Kind] = [problem.isScoring ? .scoring : .passFail]
        guard case .custom(let custom) = problem.validation else { return kinds }
        if custom.exchange == .interactive { kinds.append(.interactive) }
        if custom.passes != nil { kinds.append(.multiPass) }
        return kinds
    }

    private var credits: [YAMLText.Entry] {
        var credits = about.credits
        if let author = about.author, credits["authors"] == nil { credits["authors"] = [Person(name: author)] }
        guard !credits.isEmpty else { return [] }
        let mark = "translators."
        var entries = credits.filter { !$0.key.hasPrefix(mark) }.sorted { $0.key < $1.key }
            .map { YAMLText.Entry($0.key, .list($0.value.map(Self.person))) }
        let translators = credits.filter { $0.key.hasPrefix(mark) }.sorted { $0.key < $1.key }
            .map { YAMLText.Entry(String($0.key.dropFirst(mark.count)), .list($0.value.map(Self.person))) }
        if !translators.isEmpty { entries.append(.init("translators", .mapping(translators))) }
        return [.init("credits", .mapping(entries))]
    }

    private static func person(_ person: Person) -> YAMLText {
        let details =
            SettingsText.entry("email", person.email) + SettingsText.entry("orcid", person.orcid)
            + SettingsText.entry("kattis", person.kattis)
        // A name alone must not look as if an address followed it.
        guard !details.isEmpty || person.name.hasSuffix(">") else { return .text(person.name) }
        return .mapping([.init("name", .text(person.name))] + details)
    }

    private var source: [YAMLText.Entry] {
        guard let name = about.source ?? about.sourceURL else { return [] }
        guard let url = about.sourceURL else { return [.init("source", .text(name))] }
        return [.init("source", .mapping([.init("name", .text(name)), .init("url", .text(url))]))]
    }

    private var limits: [YAMLText.Entry] {
        var standard = ProblemLimits()
        standard.timeSafetyMargin = 1.5
        var multipliers: [YAMLText.Entry] = []
        var entries: [YAMLText.Entry] = []
        switch problem.timeLimit {
        case .fixed(let limit, _):
            let resolution = Self.resolution(of: limit)
            entries.append(.init("time_limit", .literal(limit.decimalText)))
            if resolution != .seconds(1) { entries.append(.init("time_resolution", .literal(resolution.decimalText))) }
        case .computed(let multiplier, _, let resolution):
            if multiplier < 1 { draft.refuse("the time limit's multiplier is below 1, and the format has none below") }
            if multiplier != 2 { multipliers.append(.init("ac_to_time_limit", .literal("\(multiplier)"))) }
            if resolution != .seconds(1) { entries.append(.init("time_resolution", .literal(resolution.decimalText))) }
        }
        let margin = problem.limits.timeSafetyMargin
        if margin < 1 { draft.refuse("the time limit's safety margin is below 1, and the format has none below") }
        if margin != standard.timeSafetyMargin { multipliers.append(.init("time_limit_to_tle", .literal("\(margin)"))) }
        if !multipliers.isEmpty { entries.append(.init("time_multipliers", .mapping(multipliers))) }
        return entries + SettingsText.sizes(problem.limits, unlike: standard, draft)
            + SettingsText.times(problem.limits, unlike: standard, isWhole: true, draft) + SettingsText.passes(problem)
    }

    /// The largest power of ten, at most a second, that the limit is a multiple of.
    private static func resolution(of limit: Duration) -> Duration {
        var resolution = Duration.seconds(1)
        while limit.nanoseconds % resolution.nanoseconds != 0, resolution > .milliseconds(1) { resolution /= 10 }
        return resolution
    }

    /// The constants as they were given: a value, or one with variants.
    private var constants: [YAMLText.Entry] {
        let values = problem.constants.values
        return values.filter { !$0.key.contains(".") }.sorted { $0.key < $1.key }.map { name, value in
            let variants = values.filter { $0.key.hasPrefix(name + ".") && $0.key != name + ".value" }
            guard !variants.isEmpty else { return YAMLText.Entry(name, .text(value)) }
            let entries = variants.sorted { $0.key < $1.key }
                .map { YAMLText.Entry(String($0.key.dropFirst(name.count + 1)), .text($0.value)) }
            return YAMLText.Entry(name, .mapping([.init("value", .text(value))] + entries))
        }
    }
}
