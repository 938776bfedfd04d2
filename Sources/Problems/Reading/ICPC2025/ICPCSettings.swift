import Grading
import StrictYAML
import Units

/// `problem.yaml` of the format 2025-09, each value checked by itself.
struct ICPCSettings {
    /// What kind of problem it is; several may hold.
    enum Kind: String, CaseIterable {
        case passFail = "pass-fail"
        case scoring
        case multiPass = "multi-pass"
        case interactive
        case submitAnswer = "submit-answer"
    }

    static let file = ProblemYAMLReader.settingsFile
    private static let keys = [
        "problem_format_version", "type", "name", "uuid", "version", "credits", "source", "license", "rights_owner",
        "embargo_until", "limits", "keywords", "languages", "allow_file_writing", "constants",
    ]
    private static let incompatible: [(Kind, Kind)] = [
        (.passFail, .scoring), (.multiPass, .submitAnswer), (.interactive, .submitAnswer),
    ]

    var about = ProblemAbout()
    var kinds: Set<Kind> = []
    var limits = ProblemLimits()
    var timeLimit = TimeLimit.computed(multiplier: 2, safetyMargin: 1.5)
    /// How often a submission may run on a test case of a multi-pass problem.
    var validationPasses = 2
    var languages: [String]?
    var allowsFileWriting = false
    var constants = Constants()

    /// Whether the format is a draft of its, as settings say.
    var isDraft = false

    var isScoring: Bool { kinds.contains(.scoring) }

    /// Reads the settings; what is wrong goes to `findings`, and the default stands for it.
    init(_ mapping: YAMLMapping, findings: Findings) {
        isDraft = ProblemYAMLReader.isDraft(mapping)
        findings.allow(Self.keys, in: mapping)
        readType(mapping, findings)
        findings.oddities { readAbout(mapping, findings) }
        readLimits(mapping, findings)
        languages = findings.collect { () throws(Diagnostic) in try mapping["languages"].flatMap(Self.languages) }
        allowsFileWriting =
            findings.collect { () throws(Diagnostic) in try mapping["allow_file_writing"]?.boolean() } ?? false
        constants = Constants(mapping["constants"], findings)
    }

    private mutating func readType(_ mapping: YAMLMapping, _ findings: Findings) {
        guard let node = mapping["type"],
            let words = findings.collect({ () throws(Diagnostic) in try node.strings() })
        else { return }
        if words.isEmpty { findings.error(Self.file, line: node.line, "\"type\" must not be an empty list") }
        var all = words
        if !node.isSequence, words.first?.contains(" ") == true {
            // Drafts had several in one text.
            all = words.flatMap { $0.split(separator: " ").map(String.init) }
            findings.warn(
                Self.file, line: node.line, "several types in one text; write [\(all.joined(separator: ", "))]")
        }
        for word in all {
            guard let kind = Kind(rawValue: word) else {
                let known = Kind.allCases.map(\.rawValue).joined(separator: ", ")
                findings.error(Self.file, line: node.line, "\"type\" is one or more of \(known), not \"\(word)\"")
                continue
            }
            if !kinds.insert(kind).inserted {
                findings.error(Self.file, line: node.line, "\"type\" has \"\(word)\" more than once; remove one")
            }
        }
        for (one, other) in Self.incompatible where kinds.isSuperset(of: [one, other]) {
            let message = "\"type\" cannot be both \"\(one.rawValue)\" and \"\(other.rawValue)\"; take one of them out"
            findings.error(Self.file, line: node.line, message)
        }
    }

    private static func languages(_ node: YAMLNode) throws(Diagnostic) -> [String]? {
        let names = try node.strings()
        guard !names.isEmpty else { throw node.error("must be \"all\" or a list of languages, not empty") }
        return names == ["all"] ? nil : names
    }
}

extension YAMLNode {
    /// The texts of a list, where a text alone is none.
    func listOfStrings() throws(Diagnostic) -> [String] {
        guard isSequence else { throw error("must be a list of texts") }
        return try strings()
    }
}
