import StrictYAML
import Units

extension ICPCSettings {
    private static let roles = ["authors", "contributors", "testers", "packagers", "acknowledgements"]

    /// Reads what is said about the problem.
    mutating func readAbout(_ mapping: YAMLMapping, _ findings: Findings) {
        func text(_ key: String) -> String? {
            findings.collect { () throws(Diagnostic) in try mapping[key]?.string() }
        }
        for key in ["name", "uuid"] where mapping[key] == nil {
            findings.error(Self.file, line: mapping.line(of: key), "the key \"\(key)\" is missing; add it")
        }
        about.names = findings.collect { () throws(Diagnostic) in try mapping["name"].map(Self.names) } ?? [:]
        about.uuid = text("uuid")
        about.version = text("version")
        about.license = text("license") ?? "unknown"
        about.rightsOwner = text("rights_owner")
        about.embargoUntil = text("embargo_until")
        about.keywords =
            findings.collect { () throws(Diagnostic) in try mapping["keywords"]?.listOfStrings() } ?? []
        about.credits =
            findings.collect { () throws(Diagnostic) in
                try mapping["credits"].map { node throws(Diagnostic) in try Self.credits(node, findings) }
            } ?? [:]
        about.author = about.credits["authors"].map { $0.map(\.name).joined(separator: ", ") }
        readSource(mapping, findings)
        checkAbout(mapping, findings)
    }

    private mutating func readSource(_ mapping: YAMLMapping, _ findings: Findings) {
        let sources = findings.collect { () throws(Diagnostic) -> [(name: String, url: String?)]? in
            guard let node = mapping["source"] else { return nil }
            guard node.isSequence else { return [try Self.source(node, findings)] }
            var all: [(name: String, url: String?)] = []
            for entry in try node.sequence() { all.append(try Self.source(entry, findings)) }
            return all
        }
        guard let sources, !sources.isEmpty else { return }
        about.source = sources.map(\.name).joined(separator: ", ")
        about.sourceURL = sources.lazy.compactMap(\.url).first
    }

    private static func source(_ node: YAMLNode, _ findings: Findings) throws(Diagnostic) -> (
        name: String, url: String?
    ) {
        guard node.isMapping else { return (try node.string(), nil) }
        let mapping = try node.mapping()
        findings.allow(["name", "url"], in: mapping)
        return (try mapping.string("name"), try mapping["url"]?.string())
    }

    private static func names(_ node: YAMLNode) throws(Diagnostic) -> [String: String] {
        let names = try ProblemAbout.names(node)
        guard !names.isEmpty else { throw node.error("must have a name in at least one language") }
        return names
    }

    private static func credits(_ node: YAMLNode, _ findings: Findings) throws(Diagnostic) -> [String: [Person]] {
        guard node.isMapping else { return ["authors": [try person(node, findings)]] }
        let mapping = try node.mapping()
        findings.allow(roles + ["translators"], in: mapping)
        var credits: [String: [Person]] = [:]
        for role in roles {
            credits[role] = try mapping[role].map { node throws(Diagnostic) in try persons(node, findings) }
        }
        if let translators = try mapping["translators"]?.mapping() {
            for language in translators.keys {
                credits["translators.\(language)"] = try persons(translators.value(language), findings)
            }
        }
        return credits
    }

    /// A person, or a list of some.
    static func persons(_ node: YAMLNode, _ findings: Findings) throws(Diagnostic) -> [Person] {
        guard node.isSequence else { return [try person(node, findings)] }
        var persons: [Person] = []
        for entry in try node.sequence() { persons.append(try person(entry, findings)) }
        guard !persons.isEmpty else { throw node.error("must name somebody, not nobody") }
        return persons
    }

    private static func person(_ node: YAMLNode, _ findings: Findings) throws(Diagnostic) -> Person {
        guard node.isMapping else {
            let text = try node.string()
            guard text.hasSuffix(">"), let open = text.lastIndex(of: "<") else { return Person(name: text) }
            let name = text[..<open].split(whereSeparator: \.isWhitespace).joined(separator: " ")
            return Person(name: name, email: String(text[text.index(after: open)...].dropLast()))
        }
        let mapping = try node.mapping()
        findings.allow(["name", "email", "orcid", "kattis"], in: mapping)
        return Person(
            name: try mapping.string("name"), email: try mapping["email"]?.string(),
            orcid: try mapping["orcid"]?.string(), kattis: try mapping["kattis"]?.string())
    }

    private func checkAbout(_ mapping: YAMLMapping, _ findings: Findings) {
        func error(_ key: String, _ message: String) {
            findings.error(Self.file, line: mapping.line(of: key), message)
        }
        about.check(mapping, findings)
        if about.license == "public domain", about.rightsOwner != nil {
            error(
                "rights_owner",
                "a problem in the public domain has no owner; remove \"rights_owner\" or the licence")
        }
        let needsOwner = !["unknown", "public domain"].contains(about.license)
        if needsOwner, about.rightsOwner == nil, about.author == nil, about.source == nil {
            let message = "the licence needs an owner of the rights; add \"rights_owner\", \"credits\" or \"source\""
            findings.warn(Self.file, line: mapping.line(of: "license"), message)
        }
        if let moment = about.embargoUntil, !ISOMoment.isValid(moment) {
            let form = "YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ"
            error("embargo_until", "\"embargo_until\" must be a day or moment in UTC, \(form), not \"\(moment)\"")
        }
    }
}

/// A day or a moment in UTC as the format writes it.
enum ISOMoment {
    /// Whether `text` is `YYYY-MM-DD` or `YYYY-MM-DDThh:mm:ssZ`, of a day that there is.
    static func isValid(_ text: String) -> Bool {
        let parts = text.split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
        guard let day = numbers(parts[0], separator: "-", lengths: [4, 2, 2]), (1...12).contains(day[1]) else {
            return false
        }
        let isLeapYear = day[0] % 4 == 0 && (day[0] % 100 != 0 || day[0] % 400 == 0)
        let lengths = [31, isLeapYear ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard day[2] >= 1, day[2] <= lengths[day[1] - 1] else { return false }
        guard parts.count == 2 else { return true }
        guard parts[1].hasSuffix("Z"), let time = numbers(parts[1].dropLast(), separator: ":", lengths: [2, 2, 2])
        else {
            return false
        }
        return time[0] < 24 && time[1] < 60 && time[2] < 60
    }

    private static func numbers(_ text: Substring, separator: Character, lengths: [Int]) -> [Int]? {
        let parts = text.split(separator: separator, omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == lengths,
            parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
        else { return nil }
        return parts.compactMap { Int($0) }
    }
}
