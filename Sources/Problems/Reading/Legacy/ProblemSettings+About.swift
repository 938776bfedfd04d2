import StrictYAML

extension ProblemSettings {
    private static let licenses = [
        "unknown", "public domain", "cc0", "cc by", "cc by-sa", "educational", "permission",
    ]

    /// Reads what is said about the problem.
    mutating func readAbout(_ mapping: YAMLMapping, _ findings: Findings) {
        func text(_ key: String) -> String? {
            findings.collect { () throws(YAMLError) in try mapping[key]?.strings().joined(separator: ", ") }
        }
        func list(_ key: String) -> [String] {
            findings.collect { () throws(YAMLError) in try mapping[key].map(Self.words) } ?? []
        }
        about.names = findings.collect { () throws(YAMLError) in try mapping["name"].map(Self.names) } ?? [:]
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

    private static func names(_ node: YAMLNode) throws(YAMLError) -> [String: String] {
        guard node.isMapping else { return ["en": try node.string()] }
        let mapping = try node.mapping()
        var names: [String: String] = [:]
        for language in mapping.keys { names[language] = try mapping.string(language) }
        return names
    }

    private func checkAbout(_ mapping: YAMLMapping, _ findings: Findings) {
        if let uuid = about.uuid, !ProblemAbout.isUUID(uuid) {
            let message = "\"uuid\" must be 32 hexadecimal digits in groups of 8-4-4-4-12, not \"\(uuid)\""
            findings.error(Self.file, line: mapping.line(of: "uuid"), message)
        }
        if !Self.licenses.contains(about.license) {
            let known = Self.licenses.joined(separator: ", ")
            let message = "\"license\" must be one of \(known), not \"\(about.license)\""
            findings.error(Self.file, line: mapping.line(of: "license"), message)
        }
        if about.license == "public domain", about.rightsOwner != nil {
            let message = "a problem in the public domain has no owner; remove \"rights_owner\" or the licence"
            findings.warn(Self.file, line: mapping.line(of: "rights_owner"), message)
        }
    }
}
