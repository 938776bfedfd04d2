import StrictYAML

/// The checker that `init.yml` names.
struct DMOJChecking {
    /// How outputs are judged.
    let validation: Validation
    /// What the checker is told of each test case.
    let arguments: [String]

    private static let byName = [
        "standard", "easy", "floats", "floatsabs", "floatsrel", "identical", "linecount", "linematches", "rstripped",
        "sorted", "unordered",
    ]

    /// Reads the one checker that all `items` have; where they have several, that is an error.
    init(_ items: [DMOJItem], _ findings: Findings) {
        let nodes = items.flatMap(\.cases).map(\.checker)
        let first = nodes.first ?? nil
        let (name, arguments) = findings.collect { () throws(YAMLError) in try Self.read(first) } ?? ("standard", [])
        validation = .native(checker: "dmoj.\(name)", arguments: arguments)
        self.arguments = arguments
        // A value that several test cases inherit stands in one place.
        guard let other = nodes.first(where: { $0?.line != first?.line || $0?.name != first?.name }) else { return }
        let line = (other ?? first)?.line
        findings.error(
            DMOJReader.settingsFile, line: line,
            "test cases have different checkers; one package has one checker here, so give all the same")
    }

    private static func read(_ node: YAMLNode?) throws(YAMLError) -> (name: String, arguments: [String]) {
        guard let node else { return ("standard", []) }
        guard node.isMapping else { return (try known(node), []) }
        let mapping = try node.mapping()
        try mapping.allow("name", "args")
        let name = try known(mapping.value("name"))
        guard let given = mapping["args"] else { return (name, []) }
        return (name, [try text(given.mapping())])
    }

    private static func known(_ node: YAMLNode) throws(YAMLError) -> String {
        let name = try node.string()
        if byName.contains(name) { return name }
        if name == "bridged" {
            throw node.error("is a program of the package, which is not called in DMOJ's way yet; name another checker")
        }
        if name.contains(".") {
            throw node.error("is a class in Python for DMOJ's judge, which is not called here; name another checker")
        }
        throw node.error("must be one of \(byName.joined(separator: ", ")), not \(name)")
    }

    /// The arguments as one mapping in one line.
    private static func text(_ mapping: YAMLMapping) throws(YAMLError) -> String {
        var pairs: [String] = []
        for key in mapping.keys { pairs.append("\(quoted(key)): \(try text(mapping.value(key)))") }
        return "{" + pairs.joined(separator: ", ") + "}"
    }

    private static func text(_ node: YAMLNode) throws(YAMLError) -> String {
        if node.isSequence {
            var texts: [String] = []
            for element in try node.sequence() { texts.append(try text(element)) }
            return "[" + texts.joined(separator: ", ") + "]"
        }
        if let number = try? node.integer() { return "\(number)" }
        if let flag = try? node.boolean() { return "\(flag)" }
        return quoted(try node.string())
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}
