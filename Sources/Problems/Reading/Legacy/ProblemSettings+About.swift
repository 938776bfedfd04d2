import StrictYAML
import Units

extension ProblemSettings {
    /// Reads what is said about the problem.
    mutating func readAbout(_ mapping: YAMLMapping, _ findings: Findings) {
        func text(_ key: String) -> String? {
            findings.collect { () throws(Diagnostic) in try mapping[key]?.strings().joined(separator: ", ") }
        }
        func list(_ key: String) -> [String] {
            findings.collect { () throws(Diagnostic) in try mapping[key].map(Self.words) } ?? []
        }
        about.names = findings.collect { () throws(Diagnostic) in try mapping["name"].map(ProblemAbout.names) } ?? [:]
        about.uuid = text("uuid")
        about.author = text("author")
        about.source = text("source")
        about.sourceURL = text("source_url")
        about.license = text("license") ?? "unknown"
        about.rightsOwner = text("rights_owner")
        about.keywords = list("keywords")
        about.libraries = list("libraries")
        checkAbout(mapping, findings)
    }

    private func checkAbout(_ mapping: YAMLMapping, _ findings: Findings) {
        about.check(mapping, findings)
        if about.license == "public domain", about.rightsOwner != nil {
            let message = "a problem in the public domain has no owner; remove \"rights_owner\" or the licence"
            findings.warn(Self.file, line: mapping.line(of: "rights_owner"), message)
        }
    }
}
