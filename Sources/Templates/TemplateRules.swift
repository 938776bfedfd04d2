/// What templates may be made of: what could show something without escaping it, or run something, is not. Pure.
enum TemplateRules {
    /// Attributes that browsers take a path from.
    private static let links = ["href", "src", "action", "formaction", "poster", "data"]

    /// Whether a value of that name is a path.
    static func isPath(_ name: String) -> Bool { name == "path" || name.hasSuffix("Path") }

    /// What is wrong with a template, and in which line; nil if nothing is.
    static func fault(in text: String) -> (line: Int, reason: String)? {
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if let reason = fault(inLine: String(line)) { return (number + 1, reason) }
        }
        return nil
    }

    private static func fault(inLine line: String) -> String? {
        for raw in ["{{{", "{{&", "{{%", "{{="] where line.contains(raw) { return "\(raw) shows what is not escaped" }
        if line.contains("<%") { return "<% is no tag" }
        for tag in tags(of: line) where tag.contains("(") { return "{{\(tag)}} is more than a name" }
        let lower = line.lowercased()
        if lower.contains("<script") && !lower.contains("<script src=\"") {
            return "a script stands in a file of its own"
        }
        if lower.contains("<style") { return "styles stand in a file of their own" }
        if lower.contains("={{") { return "a value stands between quotes" }
        return attributeFault(lower) ?? linkFault(line)
    }

    private static func attributeFault(_ line: String) -> String? {
        for word in line.split(whereSeparator: { " \t<\"'".contains($0) }) {
            guard let equals = word.firstIndex(of: "=") else { continue }
            let name = word[..<equals]
            if name == "style" || name == "srcdoc" || name.hasPrefix("on") && name.dropFirst(2).allSatisfy(\.isLetter) {
                return "the attribute \(name) is not allowed"
            }
        }
        return nil
    }

    /// What a link begins with is known to be a path.
    private static func linkFault(_ line: String) -> String? {
        for name in links {
            var rest = line[...]
            while let place = rest.firstRange(of: " \(name)=\"{{") {
                rest = rest[place.upperBound...]
                let tag = rest.prefix { $0 != "}" }.filter { $0 != " " }
                guard isPath(String(tag.split(separator: ".").last ?? "")) else {
                    return "\(name) begins with {{\(tag)}}, which is no path"
                }
            }
            if line.contains(" \(name)='") { return "\(name) stands between double quotes" }
        }
        return nil
    }

    /// What stands in a line between braces.
    private static func tags(of line: String) -> [String] {
        line.split(separator: "{{", omittingEmptySubsequences: false).dropFirst().map { part in
            String(part.prefix(upTo: part.firstRange(of: "}}")?.lowerBound ?? part.endIndex))
        }
    }

    /// The templates that a template wants.
    static func partials(of text: String) -> [String] {
        tags(of: text).compactMap { tag in
            guard tag.hasPrefix(">") || tag.hasPrefix("<") else { return nil }
            return tag.dropFirst().filter { $0 != " " }
        }
    }
}
