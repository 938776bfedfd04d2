import PackageFiles
import StrictYAML
import Units

/// The types of problems that Hydro judges.
enum HydroType: String {
    case `default`, interactive, communication, objective
    case submitAnswer = "submit_answer"

    /// The type that `config.yaml` names; others are refused.
    init(_ config: YAMLMapping, _ findings: Findings) {
        self =
            findings.collect { () throws(Diagnostic) in
                guard let node = config["type"] else {
                    return config["interactor"] == nil ? .default : .interactive
                }
                let name = try node.string()
                if let type = HydroType(rawValue: name) { return type }
                let reason = name == "remote_judge" ? "is judged by another system" : "is no type that is known here"
                throw node.error("\(reason); a problem of the type \(name.prefix(40)) is not judged")
            } ?? .default
    }

    /// What the answers that are handed in are called, with a `#` for the number of the case; nil: a submission is one answer to all cases.
    static func answerPattern(_ config: YAMLMapping, _ findings: Findings) -> String? {
        findings.collect { () throws(Diagnostic) in
            guard try config["subType"]?.string() == "multi" else { return nil }
            guard let node = config["filename"] else {
                throw try config.value("subType").error(
                    "is multi, and no \"filename\" says what answers are called; add one, such as \"#.out\"")
            }
            let pattern = try node.string()
            guard TreePath(pattern) != nil, !pattern.contains("/"), pattern.utf8.count <= 200 else {
                throw node.error("must be the name of a file, with a # for the number of the case")
            }
            return pattern
        }
    }
}
