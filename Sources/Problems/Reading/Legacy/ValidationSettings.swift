import StrictYAML
import Units

/// `validation` and `validator_flags` of `problem.yaml`.
struct ValidationSettings {
    var isCustom = false
    var isInteractive = false
    var isScoring = false
    var isMultiPass = false
    var flags: [String] = []
    /// The line of `validation`, if it is given.
    var line: Int?

    init() {}

    init(_ mapping: YAMLMapping, findings: Findings) {
        line = mapping.line(of: "validation")
        flags =
            findings.collect { () throws(Diagnostic) in
                try mapping["validator_flags"].map { node throws(Diagnostic) in
                    try ProblemSettings.flags(node, findings)
                }
            } ?? []
        guard let node = mapping["validation"],
            let words = findings.collect({ () throws(Diagnostic) in try ProblemSettings.words(node) })
        else { return }
        switch words.first {
        case "default":
            if words.count > 1 {
                let message = "\"validation: default\" takes nothing more; use \"custom\" or remove \"\(words[1])\""
                findings.error(ProblemSettings.file, line: line, message)
            }
        case "custom":
            isCustom = true
            for word in words.dropFirst() { readOption(word, findings) }
        default:
            let message = "\"validation\" must be \"default\" or \"custom\", not \"\(words.joined(separator: " "))\""
            findings.error(ProblemSettings.file, line: line, message)
        }
    }

    private mutating func readOption(_ word: String, _ findings: Findings) {
        switch word {
        case "score": isScoring = true
        case "interactive": isInteractive = true
        case "multi-pass": isMultiPass = true
        default:
            let message = "\"validation: custom\" may be followed by score, interactive and multi-pass, not \"\(word)\""
            findings.error(ProblemSettings.file, line: line, message)
        }
    }
}
