import StrictYAML
import Units

/// Values of YAML in one line of JSON, which is YAML, too.
enum FlowText {
    /// The most values in values.
    private static let mostDepth = 20

    /// The value of `node`.
    static func json(_ node: YAMLNode, depth: Int = 0) throws(Diagnostic) -> String {
        guard depth < mostDepth else { throw node.error("has too many values in values") }
        if node.isNull { return "null" }
        if node.isSequence {
            var texts: [String] = []
            for element in try node.sequence() { texts.append(try json(element, depth: depth + 1)) }
            return "[" + texts.joined(separator: ", ") + "]"
        }
        if node.isMapping {
            let mapping = try node.mapping()
            var texts: [String] = []
            for key in mapping.keys {
                texts.append("\(quoted(key)): \(try json(mapping.value(key), depth: depth + 1))")
            }
            return "{" + texts.joined(separator: ", ") + "}"
        }
        // What is one of these was written as one, and is no text.
        if let number = try? node.integer() { return "\(number)" }
        if let flag = try? node.boolean() { return "\(flag)" }
        if let number = try? node.double(), number.isFinite { return "\(number)" }
        return quoted(try node.string())
    }

    /// A text in quotes.
    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for character in text.unicodeScalars {
            switch character {
            case "\\", "\"": quoted += "\\" + String(character)
            case _ where character.value < 0x20:
                let digits = String(character.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(character)
            }
        }
        return quoted + "\""
    }
}
