import StrictYAML
import Units

/// `problem.yaml` of the legacy formats, each value checked by itself.
struct ProblemSettings {
    var format = PackageFormat.legacy
    var about = ProblemAbout()
    var isScoring = false
    var validation = ValidationSettings()
    var limits = ProblemLimits()
    /// How often a submission may run on a test case of a multi-pass problem.
    var validationPasses = 2
    var timeMultiplier = 5.0
    var languages: [String]?
    var grading = GradingSettings()

    static let file = ProblemYAMLReader.settingsFile

    private static let keys = [
        "problem_format_version", "uuid", "author", "source", "source_url", "license", "rights_owner", "keywords",
        "name", "type", "validation", "validator_flags", "grading", "limits", "libraries", "languages",
    ]

    /// Settings that say nothing more.
    init(isScoring: Bool) {
        self.isScoring = isScoring
    }

    /// Reads the settings; what is wrong goes to `findings`, and the default of `home` stands for it.
    init(_ mapping: YAMLMapping, format: PackageFormat, home: HomeSystem, findings: Findings) {
        self.format = format
        if home == .domjudge { limits.code = .kibibytes(256) }
        findings.allow(Self.keys, in: mapping)
        findings.oddities { readAbout(mapping, findings) }
        validation = ValidationSettings(mapping, findings: findings)
        readType(mapping, findings)
        readLimits(mapping, findings)
        languages = findings.collect { () throws(Diagnostic) in try mapping["languages"].flatMap(Self.languages) }
        grading = GradingSettings(mapping, findings: findings)
        checkFormat(mapping, findings)
    }

    /// Reads `type`. DOMjudge lets `interactive` and `multi-pass` follow, as newer formats do.
    private mutating func readType(_ mapping: YAMLMapping, _ findings: Findings) {
        let line = mapping.line(of: "type")
        let words = findings.collect { () throws(Diagnostic) in try mapping["type"].map(Self.words) } ?? []
        for word in words {
            switch word {
            case "pass-fail": break
            case "scoring": isScoring = true
            case "interactive": validation.isInteractive = true
            case "multi-pass": validation.isMultiPass = true
            default:
                let known = "\"pass-fail\" or \"scoring\", perhaps with \"interactive\" and \"multi-pass\""
                findings.error(Self.file, line: line, "\"type\" must be \(known), not \"\(word)\"")
            }
        }
        if isScoring, words.contains("pass-fail") {
            findings.error(
                Self.file, line: line, "\"type\" is either \"pass-fail\" or \"scoring\"; take one of them out")
        }
        guard validation.isInteractive || validation.isMultiPass, !validation.isCustom else { return }
        findings.error(
            Self.file, line: line, "this type needs \"validation: custom\" and an output validator; add both")
    }

    private func checkFormat(_ mapping: YAMLMapping, _ findings: Findings) {
        if format == .legacyICPC, isScoring {
            let message = "legacy-icpc has no scoring; take \"type: scoring\" or the format version out"
            findings.error(Self.file, line: mapping.line(of: "type"), message)
        }
        guard validation.isScoring, !isScoring else { return }
        let line = mapping.line(of: "validation")
        if format == .legacyICPC {
            findings.error(Self.file, line: line, "legacy-icpc has no scoring; take \"score\" out")
        } else {
            let message = "\"score\" counts only in a problem with \"type: scoring\"; add that or take \"score\" out"
            findings.warn(Self.file, line: line, message)
        }
    }

    private static func languages(_ node: YAMLNode) throws(Diagnostic) -> [String]? {
        let names = try words(node)
        return names == ["all"] ? nil : names
    }

    /// Words separated by white space, or a list of them.
    static func words(_ node: YAMLNode) throws(Diagnostic) -> [String] {
        try node.strings().flatMap { $0.split(whereSeparator: \.isWhitespace).map(String.init) }
    }

    /// The words of the value; in place of a text there may be a mapping that names the program, too, and has the text in `flags`.
    static func flags(_ node: YAMLNode, _ findings: Findings) throws(Diagnostic) -> [String] {
        if node.isSequence {
            var all: [String] = []
            for element in try node.sequence() { all += try flags(element, findings) }
            return all
        }
        guard node.isMapping else { return try words(node) }
        let mapping = try node.mapping()
        findings.allow(["name", "flags"], in: mapping)
        return try mapping["flags"].map(words) ?? []
    }
}
