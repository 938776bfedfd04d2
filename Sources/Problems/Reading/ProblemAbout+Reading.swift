import StrictYAML
import Units

/// What the formats of the ICPC say alike about a problem.
extension ProblemAbout {
    private static let licenses = [
        "unknown", "public domain", "cc0", "cc by", "cc by-sa", "educational", "permission",
    ]

    /// A name in English, or a name by language.
    static func names(_ node: YAMLNode) throws(Diagnostic) -> [String: String] {
        guard node.isMapping else { return ["en": try node.string()] }
        let mapping = try node.mapping()
        var names: [String: String] = [:]
        for language in mapping.keys { names[language] = try mapping.string(language) }
        return names
    }

    /// Reports a UUID and a licence that are none, as `mapping` gives them.
    func check(_ mapping: YAMLMapping, _ findings: Findings) {
        if let uuid, !Self.isUUID(uuid) {
            let message = "\"uuid\" must be 32 hexadecimal digits in groups of 8-4-4-4-12, not \"\(uuid)\""
            findings.error(ProblemYAMLReader.settingsFile, line: mapping.line(of: "uuid"), message)
        }
        if !Self.licenses.contains(license) {
            let message = "\"license\" must be one of \(Self.licenses.joined(separator: ", ")), not \"\(license)\""
            findings.error(ProblemYAMLReader.settingsFile, line: mapping.line(of: "license"), message)
        }
    }

    /// Whether `text` is 32 hexadecimal digits in groups.
    private static func isUUID(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        return parts.map(\.count) == [8, 4, 4, 4, 12]
            && parts.allSatisfy { $0.allSatisfy { $0.isASCII && $0.isHexDigit } }
    }
}
